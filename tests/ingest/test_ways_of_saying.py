"""Ways in which councils, newspapers and gazettes in Spanish and French say what a government did, and did not."""

import pytest

from minga.ingest.domain.extraction import Called, Gazetteer, Place, Reader, propose
from minga.ingest.extracting import area_words, compatible, lexicon
from tests.ingest.test_extraction_rules import told

_LIMA_HAD_A_SEAT = {("Lima", "forum_or_event", "held", "2016")}
_LIMA_HAS_AN_OFFICE = {("Lima", "office", "in_force", "1998")}
_BOTH_SIGNED = {("Lima", "agreement", "signed", "2005"), ("Quito", "agreement", "signed", "2005")}
_JOINED = {("Lima", "network_membership", "joined", "2011")}
_RULED = {("Lima", "law_or_competence", "adopted", "1996")}
_SIGNED = {("Lima", "agreement", "signed", "2003")}
_TWINNED = {("Lima", "twinning", "signed", "1974")}
_AWARDED = {("Lima", "award", "awarded", "2013")}


@pytest.mark.parametrize(
    ("lang", "text", "claims"),
    [
        ("es", "Lima fue en 2016 la sede de la cumbre de alcaldes.", _LIMA_HAD_A_SEAT),
        ("es", "Lima, sede en 2016 de la cumbre de alcaldes.", _LIMA_HAD_A_SEAT),
        ("es", "La sede de la cumbre de alcaldes está en Lima desde 2016.", set()),
        ("es", "La cumbre de alcaldes tuvo por anfitriona a Lima en 2016.", _LIMA_HAD_A_SEAT),
        ("fr", "Lima fut en mai 2016 l'hôtesse du sommet.", {("Lima", "forum_or_event", "held", "2016-05")}),
        ("es", "Lima dio en 2010 luz verde al convenio.", {("Lima", "agreement", "adopted", "2010")}),
        ("es", "En Lima existe desde 1998 un negociado de cooperación y hermanamientos.", _LIMA_HAS_AN_OFFICE),
        ("fr", "Un service de coopération fonctionne à Lima depuis 1998.", _LIMA_HAS_AN_OFFICE),
        ("es", "La oficina de cooperación de Lima lleva diez años funcionando, desde 1998.", _LIMA_HAS_AN_OFFICE),
        ("es", "Se creó en Lima en 2012 la Oficina de Cooperación.", {("Lima", "office", "created", "2012")}),
        ("es", "Lima y Quito llegaron en 2005 a un acuerdo.", _BOTH_SIGNED),
        ("es", "Lima y Quito cerraron en 2005 un acuerdo comercial.", _BOTH_SIGNED),
        ("es", "Lima cerró en 2005 el acuerdo comercial.", {("Lima", "agreement", "discontinued", "2005")}),
        ("fr", "Lima et Quito se sont liées par un accord en 2005.", _BOTH_SIGNED),
        ("es", "Un convenio suscrito en 2005 une a Lima y Quito.", _BOTH_SIGNED),
        ("es", "El acuerdo con Turín, que Lima firmó en 1992, sigue.", {("Lima", "agreement", "signed", "1992")}),
        (
            "es",
            "Lima renovó su convenio con Turín en 2014, quince años después de haberlo suscrito.",
            {("Lima", "agreement", "signed", "2014"), ("Lima", "agreement", "signed", "1999")},
        ),
        ("es", "De 1990 data el hermanamiento de Lima con Turín.", {("Lima", "twinning", "signed", "1990")}),
        ("es", "La UCCI admitió a Lima en 2011.", _JOINED),
        ("es", "A ICLEI pertenece Lima desde 2011.", _JOINED),
        ("es", "Desde que entró en ICLEI, en 2011, Lima ha recibido ayuda.", _JOINED),
        ("es", "Es miembro de Mercociudades desde 2011 el municipio de Lima.", _JOINED),
        ("es", "Lima solicitó en 2010 su ingreso a ICLEI y fue admitida en 2011.", _JOINED),
        ("es", "Lima, desde 2011 Ciudad Creativa de la Unesco.", _JOINED),
        ("es", "Lima, Capital Verde Europea en 2013.", _AWARDED),
        ("es", "Lima, premio de las ciudades en 2013.", _AWARDED),
        ("es", "El premio de las ciudades fue para Lima en 2013.", _AWARDED),
        ("es", "En 2010, Lima evaluó su plan de cooperación.", {("Lima", "evaluation", "held", "2010")}),
        ("es", "La red fue fundada en 2010 a iniciativa de Lima.", {("Lima", "network_foundation", "created", "2010")}),
        ("es", "Por ordenanza de 1996, Lima reguló los hermanamientos.", _RULED),
        ("fr", "Lima n'a ouvert de service de coopération qu'en 2003.", {("Lima", "office", "created", "2003")}),
        ("es", "Gracias al convenio firmado en 2003 con Turín, Lima mejoró su agua.", _SIGNED),
        ("es", "La acción exterior de Lima comenzó en 1974 con su hermanamiento con Turín.", _TWINNED),
    ],
)  # fmt: skip
def test_a_deed_is_found_however_its_words_are_turned(
    lang: str, text: str, claims: set[tuple[str, str, str, str]]
) -> None:
    assert told(text, lang) == claims


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("es", "La Cámara de Comercio de Lima renovó en 2018 su convenio con Turín."),
        ("es", "La Universidad de Quito firmó en 2014 un convenio con la de Turín."),
        ("es", "El sindicato de maestros de Lima se afilió en 1998 a una red internacional."),
        ("es", "La embajada de Suecia en Lima organizó en 2016 una feria internacional."),
        ("es", "El obispo viajó a Turín en 2018 para firmar un acuerdo."),
        ("es", "Se firmó en Lima en 2016 el acuerdo de paz."),
        ("es", "El tratado de Lima fue firmado en 1992."),
        ("es", "No está claro si Lima firmará el convenio."),
        ("es", "De haberse firmado, el acuerdo entre Lima y Quito habría durado diez años."),
        ("es", "Lima dictará normas; la ley que regula la firma de convenios es de otros."),
        ("es", "Lima evalúa su plan."),
        ("es", "El convenio internacional que los ligó a Lima era viejo."),
        ("fr", "Si Lima adhérait au réseau, elle paierait."),
        ("fr", "La faculté de droit de Lima est membre d'un réseau européen depuis 1990."),
    ],
)
def test_what_others_did_and_what_is_only_supposed_is_no_deed_of_a_government(lang: str, text: str) -> None:
    assert told(text, lang) == set()


def test_of_a_network_of_regions_the_province_is_a_member_and_not_its_capital() -> None:
    province = Place("AR-A", "Salta", "AR", "province", ("AR",), 1_400_000)
    town = Place("AR-SAL", "Salta", "AR", "municipality", ("AR", "AR-A"), 600_000)
    names = Gazetteer({"salta": (Called(province, written="Salta"), Called(town, written="Salta"))})
    reader = Reader(names, lexicon("es"), area_words("es"), compatible())
    (joined,) = propose("Salta ingresó en 1999 a Zicosur.", reader, {})
    (other,) = propose("Salta ingresó en 1999 a Mercociudades.", reader, {})
    assert (joined.place.level, other.place.level) == ("province", "municipality")


def test_a_small_letter_inside_a_name_does_not_end_it() -> None:
    place = Place("FR-95", "Val-d'Oise", "FR", "department", ("FR",), 1_200_000)
    names = Gazetteer({"val d'oise": (Called(place, written="Val-d'Oise"),)})
    reader = Reader(names, lexicon("fr"), area_words("fr"), compatible())
    (signed,) = propose("Le Val d'Oise a signé un accord en 2010.", reader, {})
    assert signed.place.name == "Val-d'Oise"
