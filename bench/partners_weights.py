"""Where the weights of `peers.domain.partners.ties` come from: `python -m bench.partners_weights FILE`.

Bonds are hidden and have to be found again, as in `bench.partners`, but of other cities: those that seed 7 draws there
are spared, and the bonds it hides stay hidden here too. Each bond is hidden in its turn, and then all together, which
leaves a poorer network: weights must serve in both. A conditional logit says how much each part must weigh for the
hidden partner to stand before the others that stand first by the weights of before (McFadden 1974): those are whom it
must be told from, and one that lies behind them all teaches nothing. No weight may be below nothing, since a part
speaks for a bond. A city left without any bond is no candidate here: in a list of twinned cities it can only be one
whose bond was hidden, and weights learnt from that would know the answer.
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
# So many candidates that stand first compete with the hidden partner.
FIRST = 350
# Not learnt: a list of cities holds nothing else, and says nothing of areas.
CHOSEN = (Tie.LEVEL, Tie.AREAS)
LEARNT = tuple(tie for tie in Tie if tie not in CHOSEN)


def samples(world: World, away: Sequence[tuple[int, int]], hidden: Hidden, *, at_once: bool) -> Floats:
    """The parts of each candidate of each city: cities by candidates by parts, the hidden partner first.

    away    bonds that are hidden besides
    """
    poorer, found = world.without([*away, *hidden.pairs]), []
    for row, partner in hidden.pairs:
        net = poorer if at_once else world.without([*away, (row, partner)])
        mine = world.mine(net, row)
        allowed = net.degree > 0
        allowed[[row, *mine.partners]] = False
        parts = ties(net, mine)
        order = np.flatnonzero(allowed)[np.argsort(-score(parts)[allowed], kind="stable")][:FIRST]
        if partner in order:
            rows = np.concatenate(([partner], order[order != partner]))
            found.append(np.stack([parts[tie][rows] for tie in LEARNT], axis=1))
    return np.array(found)


def learn(parts: Floats, *, ridge: float = 1.0, steps: int = 40) -> Floats:
    """The weights, none below 0, under which the first candidate of each city is likeliest (damped Newton)."""
    weights, damping = np.zeros(parts.shape[2]), 1e-3
    best, chances = _likelihood(parts, weights, ridge)
    for _ in range(steps):
        usual = np.matmul(chances[:, None, :], parts)[:, 0]
        slope = (parts[:, 0] - usual).sum(axis=0) - ridge * weights
        spread = (parts * np.sqrt(chances)[..., None]).reshape(-1, len(weights))
        curve = spread.T @ spread - usual.T @ usual + ridge * np.eye(len(weights))
        free = np.flatnonzero((weights > 0) | (slope > 0))
        step = np.zeros(len(weights))
        step[free] = np.linalg.solve((curve + damping * np.diag(np.diag(curve)))[np.ix_(free, free)], slope[free])
        moved = np.maximum(weights + step, 0.0)
        value, then = _likelihood(parts, moved, ridge)
        if value <= best:
            damping *= 4
            continue
        gained, weights, best, chances, damping = value - best, moved, value, then, damping / 8
        if gained < 0.01:
            break
    return weights


def _likelihood(parts: Floats, weights: Floats, ridge: float) -> tuple[float, Floats]:
    scores = parts @ weights
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
    parts = np.concatenate([samples(world, judged.pairs, hidden, at_once=at_once) for at_once in (False, True)])
    learnt = learn(parts)
    print(f"{len(parts)} bonds")
    for tie, weight in zip(LEARNT, learnt, strict=True):
        print(f"{tie:12} {weight:5.2f}  stands at {WEIGHTS[tie]:.1f}")


if __name__ == "__main__":
    main()
