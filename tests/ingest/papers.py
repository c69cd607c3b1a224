"""Documents made for tests: PDF by typst, DOCX by python-docx, and pages of lines as a reader would hand them over."""

import io
import zipfile
from pathlib import Path

import typst

from minga.ingest.domain.layout import Box, Line, Page

STEP = 14.0


def pdf(source: str, folder: Path) -> bytes:
    """A PDF of a typst source."""
    path = folder / "paper.typ"
    path.write_text(source, encoding="utf-8")
    return bytes(typst.compile(str(path)))


def zipped(members: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP that holds these files."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", compression) as file:
        for name, data in members.items():
            file.writestr(name, data)
    return target.getvalue()


def line(text: str, row: float, *, left: float = 70, size: float = 11, page: int = 1, width: float = 0) -> Line:
    """A line on a page: `row` counts lines from the top; five points to a letter where no width is given."""
    top = 60 + row * STEP
    return Line(text, page, Box(left, top, left + (width or 5 * len(text)), top + size), size)


def page(lines: list[Line], number: int = 1) -> Page:
    """A page of A4 size."""
    return Page(number, 595, 842, tuple(lines))
