"""Partners against reality: `python -m bench.partners FILE`, a list of twinned cities like `twinning_pairs.csv`.

Cities that are one by GeoNames or Wikidata id are merged first. Then 2,000 cities with three partners or more lose one
partner each, drawn with seed 7. Each bond is hidden in its turn, from both ends, and everything is computed anew from
what is left before the city ranks all others but those it is still bound to; `--at-once` hides all 2,000 together,
which leaves each city a poorer network than it would find. Where scores are equal, the expected rank counts. The
product's own scorer (`peers.domain.partners`) stands beside the usual baselines in the same run. Cities whose single
partner is hidden are told apart: nothing of theirs is left but where they lie and what they are.
"""

import argparse
import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.twinnings import Hidden, World, hide, read
from minga.peers.domain.partners import CONTENT, WEIGHTS, Mine, Network, score, ties

Floats = NDArray[np.float64]
Scorer = Callable[[World, Network, Mine], Floats]
Found = dict[str, tuple[float, float, float, float]]
SEED, CITIES = 7, 2000
_TIE = 1e-12


def degree(world: World, net: Network, mine: Mine) -> Floats:
    """How many partners each has."""
    return net.degree


def adamic_adar(world: World, net: Network, mine: Mine) -> Floats:
    """Partners in common, those with few partners counting more (Adamic and Adar 2003)."""
    weight = np.zeros(len(net))
    # A partner in common has two partners at least; one with a single partner, mine, joins it to nobody.
    held = mine.partners[net.degree[mine.partners] > 1]
    weight[held] = 1.0 / np.log(net.degree[held])
    return net.spread(weight)


def three_steps(world: World, net: Network, mine: Mine) -> Floats:
    """Paths of three steps, over the root of the degrees on the way (L3: Kovács et al. 2019)."""
    weight = np.zeros(len(net))
    rarity = 1.0 / np.sqrt(np.maximum(net.degree, 1.0))  # to be bound to who is bound to all says little
    weight[mine.partners] = rarity[mine.partners]
    reached = net.spread(weight)
    reached[mine.row] = 0.0
    return net.spread(reached * rarity)


def country_affinity(world: World, net: Network, mine: Mine) -> Floats:
    """The share of my country's bonds that go to its country, over the cities of that country."""
    home, theirs = mine.city.country[0], net.cities.country
    share = net.between[home] / max(net.between[home].sum(), 1.0)
    return np.asarray((share / np.maximum(np.bincount(theirs, minlength=len(share)), 1))[theirs])


def three_steps_and_affinity(world: World, net: Network, mine: Mine) -> Floats:
    """L3 and country affinity, each over its greatest; a tenth of affinity does better here than a whole."""
    paths, share = three_steps(world, net, mine), country_affinity(world, net, mine)
    return np.asarray(paths / max(paths.max(), _TIE) + 0.1 * share / max(share.max(), _TIE))


def product(world: World, net: Network, mine: Mine) -> Floats:
    """The product's scorer, with its weights as they stand."""
    return score(ties(net, mine))


def product_by_content(world: World, net: Network, mine: Mine) -> Floats:
    """The product's scorer without the parts that ask for partners of one's own."""
    found = ties(net, mine)
    return score({tie: found[tie] for tie in found if tie in CONTENT}, WEIGHTS)


BASELINES: dict[str, Scorer] = {
    "degree": degree,
    "Adamic-Adar": adamic_adar,
    "L3": three_steps,
    "L3 + country affinity": three_steps_and_affinity,
}
CONNECTED: dict[str, Scorer] = BASELINES | {"country affinity": country_affinity, "Minga": product}
SINGLE: dict[str, Scorer] = {
    "degree": degree,
    "country affinity": country_affinity,
    "Minga, content alone": product_by_content,
}


def measures(scores: Floats, hidden: int, allowed: NDArray[np.bool_]) -> tuple[float, float, float]:
    """Reciprocal rank, hit in the first 10 and at 1 of the hidden partner, expected over the orders of equals."""
    others = allowed.copy()
    others[hidden] = False
    above = int((scores[others] > scores[hidden] + _TIE).sum())
    equal = int((np.abs(scores[others] - scores[hidden]) <= _TIE).sum())
    ranks = np.arange(above + 1, above + equal + 2)
    return float((1 / ranks).mean()), float((ranks <= 10).mean()), float((ranks == 1).mean())


def run(world: World, hidden: Hidden, scorers: Mapping[str, Scorer], *, at_once: bool) -> Found:
    """MRR, hits@10, hits@1 and milliseconds for each scorer, over all hidden bonds."""
    poorer = world.without(hidden.pairs)
    found: dict[str, list[tuple[float, float, float, float]]] = defaultdict(list)
    for row, partner in hidden.pairs:
        net = poorer if at_once else world.without([(row, partner)])
        mine = world.mine(net, row)
        ties(net, mine)  # what a network makes once is made before the clock starts
        allowed = np.ones(len(net), bool)
        allowed[mine.partners] = False
        allowed[row] = False
        for name, scorer in scorers.items():
            began = time.perf_counter()
            scores = scorer(world, net, mine)
            took = 1000 * (time.perf_counter() - began)
            found[name].append((*measures(scores, partner, allowed), took))
    return {name: tuple(np.mean(rows, axis=0)) for name, rows in found.items()}


def table(title: str, found: Found) -> None:
    """One table."""
    print(f"\n{title}\n{'':24}{'MRR':>8}{'hits@10':>9}{'hits@1':>8}{'ms':>7}")
    for name, (mrr, ten, one, took) in found.items():
        print(f"{name:24}{mrr:8.4f}{ten:9.3f}{one:8.3f}{took:7.1f}", flush=True)


def main() -> None:
    """Measure on one list."""
    parser = argparse.ArgumentParser(prog="python -m bench.partners", description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--cities", type=int, default=CITIES)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--at-once", action="store_true")
    args = parser.parse_args()
    world = read(args.file)
    print(f"{world.rows} rows: {len(world.cities)} cities after merging {world.merged} ids, {len(world.pairs)} bonds")
    whole = world.without([])
    hidden = hide(whole, args.seed, args.cities, least=3)
    found = run(world, hidden, CONNECTED, at_once=args.at_once)
    how = "all at once" if args.at_once else "each in its turn"
    bare = float((whole.degree[hidden.partners] == 1).mean())
    table(f"{len(hidden.pairs)} cities of three partners or more, one hidden (seed {args.seed}, {how})", found)
    best = max(_TIE, *(found[name][0] for name in BASELINES))
    print(f"MRR {found['Minga'][0] / best:.2f} times the best baseline; {bare:.0%} of the hidden partners had no other")
    lonely = hide(whole, args.seed, args.cities, least=1, most=1)
    if not lonely.pairs:
        return
    alone = run(world, lonely, SINGLE, at_once=args.at_once)
    table(f"{len(lonely.pairs)} cities of a single partner, hidden (seed {args.seed}, {how})", alone)
    ratio = alone["Minga, content alone"][0] / max(alone["country affinity"][0], _TIE)
    print(f"MRR {ratio:.1f} times country affinity alone")


if __name__ == "__main__":
    main()
