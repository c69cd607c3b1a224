"""A reviewer's sitting over HTTP: `python -m bench.sitting [--keep]`.

On the site as `minga serve` starts it, one reviewer judges a document from which rules propose fifty claims, by the
gestures of the keyboard: of fifty one in five is rejected, one in ten corrected, and now and then one is taken back,
skipped or looked at again. Printed: how long each gesture took until the next proposal stood on the page (a judgement
is two requests: what was sent, and the page it leads to), and how many keys were pressed, each letter typed among them;
beside them, in the same run, how long the same connection takes to be told that the site is well.
"""

import argparse
import re
import time
from collections.abc import Mapping

from bench.town import TO_JUDGE, Town, town
from bench.visitors import ASKED_MS, Heard, Visitor, part, served

_FLOOR_TIMES = 50
_CORRECTED = "1977"


class Reviewer(Visitor):
    """She, at the proposal that stands in `page`; `gestures` are milliseconds from a key to the next page."""

    def __init__(self, host: str, made: Town, requests: Heard, gestures: Heard) -> None:
        super().__init__(host, made.judge, requests)
        self.here, self.gestures, self.keys = f"/revision/documentos/{made.to_judge}/", gestures, 0

    @property
    def ref(self) -> str:
        """The proposal that stands there; "" at the end."""
        found = re.search(r'action="/revision/propuestas/([^/"]+)/"', self.page)
        return found[1] if found else ""

    def open(self, kind: str, query: str = "", *, keys: int = 1) -> None:
        """A page by its address."""
        began = time.perf_counter()
        self.ask("page", self.here + query)
        self._felt(kind, began, keys)

    def send(self, kind: str, path: str, form: Mapping[str, str], *, keys: int = 1) -> None:
        """A form, and the page it leads to."""
        began = time.perf_counter()
        if there := self.ask("judgement", path, form):
            self.ask("page", there)
        self._felt(kind, began, keys)

    def _felt(self, kind: str, began: float, keys: int) -> None:
        self.gestures.answer(kind, 1000 * (time.perf_counter() - began))
        self.keys += keys

    def judge(self, kind: str, form: Mapping[str, str], *, keys: int) -> None:
        """What she says of the proposal that stands there."""
        self.send(kind, f"/revision/propuestas/{self.ref}/", form, keys=keys)

    def correct(self) -> None:
        """The year, with all else as it was proposed."""
        told = dict(re.findall(r'<input[^>]* name="(territorio|cuando)"[^>]* value="([^"]*)"', self.page))
        for name in ("instrumento", "hecho"):
            chosen = re.search(rf'name="{name}".*?<option value="([^"]*)" selected', self.page, re.DOTALL)
            told[name] = chosen[1] if chosen else ""
        self.judge(
            "correct", told | {"verbo": "corregir", "cuando": _CORRECTED, "leida": "1"}, keys=2 + len(_CORRECTED)
        )


def _sit(one: Reviewer) -> None:
    one.open("open", keys=0)
    for n in range(TO_JUDGE):
        if n == 20:
            one.open("skip", f"?despues={one.ref}")
            one.open("back", f"?propuesta={_before(one)}")
        if n % 10 == 5:
            one.correct()
        elif n % 5 == 0:
            one.judge("reject", {"verbo": "rechazar", "razon": "3"}, keys=2)
        else:
            one.judge("accept", {"verbo": "aceptar"}, keys=1)
        if n in (7, 30):
            one.send("undo", "/revision/deshacer/", {})
            one.judge("accept", {"verbo": "aceptar"}, keys=1)


def _before(one: Reviewer) -> str:
    found = re.search(r'rel="prev"[^>]*href="\?propuesta=([^"]+)"', one.page)
    return found[1] if found else one.ref


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--keep", action="store_true", help="keep the base for the next run")
    args = parser.parse_args()
    with town(keep=args.keep) as (home, made), served(home) as (host, _site):
        requests, gestures = Heard(), Heard()
        one = Reviewer(host, made, requests, gestures)
        _sit(one)
        floor = [_well(one) for _ in range(_FLOOR_TIMES)]
        gestures.tell()
        print(
            f"{one.keys} keys for {TO_JUDGE} proposals; {_left(made)} left; {len(requests.faults)} faults",
            requests.faults,
        )
        print(
            f"asked of each: {ASKED_MS} ms; the same line is told that all is well in {part(floor, 95):.1f} ms (p95):"
        )
        print(f"the p95 of a gesture is {gestures.part(95) / part(floor, 95):.0f} times that")


def _well(one: Reviewer) -> float:
    began = time.perf_counter()
    one.ask("well", "/salud/")
    return 1000 * (time.perf_counter() - began)


def _left(made: Town) -> int:
    from minga.ingest.models import Proposal

    return Proposal.objects.open().filter(extracted__document__sha256__startswith=made.to_judge).count()


if __name__ == "__main__":
    main()
