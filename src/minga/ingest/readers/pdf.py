"""PDF through pdfium: the words of each page with the box of each line."""

import ctypes
import itertools
import logging
import math
import re
from collections.abc import Iterator

import pypdfium2
import pypdfium2.raw as pdfium

from minga.ingest.domain.assembly import assemble
from minga.ingest.domain.layout import Box, Line, Page
from minga.ingest.domain.paragraphs import blocks_of
from minga.ingest.domain.reading import Reading, Sheet
from minga.ingest.domain.records import Record
from minga.ingest.domain.states import Note, Refused, State

# No book has more; a file that claims more is read so far.
MOST_PAGES = 20_000
# After so many pages in a row that cannot be opened there are no more.
_UNREADABLE = 50
# A gap wider than so many letter heights parts cells or columns.
_GAP = 1.8
# Fewer letters than this on a page that shows pictures are no text: a stamp, a number.
_LETTERS = 20
# What pdfium puts for a hyphen that ends a line: it goes on with the next line's letters at once.
_HYPHENS = "\ufffe\x02"
_LINE = re.compile(rf"[^\n{_HYPHENS}]+[{_HYPHENS}]?")
# Digits after a letter or a stop, which may be a note's number in small type.
_CALL = re.compile(r"(?<=[^\W\d]|[.,;:)\]»”\"'’?!])\d{1,3}(?!\w)")
# A figure is as high as two thirds of its type's size; a raised one, by scale or by its own drawing, as two fifths.
_RAISED = 0.55
_SMALL = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_WRITTEN = str.maketrans(dict.fromkeys(_HYPHENS, "-"))

_Rect = tuple[float, float, float, float]


class _Words:
    """The letters of a page with their boxes as they are seen, from the lower left corner of the turned page."""

    def __init__(self, page: pypdfium2.PdfPage) -> None:
        self.left, self.bottom, right, top = page.get_bbox()
        self.across, self.up = right - self.left, top - self.bottom
        self.turns = page.get_rotation() // 90 % 4
        self.raw = page.get_textpage()

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the page as it is seen."""
        return (self.up, self.across) if self.turns % 2 else (self.across, self.up)

    def box(self, index: int) -> _Rect:
        """Left, bottom, right, top of a letter."""
        return self._seen(self.raw.get_charbox(index))

    def boxes(self, first: int, count: int) -> list[_Rect]:
        """The same of each stretch of letters that pdfium takes as one."""
        return [self._seen(self.raw.get_rect(n)) for n in range(self.raw.count_rects(first, count))]

    def _seen(self, rect: _Rect) -> _Rect:
        left, bottom = rect[0] - self.left, rect[1] - self.bottom
        right, top = rect[2] - self.left, rect[3] - self.bottom
        match self.turns:  # clockwise
            case 1:
                return bottom, self.across - right, top, self.across - left
            case 2:
                return self.across - right, self.up - top, self.across - left, self.up - bottom
            case 3:
                return self.up - top, left, self.up - bottom, right
            case _:
                return left, bottom, right, top


logging.getLogger("pypdfium2").setLevel(logging.ERROR)


def read(data: bytes) -> Reading:
    """A PDF with its text; a scan where no page has any. Raises Refused."""
    document = opened(data)
    claimed = len(document)
    pages, pictures, unread = _pages(document, min(claimed, MOST_PAGES))
    if not pages:
        raise Refused(State.DAMAGED, "no page can be opened")
    notes = {Note.PAGES_UNREAD: unread, Note.SCANNED_PAGES: pictures, Note.CUT_SHORT: int(_is_cut(data))}
    if claimed > len(pages) + unread:
        notes[Note.PAGES_CLAIMED] = claimed
    text = assemble(blocks_of(pages))
    return Reading(
        _state(notes, bool(text.passages)),
        text=text,
        record=_record(document),
        pages=len(pages) + unread,
        sheets=tuple(Sheet(page.width, page.height) for page in pages),
        notes={note: number for note, number in notes.items() if number},
    )


def _state(notes: dict[Note, int], has_text: bool) -> State:
    if not has_text:
        return State.SCAN if notes[Note.SCANNED_PAGES] else State.NO_TEXT
    return State.PARTIAL if any(notes.values()) else State.READ


def opened(data: bytes) -> pypdfium2.PdfDocument:
    """A document. Raises Refused: it asks for a password, or is damaged."""
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        code = getattr(error, "err_code", None)
        if code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY) or "password" in str(error).lower():
            raise Refused(State.PASSWORD) from error
        raise Refused(State.TRUNCATED if _is_cut(data) else State.DAMAGED, str(error)[:200]) from error


def _is_cut(data: bytes) -> bool:
    """Whether the file lacks the end that each PDF has: pdfium mends what it can, and some pages may be gone."""
    return b"%%EOF" not in data[-2048:] and b"startxref" not in data[-2048:]


def _pages(document: pypdfium2.PdfDocument, most: int) -> tuple[list[Page], int, int]:
    """The pages, how many of them show a picture in place of words, and how many cannot be opened."""
    pages: list[Page] = []
    pictures = unread = missed = 0
    for index in range(most):
        try:
            page = document[index]
        except pypdfium2.PdfiumError:
            missed += 1
            if missed >= _UNREADABLE:
                break
            continue
        unread, missed = unread + missed, 0
        try:
            found = page_of(page, index + 1)
            pages.append(found)
            pictures += is_picture(page, found)
        except pypdfium2.PdfiumError:
            unread += 1
        finally:
            page.close()
    return pages, pictures, unread + (missed if missed < _UNREADABLE else 0)


def page_of(page: pypdfium2.PdfPage, number: int) -> Page:
    """The lines of one page."""
    words = _Words(page)
    try:
        lines = tuple(_lines(words, number))
    finally:
        words.raw.close()
    return Page(number, *words.size, lines)


def is_picture(page: pypdfium2.PdfPage, found: Page) -> bool:
    """Whether a page shows a picture in place of words."""
    if sum(len(line.text) for line in found.lines) >= _LETTERS:
        return False
    return next(page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3), None) is not None


def _lines(words: _Words, number: int) -> Iterator[Line]:
    """The lines of a page, parted where a wide gap is."""
    for match in _LINE.finditer(_text(words.raw)):
        said, start = match[0].rstrip("\r"), match.start()
        rects = words.boxes(start, len(said)) if said.strip() else []
        for first, last in _stretches(words, said, start, rects):
            # The letters of the stretch, without the space around them.
            text = said[first - start : last - start]
            first += len(text) - len(text.lstrip())
            if text := text.strip():
                # Asking pdfium is what takes time: a line that is one stretch has its boxes already.
                own = rects if text == said else words.boxes(first, len(text))
                yield _line(words, text, first, number, own)


def _text(words: pypdfium2.PdfTextPage) -> str:
    """The letters of a page, one for each of pdfium's own indices."""
    text = str(words.get_text_range())
    if len(text) != words.count_chars():
        text = "".join(_letter(words, index) for index in range(words.count_chars()))
    return text


def _letter(words: pypdfium2.PdfTextPage, index: int) -> str:
    code = pdfium.FPDFText_GetUnicode(words, index)
    return chr(code) if 0 < code < 0xD800 or 0xDFFF < code <= 0x10FFFF else "\ufffd"


def _stretches(words: _Words, said: str, start: int, rects: list[_Rect]) -> list[tuple[int, int]]:
    """Where a line is parted by gaps, as its boxes tell: pairs of first letter and end."""
    if not said.strip():
        return []
    whole = [(start, start + len(said))]
    if len(rects) < 2:
        return whole
    height = max(rect[3] - rect[1] for rect in rects)
    if all(after[0] - before[2] < _GAP * height for before, after in itertools.pairwise(rects)):
        return whole
    return _parted(words, said, start, _GAP * height)


def _parted(words: _Words, said: str, start: int, gap: float) -> list[tuple[int, int]]:
    """Look at each letter: slow, so only where a gap was seen."""
    found: list[tuple[int, int]] = []
    begin, right = start, None
    for index, char in enumerate(said, start):
        if char.isspace():
            continue
        box = words.box(index)
        if right is not None and abs(box[0] - right) > gap:
            found.append((begin, index))
            begin = index
        right = box[2]
    return [*found, (begin, start + len(said))]


def _line(words: _Words, text: str, first: int, number: int, rects: list[_Rect]) -> Line:
    rects, height = rects or [words.box(first)], words.size[1]
    box = Box(
        min(rect[0] for rect in rects),
        height - max(rect[3] for rect in rects),
        max(rect[2] for rect in rects),
        height - min(rect[1] for rect in rects),
    )
    # Two letters, and the smaller: one in another face would pass for a title.
    third = len(text) // 3
    size = min(_size(words.raw, first + third), _size(words.raw, first + len(text) - 1 - third))
    return Line(_raised(words, text, first, size).translate(_WRITTEN), number, box, size)


def _raised(words: _Words, text: str, first: int, size: float) -> str:
    """The text with the numbers of notes raised, as they are seen: "en 1995.¹", not "en 1995.1"."""

    def seen(match: re.Match[str]) -> str:
        box = words.box(first + match.start())
        return match[0].translate(_SMALL) if box[3] - box[1] < _RAISED * size else match[0]

    return _CALL.sub(seen, text)


def _size(words: pypdfium2.PdfTextPage, index: int) -> float:
    """The size of a letter's type in points, whatever scale the page sets it in."""
    size = float(pdfium.FPDFText_GetFontSize(words, index))
    matrix = pdfium.FS_MATRIX()
    if pdfium.FPDFText_GetMatrix(words, index, ctypes.byref(matrix)):
        size *= math.hypot(matrix.c, matrix.d)
    return size


def _record(document: pypdfium2.PdfDocument) -> Record:
    said = document.get_metadata_dict()
    return Record.of({"title": said.get("Title"), "author": said.get("Author"), "issued": said.get("CreationDate")})
