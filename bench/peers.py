"""How quick peers are found: `python -m bench.peers`, over the whole gazetteer.

Twenty thousand governments are given synthetic claims through evidence's own bulk actions, in a scratch database: the
first five thousand by size, so that large ones are among them, and others by chance. Then governments with and without
claims ask the product's own `queries.peers`, warm. In the same run a plain NumPy pass finds the nearest neighbours of
the same governments over the same vectors, the distance to all and the ten nearest, three times:

- over the whole gazetteer, a number for each column that likeness compares: what the ratio must hold against
- over those with claims, which are the product's candidates, with codes, tongues and areas as yes or no, so that the
  distance means what likeness means
- over those with claims, a number for each column: the least that any pass can cost, where codes mean nothing

Printed too: the first answer of a new process, and the first after one claim changed, and after a thousand.
"""

import argparse
import random
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.scratch import scratch

MUST_MS, MUST_RATIO = 200.0, 3.0
LARGEST, BATCH, ASKED = 5_000, 2_000, 300
# Instrument, event: as a collection of read claims has them, and as registers do.
ACTS = (
    *(("twinning", "in_force"),) * 8,
    *(("project", "in_force"),) * 4,
    *(("agreement", "signed"), ("network_membership", "joined"), ("office", "created"), ("secretariat", "in_force")),
    *(("cooperation_strategy", "adopted"), ("delegation_abroad", "created"), ("office", "discontinued")),
)
AREAS = ("international_cooperation", "education", "health", "culture", "foreign_investment", "environment_climate")


def chosen(count: int, chance: random.Random) -> list[tuple[int, str]]:
    """Key and code of so many governments: the most populous, and others by chance; the same every time."""
    from minga.territories.models import Territory

    governments = Territory.objects.governments().exclude(level="country").order_by("-people", "code")
    every = list(governments.filter(people__isnull=False).values_list("pk", "code"))
    return every[:LARGEST] + chance.sample(every[LARGEST:], count - LARGEST)


def drafts(places: Sequence[tuple[int, str]], chance: random.Random) -> Iterator[Any]:
    """One to five claims of each place; bonds with others of them."""
    from minga.evidence.domain.drafts import CitationDraft, ClaimDraft, CounterpartDraft

    number = 0
    for _, code in places:
        for _ in range(chance.randint(1, 5)):
            number += 1
            instrument, event = chance.choice(ACTS)
            other = chance.choice(places)[1]
            is_bond = instrument in ("twinning", "agreement")
            yield ClaimDraft(
                ref=f"SYN-{number:06}",
                kind="claim",
                instrument=instrument,
                event=event,
                statement=f"Afirmación sintética {number}.",
                territory=code,
                when=chance.choice([None, str(chance.randint(1970, 2024))]),
                areas=tuple(chance.sample(AREAS, chance.randint(0, 2))),
                counterparts=(CounterpartDraft(other, territory=other),) if is_bond else (),
                citations=(CitationDraft(source="sintetica", note="Sintética."),),
            )


def fill(places: Sequence[tuple[int, str]], chance: random.Random) -> int:
    """Store the synthetic claims; their number."""
    from minga.evidence.actions import save_claims, save_source

    save_source(slug="sintetica", csl={"id": "sintetica", "type": "dataset", "title": "Afirmaciones sintéticas"})
    every = list(drafts(places, chance))
    for start in range(0, len(every), BATCH):
        save_claims(drafts=every[start : start + BATCH])
    return len(every)


def vectors(places: Any) -> NDArray[np.float64]:
    """The columns that likeness compares as one number each, what is unknown as 0: n × 17."""
    north, east = np.radians(places.latitude), np.radians(places.longitude)
    on_earth = (np.cos(north) * np.cos(east), np.cos(north) * np.sin(east), np.sin(north))
    columns = (places.country, places.level, places.tier, places.region, np.log10(places.size), np.log10(places.rank))
    flags = (places.coast, places.capital, *(places.areas >> bit & 1 for bit in range(6)))
    stacked = np.stack([np.asarray(each, float) for each in (*columns, *on_earth, *flags)], axis=1)
    return np.asarray(np.nan_to_num(stacked), float)


def spread(places: Any, shared: NDArray[np.bool_]) -> NDArray[np.float64]:
    """The vectors with country, level, tier and what its country shares a tongue with as yes or no for each."""
    codes = [places.country[:, None] == np.arange(len(shared)), places.level[:, None] == np.arange(16)]
    codes += [places.tier[:, None] == np.arange(4), shared[places.country]]
    return np.concatenate([vectors(places)[:, 3:], *(np.asarray(each, float) for each in codes)], axis=1)


def nearest(among: NDArray[np.float64], mine: NDArray[np.float64]) -> NDArray[np.int64]:
    """The ten rows nearest to mine, nearest first; every column weighs the same."""
    distance = np.sqrt(((among - mine) ** 2).sum(axis=1))
    first = np.argpartition(distance, 10)[:10]
    return np.asarray(first[np.argsort(distance[first])])


def milliseconds(ask: Callable[[Any], object], asked: Sequence[Any]) -> list[float]:
    """How long each question took."""
    took = []
    for each in asked:
        began = time.perf_counter()
        ask(each)
        took.append(1000 * (time.perf_counter() - began))
    return took


def report(what: str, took: list[float]) -> float:
    """One line: how many, median, 95th percentile, the slowest. Returns the median."""
    centile = statistics.quantiles(took, n=100)
    print(
        f"{what:52} n {len(took):3}  p50 {centile[49]:6.1f} ms  p95 {centile[94]:6.1f} ms  max {max(took):6.1f} ms",
        flush=True,
    )
    return centile[49]


def once(what: str, ask: Callable[[], object]) -> None:
    """One line for what happens once."""
    print(f"{what:52} {milliseconds(lambda _: ask(), [None])[0]:6.0f} ms", flush=True)


def measure(places: Sequence[tuple[int, str]], chance: random.Random) -> bool:
    """Ask, and say whether it holds."""
    from django.db import connection

    from minga.peers.queries import peers
    from minga.territories.models import Territory

    with_claims = [key for key, _ in chance.sample(places, ASKED // 2)]
    others = Territory.objects.governments().exclude(level="country").exclude(pk__in=[key for key, _ in places])
    without = chance.sample(list(others.order_by("pk").values_list("pk", flat=True)), ASKED - len(with_claims))
    asked = list(Territory.objects.filter(pk__in=[*with_claims, *without]).order_by("pk"))
    once("first answer of a process: gazetteer and claims read", lambda: peers(asked[0]))
    milliseconds(peers, asked[:20])
    took = milliseconds(peers, asked)
    whole = report("peers, no goal named", took)
    spent: list[float] = []
    with connection.execute_wrapper(partial(_timed, spent)):
        outside = [milliseconds(peers, [each])[0] - sum(spent[done:]) for each in asked for done in [len(spent)]]
    alone = report("peers, no goal named, without its queries", outside)
    report("peers, goal: organ", milliseconds(lambda each: peers(each, goal="organ"), asked))
    report("peers, goal: twinning", milliseconds(lambda each: peers(each, goal="twinning"), asked))
    passes = [report(what, took_by_it) for what, took_by_it in floors(asked).items()]
    ratios = [whole / each for each in passes]
    print("ratio of the medians:", ", ".join(f"{ratio:.2f}" for ratio in ratios), "(the first must hold)")
    print("without its queries: ", ", ".join(f"{alone / each:.2f}" for each in passes))
    return statistics.quantiles(took, n=100)[94] <= MUST_MS and ratios[0] <= MUST_RATIO


def _timed(spent: list[float], execute: Callable[..., object], *query: object) -> object:
    """A query, and its milliseconds: a plain pass asks no base whether something changed, nor for names."""
    began = time.perf_counter()
    try:
        return execute(*query)
    finally:
        spent.append(1000 * (time.perf_counter() - began))


def floors(asked: Sequence[Any]) -> dict[str, list[float]]:
    """Milliseconds of each plain pass for those who asked."""
    from minga.peers.landscape import landscape, places_at

    world = landscape()
    ground = world.ground
    rows = np.array([ground.row(each.pk) for each in asked])
    everywhere, mine = places_at(ground, np.arange(len(ground.keys))), places_at(ground, rows)
    tongues = ground.shared.language
    passes = {
        "gazetteer, numbers": (vectors(everywhere), vectors(mine)),
        "candidates, yes or no": (spread(world.places, tongues), spread(mine, tongues)),
        "candidates, numbers": (vectors(world.places), vectors(mine)),
    }
    return {
        f"plain pass, {what} ({among.shape[0]:,} x {among.shape[1]})": milliseconds(partial(nearest, among), list(one))
        for what, (among, one) in passes.items()
    }


def after_changes(places: Sequence[tuple[int, str]], chance: random.Random) -> None:
    """The first answers after claims changed."""
    from minga.evidence.actions import accept, save_claims
    from minga.evidence.models import Claim
    from minga.peers.queries import peers
    from minga.territories.models import Territory

    mine = Territory.objects.get(pk=places[0][0])
    took = []
    for claim in Claim.objects.order_by("ref")[:20]:
        accept(claim=claim, organ="Mesa de pruebas")
        took += milliseconds(peers, [mine])
    report("first answer after one claim was judged", took)
    save_claims(drafts=[draft for draft, _ in zip(drafts(places, chance), range(1000), strict=False)])
    once("first answer after a batch of a thousand", lambda: peers(mine))


def main() -> int:
    """Fill a scratch database and measure; 1 where it does not hold."""
    parser = argparse.ArgumentParser(prog="python -m bench.peers", description=__doc__)
    parser.add_argument("--territories", type=int, default=20_000)
    args = parser.parse_args()
    with scratch():
        from minga.territories.actions import load_gazetteer

        load_gazetteer()
        chance = random.Random(7)  # noqa: S311 - the same governments every time
        places = chosen(max(args.territories, LARGEST + ASKED), chance)
        print(f"{fill(places, chance):,} claims of {len(places):,} territories", flush=True)
        holds = measure(places, chance)
        after_changes(places, chance)
    print("holds" if holds else "does not hold", f"(p95 {MUST_MS:.0f} ms, ratio {MUST_RATIO:.0f})")
    return 0 if holds else 1


if __name__ == "__main__":
    raise SystemExit(main())
