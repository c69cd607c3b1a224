"""Who comes first among those who are ahead: likeness, and how well they can tell of the way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from minga.peers.domain.goals import Ahead

# So many claims, or registers, make evidence that is not thin.
ENOUGH_CLAIMS = 3
# Fewer suggestions than this, and what stands here says little.
ENOUGH_PEERS = 3


class Telling(StrEnum):
    """What makes a peer that is ahead able to tell of the way."""

    STEPS = "steps"
    MOVED = "moved"
    EVIDENCE = "evidence"


TELLING_WEIGHTS: dict[Telling, float] = {Telling.STEPS: 1.0, Telling.MOVED: 1.0, Telling.EVIDENCE: 1.0}


@dataclass(frozen=True)
class Suggestion:
    """A peer: its row, how alike (0 to 1), what it adds to the order part by part, and where it is ahead."""

    row: int
    similarity: float
    added: Mapping[str, float]
    ahead: Sequence[Ahead]

    @property
    def score(self) -> float:
        """What orders it: the sum of what its parts add."""
        return sum(self.added.values())

    @property
    def refs(self) -> list[str]:
        """The claims that show where it is ahead, each once."""
        return list(dict.fromkeys(ref for each in self.ahead for ref in each.holding.refs))

    @property
    def is_thin(self) -> bool:
        """Whether a single claim is all that shows it."""
        return len(self.refs) < 2


def telling(found: Sequence[Ahead], lacking: int) -> dict[Telling, float]:
    """How well a peer can tell of the way, each part between 0 and 1; taking a claim away never raises one.

    lacking     how many of the wanted goals mine lacks: steps are counted over them
    """
    witnesses = frozenset[str]().union(*(each.holding.witnesses for each in found))
    return {
        Telling.STEPS: len(found) / lacking if lacking else 0.0,
        Telling.MOVED: max((each.moved.share for each in found if each.moved), default=0.0),
        Telling.EVIDENCE: min(len(witnesses) / ENOUGH_CLAIMS, 1.0),
    }
