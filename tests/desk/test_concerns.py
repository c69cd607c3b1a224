"""What questions are about, by words of the field in four languages, and what a federation adds to the list."""

import json
from pathlib import Path
from typing import Any

import pytest

from minga.desk import adapters
from minga.desk.domain.concerns import LANGUAGES, Concerns, NotConcerns, joined

LIST = json.loads((Path(adapters.__file__).parent / "data" / "concerns.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("language", "text", "told"),
    [
        ("es", "¿Cuánto nos costaría HERMANARNOS con una ciudad japonesa?", {"cost", "twinning", "japan"}),
        ("pt", "Quanto custa uma cidade-irmã no Japão?", {"cost", "twinning", "japan"}),
        ("en", "What is the price of a sister\ncity in Japan?", {"cost", "twinning", "japan"}),
        ("fr", "Quel est le coût d'un jumelage avec une ville japonaise\u00a0?", {"cost", "twinning", "japan"}),
        ("es", "¿Basta alguien de medio tiempo?", {"part_time"}),
        ("en", "Is someone part-time enough?", {"part_time"}),
    ],
)
def test_the_same_is_told_in_whatever_language_it_is_asked(language: str, text: str, told: set[str]) -> None:
    assert told <= {*Concerns(LIST).told(text, language)}


def test_a_phrase_is_whole_words_in_their_order_and_a_star_begins_longer_ones() -> None:
    known = Concerns({"a": {"name": "a", "es": "medio tiempo, hij* adoptiv*, ¡"}, "b": {"name": "b", "pt": "tempo"}})
    for text, told in (
        ("A medio tiempo.", ("a",)),
        ("Hijos adoptivos", ("a",)),
        ("tiempo medio", ()),
        ("a medio", ()),
        ("intermedio tiempo", ()),
        ("medio tiempos", ()),
        ("tempo", ()),
        ("", ()),
    ):
        assert known.told(text, "es") == told, text
    assert known.told("tempo, tempo", "pt") == ("b",) and known.told("tempo", "de") == ()


def test_our_list_speaks_four_languages_and_names_each_concern_once() -> None:
    assert joined([LIST]) == LIST
    names = [said["name"] for said in LIST.values()]
    assert len(names) == len(set(names)) > 200
    for code, said in LIST.items():
        assert code.isidentifier() and all(said[language] for language in LANGUAGES), code


def test_a_federation_adds_words_and_concerns_of_its_own(
    tmp_path: Path, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.MINGA_HOME = tmp_path
    adapters.concerns.cache_clear()
    ours = adapters.concerns()
    own = {
        "cost": {"es": "lucas*"},
        "panela": {"name": "panela", "es": "panela*, trapiche*"},
        "visa": {"name": "visado"},
    }
    (tmp_path / "concerns.json").write_text(json.dumps(own), encoding="utf-8")
    adapters.concerns.cache_clear()
    theirs = adapters.concerns()
    assert {"cost", "panela"} <= {*theirs.told("¿Cuántas lucas vale un trapiche?", "es")}
    assert theirs.names["panela"] == "panela" and theirs.names["visa"] == "visado" and theirs.names["cost"] == "costo"
    assert theirs.told("¿Qué visa?", "es") == ours.told("¿Qué visa?", "es") and theirs.mark != ours.mark
    for broken in (
        "[]",
        "{",
        '{"x": "y"}',
        '{"x": {"es": "y"}}',
        '{"x": {"name": "x", "es": ["y"]}}',
        '{"x": {"de": "y"}}',
    ):
        (tmp_path / "concerns.json").write_text(broken, encoding="utf-8")
        adapters.concerns.cache_clear()
        assert adapters.concerns().mark == ours.mark and "concerns.json" in caplog.text
        caplog.clear()
    adapters.concerns.cache_clear()
    with pytest.raises(NotConcerns, match="x"):
        joined([{"x": {"es": "y"}}])
