"""Plain text and Markdown, and which format a file is in."""

from minga.ingest.domain.formats import Format, looks_utf16, recognise, suffixed
from minga.ingest.domain.layout import Block
from minga.ingest.domain.plain import markdown_blocks, plain_blocks
from minga.ingest.domain.records import Record, csl_of, slug_of


def said(blocks: list[Block]) -> list[tuple[str, str, str]]:
    return [(block.kind.value, block.label, block.words) for block in blocks]


def test_broken_lines_are_joined_and_long_ones_are_paragraphs() -> None:
    broken = (
        "La ciudad de Rosario firmó un acuerdo con\nla ciudad de Imola.\n\nOtro párrafo\nsigue.\nArtículo 2. Más.\n"
    )
    assert [words for _, _, words in said(plain_blocks(broken))] == [
        "La ciudad de Rosario firmó un acuerdo con la ciudad de Imola.",
        "Otro párrafo sigue.",
        "Artículo 2. Más.",
    ]
    long = f"{'Una línea larga es un párrafo. ' * 8}\nOtro.\n\n\nTercero"
    assert [words[:5] for _, _, words in said(plain_blocks(long))] == ["Una l", "Otro.", "Terce"]
    assert plain_blocks(" \n\n") == []


def test_a_short_line_with_a_stop_ends_a_paragraph() -> None:
    lines = [
        "Primera línea completa que llega hasta el margen",
        "y acaba.",
        "Segunda línea completa que llega hasta margen.",
    ]
    assert len(plain_blocks("\n".join(lines))) == 2


def test_items_rows_and_rules_of_a_plain_text() -> None:
    text = "Hermanamientos:\n- Morón (1999)\n- Quito\n-----------\nciudad\taño\n"
    assert said(plain_blocks(text)) == [
        ("paragraph", "", "Hermanamientos:"),
        ("list_item", "", "- Morón (1999)"),
        ("list_item", "", "- Quito"),
        ("table_row", "", "ciudad\taño"),
    ]


def test_numbered_notes_are_footnotes_with_their_number() -> None:
    text = " 1 Los Municipios pueden\nintercambiar.\n 2 Medellín.\n1983 fue el año.\n"
    assert said(plain_blocks(text)) == [
        ("footnote", "1", "Los Municipios pueden intercambiar."),
        ("footnote", "2", "Medellín. 1983 fue el año."),
    ]


def test_markdown_has_headings_rows_and_notes() -> None:
    text = "# Plan\n\nUn párrafo\nque sigue.\n- uno\n\n| a | b |\n|---|---|\n| c | d |\n\n[^x]: Nota.\n"
    assert said(markdown_blocks(text)) == [
        ("heading", "", "Plan"),
        ("paragraph", "", "Un párrafo que sigue."),
        ("list_item", "", "- uno"),
        ("table_row", "", "a\tb"),
        ("table_row", "", "c\td"),
        ("footnote", "x", "Nota."),
    ]


def test_a_format_is_known_by_content() -> None:
    assert recognise(b"\n\n%PDF-1.4", "acta.docx") == Format.PDF
    assert recognise(b"PK\x03\x04", "a.pdf", ["word/document.xml"]) == Format.DOCX
    assert recognise(b"PK\x03\x04", "a.pdf", ["mimetype", "content.xml"]) == Format.ODT
    assert recognise(b"PK\x03\x04", "a.docx", ["a.txt"]) is None
    assert recognise(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "") == Format.DOC
    assert recognise(b"\x89PNG\r\n\x1a\n", "x.txt") == Format.PNG
    assert recognise(b"<?xml version='1.0'?>\n<!-- a -->\n<!DOCTYPE html><html>", "x") == Format.HTML
    assert recognise("El acta de Quibdó".encode(), "acta") == Format.TEXT
    assert recognise(b"# Acta", "acta.md") == Format.MARKDOWN
    assert recognise(b"\x7fELF\x00\x00\x01\x02\x00" * 50, "acta.txt") is None
    assert recognise("\ufeffActa".encode("utf-16-le"), "x") == Format.TEXT
    assert recognise("Acta de Medellín".encode("utf-16-be"), "x") == Format.TEXT
    assert not looks_utf16(b"a\x00")
    assert suffixed("ACTA.PDF") == Format.PDF and suffixed("acta") is None


def test_what_a_program_wrote_of_a_file_is_no_title_and_no_author() -> None:
    of_word = Record.of(
        {"title": "Microsoft Word - Plan.docx", "author": "Usuario de Windows", "issued": "D:20200116123332-06'00'"}
    )
    assert (of_word.title, of_word.author, of_word.issued) == ("Plan", "", "2020-01-16")
    assert Record.of({"title": "Documento1", "issued": "0001-01-01", "url": "javascript:x"}) == Record()
    assert Record.of({"issued": "2020-13-01"}).issued == "2020"
    assert Record.of({"issued": "2020-05-42", "url": "https://a.org", "language": "es-CO"}).issued == "2020-05"
    assert Record.of({"title": "Plan\x00 de  acción"}).title == "Plan de acción"


def test_a_file_begins_a_source_with_what_it_says_of_itself() -> None:
    record = Record("Plan de acción", "Alcaldía; Concejo", "2020-01-16", "Imprenta", "https://a.org/p", "es")
    assert slug_of(record, name="a.pdf", sha256="0123456789ab") == "plan-de-accion-01234567"
    item = csl_of(record, slug="plan", name="a.pdf")
    assert item["author"] == [{"literal": "Alcaldía"}, {"literal": "Concejo"}]
    assert item["issued"] == {"date-parts": [[2020, 1, 16]]}
    assert (item["type"], item["URL"], item["publisher"]) == ("webpage", "https://a.org/p", "Imprenta")


def test_a_file_that_says_nothing_of_itself_is_named_after_its_name() -> None:
    bare = csl_of(Record(), slug="acta-3-01234567", name="carpeta/Acta 3.pdf")
    assert bare == {"id": "acta-3-01234567", "type": "document", "title": "Acta 3", "note": bare["note"]}
    assert slug_of(Record(), name="…", sha256="0123456789ab") == "documento-01234567"
    assert slug_of(Record(), name="Ley 4.2", sha256="0123456789ab") == "ley-4-2-01234567"
    assert csl_of(Record(), slug="s", name="")["title"] == "s"
