"""Rows into passages: where a paragraph ends, what is an item of a list, a row of a table, a footnote."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from minga.ingest.domain.columns import Row, in_order
from minga.ingest.domain.furniture import without_furniture
from minga.ingest.domain.layout import Block, Kind, Line, Page, Piece
from minga.ingest.domain.marks import BULLETS, begins_article, begins_item, ends_sentence, note_number, without_number

# A gap wider than this many letter heights parts cells.
_CELL = 1.8
_LONGEST_HEADING = 160
# A line of text has so many letters at least; an item of a list may be as wide as all others.
_FULL = 40


@dataclass(frozen=True)
class Measures:
    """What is usual in a document: the height of its letters, the step from line to line, where full lines end."""

    size: float
    step: float
    right: float


def blocks_of(pages: Sequence[Page]) -> list[Block]:
    """The passages of a document's pages, in reading order; a footnote follows the passage its page ends with."""
    read = [(page, in_order(page.lines)) for page in without_furniture(pages)]
    usual = _measures([rows for _, rows in read])
    body: list[tuple[Row, Page]] = []
    notes: dict[int, list[Row]] = {}
    for page, rows in read:
        above, below = _parted(rows, usual)
        body += [(row, page) for row in above]
        notes[page.number] = below
    return list(_with_notes(_paragraphs(body, usual), notes))


def _measures(pages: Sequence[list[Row]]) -> Measures:
    """Sizes are weighed by letters, so that many short captions are not the body."""
    sizes: Counter[float] = Counter()
    steps: list[float] = []
    for rows in pages:
        for row in rows:
            sizes[round(row.size * 2) / 2] += len(row.text)
        steps += [
            below.box.bottom - above.box.bottom
            for above, below in pairwise(rows)
            if above.region == below.region and below.box.bottom > above.box.bottom
        ]
    ends = sorted(row.box.right for rows in pages for row in rows)
    size = max(sizes, key=lambda size: sizes[size], default=0.0)
    # Double-spaced letters are two and a half apart: what is farther is a gap, in a short text too.
    return Measures(size, min(median(steps), 2.5 * size) if steps else 0.0, ends[len(ends) * 3 // 4] if ends else 0.0)


def _parted(rows: list[Row], usual: Measures) -> tuple[list[Row], list[Row]]:
    """The rows of the body, and those of the footnotes: small letters to the page's end, the first with a number."""
    start = len(rows)
    while start and rows[start - 1].size < 0.93 * usual.size:
        start -= 1
    while start < len(rows) and not note_number(rows[start].text):
        start += 1
    # A page that is small from end to end is no page of notes.
    return (rows[:start], rows[start:]) if start else (rows, [])


def _paragraphs(body: list[tuple[Row, Page]], usual: Measures) -> Iterator[tuple[Block, int]]:
    """Each passage of the body with the page on which it ends."""
    block: Block | None = None
    before: tuple[Row, Page] | None = None
    for row, page in body:
        kind = _kind(row, usual)
        if block is not None and before is not None and _in_cell(before[0], row, block, usual):
            block.pieces += _pieces(row, Kind.PARAGRAPH)
            before = before[0].over(row), page
            continue
        if block is None or before is None or _begins(before, (row, page), kind, block, usual):
            if block is not None and before is not None:
                yield block, before[1].number
            block = Block(kind)
        block.pieces += _pieces(row, kind)
        before = row, page
    if block is not None and before is not None:
        yield block, before[1].number


def _kind(row: Row, usual: Measures) -> Kind:
    if _is_table(row):
        return Kind.TABLE_ROW
    if begins_item(" ".join(line.text for line in row.lines)):
        return Kind.LIST_ITEM
    if row.size > 1.15 * usual.size and len(row.text) < _LONGEST_HEADING:
        return Kind.HEADING
    return Kind.PARAGRAPH


def _is_table(row: Row) -> bool:
    """Two cells at least, apart; a mark and its words are none."""
    if len(row.lines) < 2:
        return False
    if len(row.lines) == 2 and len(row.lines[0].text) <= 6:
        return not begins_item(f"{row.lines[0].text} x") and bool(row.lines[1].text)
    return True


def _in_cell(above: Row, below: Row, block: Block, usual: Measures) -> bool:
    """Whether a row is one cell's next line: it begins where a cell begins that is not its table's first."""
    if block.kind != Kind.TABLE_ROW or len(below.lines) > 1 or above.region != below.region:
        return False
    near = 0 < below.box.top - above.box.bottom + usual.size < 1.35 * usual.size
    cells = above.lines[1:]
    return near and any(abs(cell.box.left - below.box.left) < usual.size / 2 for cell in cells)


def _begins(before: tuple[Row, Page], now: tuple[Row, Page], kind: Kind, block: Block, usual: Measures) -> bool:
    """Whether a row begins a passage of its own."""
    (above, _), (below, _) = before, now
    if Kind.TABLE_ROW in (kind, block.kind):
        return True
    marked = kind == Kind.LIST_ITEM or begins_article(below.text)
    if marked and not _runs_on(above, below, usual):
        return True
    if abs(above.size - below.size) > 0.12 * usual.size:
        return True
    if before[1].number != now[1].number or above.region != below.region:
        return not _goes_on(above.text, below.text)
    return _parts_below(above, below, usual)


def _runs_on(above: Row, below: Row, usual: Measures) -> bool:
    """Whether a full line without a stop goes on below: "según el / artículo 5", "cerca de / 1.5 millones"."""
    if below.text[:1] in BULLETS or len(above.text) < _FULL:
        return False
    full = above.box.right > usual.right - 2 * usual.size
    near = above.region != below.region or below.box.left < above.box.left + 0.8 * usual.size
    return full and near and not ends_sentence(above.text)


def _goes_on(above: str, below: str) -> bool:
    """Whether a sentence that a page or a column breaks goes on."""
    return not ends_sentence(above) and not below[:1].isupper()


def _parts_below(above: Row, below: Row, usual: Measures) -> bool:
    gap = below.box.bottom - above.box.bottom
    if usual.step and (gap > 1.35 * usual.step or gap < -usual.step):
        return True
    if not ends_sentence(above.text):
        # A title over its article has no stop; a line that is half empty did not run on, nor did one in capitals.
        half = above.box.right < below.box.left + 0.6 * below.box.width
        centred = above.box.width < 0.75 * below.box.width and above.box.left > below.box.left + usual.size
        return below.text[:1].isupper() and (half or centred or above.text.isupper() != below.text.isupper())
    indented = below.box.left > above.box.left + 0.8 * usual.size
    short = above.box.right < below.box.right - 2 * usual.size and below.text[:1].isupper()
    return indented or short


def _pieces(row: Row, kind: Kind) -> Iterator[Piece]:
    for n, line in enumerate(row.lines):
        yield _piece(line, "\t" if kind == Kind.TABLE_ROW and n else "")


def _piece(line: Line, before: str = "") -> Piece:
    return Piece(before + line.text, line.page, line.box)


def _with_notes(found: Iterable[tuple[Block, int]], notes: dict[int, list[Row]]) -> Iterator[Block]:
    """Put the notes of each page after the passage that ends there, or that runs past it."""
    waiting = sorted(number for number, rows in notes.items() if rows)
    for block, last in found:
        first = block.pieces[0].page or 0
        while waiting and waiting[0] < first:
            yield from _notes(notes[waiting.pop(0)])
        yield block
        while waiting and waiting[0] < last:
            yield from _notes(notes[waiting.pop(0)])
    for number in waiting:
        yield from _notes(notes[number])


def _notes(rows: list[Row]) -> list[Block]:
    """One footnote for each number that goes up; a row without one goes on with the note before it."""
    blocks: list[Block] = []
    label = 0
    for row in rows:
        number = note_number(row.text)
        lines = row.lines
        if not blocks or (number and label < int(number) <= label + 3):
            label = int(number or label)
            blocks.append(Block(Kind.FOOTNOTE, label=number))
            lines = [replace(lines[0], text=without_number(lines[0].text)), *lines[1:]]
        blocks[-1].pieces += _pieces(Row(lines), Kind.FOOTNOTE)
    return blocks
