"""Two hundred officers at once: `python -m bench.officers [--people 200] [--seconds 120] [--keep]`.

As `bench.crowd`, whose measures it shares: everybody signed in for one of ten offices searches, looks for peers, opens
the exchanges of her office and writes to the other side, asks the federation's desk and looks at what became of it.
Each has an address of her own: the desk takes five questions an hour from one. At the end every message and question
that was taken must be there once.
"""

import random
from urllib.parse import urlencode

from bench.crowd import QUESTIONS, arguments, measure
from bench.town import OFFICES, Town, town
from bench.visitors import Heard, Visitor, served

GOALS = ("", "organ", "twinning", "delegation_abroad")
MOST_ASKED = 5


class Officer(Visitor):
    """One of them, with what she was told is kept: words said to the other side, and questions put to the desk."""

    def __init__(self, host: str, made: Town, number: int, heard: Heard) -> None:
        super().__init__(host, made.sessions[number], heard, from_address=f"127.1.{number // 250}.{number % 250 + 1}")
        self.made, self.number = made, number
        self.random = random.Random(number)  # noqa: S311 - draws what to do next, no secret
        self.said = self.asked = 0

    def act(self) -> None:
        """Something of what officers do."""
        self.random.choice([self.search, self.peers, self.peers, self.look, self.say, self.say, self.consult])()

    def search(self) -> None:
        """A question that many have."""
        self.ask("search", f"/buscar/?{urlencode({'q': self.random.choice(QUESTIONS)})}")

    def peers(self) -> None:
        """Who is like a government and ahead of it."""
        told = {"territorio": self.random.choice(self.made.territories), "meta": self.random.choice(GOALS)}
        self.ask("peers", f"/pares/?{urlencode(told)}")

    def look(self) -> None:
        """What is under way, or what the desk answered."""
        self.ask("look", self.random.choice(["/intercambios/", "/consultas/"]))

    def say(self) -> None:
        """Read the exchange of one's office, and write to the other side."""
        here = self.made.exchanges[self.number % OFFICES]
        self.ask("exchange", here)
        if self.ask("message", f"{here}mensajes/", {"mensaje": f"Lo conversamos el martes. {self.said}"}):
            self.said += 1

    def consult(self) -> None:
        """Ask the federation: its form, then the question."""
        if self.asked >= MOST_ASKED:
            return self.look()
        self.ask("ask", "/consultas/nueva/")
        told = {
            "texto": f"¿Cómo se nombra a quien dirige la oficina? {self.number} {self.asked}",
            "federacion": "bench-mesa",
        }
        if there := self.ask("consult", "/consultas/nueva/", told):
            self.asked += 1
            self.ask("answer", there)
        return None


def main() -> None:
    """Measure."""
    args = arguments(__doc__)
    with town(max(args.people, 200), keep=args.keep) as (home, made), served(home) as (host, site):
        heard = Heard()
        people = [Officer(host, made, n, heard) for n in range(args.people)]
        before = _stored()
        measure(heard, [each.act for each in people], host, site, args.seconds)
        told = sum(each.said for each in people), sum(each.asked for each in people)
        now = tuple(after - once for after, once in zip(_stored(), before, strict=True))
        print(f"messages and questions taken {told}, stored {now}")


def _stored() -> tuple[int, int]:
    from minga.desk.models import Consultation
    from minga.exchange.models import Message

    return Message.objects.count(), Consultation.objects.count()


if __name__ == "__main__":
    main()
