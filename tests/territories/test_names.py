"""What a name says of the level it asks for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minga.kit.text import fold
from minga.territories.domain.names import bare, readable, readings, without_level


@pytest.mark.parametrize(
    ("name", "called", "level"),
    [
        ("Municipalidad del Rosario", "rosario", "municipality"),
        ("gobernador de Río de Janeiro", "rio de janeiro", "first"),
        ("Prefeitura de São Paulo", "sao paulo", "municipality"),
        ("Departamento del Cauca", "cauca", "department"),
        ("Region of Murcia", "murcia", "region"),
        ("Cantón Ginebra", "ginebra", "canton"),
        ("Los Angeles County", "los angeles", "county"),
    ],
)
def test_a_word_of_level_is_taken_off_and_asks_for_its_level(name: str, called: str, level: str) -> None:
    last = readings(fold(name))[-1]
    assert (last.name, set(last.levels)) == (called, {level})


def test_the_article_may_belong_to_the_name() -> None:
    names = [way.name for way in readings(fold("Municipalidad de la Plata"))]
    assert "la plata" in names
    assert "plata" in names


def test_what_stands_after_a_comma_or_in_brackets_holds_the_territory() -> None:
    assert readings("caldono, cauca")[-1].within == ("cauca",)
    assert readings("rosario (argentina)")[-1].within == ("argentina",)


def test_a_level_in_brackets_is_asked_for_and_holds_nothing() -> None:
    last = readings("buenos aires (provincia)")[-1]
    assert (set(last.levels), last.within) == ({"province"}, ())


def test_a_name_that_is_only_a_word_of_level_stays() -> None:
    assert bare("estado") == "estado"
    assert [way.name for way in readings("ciudad")] == ["ciudad", "ciudad"]


def test_punctuation_alone_is_no_name_of_parts() -> None:
    assert [way.name for way in readings(",,,")] == [",,,"]


def test_an_inverted_name_is_read_aloud() -> None:
    assert readable("Madrid,  Comunidad de") == "Comunidad de Madrid"
    assert readable("Bogotá  D.C.") == "Bogotá D.C."


def test_a_municipality_is_shown_without_the_word() -> None:
    assert without_level("Municipio de Guatemala") == "Guatemala"
    assert without_level("Distrito de Mariato") == "Mariato"
    assert without_level("Distrito Central") == "Distrito Central"
    assert without_level("Caldono") == "Caldono"


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    assert all(way.name for way in readings(fold(text)))


def test_a_city_of_the_source_keeps_its_word_though_a_question_may_drop_it() -> None:
    assert bare("kansas city") == "kansas city"
    assert [way.name for way in readings("kansas city")][-1] == "kansas"
    assert bare("gobierno del estado de rio de janeiro") == "rio de janeiro"
