"""`minga ingest`: a batch of any files, a line about each, and passages that are found."""

import io
import json
import os
from pathlib import Path
from typing import Any

import pytest

from minga.cli import build_parser
from minga.evidence.models import Document, Source
from minga.ingest.commands import run_ingest
from minga.ingest.domain.records import RecordAtFault, source_record
from minga.ingest.domain.states import Note, State
from minga.ingest.models import Proposal
from minga.ingest.reasons import kept_in_words, note_in_words, refusal_in_words, state_in_words
from minga.jobs import queries as jobs
from minga.search import actions as search
from minga.search.models import SearchEntry


def ingest(*words: str) -> int:
    return run_ingest(build_parser().parse_args(["ingest", *words]))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with good files and bad ones, some of them hidden or in a folder below."""
    here = tmp_path / "cartas"
    (here / "más").mkdir(parents=True)
    (here / "a.txt").write_text("La ciudad de Quibdó firmó un acuerdo con Toscana.")
    (here / "más" / "b.md").write_text("# Plan\n\nEl municipio de Morón creó su oficina en 1999.")
    (here / "vacío.pdf").write_bytes(b"")
    (here / ".oculto").write_text("no")
    return here


@pytest.mark.django_db
def test_one_bad_file_does_not_stop_the_batch(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert ingest(str(folder), str(folder / "falta.pdf")) == 1
    said = capsys.readouterr().out.splitlines()
    assert [line.split(": ")[0].rpartition("/")[2] for line in said[:4]] == ["a.txt", "b.md", "vacío.pdf", "falta.pdf"]
    assert "está vacío; no se guardó nada" in said[2] and "no existe" in said[3]
    assert said[4] == "Ficheros: 4; con texto: 2; sin él: 2."
    assert Document.objects.count() == 2


@pytest.mark.django_db
def test_a_name_that_is_no_text_is_shown_all_the_same(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    odd = os.path.join(os.fsencode(folder), b"acta\xff\n.txt")  # noqa: PTH118 - a name of bytes
    with open(odd, "wb") as file:  # noqa: PTH123
        file.write("El cabildo firmó.".encode())
    assert ingest(os.fsdecode(odd)) == 0
    assert "acta\ufffd" in capsys.readouterr().out


@pytest.mark.django_db
def test_the_same_batch_again_changes_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert ingest(str(folder / "a.txt")) == 0
    before = (Document.objects.count(), Source.objects.count())
    capsys.readouterr()
    assert ingest(str(folder / "a.txt"), str(folder / "a.txt")) == 0
    assert capsys.readouterr().out.count("ya estaba") == 2
    assert (Document.objects.count(), Source.objects.count()) == before


@pytest.mark.django_db
def test_the_passages_are_found_and_a_private_one_is_marked_so(folder: Path) -> None:
    ingest(str(folder / "a.txt"), "--access", "private", "--language", "es")
    search.refresh()
    entry = SearchEntry.objects.get(kind="passage")
    assert (entry.access, entry.language) == ("private", "es")


@pytest.mark.usefixtures("gazetteer")
def test_what_a_file_tells_waits_as_proposals_once_it_is_in(folder: Path) -> None:
    (folder / "a.txt").write_text("En 1999 la ciudad de Quibdó firmó un convenio de hermanamiento con Cali.")
    assert ingest(str(folder / "a.txt"), "--language", "es") == 0
    proposed = Proposal.objects.get()
    assert (proposed.territory.name, proposed.event, proposed.when) == ("Quibdó", "signed", "1999")
    assert jobs.waiting() == 0


@pytest.mark.django_db
def test_what_comes_on_the_standard_input_is_a_file(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Stdin:
        buffer = io.BytesIO("El concejo aprobó el plan.".encode())

    monkeypatch.setattr("sys.stdin", Stdin())
    assert ingest("-") == 0
    assert Document.objects.get().size == 27


@pytest.mark.django_db
def test_a_new_version_is_told_and_the_source_is_the_one_given(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    record = folder.parent / "csl.json"
    record.write_text(json.dumps([{"id": "Plan 2020", "title": "Plan", "issued": {"date-parts": [["2020", 5]]}}]))
    assert ingest(str(folder / "a.txt"), "--source", str(record)) == 0
    (folder / "a.txt").write_text("La ciudad de Quibdó firmó dos acuerdos.")
    assert ingest(str(folder / "a.txt"), "--source", str(record)) == 0
    assert Source.objects.get().slug == "plan-2020" and Source.objects.get().year == 2020
    assert "versión posterior a" in capsys.readouterr().out


@pytest.mark.django_db
@pytest.mark.parametrize(("written", "said"), [("{", "no es JSON"), ("[]", "item"), ('{"title": ""}', "title")])
def test_a_record_at_fault_stops_before_anything(
    written: str, said: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    record = folder.parent / "csl.json"
    record.write_text(written)
    assert ingest(str(folder), "--source", str(record)) == 1
    assert said in capsys.readouterr().err
    assert Document.objects.count() == 0


@pytest.mark.parametrize(
    ("item", "field"),
    [
        ({"title": "T", "author": "Ana"}, "author"),
        ({"title": "¿?"}, "id"),
        ({"title": "T", "issued": {"date-parts": []}}, "issued"),
        ({"title": "T", "issued": {"raw": "ayer"}}, "issued"),
        ({"title": "T", "issued": 2020}, "issued"),
    ],
)
def test_a_record_is_refused_by_the_field_at_fault(item: dict[str, Any], field: str) -> None:
    with pytest.raises(RecordAtFault, match=field):
        source_record(item)


def test_a_record_is_taken_as_reference_managers_write_it() -> None:
    assert source_record({"id": "Pérez 2020", "title": "T", "issued": {"raw": "2020-05-01"}}) == {
        "id": "perez-2020",
        "title": "T",
        "type": "document",
        "issued": {"date-parts": [[2020, 5, 1]]},
    }


def test_every_state_note_and_refusal_has_its_words() -> None:
    assert len({state_in_words(state) for state in State}) == len(State)
    assert {kept_in_words(state) for state in State} == {"no se guardó nada", "se guardó el original"}
    assert all(note_in_words(note, 3) for note in Note)
    assert refusal_in_words("failed") == "no se puede abrir"
