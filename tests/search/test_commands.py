"""Asking at the terminal."""

import argparse
import json

import pytest

from minga.search import commands

pytestmark = pytest.mark.unmeasured

RESULT = [
    "kind",
    "ref",
    "statement",
    "status",
    "evidence",
    "territory",
    "organization",
    "instrument",
    "event",
    "areas",
    "when",
    "year_first",
    "quote",
    "note",
    "source",
    "score",
    "url",
]


def asked(*words: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    commands.register(parser.add_subparsers())
    return parser.parse_args(words)


@pytest.mark.usefixtures("world")
def test_an_answer_for_programs_holds_every_part_of_it(capsys: pytest.CaptureFixture[str]) -> None:
    args = asked("find", "oficinas creadas antes de 1990", "--country", "br", "--limit", "3", "--json")
    assert args.run(args) == 0
    answer = json.loads(capsys.readouterr().out)
    assert list(answer) == ["query", "understood", "took_ms", "total", "nearest", "results"]
    assert list(answer["understood"]) == [
        "instruments",
        "events",
        "areas",
        "country",
        "territory",
        "level",
        "from",
        "to",
        "words",
    ]
    first = answer["results"][0]
    assert list(first) == RESULT
    assert set(first["territory"]) == {"name", "country", "level", "code", "geonames_id"}
    assert first["territory"]["country"] == "BR" and first["year_first"] < 1990
    assert {"title", "authors", "year", "url", "locator"} == set(first["source"])
    assert len(answer["results"]) == 3 < answer["total"]


@pytest.mark.usefixtures("world")
def test_what_is_not_known_is_null_and_background_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    args = asked("find", "agencias y oficinas de Colombia", "--limit", "500", "--json")
    assert args.run(args) == 0
    results = json.loads(capsys.readouterr().out)["results"]
    assert {"claim", "background"} <= {result["kind"] for result in results}
    assert {result["evidence"] for result in results} <= {"quoted", "located", "cited"}
    assert all(result[name] != "" for result in results for name in RESULT)
    assert all((result["quote"] is None) != (result["evidence"] == "quoted") for result in results)


@pytest.mark.usefixtures("gazetteer")
@pytest.mark.parametrize(
    ("flags", "why"),
    [
        (["--country", "XX"], "no es un país"),
        (["--territory", "Rosario"], "puede ser varios territorios"),
        (["--territory", "ZZ-1"], "No hay territorio con el código"),
        (["--from", "2000", "--to", "1990"], "no hay años entre ambos"),
    ],
)
def test_a_condition_that_makes_no_sense_is_refused_in_a_sentence(
    flags: list[str], why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    args = asked("find", "agencias", *flags)
    assert args.run(args) == 2
    told = capsys.readouterr()
    assert why in told.err and not told.out


@pytest.mark.parametrize(
    ("flags", "why"),
    [
        (["--limit", "0"], "«0» no es un número entre 1 y 10000"),
        (["--limit", "-3"], "«-3» no es un número"),
        (["--limit", "9" * 30], "no es un número entre 1 y 10000"),
        (["--from", "ayer"], "«ayer» no es un año"),
        (["--to", "0"], "«0» no es un año"),
        (["--instrument", "oficinita"], "no está en el vocabulario"),
        (["--area", "deportes"], "no está en el vocabulario"),
    ],
)
def test_a_flag_badly_written_is_refused_in_a_sentence(
    flags: list[str], why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        asked("find", "agencias", *flags)
    assert left.value.code == 2 and why in capsys.readouterr().err


@pytest.mark.usefixtures("world")
def test_the_flags_narrow_what_the_question_leaves_open(capsys: pytest.CaptureFixture[str]) -> None:
    flags = ["--territory", "co-ant", "--instrument", "AGENCY", "--area", "foreign_investment", "--from", "2000"]
    args = asked("find", "inversión", *flags, "--to", "2010", "--limit", "50", "--json")
    assert args.run(args) == 0
    results = json.loads(capsys.readouterr().out)["results"]
    assert results and all(result["instrument"] == "agency" for result in results)
    assert all("foreign_investment" in result["areas"] for result in results)
    assert all(result["year_first"] is None or 2000 <= result["year_first"] <= 2010 for result in results)


@pytest.mark.usefixtures("world")
def test_an_answer_for_people_tells_apart_what_has_no_date_and_what_was_set_aside(
    capsys: pytest.CaptureFixture[str],
) -> None:
    args = asked("find", "hermanamientos desde 2020", "--limit", "500")
    assert args.run(args) == 0
    assert "Sin fecha (" in capsys.readouterr().out
    args = asked("find", "bureaux du Québec fermés en 2014")
    assert args.run(args) == 0
    assert "Se dejó de lado, porque con ello nada responde: bureaux, fermés." in capsys.readouterr().err


@pytest.mark.usefixtures("world")
def test_an_answer_for_people_shows_the_words_and_their_source(capsys: pytest.CaptureFixture[str]) -> None:
    args = asked("find", "oficina en el despacho del gobernador de Jalisco")
    assert args.run(args) == 0
    told = capsys.readouterr().out
    assert "MG-F12" in told and "«" in told


@pytest.mark.django_db
def test_an_empty_base_says_that_silence_is_not_absence(capsys: pytest.CaptureFixture[str]) -> None:
    args = asked("find", "jumelages")
    assert args.run(args) == 0
    assert "no quiere decir que no exista" in capsys.readouterr().out
