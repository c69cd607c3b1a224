"""Rules of reading over a gazetteer of five governments, without a database."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minga.ingest.domain.extraction import Called, Gazetteer, Place, Proposal, Reader, propose, spoken_names, tokens
from minga.ingest.domain.extraction.choosing import fits
from minga.ingest.domain.extraction.cites import cited
from minga.ingest.domain.extraction.proposals import confidence
from minga.ingest.extracting import area_words, compatible, lexicon

PE, EC = ("PE",), ("EC",)
PLACES = {
    "lima": Place("PE-LIM", "Lima", "PE", "municipality", PE, 9_000_000),
    "quito": Place("EC-QUI", "Quito", "EC", "municipality", EC, 2_000_000),
    "turin": Place("IT-TO", "Turín", "IT", "municipality", ("IT",), 800_000),
    "tenerife": Place("ES-TF", "Tenerife", "ES", "province", ("ES",), 900_000),
    "piura": Place("PE-PIU", "Piura", "PE", "region", PE, 1_800_000),
    "peru": Place("PE", "Perú", "PE", "country", (), 33_000_000),
}
NAMES = Gazetteer({name: (Called(place, written=place.name),) for name, place in PLACES.items()})


def proposals(text: str, lang: str = "es", country: str | None = None) -> list[Proposal]:
    return propose(
        text, Reader(NAMES, lexicon(lang), area_words(lang), compatible(), country), {"* 0": 0.9, "* 1": 0.7}
    )


def told(text: str, lang: str = "es") -> set[tuple[str, str, str, str]]:
    return {(one.place.name, one.instrument, one.event, one.when) for one in proposals(text, lang)}


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        (
            "La Región Piura aprobó en 2015 su estrategia internacional, elaborada por la Unidad Internacional.",
            {("Piura", "external_action_strategy", "adopted", "2015"), ("Piura", "office", "in_force", "")},
        ),
        ("El Cabildo de Tenerife firmó en 2001 un convenio.", {("Tenerife", "agreement", "signed", "2001")}),
        ("Lima firmó un convenio en los años 80.", {("Lima", "agreement", "signed", "198X")}),
        ("Lima firmó en 1998 un convenio. Pasados tres años, lo canceló.",
         {("Lima", "agreement", "signed", "1998"), ("Lima", "agreement", "discontinued", "2001")}),
        ("Lima firmó un convenio en 2015-2010.", {("Lima", "agreement", "signed", "2015")}),
        ("Lima firmó un convenio en 2010 (no 2014).", {("Lima", "agreement", "signed", "2010")}),
        ("Por la Ley 5 de 2010, Lima reguló su acción exterior.", {("Lima", "law_or_competence", "adopted", "2010")}),
        ("En 2010, Lima reguló su acción.", set()),
        ("Lima firmó en 2011 el Pacto de los Alcaldes.", {("Lima", "network_membership", "joined", "2011")}),
        ("Los hermanamientos de Lima con Quito (1987) y Turín (1999).",
         {("Lima", "twinning", "signed", "1987"), ("Lima", "twinning", "signed", "1999")}),
        ("Lima creó en 1995 una Secretaría de Asuntos Exteriores. Siguieron las de Quito (1997) y Turín (2000).",
         {("Lima", "secretariat", "created", "1995"), ("Quito", "secretariat", "created", "1997"),
          ("Turín", "secretariat", "created", "2000")}),
        ("Según el convenio, Lima inició gestiones en 2004.", set()),
        ("Lima celebra su creación en 2010.", set()),
        ("Lima aprobó en 2010 una ley. Después la cerró.", {("Lima", "law_or_competence", "adopted", "2010")}),
        ("Lima se incorporó como miembro en 2001.", {("Lima", "network_membership", "joined", "2001")}),
        ("Lima ingresó en 2001 a Vértice.", {("Lima", "network_membership", "joined", "2001")}),
        ("Lima ingresó en 2001 al mercado.", set()),
        ("Miembros y actos:\n- Lima, creó una oficina internacional (1999)\n- Quito, firmó un convenio (2001)",
         {("Lima", "office", "created", "1999"), ("Quito", "agreement", "signed", "2001")}),
        ("- Lima firmó un convenio en 1999\n- Quito firmó un convenio en 2001",
         {("Lima", "agreement", "signed", "1999"), ("Quito", "agreement", "signed", "2001")}),
        ("Convenios:\n- Lima, 1999\n- Quito, 2001\nTurín firmó un convenio en 2005.",
         {("Lima", "agreement", "signed", "1999"), ("Quito", "agreement", "signed", "2001"),
          ("Turín", "agreement", "signed", "2005")}),
        ("Hermanamientos de Lima: Turín (1999), Quito (2001)",
         {("Lima", "twinning", "signed", "1999"), ("Lima", "twinning", "signed", "2001")}),
        ("El Sr. Paz y Lima firmaron en 1999 un convenio. ", {("Lima", "agreement", "signed", "1999")}),
        ("La creación por Lima de una oficina internacional data de 2010.", {("Lima", "office", "created", "2010")}),
        ("Son miembros de la red: Lima y Quito.",
         {("Lima", "network_membership", "in_force", ""), ("Quito", "network_membership", "in_force", "")}),
        ("Lima firmó un convenio en 2001; el convenio terminó en 2004.",
         {("Lima", "agreement", "signed", "2001"), ("Lima", "agreement", "discontinued", "2004")}),
        ("Lima creció; abrió en 2001 una oficina internacional.", {("Lima", "office", "created", "2001")}),
        ("Lima abrió una oficina internacional, en 2006, Quito firmó un convenio.",
         {("Lima", "office", "created", ""), ("Quito", "agreement", "signed", "2006")}),
        ("Lima mantiene una oficina internacional y", {("Lima", "office", "in_force", "")}),
        ("Lima firmó un convenio en los", {("Lima", "agreement", "signed", "")}),
        ("En 1995 fundaron Lima y Quito la red Vértice.",
         {("Lima", "network_foundation", "created", "1995"), ("Quito", "network_foundation", "created", "1995")}),
        ("Lima abrió en 2001 una oficina internacional. En 2006 cerró la suya.",
         {("Lima", "office", "created", "2001"), ("Lima", "office", "discontinued", "2006")}),
        ("Lima firmó en 1998 un convenio. Lo canceló hace tres años",
         {("Lima", "agreement", "signed", "1998"), ("Lima", "agreement", "discontinued", "")}),
        ("Lima firmó en 1998 un convenio. Por tres años lo suspendió.",
         {("Lima", "agreement", "signed", "1998"), ("Lima", "agreement", "discontinued", "")}),
        ("* * *", set()),
        ("Ver Lima, J. (2004).", set()),
        ("Perú firmó en 1998 un convenio.", set()),
        ("Lima firmó en 2010 una asociación con Quito.", {("Lima", "agreement", "signed", "2010")}),
        ("En 2016 Lima ingresó en Mercociudades y, semanas después, abrió una oficina internacional.",
         {("Lima", "network_membership", "joined", "2016"), ("Lima", "office", "created", "2016")}),
        ("Quito atiende su agenda desde una Secretaría de Relaciones Internacionales.",
         {("Quito", "secretariat", "in_force", "")}),
        ("La cooperación entre Lima y Quito se formalizó en 1998 mediante un convenio marco.",
         {("Lima", "agreement", "signed", "1998"), ("Quito", "agreement", "signed", "1998")}),
        ("Lima fundó en 1999 la red Vértice. En 2007 la abandonó.",
         {("Lima", "network_foundation", "created", "1999"), ("Lima", "network_membership", "discontinued", "2007")}),
        ("Lima | Oficina en Turín | 2003 | cerrada en 2012\nQuito | Oficina en Turín | 2005 | activa",
         {("Lima", "delegation_abroad", "created", "2003"), ("Lima", "delegation_abroad", "discontinued", "2012"),
          ("Quito", "delegation_abroad", "created", "2005")}),
        ("Lima y Quito ingresaron en la red Vértice en 2001 y 2005, respectivamente.",
         {("Lima", "network_membership", "joined", "2001"), ("Quito", "network_membership", "joined", "2005")}),
        ("Turín, 8 de agosto de 2013. Lima y Quito sellaron un convenio.",
         {("Lima", "agreement", "signed", "2013-08-08"), ("Quito", "agreement", "signed", "2013-08-08")}),
        ("El convenio de Lima con Quito fue renovado en 1999 y en 2012.",
         {("Lima", "agreement", "signed", "1999"), ("Lima", "agreement", "signed", "2012")}),
        ("Lima y Quito firmaron en 1994 un protocolo para declararse ciudades hermanas.",
         {("Lima", "twinning", "signed", "1994"), ("Quito", "twinning", "signed", "1994")}),
        ("No consta que Lima haya firmado acuerdos.", set()),
        ("Lima fue sede, en dos ocasiones (2010 y 2014), del foro internacional de alcaldes.",
         {("Lima", "forum_or_event", "held", "2010"), ("Lima", "forum_or_event", "held", "2014")}),
        ("Lima no forma parte de la red Vértice desde 2019.",
         {("Lima", "network_membership", "discontinued", "2019")}),
        ("Lima no forma parte de la red Vértice.", set()),
        ("La propuesta de hermanar Lima con Quito fue desestimada.", set()),
        ("El Plan de Cooperación Internacional de Lima abarca cuatro años. Fue aprobado en 2011.",
         {("Lima", "cooperation_strategy", "adopted", "2011")}),
        ("Convenios internacionales del municipio de Lima:\na) Turín, 2015;\nb) Quito, 2009.",
         {("Lima", "agreement", "signed", "2015"), ("Lima", "agreement", "signed", "2009")}),
        ("Lima firmó en 1996 un convenio. Duró hasta el cierre de la frontera.",
         {("Lima", "agreement", "signed", "1996")}),
        ("Hermanamientos de municipios de Perú\nLima | Turín | 1996\nQuito | Turín | 1999",
         {("Lima", "twinning", "signed", "1996"), ("Quito", "twinning", "signed", "1999")}),
        ("Lima aprobó el 8 de abril de 2014 su Estrategia de Internacionalización 2020.",
         {("Lima", "external_action_strategy", "adopted", "2014-04-08")}),
        ("Lima suscribió en 2004 acuerdos con ciudades como Turín y Quito.", {("Lima", "agreement", "signed", "2004")}),
    ],
)  # fmt: skip
def test_what_a_sentence_tells_is_proposed_and_nothing_else(text: str, claims: set[tuple[str, str, str, str]]) -> None:
    assert told(text) == claims


@pytest.mark.parametrize(
    ("text", "lang", "claims"),
    [
        ("Lima recebeu em 2010 o fórum internacional.", "pt", {("Lima", "forum_or_event", "held", "2010")}),
        ("Lima signed an agreement in the 1980s.", "en", {("Lima", "agreement", "signed", "198X")}),
        ("Lima signed an agreement in the early eighties.", "en", {("Lima", "agreement", "signed", "198X")}),
        ("Lima a signé un accord dans les années soixante-dix.", "fr", {("Lima", "agreement", "signed", "197X")}),
    ],
)
def test_every_language_has_its_ways(text: str, lang: str, claims: set[tuple[str, str, str, str]]) -> None:
    assert told(text, lang) == claims


QUEBEC = Called(Place("CA-QC", "Quebec", "CA", "province", ("CA",), 8_000_000), written="quebequesa")
PEOPLED = Gazetteer(NAMES.names, adjectives=dict.fromkeys(("quebequesa", "quebequés", "quebecker"), QUEBEC))


@pytest.mark.parametrize(
    ("text", "lang", "claims"),
    [
        ("La provincia quebequesa abrió en 1997 una delegación en Turín.", "es", {("Quebec", "delegation_abroad")}),
        ("The Quebecker government adopted an international strategy in 2006.", "en",
         {("Quebec", "external_action_strategy")}),
        ("La Agencia Quebequesa de Cooperación fue creada en 1988.", "es", {("Quebec", "agency")}),
        ("La diplomacia quebequesa creció con el ministerio de relaciones internacionales, creado en 1984.", "es",
         {("Quebec", "ministry")}),
        ("Lima cerró en 2001 su oficina de Turín. La quebequesa fue cerrada en 2004.", "es",
         {("Lima", "delegation_abroad"), ("Quebec", "delegation_abroad")}),
        ("La ciudad quebequesa de Lima firmó en 2001 un convenio.", "es", {("Lima", "agreement")}),
    ],
)  # fmt: skip
def test_a_region_is_meant_by_its_adjective(text: str, lang: str, claims: set[tuple[str, str]]) -> None:
    reader = Reader(PEOPLED, lexicon(lang), area_words(lang), compatible())
    assert {(one.place.name, one.instrument) for one in propose(text, reader, {})} == claims


def test_the_adjective_before_a_name_says_which_of_its_bearers_is_meant() -> None:
    great = Place("CO-LIM", "Lima", "CO", "municipality", ("CO",), 90_000_000)
    names = Gazetteer({"lima": (Called(PLACES["lima"], written="Lima"), Called(great, written="Lima"))})
    reader = Reader(names, lexicon("es"), area_words("es"), compatible())
    text = "La ciudad peruana de Lima firmó en 2001 un convenio."
    assert [one.place.code for one in propose(text, reader, {})] == ["PE-LIM"]


def test_a_province_that_another_one_is_called_after_whole_is_meant_by_its_level() -> None:
    small = Place("CL-TF", "Provincia de Tenerife", "CL", "province", ("CL",), 8_000)
    bearers = {"tenerife": NAMES.names["tenerife"], "provincia de tenerife": (Called(small, written=small.name),)}
    reader = Reader(Gazetteer(bearers), lexicon("es"), area_words("es"), compatible())
    text = "La Provincia de Tenerife aprobó en 2017 una ley de cooperación internacional."
    assert [one.place.code for one in propose(text, reader, {})] == ["ES-TF"]


def test_great_cities_in_a_row_are_no_parents_of_each_other() -> None:
    hamlet = Place("US-LIM", "Lima", "US", "municipality", ("US", "US-TO"), 300)
    state = Place("US-TO", "Turín", "US", "state", ("US",), 19_000_000)
    bearers = {"lima": (PLACES["lima"], hamlet), "turin": (PLACES["turin"], state)}
    names = {name: [Called(place, written=place.name) for place in places] for name, places in bearers.items()}
    reader = Reader(Gazetteer(names), lexicon("es"), area_words("es"), compatible())
    assert {one.place.code for one in propose("Lima, Turín firmaron en 2001 un convenio.", reader, {})} >= {"PE-LIM"}


def test_a_text_that_names_nobody_gives_nothing() -> None:
    reader = Reader(Gazetteer({}), lexicon("es"), area_words("es"), compatible())
    assert propose("Lima firmó un convenio.", reader, {}) == []


def test_the_country_of_the_document_makes_its_places_likelier() -> None:
    namesake = Place("CO-LIM", "Lima", "CO", "municipality", ("CO",), 9_000_000)
    names = Gazetteer({"lima": (Called(PLACES["lima"], written="Lima"), Called(namesake, written="Lima"))})
    text = "Lima firmó en 2001 un convenio."
    (unsure,) = propose(text, Reader(names, lexicon("es"), area_words("es"), compatible()), {})
    (sure,) = propose(text, Reader(names, lexicon("es"), area_words("es"), compatible(), "PE"), {})
    assert len(unsure.alternatives) == 1
    assert (sure.place.code, sure.alternatives) == ("PE-LIM", ())


def test_a_word_of_level_speaks_of_some_places_only() -> None:
    assert fits(PLACES["piura"], "region") and not fits(PLACES["piura"], "municipality")
    assert fits(PLACES["tenerife"], "island") and not fits(PLACES["peru"], "island")


def test_see_the_annex_cites_nobody() -> None:
    assert cited("Ver Anexo. Cfr. Paquin (2004).", 0, 30)[0].author == "Paquin"
    assert cited("Ver Anexo.", 0, 10) == []


def test_without_a_measure_nothing_is_said_of_the_chances() -> None:
    assert confidence(("row",), {}) == 0.5


def test_names_are_sought_among_runs_of_words_that_begin_with_a_capital() -> None:
    text = "la Alcaldía de Vitoria-Gasteiz"
    runs = set(spoken_names(text, tokens(text)))
    assert {"vitoria-gasteiz", "vitoria gasteiz", "alcaldia de vitoria"} <= runs
    assert "la" not in runs


SPOKEN = "Lima|Quito|firmó|creó|la suya|en 1998|20²|años|oficina internacional|un convenio con|y|no|prevé|de la|1980s"
SIGNS = [",", ";", ":", "(", ")", "\n- ", "\n\n", ".", "e\u0301", "½", "’", "|"]
PIECES = st.lists(st.sampled_from([*SPOKEN.split("|"), *SIGNS]), max_size=25)


@settings(deadline=None)  # the first text of a language compiles its words
@given(pieces=PIECES, lang=st.sampled_from(["es", "pt", "en", "fr"]))
def test_whatever_a_text_holds_a_quote_is_its_words(pieces: list[str], lang: str) -> None:
    text = " ".join(pieces)
    for one in proposals(text, lang):
        assert one.quote and text[one.start : one.end] == one.quote


def test_what_the_text_writes_in_small_letters_too_is_no_place_there() -> None:
    text = "Se creará una unidad por cada lima. La Lima firmó en 2001 un convenio con Turín."
    ordinary = Gazetteer(NAMES.names, frozenset(word.folded for word in tokens(text) if word.text.islower()))
    reader = Reader(ordinary, lexicon("es"), area_words("es"), compatible(), None)
    assert [one for one in propose(text, reader, {}) if one.place.name == "Lima"] == []
    named = text.replace("La Lima", "La ciudad de Lima")
    assert [one.when for one in propose(named, reader, {}) if one.place.name == "Lima"] == ["2001"]


def test_a_number_of_romans_is_no_place() -> None:
    third = Place("PH-03", "Luzón Central", "PH", "region", ("PH",), 12_000_000)
    names = Gazetteer({"iii": (Called(third, written="III"),)})
    reader = Reader(names, lexicon("es"), area_words("es"), compatible(), None)
    assert propose("III. Firmar un convenio internacional en 2001;", reader, {}) == []


FILLING = "El texto sigue sin nombrar a nadie y se ocupa de otras cosas. " * 20


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        (f"Lima tiene puerto. {FILLING}Firmó en 2001 un convenio de cooperación.", set()),
        (f"Lima firmó en 2001 un convenio. Quito creció. {FILLING[:500]}Fue cancelado en 2004.",
         {("Lima", "agreement", "signed", "2001")}),
        ("Lima firmó en 2001 un convenio. Fracción reformada en 2016.", {("Lima", "agreement", "signed", "2001")}),
        ("Lima firmó en 2001 un convenio. Fue reformado en 2016.",
         {("Lima", "agreement", "signed", "2001"), ("Lima", "agreement", "reformed", "2016")}),
        ("La contribución firmada ante el Acuerdo de Lima en 2001 se mantiene.", set()),
        ("Lima aplica sus reglamentos, y en la ley se prevén atribuciones.", set()),
    ],
)  # fmt: skip
def test_what_was_named_long_before_or_is_said_of_something_else_is_not_meant(
    text: str, claims: set[tuple[str, str, str, str]]
) -> None:
    assert told(text) == claims


def test_a_law_is_told_of_where_it_reaches_abroad() -> None:
    home, abroad = "Lima tiene las atribuciones que prevé la ley", "sobre cooperación internacional"
    assert told(f"{home}.") == set()
    assert ("Lima", "law_or_competence") in {claim[:2] for claim in told(f"{home} {abroad}.")}
    assert ("Lima", "law_or_competence") in {claim[:2] for claim in told(f"{home}, como Turín.")}


def test_a_treaty_bears_the_name_of_a_city_that_did_nothing() -> None:
    assert told("The Lima Agreement was signed in 2001.", "en") == set()
    assert told("L'Accord de Lima a été signé en 2001.", "fr") == set()


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("Lima, al renovar en 2010 su convenio con Turín, creció.", {("Lima", "agreement", "signed", "2010")}),
        ("Frente al convenio de Lima, el de Quito con Turín, en 2005.", {("Quito", "agreement", "signed", "2005")}),
        ("Lima ejerce la presidencia.", set()),
        ("Convenios de Lima:\n- varios más\n- Turín, 1999", {("Lima", "agreement", "signed", "1999")}),
        ("Lima firmó un convenio en 2001. Las oficinas, de Quito, en 2003.", {("Lima", "agreement", "signed", "2001")}),
        ("Lima firmó un convenio en 2001. Zutanburgo, miembro desde 1991, abrió en 2003 una oficina internacional.",
         {("Lima", "agreement", "signed", "2001")}),
    ],
)  # fmt: skip
def test_what_is_told_besides_once_more_or_of_somebody_unknown(
    text: str, claims: set[tuple[str, str, str, str]]
) -> None:
    assert told(text) == claims


def test_a_name_with_signs_in_it_is_looked_for_without_them_too() -> None:
    assert {"a1⁄2", "a1 2"} <= set(spoken_names("A½", tokens("A½")))
