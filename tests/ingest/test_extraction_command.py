"""`minga extract`: proposals at the terminal, nothing stored."""

import argparse
import json
from pathlib import Path
from typing import Any

import pytest
from docx import Document as Document_

from minga.evidence.models import Claim, Document
from minga.ingest import commands
from tests.ingest.papers import pdf

TEXT = "Medellín, Antioquia; Tolima; Bogotá, Cundinamarca. Cuentan con estrategias de cooperación (ver Paquin, 2004)."
PARTS = [
    "territory",
    "instrument",
    "event",
    "areas",
    "when",
    "year_first",
    "year_last",
    "actor",
    "counterparts",
    "hosted_in",
    "quote",
    "start",
    "end",
    "page",
    "cites",
    "confidence",
    "why",
    "alternatives",
]
pytestmark = pytest.mark.usefixtures("gazetteer")


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    commands.register(parser.add_subparsers())
    args = parser.parse_args(["extract", *words])
    return int(args.run(args))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "notas.txt"
    path.write_text(f"\fUna portada.\f{TEXT}", encoding="utf-8")
    return path


def test_programs_get_every_part_of_a_proposal(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(str(file), "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert [*told] == ["document", "claims", "warnings", "took_ms"]
    assert (told["document"]["language"], told["document"]["pages"]) == ("es", 3)
    assert [*told["claims"][0]] == PARTS
    assert {claim["page"] for claim in told["claims"]} == {3}
    bogota = next(claim for claim in told["claims"] if claim["territory"]["code"] == "CO-11001")
    assert bogota["alternatives"][0]["code"] == "CO-CUN"
    assert bogota["cites"] == [{"author": "Paquin", "year": 2004, "title": None}]


def test_nothing_is_stored(file: Path) -> None:
    before = Claim.objects.count(), Document.objects.count()
    assert run(str(file)) == 0
    assert (Claim.objects.count(), Document.objects.count()) == before


def test_a_reader_sees_the_words_and_the_doubt(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(str(file), "--country", "co", "--language", "es") == 0
    said = capsys.readouterr().out
    assert "¿o Cundinamarca (CO-CUN)?" in said
    assert "nada se guardó" in said


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16", "utf-8-sig"])
def test_a_text_is_read_in_the_encoding_it_has(
    encoding: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "texto.txt"
    path.write_bytes("Medellín creó en 1998 una oficina de cooperación.".encode(encoding))
    assert run(str(path), "--json") == 0
    assert json.loads(capsys.readouterr().out)["claims"][0]["when"] == "1998"


def test_what_is_no_text_is_refused_in_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "foto.bin"
    path.write_bytes(b"\x89PNG\x00\x00")
    assert run(str(path)) == 1
    assert run(str(tmp_path / "no-hay.txt")) == 1
    assert len(capsys.readouterr().err.splitlines()) == 2


FACT = "Medellín creó en 1998 una oficina de cooperación."


def told_of(path: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    assert run(str(path), "--json") == 0
    told: dict[str, Any] = json.loads(capsys.readouterr().out)
    return told


def test_documents_are_read_as_they_are_with_their_real_pages(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pages = ["Una portada.", FACT, FACT.replace("Medellín", "Tolima").replace("1998", "2001")]
    source = "\n#pagebreak()\n".join(pages)
    (tmp_path / "acta.pdf").write_bytes(pdf(source, tmp_path))
    told = told_of(tmp_path / "acta.pdf", capsys)
    assert told["document"]["pages"] == 3 and told["warnings"] == []
    assert [(claim["territory"]["code"], claim["when"], claim["page"]) for claim in told["claims"]] == [
        ("CO-05001", "1998", 2),
        ("CO-TOL", "2001", 3),
    ]
    docx = Document_()
    docx.add_paragraph(FACT)
    docx.save(str(tmp_path / "acta.docx"))
    told = told_of(tmp_path / "acta.docx", capsys)
    assert [*told["claims"][0]] == PARTS and told["claims"][0]["quote"] == FACT
    assert told["document"]["pages"] is None and told["claims"][0]["page"] is None
    (tmp_path / "nota.md").write_text(f"# Nota\n\n{FACT}\n", encoding="utf-8")
    (tmp_path / "nota.txt").write_bytes(FACT.encode("utf-16-le"))
    for name in ("nota.md", "nota.txt"):
        assert [claim["when"] for claim in told_of(tmp_path / name, capsys)["claims"]] == ["1998"]


def test_what_has_no_text_here_says_why(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("minga.ingest.sandbox.ocr", lambda: None)
    scan = tmp_path / "acta.png"
    scan.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(60))
    told = told_of(scan, capsys)
    assert (told["claims"], told["warnings"]) == ([], ["scan", "no_text"])
    assert run(str(scan)) == 0
    assert "falta tesseract" in capsys.readouterr().err
    torn = tmp_path / "roto.pdf"
    torn.write_bytes(b"%PDF-1.7\nnada")
    assert told_of(torn, capsys)["warnings"][0] in ("damaged", "truncated")


def test_an_empty_text_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "vacio.txt"
    path.write_text(" \n", encoding="utf-8")
    assert run(str(path), "--json") == 0
    assert json.loads(capsys.readouterr().out)["warnings"] == ["no_text"]
