"""Who comes first among those who are ahead: likeness, and how well they can tell of the way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from minga.peers.domain.goals import Ahead

# So many claims make evidence that is not thin.
ENOUGH_CLAIMS = 3
# Fewer suggestions than this, and what stands here says little.
ENOUGH_PEERS = 3


class Telling(StrEnum):
    """What makes a peer that is ahead able to tell of the way."""

    MOVED = "moved"
    EVIDENCE = "evidence"


TELLING_WEIGHTS: dict[Telling, float] = {Telling.MOVED: 1.0, Telling.EVIDENCE: 1.0}


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


def telling(found: Sequence[Ahead]) -> dict[Telling, float]:
    """How well a peer can tell of the way, each part between 0 and 1; taking a claim away never raises one."""
    claims = len({ref for each in found for ref in each.holding.refs})
    return {
        Telling.MOVED: 1.0 if any(each.moved for each in found) else 0.0,
        Telling.EVIDENCE: min(claims / ENOUGH_CLAIMS, 1.0),
    }


def in_order(suggestions: Sequence[Suggestion], names: Sequence[str]) -> list[Suggestion]:
    """Best first; where the order is equal, by the names of the rows, so that no load order shows."""
    return sorted(suggestions, key=lambda each: (-round(each.score, 9), names[each.row]))
