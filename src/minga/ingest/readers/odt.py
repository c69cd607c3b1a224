"""ODT: `content.xml` in the order of the text, with lists, tables and notes."""

from collections.abc import Iterator
from typing import Any

from lxml import etree

from minga.ingest.domain.assembly import assemble
from minga.ingest.domain.layout import Block, Kind, Piece
from minga.ingest.domain.marks import begins_item
from minga.ingest.domain.reading import Reading
from minga.ingest.domain.records import Record
from minga.ingest.domain.states import Refused, State
from minga.ingest.readers.zipped import check_xml, member

_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_META = "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
# Former versions and comments are no text.
_NO_TEXT = {f"{_TEXT}tracked-changes", f"{_OFFICE}annotation"}
_SPACES = {f"{_TEXT}s": " ", f"{_TEXT}tab": " ", f"{_TEXT}line-break": "\n"}
_PARSER = {"resolve_entities": False, "no_network": True, "huge_tree": False}


def read(data: bytes) -> Reading:
    """An ODT with its text. Raises Refused."""
    if b"manifest:encryption-data" in member(data, "META-INF/manifest.xml"):
        raise Refused(State.PASSWORD)
    content = _parsed(member(data, "content.xml"))
    body = content.find(f".//{_OFFICE}text")
    if body is None:
        raise Refused(State.UNSUPPORTED)
    return Reading(State.READ, text=assemble(_blocks(body)), record=_record(member(data, "meta.xml")))


def _parsed(said: bytes) -> Any:
    check_xml(said)
    try:
        return etree.fromstring(said, etree.XMLParser(**_PARSER))
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Refused(State.DAMAGED, type(error).__name__) from error


def _record(said: bytes) -> Record:
    if not said:
        return Record()
    meta = _parsed(said)
    issued = meta.findtext(f".//{_META}creation-date") or meta.findtext(f".//{_DC}date")
    author = meta.findtext(f".//{_META}initial-creator") or meta.findtext(f".//{_DC}creator")
    title, language = meta.findtext(f".//{_DC}title"), meta.findtext(f".//{_DC}language")
    return Record.of({"title": title, "author": author, "issued": issued, "language": language})


def _blocks(holder: Any, *, in_list: bool = False) -> Iterator[Block]:
    for element in holder:
        if element.tag == f"{_TABLE}table":
            yield from _rows(element)
        elif element.tag in (f"{_TEXT}p", f"{_TEXT}h"):
            yield from _paragraph(element, in_list)
        elif element.tag == f"{_TEXT}list":
            yield from _blocks(element, in_list=True)
        elif element.tag not in _NO_TEXT:  # sections, items of a list, frames
            yield from _blocks(element, in_list=in_list)


def _paragraph(element: Any, in_list: bool) -> Iterator[Block]:
    notes: list[Block] = []
    for words in _words(element, notes).split("\n"):
        if words.strip():
            yield Block(_kind(element, words, in_list), [Piece(words)])
    yield from notes


def _kind(element: Any, words: str, in_list: bool) -> Kind:
    if element.tag == f"{_TEXT}h":
        return Kind.HEADING
    return Kind.LIST_ITEM if in_list or begins_item(words.strip()) else Kind.PARAGRAPH


def _words(element: Any, notes: list[Block]) -> str:
    """The words of a paragraph; the notes it calls are put aside."""
    parts = [element.text or ""]
    for child in element:
        if child.tag == f"{_TEXT}note":
            notes.append(_note(child))
        elif child.tag in _SPACES:
            parts.append(_SPACES[child.tag])
        elif child.tag not in _NO_TEXT and isinstance(child.tag, str):
            parts.append(_words(child, notes))
        parts.append(child.tail or "")
    return "".join(parts)


def _note(element: Any) -> Block:
    body = element.find(f"{_TEXT}note-body")
    words = " ".join(" ".join(block.words.split()) for block in _blocks(body)) if body is not None else ""
    label = "".join(element.findtext(f"{_TEXT}note-citation") or "")
    return Block(Kind.FOOTNOTE, [Piece(words)], label[:20])


def _rows(table: Any) -> Iterator[Block]:
    for row in table.iter(f"{_TABLE}table-row"):
        cells = [" ".join(block.words for block in _blocks(cell)) for cell in row.findall(f"{_TABLE}table-cell")]
        if any(cells):
            yield Block(Kind.TABLE_ROW, [Piece("\t".join(" ".join(cell.split()) for cell in cells))])
