"""Letters as files: a text document for an office to edit, and a page to print."""

import io
import json
import re
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import typst
from docx import Document
from docx.document import Document as Paper
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from minga.peers.letters import Letter, around

_FORM = Path(__file__).parent / "data" / "letter.typ"
# Half a surrogate pair and what Unicode calls no character stand in no XML 1.0 document (W3C, section 2.2).
_NO_XML = re.compile("[\ud800-\udfff\ufffe\uffff]")


@cache
def _form() -> bytes:
    return _FORM.read_bytes()


def as_pdf(letter: Letter) -> bytes:
    """The letter on A4, with the typesetter's own typefaces; the words go in as data and are never read as markup."""
    data = json.dumps(letter.as_data(), ensure_ascii=True)
    return bytes(typst.compile(_form(), sys_inputs={"letter": data}, ignore_system_fonts=True))


def as_docx(letter: Letter) -> bytes:
    """The letter as an Office Open XML document, A4, in Spanish."""
    paper = _blank(letter)
    said = around()
    _say(paper, f"{letter.place}, {said['date']}")
    _say(paper, letter.addressee)
    _say(paper, f"{said['subject_title']} {letter.subject}", bold=True)
    for text in (letter.opening, letter.reasons):
        _say(paper, text)
    if letter.proofs:
        _say(paper, said["proofs_title"])
    for proof in letter.proofs:
        _say(paper, f"{proof.says} ({proof.when}; {proof.status}). {proof.source} {proof.url}", "List Bullet")
    if letter.questions:
        _say(paper, said["questions_title"])
    for each in letter.questions:
        _say(paper, each, "List Number")
    _say(paper, letter.closing)
    _say(paper, letter.sender)
    for label in said["blanks"]:
        _say(paper, f"{label}: {'_' * 40}")
    _say(paper, said["foot"], small=True)
    file = io.BytesIO()
    paper.save(file)
    return file.getvalue()


def _blank(letter: Letter) -> Paper:
    paper = Document()
    page = paper.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Cm(2.3)
    normal = paper.styles["Normal"]
    normal.font.size, normal.paragraph_format.space_after = Pt(10.5), Pt(6)
    language = normal.element.get_or_add_rPr().makeelement(qn("w:lang"), {qn("w:val"): "es"})
    normal.element.get_or_add_rPr().append(language)
    properties = paper.core_properties
    properties.title, properties.author, properties.language = _safe(letter.subject)[:255], "", "es"
    properties.comments = ""
    # The file says when it was made in universal time, without naming it.
    properties.created = properties.modified = datetime.now(UTC).replace(tzinfo=None)
    return paper


def _say(paper: Paper, text: str, style: str | None = None, *, bold: bool = False, small: bool = False) -> None:
    """A paragraph; line breaks of the text are kept. Nothing for no text."""
    if not text:
        return
    run = paper.add_paragraph(style=style).add_run(_safe(text))
    run.bold = bold
    if small:
        run.font.size = Pt(8)


def _safe(text: str) -> str:
    return _NO_XML.sub("", text)
