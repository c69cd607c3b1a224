"""How much some governments resemble one, whoever is ahead: with the same parts and weights that choose its peers."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from minga.peers import landscape as land
from minga.peers.domain import likeness
from minga.peers.domain.likeness import WEIGHTS, Part
from minga.territories.models import Territory

# From here on a government is called like mine: as alike as two of one country, level and tongue, whatever their size.
LIKE = 0.4


@dataclass(frozen=True)
class Resemblances:
    """How alike some governments are to one, 0 to 1, and each part of it: arrays in the order of their `keys`."""

    keys: Sequence[int]
    similar: likeness.Floats
    parts: Mapping[Part, likeness.Floats]

    def like(self) -> dict[int, float]:
        """Those that are called like it, by key."""
        rows = np.flatnonzero(self.similar >= LIKE).tolist()
        return {self.keys[row]: float(self.similar[row]) for row in rows}

    def parts_of(self, key: int) -> dict[Part, float]:
        """Each part of the likeness of one that was compared."""
        row = self.keys.index(key)
        return {part: float(values[row]) for part, values in self.parts.items()}


NOBODY = Resemblances((), np.zeros(0), {})


def resemblances(territory: Territory, keys: Collection[int]) -> Resemblances:
    """How much each of these territories (by key) resembles one; of those with acts on record, and not of itself.

    Only these rows of the landscape are compared; one query where nothing changed.
    """
    world = land.landscape()
    found = land.alone(territory, world)
    if found is None or not keys:
        return NOBODY
    rows = np.flatnonzero(np.isin(world.keys, list(keys)) & (world.keys != territory.pk))
    parts = likeness.parts(likeness.take(world.places, rows), found[0], world.ground.shared)
    return Resemblances(world.keys[rows].tolist(), likeness.score(parts, WEIGHTS) / sum(WEIGHTS.values()), parts)
