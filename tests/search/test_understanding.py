"""A question in an officer's own words becomes filters that can be seen, and never a wrong one in silence."""

import time
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from minga.evidence.domain.vocabulary import vocabulary
from minga.kit.text import fold
from minga.search.domain import understanding
from minga.search.domain.places import PlaceMatch
from minga.search.domain.understanding import Chip, Understood, understand
from minga.search.lexicon import country_names, lexicon
from tests.search.questions import NOTHING, TODAY, ask, differences, questions

GOLD = questions()


@pytest.fixture(scope="module", autouse=True)
def words_read_anew() -> None:
    """Whatever another test has read already: here it is tried."""
    understanding._years_of.cache_clear()
    ask("oficinas creadas antes de 1990")


def chip(understood: Understood, kind: str) -> Chip:
    return next(chip for chip in understood.chips if chip.kind == kind)


@pytest.mark.parametrize("row", GOLD, ids=[row["q"] for row in GOLD])
def test_an_officers_question_is_understood(row: dict[str, Any]) -> None:
    assert not differences(row)


def test_the_gold_holds_questions_of_four_languages_and_questions_that_set_no_filter() -> None:
    assert len(GOLD) >= 120
    assert {ask(row["q"]).language for row in GOLD} == {"es", "en", "pt", "fr"}
    assert sum(not set(row) & set(NOTHING) for row in GOLD) >= 12


def test_each_chip_stands_at_its_words() -> None:
    question = "¿Qué oficinas se crearon antes de 1990 en el Brasil?"
    understood = ask(question)
    assert [(c.kind, c.code, c.text) for c in understood.chips] == [
        ("instrument", "organ", "oficinas"),
        ("event", "created", "crearon"),
        ("to", "1989", "antes de 1990"),
        ("country", "BR", "Brasil"),
    ]
    assert all(question[c.start : c.end] == c.text for c in understood.chips)


@pytest.mark.parametrize("question", ["OFICINAS CALDONO, COLOMBIA", "Caldono, Colombia"])
def test_a_small_place_with_its_country_beside_it_is_meant_where_capitals_say_nothing(question: str) -> None:
    assert chip(ask(question), "territory").code == "CO-19137"


def test_a_broad_word_can_be_narrowed_and_a_narrow_one_widened() -> None:
    assert chip(ask("oficinas"), "instrument").alternatives == (
        "office",
        "directorate",
        "secretariat",
        "ministry",
        "agency",
        "focal_point",
    )
    assert chip(ask("secretarías"), "instrument").alternatives == ("organ",)
    assert chip(ask("turismo"), "area").alternatives == ()


def test_a_chip_that_the_reader_removes_gives_its_words_back() -> None:
    understood = ask("oficinas en Brasil", removed={"instrument:organ"})
    assert understood.instruments == () and understood.words == "oficinas"
    assert chip(understood, "instrument").reason == "removed"
    assert understood.country == ("BR",)


def test_a_chip_that_the_reader_narrows_filters_by_the_narrower_concept() -> None:
    understood = ask("oficinas en Brasil", chosen={"instrument:organ": "secretariat"})
    assert understood.instruments == ("secretariat",)


def test_a_name_of_many_places_filters_only_once_the_reader_has_chosen() -> None:
    understood = ask("hermanamientos de Rosario")
    found = chip(understood, "territory")
    assert understood.territory is None and not found.applied and found.reason == "ambiguous"
    assert found.alternatives[0] == "AR-gn3838583" and len(found.alternatives) > 3
    assert "ambiguous" in understood.notices
    assert ask("hermanamientos de Rosario", chosen={found.key: "AR-gn3838583"}).territory == "AR-gn3838583"


def test_a_state_and_its_city_of_one_name_are_searched_as_the_state_with_the_city_offered() -> None:
    found = chip(ask("agencias de São Paulo"), "territory")
    assert (found.code, found.alternatives) == ("BR-SP", ("BR-3550308",))
    assert ask("agencias de la prefeitura de São Paulo").territory == "BR-3550308"


def test_a_counterpart_is_shown_and_does_not_filter() -> None:
    understood = ask("convenios de Jalisco con Alemania")
    assert understood.country == () and understood.territory == "MX-JAL"
    assert chip(understood, "country").reason == "counterpart"
    assert understood.words == "Alemania"


def test_the_side_of_a_bond_is_shared_by_names_joined_with_and() -> None:
    understood = ask("convenios de Jalisco con Alemania y Francia")
    assert [c.reason for c in understood.chips if c.kind == "country"] == ["counterpart", "counterpart"]
    assert ask("convenios con ciudades de Francia").country == ()
    assert ask("hermanamientos con Lyon y Bordeaux").territory is None


def test_a_negation_takes_the_filter_away_and_is_told() -> None:
    for question in ("ciudades sin oficina", "cities that do not have an office", "cidades que não têm assessoria"):
        understood = ask(question)
        assert understood.instruments == () and "negated" in understood.notices
    assert ask("municipios sin oficina en Brasil").country == ("BR",)
    assert ask("oficinas en países que no son Brasil").country == ()
    assert ask("oficinas excepto en Brasil").country == ()
    assert ask("no encuentro nada. Oficinas").instruments == ("organ",)
    assert ask("sin Medellín pero oficinas").instruments == ("organ",)


def test_no_in_portuguese_is_no_negation() -> None:
    assert ask("acordos no Brasil").country == ("BR",)
    assert ask("no Recife, quais acordos foram assinados?").instruments == ("agreement",)


def test_what_someone_wants_to_do_is_not_what_was_done() -> None:
    wish = ask("cómo crear una agencia")
    assert wish.events == () and chip(wish, "event").reason == "wish"
    assert ask("agencias creadas").events == ("created",)


def test_cooperation_is_too_loose_a_word_to_filter() -> None:
    understood = ask("cooperación internacional en Colombia")
    assert understood.areas == () and chip(understood, "area").reason == "hint"
    assert understood.words == "cooperación internacional"


def test_an_area_named_inside_an_instrument_is_not_a_second_filter() -> None:
    assert ask("estrategia de cooperación internacional").areas == ()
    assert [c.kind for c in ask("estrategia de cooperación internacional").chips] == ["instrument"]


def test_a_loose_verb_needs_an_instrument_beside_it() -> None:
    assert ask("datos abiertos en Brasil").events == ()
    assert ask("oficinas abiertas en Brasil").events == ("created",)
    assert ask("actividades organizadas por Curitiba").events == ()


def test_accents_and_capitals_decide_where_only_they_tell_words_apart() -> None:
    assert ask("quién cerró la oficina").events == ("discontinued",)
    assert ask("oficina del cerro").events == ()
    assert ask("states of the US with offices").country == ("US",)
    assert ask("tell us about offices").country == ()


def test_town_names_that_are_everyday_words_are_words() -> None:
    for question in ("educación para la paz", "salud y libertad", "victoria electoral", "el mar del norte", "Firma ya"):
        assert ask(question).territory is None
    assert ask("oficinas en La Paz, Bolivia").territory == "BO-L"
    assert ask("la reforma en Reforma").territory is None


def test_a_small_town_needs_a_capital_and_a_preposition_or_a_title() -> None:
    assert ask("estrategia de Caldono").territory == "CO-19137"
    assert ask("municipio de caldono").territory == "CO-19137"
    offered = ask("estrategias en caldono")
    assert offered.territory is None and chip(offered, "territory").reason == "unsure"
    assert "territory" not in {c.kind for c in ask("caldono estrategias").chips}
    assert "territory" not in {c.kind for c in ask("Estrategias en caldono de Colombia").chips}


def test_a_large_citys_name_in_small_letters_among_capitals_is_only_offered() -> None:
    understood = ask("Convenios de medellín con Brasil")
    assert understood.territory is None and chip(understood, "territory").reason == "unsure"
    assert ask("convenios medellin").territory == "CO-05001"


def test_a_state_of_mind_is_no_title() -> None:
    assert "territory" not in {c.kind for c in ask("estado caldono").chips}


def test_two_territories_are_offered_and_none_filters() -> None:
    understood = ask("agencias de Medellín y de Curitiba")
    assert understood.territory is None and understood.notices == ("several",)
    assert understood.words == "Medellín Curitiba"


def test_a_territory_outside_the_country_named_does_not_filter() -> None:
    understood = ask("oficinas en Brasil y Medellín")
    assert understood.territory is None and understood.country == ("BR",)


def test_two_levels_are_offered_and_none_filters() -> None:
    assert ask("qué municipios y qué provincias tienen agencias").level is None


def test_a_mexican_state_and_the_country_are_told_apart() -> None:
    assert ask("agencias del Estado de México").territory == "MX-MEX"
    assert ask("agencias en México").country == ("MX",)
    assert ask("México agencias").country == ()


def test_a_year_counts_only_as_a_date() -> None:
    assert (ask("plan 1998").year_from, ask("Agenda 2030").year_from) == (None, None)
    assert ask("convenios 1998").year_from == 1998
    assert ask("la crisis de 2008").year_from is None
    assert chip(ask("la crisis de 2008"), "from").reason == "unsure"


def test_a_name_that_the_gazetteer_knows_without_bearers_is_a_word() -> None:
    understood = understand("agencias de Macondo", lexicon=lexicon(), places=lambda names: {"macondo": PlaceMatch(())})
    assert understood.words == "Macondo" and len(understood.chips) == 1


def test_the_json_of_a_question_has_every_key_even_where_nothing_is_understood() -> None:
    assert ask("¿?").as_json() == NOTHING | {"words": ""}


def test_every_code_that_a_question_gives_is_in_the_vocabulary() -> None:
    for row in GOLD:
        understood = ask(row["q"])
        for scheme, codes in (("instrument", understood.instruments), ("event", understood.events)):
            assert all(vocabulary().has(code, scheme) for code in codes)


def test_every_country_with_a_demonym_has_a_name_in_four_languages() -> None:
    assert all(len(names) == 4 for code, names in country_names().items() if code in ("BR", "MX", "CH", "VE"))


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=500))
@example("\x00 <script>alert(1)</script> '; DROP TABLE claim; --")
@example("مكاتب التعاون في البرازيل 🏛️ 办公室")
@example("²⁰¹⁵ ٢٠١٥ en ½ a\u0301\u0301 ﬁrma ǅ")
@example("años años 90 y los")
@example("ͺ")
def test_no_text_whatever_breaks_the_understanding(question: str) -> None:
    understood = ask(question)
    assert all(question[c.start : c.end] == c.text for c in understood.chips)


pieces = st.sampled_from(sorted({word for row in GOLD for word in row["q"].split()}))


@settings(max_examples=300, deadline=None)
@given(st.lists(pieces, max_size=20).map(" ".join))
def test_words_of_questions_in_any_order_are_understood_without_failing(question: str) -> None:
    understood = ask(question)
    assert fold(understood.words) == " ".join(fold(understood.words).split())
    assert understood.year_from is None or understood.year_to is None or understood.year_from <= understood.year_to


def test_a_question_is_understood_in_less_than_three_milliseconds() -> None:
    for row in GOLD:
        ask(row["q"])
    started = time.process_time()
    for row in GOLD:
        understand(row["q"], lexicon=lexicon(), places=lambda names: {}, today=TODAY)
    assert (time.process_time() - started) / len(GOLD) < 0.01
