"""Pages as they are seen: lines with their boxes, before they become text."""

from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page, in points (1/72 inch) from the page's upper left corner."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """How wide it is."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """How high it is."""
        return self.bottom - self.top

    def joined(self, other: "Box") -> "Box":
        """The smallest box around both."""
        return Box(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )


@dataclass(frozen=True, slots=True)
class Line:
    """Words that stand together on one line of one page.

    size  the height of its letters, in points; 0 where nobody knows
    """

    text: str
    page: int
    box: Box
    size: float = 0.0


@dataclass(frozen=True)
class Page:
    """One page: its number (from 1), its size in points, and its lines in the order in which the file has them."""

    number: int
    width: float
    height: float
    lines: tuple[Line, ...]


class Kind(StrEnum):
    """What a passage is to a reader."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    TABLE_ROW = "table_row"
    FOOTNOTE = "footnote"


@dataclass(frozen=True, slots=True)
class Piece:
    """A line's worth of a passage's words, with the place where it is seen; a text without pages has none."""

    text: str
    page: int | None = None
    box: Box | None = None


@dataclass(slots=True)
class Block:
    """A passage before it has offsets: its kind, its label ("5" of a footnote), and its pieces in order."""

    kind: Kind
    pieces: list[Piece] = field(default_factory=list)
    label: str = ""

    @property
    def words(self) -> str:
        """Its words with single spaces, for rules that ask what it says."""
        return " ".join(piece.text for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage with its place: `text[start:end]`, and the page on which it begins."""

    kind: Kind
    label: str
    start: int
    end: int
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a stretch of the text is seen: `text[start:end]` stands in `box` of `page`."""

    start: int
    end: int
    page: int
    box: Box


@dataclass(frozen=True)
class Text:
    """A plain text in Unicode NFC, its passages in order, and where each stretch is seen."""

    text: str
    passages: tuple[Passage, ...]
    places: tuple[Place, ...] = ()
