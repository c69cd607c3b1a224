"""Where the weights of `peers.domain.partners.ties` come from: `python -m bench.partners_weights FILE`.

Bonds are hidden and have to be found again, as in `bench.partners`, but of other cities: those that seed 7 draws there
are spared, and the bonds it hides stay hidden here too. Each bond is hidden in its turn. A conditional logit then says
how much each part must weigh for the hidden partner to stand before the others (McFadden 1974); no weight may be below
nothing, since a part speaks for a bond. A city left without any bond is no candidate here: in a list of twinned cities
it can only be one whose bond was hidden, and weights learnt from that would know the answer.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench import partners
from bench.twinnings import Hidden, World, hide, read
from minga.peers.domain.partners import WEIGHTS, Tie, score, ties

Floats = NDArray[np.float64]
SEED, CITIES = 11, 2500
# The candidates that now stand first, and so many others drawn by chance, each standing for as many as were not drawn.
HARD, DRAWN = 130, 130
# Not learnt: a list of cities holds nothing else, and says nothing of areas.
CHOSEN = (Tie.LEVEL, Tie.AREAS)
LEARNT = tuple(tie for tie in Tie if tie not in CHOSEN)


def samples(world: World, away: Sequence[tuple[int, int]], hidden: Hidden) -> tuple[Floats, Floats]:
    """Parts (cities by candidates by parts, the hidden partner first), and the logarithm of how many each stands for.

    away    bonds that are hidden besides
    """
    chance = np.random.default_rng(SEED)
    found, stands = [], []
    for row, partner in hidden.pairs:
        net = world.without([*away, (row, partner)])
        mine = world.mine(net, row)
        allowed = net.degree > 0
        allowed[[row, *mine.partners]] = False
        if not allowed[partner]:
            continue
        allowed[partner] = False
        parts = ties(net, mine)
        order = np.flatnonzero(allowed)[np.argsort(-score(parts)[allowed], kind="stable")]
        drawn = chance.choice(order[HARD:], DRAWN, replace=False)
        rows = np.concatenate(([partner], order[:HARD], drawn))
        found.append(np.stack([parts[tie][rows] for tie in LEARNT], axis=1))
        stands.append(np.r_[np.zeros(HARD + 1), np.full(DRAWN, np.log((len(order) - HARD) / DRAWN))])
    return np.array(found), np.array(stands)


def learn(parts: Floats, stands: Floats, *, ridge: float = 1.0, steps: int = 40) -> Floats:
    """The weights, none below 0, under which the first candidate of each city is likeliest (damped Newton)."""
    weights, damping = np.zeros(parts.shape[2]), 1e-3
    best, chances = _likelihood(parts, stands, weights, ridge)
    for _ in range(steps):
        usual = np.matmul(chances[:, None, :], parts)[:, 0]
        slope = (parts[:, 0] - usual).sum(axis=0) - ridge * weights
        spread = (parts * np.sqrt(chances)[..., None]).reshape(-1, len(weights))
        curve = spread.T @ spread - usual.T @ usual + ridge * np.eye(len(weights))
        free = np.flatnonzero((weights > 0) | (slope > 0))
        step = np.zeros(len(weights))
        step[free] = np.linalg.solve((curve + damping * np.diag(np.diag(curve)))[np.ix_(free, free)], slope[free])
        moved = np.maximum(weights + step, 0.0)
        value, then = _likelihood(parts, stands, moved, ridge)
        if value <= best:
            damping *= 4
            continue
        gained, weights, best, chances, damping = value - best, moved, value, then, damping / 8
        if gained < 0.01:
            break
    return weights


def _likelihood(parts: Floats, stands: Floats, weights: Floats, ridge: float) -> tuple[float, Floats]:
    scores = parts @ weights + stands
    scores -= scores.max(axis=1, keepdims=True)
    likely = np.exp(scores)
    total = likely.sum(axis=1)
    value = float((scores[:, 0] - np.log(total)).sum() - ridge / 2 * (weights @ weights))
    return value, likely / total[:, None]


def main() -> None:
    """Learn from one list and print the weights beside those that stand."""
    parser = argparse.ArgumentParser(prog="python -m bench.partners_weights", description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--cities", type=int, default=CITIES)
    args = parser.parse_args()
    world = read(args.file)
    judged = hide(world.without([]), partners.SEED, partners.CITIES, least=3)
    lonely = hide(world.without([]), partners.SEED, partners.CITIES, least=1, most=1)
    spare = [*judged.cities.tolist(), *lonely.cities.tolist()]
    hidden = hide(world.without(judged.pairs), SEED, args.cities, least=3, spare=spare)
    parts, stands = samples(world, judged.pairs, hidden)
    learnt = learn(parts, stands)
    print(f"{len(parts)} cities")
    for tie, weight in zip(LEARNT, learnt, strict=True):
        print(f"{tie:12} {weight:5.2f}  stands at {WEIGHTS[tie]:.1f}")


if __name__ == "__main__":
    main()
