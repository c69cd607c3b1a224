"""Asking at the terminal."""

import argparse
import json

import pytest

from minga.search import commands


def asked(*words: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    commands.register(parser.add_subparsers())
    return parser.parse_args(words)


@pytest.mark.usefixtures("world")
def test_an_answer_for_programs_holds_every_part_of_it(capsys: pytest.CaptureFixture[str]) -> None:
    args = asked("find", "oficinas creadas antes de 1990", "--country", "br", "--limit", "3", "--json")
    assert args.run(args) == 0
    answer = json.loads(capsys.readouterr().out)
    assert {"query", "understood", "took_ms", "total", "nearest", "results"} <= set(answer)
    first = answer["results"][0]
    assert first["territory"]["country"] == "BR" and first["year_first"] < 1990
    assert {"title", "authors", "year", "url", "locator"} == set(first["source"])
    assert len(answer["results"]) <= 3


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
