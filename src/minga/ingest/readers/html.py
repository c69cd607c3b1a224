"""A saved web page through trafilatura: what of it is its text, who wrote it and when. Nothing is fetched."""

import logging
import re
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

import lxml.html
import trafilatura
from lxml import etree

from minga.ingest.domain.assembly import assemble
from minga.ingest.domain.layout import Block, Kind, Piece
from minga.ingest.domain.marks import begins_item
from minga.ingest.domain.reading import Reading
from minga.ingest.domain.records import Record
from minga.ingest.domain.states import Note, Refused, State
from minga.ingest.readers.written import decoded

logging.disable(logging.WARNING)
# Where the main text has less than this share of the page's words, menus were not all that was left out.
_FAITHFUL = 0.3
# trafilatura takes the square of a table's cells: a page on which it sits so long is read as it stands.
_SECONDS = 15.0
_CELL, _SPAN = (
    re.compile(r"(?i)<t[dh]\b[^>]*>"),
    re.compile(r"(?i)\s(?:col|row)span\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s>]+)"),
)
_NO_WORDS = {"script", "style", "noscript", "template", "head", "nav", "svg", "iframe", "button", "select"}
_BLOCKS = {
    "p", "div", "section", "article", "main", "body", "blockquote", "li", "ul", "ol", "dl", "dt", "dd", "table", "tr",
    "h1", "h2", "h3", "h4", "h5", "h6", "pre", "figure", "figcaption", "header", "footer", "aside", "form", "center",
    "address", "fieldset", "thead", "tbody", "tfoot", "caption", "hr", "details", "summary",
}  # fmt: skip
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}


def read(data: bytes) -> Reading:
    """A page with its text. Raises Refused."""
    text, notes = _decoded(data)
    try:
        page = lxml.html.document_fromstring(text, parser=lxml.html.HTMLParser(no_network=True, huge_tree=False))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise Refused(State.DAMAGED, type(error).__name__) from error
    record = _record(text)
    whole = list(_walk(page))
    kept = _within(whole, _main(text))
    return Reading(State.READ, text=assemble(kept), record=record, notes=notes)


def _decoded(data: bytes) -> tuple[str, dict[Note, int]]:
    """What the page says of its own encoding holds where there is no mark, and where it is true."""
    named = lxml.html.HTMLParser()
    try:
        declared = lxml.html.document_fromstring(data[:4096], parser=named).getroottree().docinfo.encoding
        if declared and declared.lower() not in ("utf-8", "utf8") and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
            # Browsers read Latin-1 as Windows-1252 (WHATWG Encoding Standard, "names and labels").
            is_latin = declared.lower() in ("iso-8859-1", "latin-1", "us-ascii")
            if is_latin and _is_utf8(data):  # so says the parser too where a page says nothing
                return decoded(data)
            return data.decode("cp1252" if is_latin else declared), {}
    except (etree.ParserError, etree.XMLSyntaxError, LookupError, UnicodeDecodeError, ValueError):
        pass
    return decoded(data)


def _is_utf8(data: bytes) -> bool:
    """Whether the bytes can be UTF-8: letters of another encoding hardly ever are."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _within(whole: list[Block], main: list[Block]) -> list[Block]:
    """What of a page stands from the beginning of its main text to its end.

    trafilatura leaves out what is said twice and what is short; inside a text nothing is left out.
    """
    known = {_key(block) for block in main}
    found = [number for number, block in enumerate(whole) if _key(block) in known]
    kept = whole[found[0] : found[-1] + 1] if found else []
    return kept if _letters(kept) >= _FAITHFUL * _letters(whole) else whole


def _key(block: Block) -> str:
    return "".join(block.words.split())


def _letters(blocks: list[Block]) -> int:
    return sum(len(block.words) for block in blocks)


def _record(text: str) -> Record:
    try:
        said = trafilatura.extract_metadata(text)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, TypeError, AttributeError, IndexError, OverflowError):
        return Record()  # a page's own data may be wrong in every way; its text counts
    return Record.of(
        {
            "title": said.title,
            "author": said.author,
            "issued": said.date,
            "publisher": said.sitename,
            "url": said.url,
            "language": said.language,
        }
    )


def _main(text: str) -> list[Block]:
    """The main text as trafilatura sees it: [] where it sees none, or is not done in time."""
    # It makes a cell for each column that one claims to span: a thousand millions, where a page says so.
    text = _CELL.sub(lambda cell: _SPAN.sub("", cell[0]), text)
    try:
        with _in_time():
            said = trafilatura.extract(
                text, output_format="xml", include_comments=False, include_tables=True, favor_recall=True,
                deduplicate=False,
            )  # fmt: skip
        return list(_elements(etree.fromstring(said.encode()).find("main"))) if said else []
    except (etree.XMLSyntaxError, ValueError, TypeError, AttributeError, IndexError, _TooLong):
        return []


class _TooLong(BaseException):
    """Above Exception, for trafilatura catches what is below."""


@contextmanager
def _in_time() -> Iterator[None]:
    """Raise _TooLong after some seconds of the processor; only the main thread can be told so, as a child's is."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise _TooLong

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, _SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def _elements(holder: Any) -> Iterator[Block]:
    for element in holder if holder is not None else ():
        if element.tag in ("list", "quote", "div") and len(element):
            yield from _elements(element)
        elif element.tag == "table":
            for row in element.iter("row"):
                cells = [" ".join("".join(cell.itertext()).split()) for cell in row.iter("cell")]
                yield Block(Kind.TABLE_ROW, [Piece("\t".join(cells))])
        else:
            words = "".join(element.itertext())
            kind = {"head": Kind.HEADING, "item": Kind.LIST_ITEM}.get(element.tag, _kind(words))
            yield Block(kind, [Piece(words)])


def _kind(words: str) -> Kind:
    return Kind.LIST_ITEM if begins_item(words.strip()) else Kind.PARAGRAPH


def _walk(page: Any) -> Iterator[Block]:
    """Every word of the page that is shown, block by block, without recursion: pages may be nested without end."""
    words: list[str] = []
    tag = "p"
    for event, element in etree.iterwalk(page, events=("start", "end", "comment", "pi")):
        name = element.tag if isinstance(element.tag, str) else ""
        hidden = not name or name in _NO_WORDS or any(above.tag in _NO_WORDS for above in element.iterancestors())
        if name in _BLOCKS or name == "br":
            yield from _said(words, tag)
            words = []
            tag = name if event == "start" else "p"
        elif name in ("td", "th") and event == "start" and words:
            words.append("\t")
        if event == "start" and not hidden:
            words.append(_flat(element.text))
        elif event != "start" and not any(above.tag in _NO_WORDS for above in element.iterancestors()):
            words.append(_flat(element.tail))
    yield from _said(words, tag)


def _flat(text: str | None) -> str:
    """A line's end in the source of a page is a space on the page."""
    return re.sub(r"\s+", " ", text) if text else ""


def _said(words: list[str], tag: str) -> Iterator[Block]:
    said = "".join(words)
    if not said.strip():
        return
    if tag == "tr":
        yield Block(Kind.TABLE_ROW, [Piece(said)])
    else:
        kind = Kind.HEADING if tag in _HEADINGS else Kind.LIST_ITEM if tag == "li" else _kind(said)
        yield Block(kind, [Piece(said.replace("\t", " "))])
