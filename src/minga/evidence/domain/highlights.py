"""Which stretches of a passage are proved words, where claims may share and overlap them."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True)
class Highlight:
    """The words of one claim: `text[start:end]`, in code points."""

    start: int
    end: int
    ref: str


@dataclass(frozen=True)
class Segment:
    """A stretch between two borders: the claims whose words it holds, those that begin and those that end with it."""

    text: str
    refs: tuple[str, ...]
    begins: tuple[str, ...]
    ends: tuple[str, ...]


def segments(text: str, start: int, end: int, highlights: Iterable[Highlight]) -> list[Segment]:
    """Cut `text[start:end]` at every border of a highlight, so that overlapping ones can be shown without nesting.

    A highlight that reaches beyond the passage is cut at its edge. Joined, the segments are the passage.
    """
    inside = sorted(
        (Highlight(max(h.start, start), min(h.end, end), h.ref) for h in highlights if h.start < end and h.end > start),
        key=lambda h: (h.start, h.end, h.ref),
    )
    borders = sorted({start, end, *(h.start for h in inside), *(h.end for h in inside)})
    return [
        Segment(
            text=text[left:right],
            refs=tuple(h.ref for h in inside if h.start <= left and right <= h.end),
            begins=tuple(h.ref for h in inside if h.start == left),
            ends=tuple(h.ref for h in inside if h.end == right),
        )
        for left, right in pairwise(borders)
    ]
