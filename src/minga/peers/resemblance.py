"""How much some governments resemble one, whoever is ahead: with the same parts and weights that choose its peers."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np

from minga.peers import landscape as land
from minga.peers.domain import likeness
from minga.peers.domain.likeness import WEIGHTS, Part
from minga.territories.models import Territory

# From here on a government is called like mine: as alike as two of one country, level and tongue, whatever their size.
LIKE = 0.4


@dataclass(frozen=True)
class Resemblance:
    """How alike, 0 to 1, and each part of it."""

    similarity: float
    parts: Mapping[Part, float]


def resemblances(territory: Territory, keys: Collection[int]) -> dict[int, Resemblance]:
    """How much each of these territories (by key) resembles one; of those with acts on record, and not of itself.

    Only these rows of the landscape are compared; four queries where nothing changed.
    """
    found = land.alone(territory)
    if found is None or not keys:
        return {}
    world = land.landscape()
    rows = np.flatnonzero(np.isin(world.keys, list(keys)) & (world.keys != territory.pk))
    parts = likeness.parts(likeness.take(world.places, rows), found[0], land.ground().shared)
    similar = likeness.score(parts, WEIGHTS) / sum(WEIGHTS.values())
    return {
        int(world.keys[row]): Resemblance(float(similar[n]), {part: float(values[n]) for part, values in parts.items()})
        for n, row in enumerate(rows)
    }
