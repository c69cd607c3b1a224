"""Whatever a file holds, reading it ends in a state, and the reader's parent stands."""

import io
import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from docx import Document

from bench import robustness
from bench.ingest import in_order, share_of_reference, strip_repeated
from minga.ingest import sandbox
from minga.ingest.domain.formats import Format
from minga.ingest.domain.layout import Box, Kind, Passage, Place, Text
from minga.ingest.domain.reading import Reading, Sheet, packed, unpacked
from minga.ingest.domain.records import Record
from minga.ingest.domain.states import Note, Refused, State
from minga.ingest.readers import read
from minga.jobs.batches import Failed, executor, run_batch
from tests.ingest.papers import pdf, zipped

PAPER = """
#set document(title: "Plan de acción exterior", author: "Alcaldía de Rosario",
  date: datetime(year: 2020, month: 1, day: 16))
#set page(header: [Plan de acción exterior 2020], footer: context [Página #counter(page).display()])
#set text(lang: "es", hyphenate: true, size: 11pt)
#set par(justify: true)
= Introducción
La municipalidad creó su dirección de relaciones internacionales en 1995.#footnote[Schiavon, 2006, p. 12.] #lorem(300)
#pagebreak()
#columns(2)[IZQUIERDA #lorem(150) #colbreak() DERECHA #lorem(150)]
#pagebreak()
#table(columns: 2, stroke: none, column-gutter: 4em, [Morón], [1999], [Imola], [2001])
- Quibdó
- Cali
#pagebreak()
Final.
"""


def said(reading: Reading) -> list[str]:
    return [reading.text.text[passage.start : passage.end] for passage in reading.text.passages]


def test_a_pdf_has_its_heads_off_its_columns_in_order_and_its_notes_tied(tmp_path: Path) -> None:
    reading = sandbox.read(pdf(PAPER, tmp_path), "plan.pdf")
    passages = said(reading)
    assert (reading.state, reading.format, reading.pages, len(reading.sheets)) == (State.READ, Format.PDF, 4, 4)
    assert reading.record == Record("Plan de acción exterior", "Alcaldía de Rosario", "2020-01-16")
    assert "Página" not in reading.text.text and "exterior 2020" not in reading.text.text
    assert passages[0] == "Introducción"
    assert [(p.label, p.page) for p in reading.text.passages if p.kind == Kind.FOOTNOTE] == [("1", 1)]
    assert "Schiavon, 2006, p. 12." in passages
    assert "relaciones internacionales en 1995.¹ Lorem" in passages[1]
    left, right = (next(n for n, each in enumerate(passages) if each.startswith(w)) for w in ("IZQUIERDA", "DERECHA"))
    assert left < right and len(passages[left].split()) == 151
    assert "Morón\t1999" in passages and "• Cali" in passages
    assert all(0 <= place.box.left < place.box.right <= reading.sheets[0].width for place in reading.text.places)
    assert all(0 <= place.box.top < place.box.bottom <= reading.sheets[0].height for place in reading.text.places)


def test_a_docx_has_its_tables_lists_and_record() -> None:
    document = Document()
    document.core_properties.title, document.core_properties.author = "Acta", "Concejo de Quibdó"
    document.add_heading("Acta 3", 1)
    document.add_paragraph("La ciudad firmó un acuerdo.\nOtra línea.")
    document.add_paragraph("Quibdó", style="List Bullet")
    table = document.add_table(2, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Morón", "1999"
    table.cell(1, 0).merge(table.cell(1, 1)).text = "Total"
    target = io.BytesIO()
    document.save(target)
    reading = sandbox.read(target.getvalue(), "acta.pdf")
    assert said(reading) == ["Acta 3", "La ciudad firmó un acuerdo.", "Otra línea.", "Quibdó", "Morón\t1999", "Total"]
    assert [p.kind.value for p in reading.text.passages][3:5] == ["list_item", "table_row"]
    assert (reading.record.title, reading.record.author) == ("Acta", "Concejo de Quibdó")
    assert Note.OTHER_FORMAT in reading.notes


def test_a_saved_page_gives_its_text_and_record_without_its_menus() -> None:
    words = "La intendencia firmó con la región de Toscana un acuerdo de cooperación descentralizada en 1998. "
    page = f"""<!doctype html><html lang="es"><head><meta charset="utf-8"><title>Acuerdo con Toscana</title>
    <meta name="author" content="Intendencia de Montevideo"></head><body><nav><a href="/">Inicio</a></nav>
    <article><h1>Acuerdo con Toscana</h1><p>{words * 4}</p><p>{words * 3}</p></article>
    <script>alert(1)</script></body></html>"""
    reading = sandbox.read(page.encode(), "pagina.html")
    assert (reading.state, reading.format) == (State.READ, Format.HTML)
    assert "alert" not in reading.text.text and "Toscana" in reading.text.text
    assert reading.record.title == "Acuerdo con Toscana"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-32", "cp1252", "latin-1"])
def test_a_text_is_read_in_whatever_encoding(encoding: str) -> None:
    text = "Señor alcalde: la cooperación entre São Paulo, Québec y Medellín empezó en 1995.\n" * 5
    assert sandbox.read(text.encode(encoding), "carta.txt").text.text.split() == text.split()


def test_a_text_that_was_encoded_twice_is_mended() -> None:
    reading = sandbox.read("La cooperación de Medellín".encode().decode("cp1252").encode(), "carta.txt")
    assert reading.text.text == "La cooperación de Medellín"
    assert Note.ENCODED_TWICE in reading.notes


def test_a_text_whose_letters_became_question_marks_says_so() -> None:
    lost = sandbox.read("La COOPERACI?N de Medell?n empez? en 1995. ¿Sí? ".encode() * 9, "carta.txt")
    assert lost.notes == {Note.LETTERS_LOST: 18}
    assert sandbox.read("Véase http://a.example/b?c=1 y ¿qué más? ".encode() * 9, "carta.txt").notes == {}


XML_BOMB = (
    b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><x>&b;</x>"""
)
MILLION = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Count 1000000/Kids[3 0 R]>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R
/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>endobj
4 0 obj<</Length 44>>stream
BT /F 12 Tf 20 200 Td (Acta de Quibdo) Tj ET
endstream endobj
trailer<</Root 1 0 R>>
%%EOF
"""


@pytest.mark.parametrize(
    ("name", "data", "state"),
    [
        ("vacio.pdf", b"", State.EMPTY),
        ("blancos.txt", b" \n\t\x00", State.EMPTY),
        ("programa.pdf", b"\x7fELF\x02\x01\x01\x00" * 40, State.UNSUPPORTED),
        ("cortado.pdf", b"%PDF-1.7\n1 0 obj", State.TRUNCATED),
        ("roto.pdf", b"%PDF-1.7\nxxxx\n%%EOF", State.DAMAGED),
        ("roto.docx", b"PK\x03\x04rest", State.DAMAGED),
        ("bomba.docx", zipped({"word/document.xml": b"\x00" * (40 << 20)}), State.BOMB),
        ("otra.zip", zipped({"a.txt": b"x"}), State.UNSUPPORTED),
        ("entidades.docx", zipped({"word/document.xml": XML_BOMB}), State.BOMB),
        ("entidades.odt", zipped({"mimetype": b"", "content.xml": XML_BOMB}), State.BOMB),
        ("sin-texto.odt", zipped({"mimetype": b"", "content.xml": b"<x/>"}), State.UNSUPPORTED),
        ("roto.odt", zipped({"mimetype": b"", "content.xml": b"<x"}), State.DAMAGED),
        ("hueco.docx", zipped({"word/document.xml": b"<x/>"}), State.DAMAGED),
        ("clave.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), State.PASSWORD),
        ("millon.pdf", MILLION, State.PARTIAL),
    ],
)
def test_each_bad_file_ends_in_the_state_that_says_why(name: str, data: bytes, state: State) -> None:
    began = time.monotonic()
    assert sandbox.read(data, name).state == state
    assert time.monotonic() - began < 20


def test_reading_in_the_same_process_says_the_same() -> None:
    assert read(b"", "acta.txt").state == State.EMPTY
    assert str(Refused(State.BOMB, "entities")) == "bomb: entities"


def test_a_million_pages_claimed_are_told_and_the_one_there_is_is_read() -> None:
    reading = sandbox.read(MILLION, "millon.pdf")
    assert (reading.text.text, reading.pages, reading.notes[Note.PAGES_CLAIMED]) == ("Acta de Quibdo", 1, 1_000_000)


def test_a_child_that_takes_too_long_is_ended_with_all_it_started() -> None:
    assert sandbox.run(b"x", "a.txt", "read", clock=0.001).state == State.TOO_SLOW


def test_a_child_that_wants_too_much_or_dies_is_a_state(monkeypatch: pytest.MonkeyPatch) -> None:
    assert sandbox._died(signal.SIGXCPU).state == State.TOO_SLOW
    assert sandbox._died(signal.SIGKILL).state == State.TOO_HUNGRY
    assert sandbox._died(signal.SIGSEGV).state == State.CRASHED
    assert sandbox._reading(3, io.BytesIO(b"{}")).state == State.CRASHED
    assert sandbox._reading(0, io.BytesIO(b"")).state == State.CRASHED
    assert sandbox._reading(0, io.BytesIO(b"[1]")).state == State.CRASHED
    monkeypatch.setattr(sandbox, "LARGEST_INPUT", 3)
    assert sandbox.read(b"1234").state == State.TOO_BIG


def test_a_child_has_no_network_and_no_more_memory_than_it_should(tmp_path: Path) -> None:
    program = (
        "from minga.ingest import child\nimport resource, socket\n"
        "child.limit(512 << 20, 9)\nalone = child.leave_network()\n"
        "try:\n    bytearray(1 << 30); print('memory')\nexcept MemoryError:\n    pass\n"
        "s = socket.socket()\ntry:\n    s.connect(('127.0.0.1', 1))\nexcept OSError as e:\n    print(alone, e.errno)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, env=sandbox._environment(str(tmp_path))
    )
    alone, errno = done.stdout.split()
    if alone == "False":
        pytest.skip("this kernel lets no process leave its network")
    assert errno == "101"  # ENETUNREACH: not even the loopback of its own is up


def test_a_reading_says_the_same_on_the_other_side() -> None:
    text = Text("Acta", (Passage(Kind.FOOTNOTE, "1", 0, 4, 2),), (Place(0, 4, 2, Box(1, 2, 3, 4)),))
    reading = Reading(State.READ, Format.PDF, "x", text, Record("T"), 3, (Sheet(1, 2),), {Note.BY_OCR: 2})
    assert unpacked(packed(reading)) == reading
    with pytest.raises(ValueError, match="outside"):
        unpacked({**packed(reading), "text": ""})
    bare = Reading(State.EMPTY)
    assert unpacked(packed(bare)) == bare
    no_page = Reading(State.READ, text=Text("A", (Passage(Kind.PARAGRAPH, "", 0, 1),)))
    assert unpacked(packed(no_page)) == no_page


EXPECTED = {
    "derived_latin1.txt": State.READ,
    "derived_mojibake.txt": State.READ,
    "derived_password_secret_pt.pdf": State.PASSWORD,
    "derived_truncated_60pct.pdf": State.TRUNCATED,
    "derived_utf16.txt": State.READ,
}


LOST = {"derived_latin1.txt", "derived_mojibake.txt", "derived_utf16.txt"}


@pytest.mark.parametrize("name", EXPECTED)
def test_the_bad_files_at_hand_end_in_the_right_state_and_say_what_is_lost(name: str, shared: Path) -> None:
    reading = sandbox.read((shared / "data/documents/robustness" / name).read_bytes(), name)
    assert reading.state == EXPECTED[name]
    assert (Note.LETTERS_LOST in reading.notes) == (name in LOST)


def test_a_scan_is_kept_and_says_so_where_there_is_no_ocr(shared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "ocr", lambda: None)
    data = (shared / "data/documents/robustness/derived_scan_sincelejo_10pp_150dpi.pdf").read_bytes()
    reading = sandbox.read(data, "scan.pdf")
    assert (reading.state, reading.pages, reading.notes[Note.SCANNED_PAGES]) == (State.SCAN, 10, 10)


def test_a_word_file_of_old_says_what_is_missing_or_is_read(shared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = (shared / "data/documents/gaceta_br/fake_gazette.doc").read_bytes()
    if sandbox.office():
        assert sandbox.read(data, "gaceta.doc").text.text.startswith("Hi this is a document")
    monkeypatch.setattr(sandbox, "office", lambda: None)
    assert sandbox.read(data, "gaceta.doc").state == State.NEEDS_OFFICE


@pytest.mark.parametrize("suffix", ["pdf", "docx", "odt", "txt"])
def test_one_gazette_in_many_formats_gives_the_same_passages(suffix: str, shared: Path) -> None:
    folder = shared / "data/documents/gaceta_br"
    expected = ["Hi this is a document created to test the text extraction for the Querido Diário project."]
    assert said(sandbox.read((folder / f"fake_gazette.{suffix}").read_bytes(), f"gazette.{suffix}")) == expected


def test_the_laws_say_what_the_reference_says(shared: Path) -> None:
    shares = share_of_reference(shared / "data/documents/leyes_mx")
    assert len(shares) == 3 and min(shares.values()) >= 0.97, shares


def test_the_measure_itself_sees_what_is_missing_or_out_of_order() -> None:
    lines = ["uno dos", *[f"página {n}" for n in range(20)]]
    assert strip_repeated(lines) == ["uno", "dos"]
    assert in_order("abcdef", "abdcxf") == 4 and in_order("", "a") == 0 and in_order("ab", "ab") == 2


def test_hurt_files_end_as_a_person_would_say_and_bring_nobody_down() -> None:
    """Each kind of harm; MINGA_TEST_HURT=1000, or `python -m bench.robustness`, tries a thousand."""
    count = int(os.environ.get("MINGA_TEST_HURT", "0"))
    hurt = [*robustness.files(count)] if count else [*robustness.some(60)]
    with executor(2) as pool:
        ended = list(run_batch(pool, robustness.read_one, hurt))
    read_to_the_end = [(what, how) for what, how in zip(hurt, ended, strict=True) if not isinstance(how, Failed)]
    assert len(read_to_the_end) == len(hurt)
    assert [fault for pair in read_to_the_end if (fault := robustness.wrong(*pair))] == []
    assert max(how.memory for _, how in read_to_the_end) < 1.6 * 1024  # MiB; the child's own limit
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < 2 << 20  # KiB


def test_the_measure_of_hurt_files_sees_what_ends_wrongly(capsys: pytest.CaptureFixture[str]) -> None:
    hurt = robustness.Hurt("acta.txt", b"Acta", "cut", frozenset({State.EMPTY}))
    ended = robustness.read_one(hurt)
    assert robustness.report([(hurt, ended), (hurt, Failed(hurt, OSError("died")))]) == 2
    assert "acta.txt (cut): read" in capsys.readouterr().out
