"""Scans and images through tesseract: each word with its box, then the same rules as for any page."""

import csv
import io
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

import pypdfium2

from minga.ingest.domain.assembly import assemble
from minga.ingest.domain.formats import recognise
from minga.ingest.domain.layout import Box, Line, Page
from minga.ingest.domain.paragraphs import blocks_of
from minga.ingest.domain.reading import Reading, Sheet
from minga.ingest.domain.states import Note, Refused, State
from minga.ingest.readers import pdf

# tesseract's own advice (tesseract-ocr.github.io, "Improving the quality of the output").
_DPI = 300
_POINTS = 72
_SECONDS = 120
# A page whose picture would be larger is made smaller: a poster needs fewer dots to be read.
_MOST_PIXELS = 60_000_000
# tesseract's names of our languages (ISO 639-2/T).
_NAMES = {"es": "spa", "pt": "por", "fr": "fra", "en": "eng"}
# The level of its table that is a word, and the least sureness (0 to 100) of one that is no speck of dust.
_WORD, _SURE = "5", 20.0
_GAP = 1.8


@dataclass(frozen=True)
class _Word:
    text: str
    place: tuple[str, str, str]  # block, paragraph, line
    box: Box


def read(data: bytes, name: str, languages: str) -> Reading:
    """A PDF that is pictures, or one picture, with its text by OCR. Raises Refused."""
    spoken = _installed(languages)
    if data[:1024].find(b"%PDF-") < 0:
        pages, reading = _image(data, spoken), Reading(State.READ, recognise(data, name))
    else:
        reading = replace(pdf.read(data), format=recognise(data, name))
        pages = list(_pages(pdf.opened(data), spoken))
    text = assemble(blocks_of(pages))
    return replace(
        reading,
        state=State.READ if text.passages else State.NO_TEXT,
        text=text,
        pages=reading.pages or len(pages),
        sheets=tuple(Sheet(page.width, page.height) for page in pages),
        notes={**reading.notes, Note.BY_OCR: len(pages)},
    )


def _installed(languages: str) -> str:
    """The languages asked for that tesseract has, joined as it wants them. Raises Refused where it has none."""
    program = shutil.which("tesseract")
    if program is None:
        raise Refused(State.SCAN)
    said = subprocess.run([program, "--list-langs"], capture_output=True, text=True, check=False).stdout.split()  # noqa: S603
    found = [_NAMES[language] for language in languages.split(",") if _NAMES.get(language) in said]
    if not found:
        raise Refused(State.SCAN, "no language of tesseract's is installed")
    return "+".join(found)


def _image(data: bytes, spoken: str) -> list[Page]:
    """tesseract opens the image itself; of its dots nobody knows the size, so the page is as if it had 300 an inch."""
    path = Path.cwd() / "image"
    path.write_bytes(data)
    return [_seen(path, spoken, 1, _DPI)]


def _pages(document: pypdfium2.PdfDocument, spoken: str) -> Iterator[Page]:
    """Each page with its own text, or, where it has none, its picture's."""
    for index in range(min(len(document), pdf.MOST_PAGES)):
        page = document[index]
        found = pdf.page_of(page, index + 1)
        if pdf.is_picture(page, found):
            dpi = min(_DPI, int((_MOST_PIXELS * _POINTS**2 / max(1.0, found.width * found.height)) ** 0.5))
            path = Path.cwd() / "page.pgm"
            _draw(page, dpi, path)
            found = _seen(path, spoken, index + 1, dpi)
        page.close()
        yield found


def _draw(page: pypdfium2.PdfPage, dpi: int, path: Path) -> None:
    """The page in grey, as a portable graymap (Netpbm, "P5")."""
    grey = page.render(scale=dpi / _POINTS, grayscale=True).to_numpy()
    height, width = grey.shape[:2]
    path.write_bytes(f"P5 {width} {height} 255\n".encode() + grey.reshape(height, width, -1)[:, :, 0].tobytes())


def _seen(path: Path, spoken: str, number: int, dpi: int) -> Page:
    """What tesseract sees in a picture. Raises Refused where it takes too long, or sees no picture."""
    program = shutil.which("tesseract") or "tesseract"
    command = [program, str(path), "stdout", "-l", spoken, "--dpi", str(dpi), "tsv"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=_SECONDS, check=False)  # noqa: S603
    except subprocess.TimeoutExpired as error:
        raise Refused(State.TOO_SLOW, f"page {number}") from error
    if done.returncode:
        raise Refused(State.DAMAGED, done.stderr.strip()[-200:])
    rows = list(csv.DictReader(io.StringIO(done.stdout), delimiter="\t", quoting=csv.QUOTE_NONE))
    scale = _POINTS / dpi
    size = next(((float(row["width"]), float(row["height"])) for row in rows if row["level"] == "1"), (0.0, 0.0))
    lines = tuple(_lines([word for row in rows if (word := _word(row, scale))], number))
    return Page(number, size[0] * scale, size[1] * scale, lines)


def _word(row: dict[str, str], scale: float) -> _Word | None:
    text = (row.get("text") or "").strip()
    if row["level"] != _WORD or not text or float(row["conf"]) < _SURE:
        return None
    left, top, width, height = (float(row[key]) * scale for key in ("left", "top", "width", "height"))
    return _Word(text, (row["block_num"], row["par_num"], row["line_num"]), Box(left, top, left + width, top + height))


def _lines(words: list[_Word], number: int) -> Iterator[Line]:
    """Words into lines, parted where a wide gap is. The size is unknown: it wavers with the letters of a line."""
    for _, group in groupby(words, key=lambda word: word.place):
        line: list[_Word] = []
        for word in group:
            if line and word.box.left - line[-1].box.right > _GAP * max(each.box.height for each in line):
                yield _line(line, number)
                line = []
            line.append(word)
        yield _line(line, number)


def _line(words: list[_Word], number: int) -> Line:
    box = words[0].box
    for word in words[1:]:
        box = box.joined(word.box)
    return Line(" ".join(word.text for word in words), number, box, _LETTER)


# One size for all letters: rules that compare sizes then say nothing, and those that need one have it.
_LETTER = 11.0
