"""Results seen from a territory: those of places like it come first among results of similar relevance, and no further.

What a place is like is known above this room; it comes down as a `Lens`.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple, Protocol

# What full likeness adds to a score, as a part of the best score of the list. A result can pass another only where the
# other's score is at most this much higher. Moving it moves nothing else; `tests/search/test_lens.py` holds the rule.
MOST = 0.1


class Lens(Protocol):
    """A territory from which results are seen."""

    @property
    def code(self) -> str:
        """Its code."""

    @property
    def name(self) -> str:
        """Its name."""

    def likeness(self, territories: Collection[int]) -> Mapping[int, float]:
        """How much each territory (by key) is like it, 0 to 1; those not named are not alike."""

    def why(self, territory: Any) -> str:
        """In what a territory is like it, in the reader's words; "" where it is not."""


class Standing(NamedTuple):
    """A result where it stands.

    score     its relevance; 0 for all where the conditions alone chose
    likeness  of its territory, 0 to 1
    behind    whether it comes after all that are not: background where acts were asked for
    """

    key: int
    score: float
    likeness: float = 0.0
    behind: bool = False


def seen(results: Sequence[Standing]) -> list[int]:
    """The keys as they are seen from a territory.

    By score with what likeness adds; where that is equal the likest first, and then as they stood.
    """
    most = MOST * max((each.score for each in results), default=0.0)
    order = sorted(results, key=lambda each: (each.behind, -(each.score + most * each.likeness), -each.likeness))
    return [each.key for each in order]


def likest_first(keys: Sequence[int], alike: Mapping[int, float], behind: Collection[int]) -> list[int]:
    """The same as `seen` where the conditions alone chose and nothing has a score, without weighing each of thousands.

    alike   the likeness of those that are alike, by key
    """
    near = sorted((key for key in keys if key in alike), key=lambda key: -alike[key])
    order = [*near, *(key for key in keys if key not in alike)]
    if not behind:
        return order
    return [*(key for key in order if key not in behind), *(key for key in order if key in behind)]
