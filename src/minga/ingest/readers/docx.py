"""DOCX through python-docx: paragraphs and tables in order, footnotes with their numbers."""

import io
import re
from collections.abc import Iterator
from typing import Any

from docx import Document
from docx.document import Document as Docx
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph
from lxml import etree

from minga.ingest.domain.assembly import assemble
from minga.ingest.domain.layout import Block, Kind, Piece
from minga.ingest.domain.marks import begins_item
from minga.ingest.domain.reading import Reading
from minga.ingest.domain.records import Record
from minga.ingest.domain.states import Refused, State
from minga.ingest.readers.zipped import FAULTS, check_parts, member

_DEEPEST = 8
# Word's own limit ("Word specifications and limits", Microsoft).
_COLUMNS = 63
_NOTES = "word/footnotes.xml"
# Separators of Word's own, no notes.
_NO_NOTES = {"separator", "continuationSeparator", "continuationNotice"}
_PARSER = {"resolve_entities": False, "no_network": True, "huge_tree": False}


def read(data: bytes) -> Reading:
    """A DOCX with its text. Raises Refused."""
    check_parts(data)
    try:
        document = Document(io.BytesIO(data))
        _narrow(document)
        blocks = list(_with_notes(_blocks(document), _notes(data)))
        record = _record(document)
    except MemoryError:
        raise
    except (*FAULTS, PackageNotFoundError, etree.LxmlError, LookupError, AttributeError, TypeError) as error:
        # python-docx meets a damaged file with whatever its parts happen to lack.
        raise Refused(State.DAMAGED, type(error).__name__) from error
    return Reading(State.READ, text=assemble(blocks), record=record)


def _narrow(document: Docx) -> None:
    """python-docx makes a cell for each column that one claims to span: no more than Word's own tables can have."""
    for span in document.element.body.iter(qn("w:gridSpan")):
        if span.val > _COLUMNS:
            span.val = _COLUMNS


def _record(document: Docx) -> Record:
    about = document.core_properties
    issued = about.created.isoformat() if about.created else ""
    return Record.of({"title": about.title, "author": about.author, "issued": issued, "language": about.language})


def _blocks(holder: Docx | _Cell, depth: int = 0) -> Iterator[tuple[Block, list[str]]]:
    """Each passage with the ids of the footnotes that it calls."""
    for item in holder.iter_inner_content():
        if isinstance(item, Table):
            yield from _rows(item, depth)
        elif item.text.strip():
            for part in re.split(r"\n+", item.text):
                yield Block(_kind(item, part), [Piece(part)]), _called(item._p)


def _rows(table: Table, depth: int) -> Iterator[tuple[Block, list[str]]]:
    """A table row by row; a cell that is merged over several is said once."""
    for row in table.rows:
        cells: list[Any] = []
        for cell in row.cells:
            if all(cell._tc is not other._tc for other in cells):
                cells.append(cell)
        words = [" ".join(_words(cell, depth + 1)) for cell in cells]
        if any(words):
            yield Block(Kind.TABLE_ROW, [Piece("\t".join(words))]), [n for c in cells for n in _called(c._tc)]


def _words(cell: _Cell, depth: int) -> Iterator[str]:
    if depth > _DEEPEST:
        return
    for block, _ in _blocks(cell, depth):
        yield " ".join(block.words.split())


def _kind(paragraph: Paragraph, words: str) -> Kind:
    style = (paragraph.style.name if paragraph.style is not None else "") or ""
    properties = paragraph._p.pPr
    if style.startswith(("Heading", "Title")):
        return Kind.HEADING
    numbered = properties is not None and properties.numPr is not None
    if numbered or style.startswith("List") or begins_item(words.strip()):
        return Kind.LIST_ITEM
    return Kind.PARAGRAPH


def _called(element: Any) -> list[str]:
    return [str(mark.get(qn("w:id"))) for mark in element.iter(qn("w:footnoteReference"))]


def _notes(data: bytes) -> dict[str, str]:
    """The words of each footnote by its id."""
    said = member(data, _NOTES)
    if not said:
        return {}
    root = etree.fromstring(said, etree.XMLParser(**_PARSER))
    return {
        str(note.get(qn("w:id"))): " ".join("".join(_letters(note)).split())
        for note in root.iter(qn("w:footnote"))
        if note.get(qn("w:type")) not in _NO_NOTES
    }


def _letters(note: Any) -> Iterator[str]:
    for element in note.iter(qn("w:t"), qn("w:tab"), qn("w:br"), qn("w:p")):
        yield element.text or "" if element.tag == qn("w:t") else " "


def _with_notes(found: Iterator[tuple[Block, list[str]]], notes: dict[str, str]) -> Iterator[Block]:
    """Each note after the passage that calls it; Word numbers them as they are called."""
    number = 0
    for block, called in found:
        yield block
        for name in called:
            if words := notes.pop(name, ""):
                number += 1
                yield Block(Kind.FOOTNOTE, [Piece(words)], str(number))
