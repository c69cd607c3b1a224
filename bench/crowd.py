"""Two hundred contributors at once: `python -m bench.crowd [--people 200] [--seconds 120] [--keep]`.

Starts the site as `minga serve` does over a scratch base with the world and a law of two hundred pages, signs everybody
in for one of ten offices, and lets each of them read, search, propose claims from words of the law, save drafts and
look at what waits, with some seconds of thought between (eight on average). Prints how many answers there were by kind,
how long they took, and what went wrong; beside them, in the same run, the same crowd asking only whether the site is
well, which is as quick as this server can answer anything. At the end every proposal that was sent must be there once.
"""

import argparse
import random
from collections.abc import Callable, Sequence
from urllib.parse import urlencode

from bench.town import Town, town
from bench.visitors import Heard, Visitor, at_once, idle, served, worked

QUESTIONS = ("oficina internacional", "hermanamientos de Medellín", "estrategia de cooperación")


class Contributor(Visitor):
    """One of them; `sent` are the proposals that she was told are kept."""

    def __init__(self, host: str, made: Town, number: int, heard: Heard) -> None:
        super().__init__(host, made.sessions[number], heard)
        self.made, self.random = made, random.Random(number)  # noqa: S311 - draws what to do next, no secret
        self.sent: set[tuple[str, str]] = set()

    def act(self) -> None:
        """Something of what contributors do."""
        self.random.choice([self.read, self.search, self.propose, self.propose, self.draft, self.look])()

    def read(self) -> None:
        """A part of the law."""
        passage, _ = self.random.choice(self.made.quotes)
        self.ask("read", f"/documentos/{self.made.law}/?pasaje={passage}")

    def search(self) -> None:
        """A question that many have."""
        self.ask("search", f"/buscar/?{urlencode({'q': self.random.choice(QUESTIONS)})}")

    def look(self) -> None:
        """What waits, or what became of one's own."""
        self.ask("look", self.random.choice(["/aportar/", "/revision/"]))

    def draft(self) -> None:
        """What one is typing is saved."""
        self._form("draft", {"guardar": "1"})

    def propose(self) -> None:
        """The form, and what was filled in."""
        self._form("propose", {})

    def _form(self, kind: str, more: dict[str, str]) -> None:
        passage, quote = self.random.choice(self.made.quotes)
        where = {"documento": self.made.law, "pasaje": str(passage), "cita": quote}
        self.ask("form", f"/aportar/afirmacion/?{urlencode(where)}")
        code, year = self.random.choice(self.made.territories), str(self.random.randint(1980, 2024))
        told = {"elegido": code, "territorio": code, "instrumento": "office", "acto": "created", "cuando": year}
        if self.ask(kind, "/aportar/afirmacion/", where | told | more) and not more:
            self.sent.add((code, year))  # the same of the same government is one, whatever words it was read in


def arguments(told: str | None) -> argparse.Namespace:
    """How many people for how long, and whether the base is kept."""
    parser = argparse.ArgumentParser(description=told, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--seconds", type=int, default=120)
    parser.add_argument("--keep", action="store_true", help="keep the base for the next run")
    return parser.parse_args()


def measure(heard: Heard, acts: Sequence[Callable[[], None]], host: str, site: int, seconds: int) -> None:
    """Let all act at once, and tell how they fared beside a crowd that asks for nothing."""
    floor = idle(host, len(acts), min(seconds, 30))
    before = worked(site)
    at_once(acts, seconds)
    took = worked(site) - before
    heard.tell()
    count = sum(map(len, heard.times.values()))
    each = ", ".join(f"{name} {1000 * one / count:.1f} ms" for name, one in took.most_common())
    print(f"{count / seconds:.0f} answers a second by {sum(took.values()) / seconds:.2f} processors; an answer: {each}")
    print(f"as quick as it can answer at all: p95 {floor.part(95):.0f} ms; ratio {heard.part(95) / floor.part(95):.1f}")


def main() -> None:
    """Measure."""
    args = arguments(__doc__)
    with town(max(args.people, 200), keep=args.keep) as (home, made), served(home) as (host, site):
        heard = Heard()
        people = [Contributor(host, made, n, heard) for n in range(args.people)]
        measure(heard, [each.act for each in people], host, site, args.seconds)
        _counted(set().union(*(each.sent for each in people)))


def _counted(sent: set[tuple[str, str]]) -> None:
    from minga.ingest.models import Proposal

    print(f"{len(sent)} different proposals sent, {Proposal.objects.filter(rule='person').count()} stored")


if __name__ == "__main__":
    main()
