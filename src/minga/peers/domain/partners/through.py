"""Governments like mine that are bound to a candidate already: they are who can tell how such a bond goes."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from minga.peers.domain.likeness import Floats
from minga.peers.domain.partners.bonds import NEXT_KM, Mine, Network, Rows
from minga.peers.domain.partners.ties import Tie, nearby, sharing

# So many governments like mine make a suggestion that is not thin, and so many such suggestions an answer.
ENOUGH_THROUGH, ENOUGH_OFFERS = 2, 3


@dataclass(frozen=True)
class Offer:
    """A candidate: its row, what each part adds to its score, and the rows like mine that are bound to it."""

    row: int
    added: dict[Tie, float]
    through: tuple[int, ...]

    @property
    def score(self) -> float:
        """What orders it: the sum of what its parts add."""
        return sum(self.added.values())

    @property
    def is_thin(self) -> bool:
        """Whether a single government like mine stands behind it."""
        return len(self.through) < ENOUGH_THROUGH


def like_mine(net: Network, mine: Mine) -> Floats:
    """How much each node is like mine as a witness, 0 for who is not: shared partners, nearness, the same country.

    Sharing counts whole from one rare partner on; nearness as in the surroundings; to be of my country and of my
    size a half at most. Mine itself and networks are nobody's witness.
    """
    size = np.abs(np.log10(net.cities.population) - np.log10(mine.city.population[0]))
    home = (net.cities.country == mine.city.country[0]) * (0.1 + 0.4 * np.nan_to_num(np.maximum(0.0, 1.0 - size)))
    found = np.minimum(sharing(net, mine), 1.0) + nearby(net, mine, NEXT_KM) + home
    found[net.cities.tier < 0] = 0.0
    if mine.row is not None:
        found[mine.row] = 0.0
    return np.asarray(found, float)


def candidates(net: Network, mine: Mine) -> Rows:
    """Foreign governments that mine is not bound to."""
    able = (net.cities.country != mine.city.country[0]) & (net.cities.tier > 0)
    able[mine.partners] = False
    return np.flatnonzero(able)


def witnesses(net: Network, like: Floats, row: int) -> tuple[int, ...]:
    """Those like mine that are bound to a node, the likest first."""
    bound = net.partners_of(row)
    bound = bound[like[bound] > 0.0]
    return tuple(int(each) for each in bound[np.lexsort((bound, -like[bound]))])


def is_thin(offers: Sequence[Offer]) -> bool:
    """Whether the whole answer says little."""
    return sum(not offer.is_thin for offer in offers) < ENOUGH_OFFERS
