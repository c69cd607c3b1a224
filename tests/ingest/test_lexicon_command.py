"""`minga lexicon`: a researcher sees what her words change before they are kept, without a line of Python."""

import argparse
import json
from pathlib import Path
from typing import Any

import pytest

from minga.evidence.domain.vocabulary import DEFAULT_PATH
from minga.ingest import commands
from minga.ingest.commands_lexicon import GOLD
from minga.ingest.domain.measuring import Effect, Found, Read, differences, f1, interval
from minga.ingest.extracting import data_of, extract, trying
from minga.ingest.measuring import read

pytestmark = pytest.mark.usefixtures("gazetteer")
TEXT = "Medellín alumbró en 1998 una oficina de cooperación."
CLAIM = {"territory": "Medellín", "country": "CO", "level": "municipality", "instrument": "office", "event": "created",
         "year": 1998, "areas": []}  # fmt: skip


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    commands.register(parser.add_subparsers())
    args = parser.parse_args(["lexicon", *words])
    return int(args.run(args))


@pytest.fixture
def changed(tmp_path: Path) -> Path:
    """A copy of the Spanish words in which "alumbrar" is to create, and "crear" is nothing."""
    data = json.loads(json.dumps(data_of("es")))
    data["verbs"]["created"] = data["verbs"]["created"].replace("crear", "alumbrar")
    path = tmp_path / "es-b.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    return path


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    created = TEXT.replace("alumbró", "creó")
    rows = [
        {"id": "a", "lang": "es", "text": TEXT, "claims": [CLAIM]},
        {"id": "b", "lang": "es", "text": created, "claims": [CLAIM]},
        {"id": "c", "lang": "es", "text": TEXT.replace("1998", "1999"), "claims": []},
        {"id": "d", "lang": "es", "text": created.replace("1998", "1999"), "claims": []},
    ]
    path = tmp_path / "gold.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)) + "\n\n", encoding="utf-8")
    return path


def test_each_proposal_won_and_lost_is_told_with_the_figures(
    changed: Path, gold: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(str(changed), "--gold", str(gold)) == 0
    lines = capsys.readouterr().out.splitlines()
    assert ["+", "event", "es", "0.500", "0.500"] in [line.split() for line in lines]
    effects = {"acierto ganado": "a", "acierto perdido": "b", "error nuevo": "c", "error que se va": "d"}
    for effect, passage in effects.items():
        assert any(line.startswith(f"{effect} ") and f" {passage} " in line for line in lines), effect
    # Nothing was kept.
    assert not extract(TEXT) and extract(TEXT.replace("alumbró", "creó"))


def test_the_same_words_change_nothing_and_the_vocabulary_may_be_tried_too(
    gold: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    same = tmp_path / "vocabulary.json"
    same.write_bytes(DEFAULT_PATH.read_bytes())
    assert run(str(same), "--gold", str(gold)) == 0
    assert "Nada cambia" in capsys.readouterr().out
    vocabulary = json.loads(same.read_text(encoding="utf-8"))
    vocabulary["concepts"][0]["scheme"] = "nadie"
    same.write_text(json.dumps(vocabulary), encoding="utf-8")
    assert run(str(same), "--gold", str(gold)) == 1
    assert "nadie" in capsys.readouterr().err


def test_a_file_at_fault_is_named_with_its_fault(
    gold: Path, changed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong: dict[str, Any] = dict.fromkeys(data_of("es"), 7)
    for name, content, fault in (
        ("es.json", "{}", "le falta"), ("palabras.json", "{}", "de qué es copia"), ("fr.json", "{", "no es JSON"),
        ("es-c.json", json.dumps(wrong), "No se puede leer con esas palabras"), ("no.json", None, "no existe"),
    ):  # fmt: skip
        if content is not None:
            (tmp_path / name).write_text(content, encoding="utf-8")
        assert run(str(tmp_path / name), "--gold", str(gold)) == 1
        assert fault in capsys.readouterr().err
    (tmp_path / "mal.jsonl").write_text('{"id": 1}\n', encoding="utf-8")
    unknown = {"id": "a", "lang": "es", "text": TEXT, "claims": [CLAIM | {"level": "reino"}]}
    (tmp_path / "nivel.jsonl").write_text(json.dumps(unknown), encoding="utf-8")
    for name, fault in (("mal.jsonl", "línea 1"), ("nada.jsonl", "no existe"), ("nivel.jsonl", "reino")):
        assert run(str(changed), "--gold", str(tmp_path / name)) == 1
        assert fault in capsys.readouterr().err
    assert GOLD.is_file()


def test_a_level_is_compared_by_its_kind_whatever_the_writer_calls_it() -> None:
    said = {"local": ("local", "City", "municipality", "commune"), "middle": ("middle", "state", "Province", "region")}
    for kind, levels in said.items():
        row = {"id": "a", "lang": "es", "text": "", "claims": [CLAIM | {"level": level} for level in levels]}
        assert {found.territory for found in read(row, lambda row: []).gold} == {f"Medellín (CO, {kind})"}


def test_words_that_are_tried_are_gone_afterwards_whatever_happens() -> None:
    words = data_of("es")
    with pytest.raises(RuntimeError), trying({"es": {**words, "verbs": {}}}):
        assert data_of("es")["verbs"] == {}
        raise RuntimeError
    assert data_of("es") == words


def test_differences_and_intervals_count_each_proposal_once() -> None:
    one, other = Found("A (CO, local)", "office", 1998, "created"), Found("A (CO, local)", "office", 1999, "created")
    before, after = Read("p", "es", (one,), (other,)), Read("p", "es", (one,), (one,))
    effects = [(each.effect, each.found) for each in differences([before], [after])]
    assert effects == [(Effect.ERROR_GONE, other), (Effect.WON, one)]
    assert f1(0, 0, 1) == 0.0 and f1(1, 1, 1) == 1.0
    assert interval([after], 2) == (1.0, 1.0)
