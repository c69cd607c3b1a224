"""How quick places are found: `python -m bench.places [FILE]`, names of FILE one per line, what follows a tab left out.

Without a file, names are drawn from the gazetteer itself, larger governments as likely as villages; one in four has a
letter less. Each name is asked of the product's own `resolve` and, cut after three to eight letters, of `typeahead`,
over the whole gazetteer, warm, one client.
"""

import argparse
import random
import statistics
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from bench.scratch import scratch

NAMES = 500


def drawn() -> list[str]:
    """Names of the gazetteer, the same every time."""
    from minga.territories.models import TerritoryName

    chance = random.Random(7)  # noqa: S311 - the same names every time
    names = list(TerritoryName.objects.exclude(language="x-bare").order_by("pk").values_list("name", flat=True))
    return [_slip(name, chance) for name in chance.sample(names, NAMES)]


def _slip(name: str, chance: random.Random) -> str:
    at = chance.randrange(len(name))
    return name[:at] + name[at + 1 :] if len(name) > 4 and chance.random() < 0.25 else name


def from_file(path: Path) -> list[str]:
    """The first column of a file of names, without its comments; from the beginning again until there are enough."""
    lines = [line.split("\t")[0] for line in path.read_text(encoding="utf-8").splitlines()]
    return [line for line in lines if line and not line.startswith("#")][:NAMES]


def milliseconds(ask: Callable[[str], object], names: Iterable[str]) -> list[float]:
    """How long each name took."""
    took = []
    for name in names:
        start = time.perf_counter()
        ask(name)
        took.append(1000 * (time.perf_counter() - start))
    return took


def report(what: str, took: list[float]) -> None:
    """One line: how many, median, 95th percentile, the slowest."""
    centile = statistics.quantiles(took, n=100)
    print(f"{what:10} n {len(took)}  p50 {centile[49]:.1f} ms  p95 {centile[94]:.1f} ms  max {max(took):.1f} ms")


def main() -> None:
    """Load the gazetteer into a scratch database and ask."""
    parser = argparse.ArgumentParser(prog="python -m bench.places", description=__doc__)
    parser.add_argument("file", nargs="?", type=Path)
    args = parser.parse_args()
    with scratch():
        from minga.territories.actions import load_gazetteer
        from minga.territories.queries import resolve, typeahead

        load_gazetteer()
        names = from_file(args.file) if args.file else drawn()
        chance = random.Random(7)  # noqa: S311 - the same letters every time
        begun = [name[: chance.randint(3, 8)] for name in names]
        for ask, asked in ((resolve, names), (typeahead, begun)):
            milliseconds(ask, asked[:50])
            report(ask.__name__, milliseconds(ask, asked))


if __name__ == "__main__":
    main()
