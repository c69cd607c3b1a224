"""`minga extract`: proposals at the terminal, nothing stored."""

import argparse
import json
from pathlib import Path

import pytest

from minga.evidence.models import Claim, Document
from minga.ingest import commands

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


def test_an_empty_text_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "vacio.txt"
    path.write_text(" \n", encoding="utf-8")
    assert run(str(path), "--json") == 0
    assert json.loads(capsys.readouterr().out)["warnings"] == ["no_text"]
