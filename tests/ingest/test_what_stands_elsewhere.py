"""Years, owners and instruments that stand in another sentence, in a head, at the end, or are only counted."""

import pytest

from minga.ingest.domain.extraction import Called, Gazetteer, Place, Reader, propose
from minga.ingest.domain.extraction.texts import read
from minga.ingest.extracting import area_words, compatible, lexicon
from tests.ingest.test_extraction_rules import NAMES, told


@pytest.mark.parametrize(
    ("lang", "text", "claims"),
    [
        (
            "es",
            "El hermanamiento entre Lima y Quito cumplió en 2021 cuarenta años.",
            {("Lima", "twinning", "signed", "1981"), ("Quito", "twinning", "signed", "1981")},
        ),
        (
            "es",
            "Lima celebró en 2010 el 25 aniversario de su hermanamiento con Turín.",
            {("Lima", "twinning", "signed", "1985")},
        ),
        (
            "en",
            "Lima and Quito marked thirty years of twinning in 2015.",
            {("Lima", "twinning", "signed", "1985"), ("Quito", "twinning", "signed", "1985")},
        ),
        (
            "en",
            "Lima marked the 20th anniversary of its twinning with Turín in 2015.",
            {("Lima", "twinning", "signed", "1995")},
        ),
        ("es", "El aniversario del hermanamiento cumplió en 2010 veinte años.", set()),
        (
            "es",
            "Créase la Oficina de Cooperación Internacional de Lima. Resolución 12, de 20 de febrero de 2006.",
            {("Lima", "office", "created", "2006-02-20")},
        ),
        (
            "en",
            "RESOLVED that Lima enter into a twinning with Turín. Adopted this 21st day of August 2018.",
            {("Lima", "twinning", "signed", "2018-08")},
        ),
        ("es", "Lima ingresó a Mercociudades. Eso fue en 1996.", {("Lima", "network_membership", "joined", "1996")}),
        (
            "es",
            "Lima ingresó en 1995 a Mercociudades. Eso fue en 1996.",
            {("Lima", "network_membership", "joined", "1995")},
        ),
        ("es", "Memoria anual 2017. Lima firmó un convenio con Turín.", {("Lima", "agreement", "signed", "2017")}),
        ("es", "Memoria anual 2015-2017. Lima firmó un convenio con Turín.", {("Lima", "agreement", "signed", "")}),
        ("fr", "Bilan 2018 — Lima a organisé un forum international.", {("Lima", "forum_or_event", "held", "2018")}),
        (
            "es",
            "Acta de la sesión celebrada el 3 de mayo de 2016. Lima firma un convenio con Turín.",
            {("Lima", "agreement", "signed", "2016-05-03")},
        ),
        (
            "es",
            "Resolución núm. 12-2017: Lima declara ciudad hermana a Turín.",
            {("Lima", "twinning", "signed", "2017")},
        ),
        ("es", "El convenio que Lima tenía con Turín venció en 2016.", {("Lima", "agreement", "discontinued", "2016")}),
        ("es", "Treinta años de hermanamiento en 2016 de Lima.", set()),
        ("es", "Lima lleva desde 2016 el hermanamiento de su ordenanza.", set()),
        (
            "es",
            "Se estudia que Lima pueda adherir a Mercociudades, como lo hizo en 2016 Quito.",
            {("Quito", "network_membership", "joined", "2016")},
        ),
        (
            "es",
            "Lima firmó un convenio en 2004 e ingresó en 2010 a Mercociudades. Quito lo había hecho dos años antes.",
            {
                ("Lima", "agreement", "signed", "2004"),
                ("Lima", "network_membership", "joined", "2010"),
                ("Quito", "network_membership", "joined", "2008"),
            },
        ),
        (
            "es",
            "Lima estudia adherir a Mercociudades, como lo hizo en 2016 Quito.",
            {("Lima", "network_membership", "planned", ""), ("Quito", "network_membership", "joined", "2016")},
        ),
        ("es", "Quito, como lo hizo en 2016 Lima.", set()),
        ("es", "Premio a la práctica internacional: Lima lo recibió en 2014.", {("Lima", "award", "awarded", "2014")}),
        (
            "en",
            "Lima opened a trade office in Turín in 1984. It was shut in 1993 as part of budget cuts.",
            {("Lima", "delegation_abroad", "created", "1984"), ("Lima", "delegation_abroad", "discontinued", "1993")},
        ),
        (
            "es",
            "Lima opera oficinas de enlace en Turín. La de Turín abrió sus puertas en 2013.",
            {("Lima", "delegation_abroad", "created", "2013"), ("Lima", "delegation_abroad", "in_force", "")},
        ),
        (
            "en",
            "Lima maintains twenty trade offices, the latest of which opened in 2019.",
            {("Lima", "delegation_abroad", "created", "2019")},
        ),
        (
            "en",
            "Lima has twelve sister-city ties. The oldest, with Turín, goes back to 1957.",
            {("Lima", "twinning", "in_force", ""), ("Lima", "twinning", "signed", "1957")},
        ),
        (
            "en",
            "Lima joined C40 as a founding member in 2005. Quito followed in 2012.",
            {("Lima", "network_membership", "joined", "2005"), ("Quito", "network_membership", "joined", "2012")},
        ),
        ("es", "Lima viajó a Turín para firmar en 1999 un convenio.", {("Lima", "agreement", "signed", "1999")}),
        (
            "es",
            "El alcalde de Lima viajó a Turín para suscribir en 1999 un convenio.",
            {("Lima", "agreement", "signed", "1999")},
        ),
        ("es", "Lima no viajó a Turín para suscribir un convenio.", set()),
        ("es", "Ciudades hermanas de Lima: Turín y Quito.", set()),
        ("es", "La unidad internacional (LIMA) de Quito funciona.", {("Quito", "office", "in_force", "")}),
        (
            "en",
            "The agreement between Lima City Council and Quito was signed in 1999.",
            {("Lima", "agreement", "signed", "1999"), ("Quito", "agreement", "signed", "1999")},
        ),
        (
            "es",
            "Lima obtuvo un premio internacional en 2019; Quito y Turín obtuvieron menciones.",
            {
                ("Lima", "award", "awarded", "2019"),
                ("Quito", "award", "awarded", "2019"),
                ("Turín", "award", "awarded", "2019"),
            },
        ),
        (
            "es",
            "Lima firmó un convenio con Turín. El alcalde viajó en 2014.",
            {("Lima", "agreement", "signed", "2014")},
        ),
        (
            "es",
            "Lima ingresó a Mercociudades y nombró un enlace en 2004.",
            {("Lima", "focal_point", "created", "2004"), ("Lima", "network_membership", "joined", "")},
        ),
        (
            "es",
            "Quito no tenía área de cooperación internacional. Lima la creó en 2013.",
            {("Lima", "office", "created", "2013")},
        ),
        ("es", "Lima se hermanó con la italiana Turín en 1999.", {("Lima", "twinning", "signed", "1999")}),
        (
            "fr",
            "Lima a fermé son bureau à Turín en 2012. Elle en conserve un à Quito.",
            {("Lima", "delegation_abroad", "discontinued", "2012"), ("Lima", "delegation_abroad", "in_force", "")},
        ),
        (
            "fr",
            "Lima et Turín se sont jumelées en 1985, dont le jardin inauguré en 1991.",
            {("Lima", "twinning", "signed", "1985"), ("Turín", "twinning", "signed", "1985")},
        ),
        ("es", "La Agencia ProLima de Lima fue creada en 2001.", {("Lima", "agency", "created", "2001")}),
        ("en", "The Lima office of Quito was shut in 2011.", {("Quito", "delegation_abroad", "discontinued", "2011")}),
        (
            "en",
            "Quito has trade offices abroad. The Lima office dates back to 1962.",
            {("Quito", "delegation_abroad", "created", "1962"), ("Quito", "delegation_abroad", "in_force", "")},
        ),
        ("es", "Lima accedió en 2014 a fondos de Acme.", set()),
        (
            "es",
            "Lima aprobó una estrategia de cooperación con horizonte en 2030.",
            {("Lima", "cooperation_strategy", "adopted", "")},
        ),
        (
            "es",
            "Decreto 7 de 2011: crear la Oficina de Cooperación Internacional de Lima.",
            {("Lima", "office", "planned", "2011")},
        ),
        (
            "pt",
            "Lima está geminada com Turín. Com Quito o protocolo foi assinado em 1994; com Tenerife, em 2000.",
            {
                ("Lima", "twinning", "in_force", ""),
                ("Lima", "twinning", "signed", "1994"),
                ("Lima", "twinning", "signed", "2000"),
            },
        ),
        (
            "es",
            "Lima y Quito son miembros de Mercociudades. La segunda ingresó en 1997 y la primera, en 1995.",
            {
                ("Lima", "network_membership", "in_force", ""),
                ("Lima", "network_membership", "joined", "1995"),
                ("Quito", "network_membership", "in_force", ""),
                ("Quito", "network_membership", "joined", "1997"),
            },
        ),
    ],
)
def test_what_is_not_said_beside_is_looked_for_where_it_stands(
    lang: str, text: str, claims: set[tuple[str, str, str, str]]
) -> None:
    assert told(text, lang) == claims


def _reader(names: Gazetteer, lang: str) -> Reader:
    return Reader(names, lexicon(lang), area_words(lang), compatible())


def test_a_sentence_that_is_told_again_and_again_is_read_once() -> None:
    once = "En 2015 Lima firmó un convenio con Turín y creó su Oficina de Relaciones Internacionales. "
    told_once, told_often = (read(once * times, _reader(NAMES, "es")) for times in (3, 400))
    assert len(told_often) == len(told_once)
    assert len(propose(once * 400, _reader(NAMES, "es"), {})) == 2


def test_the_first_word_of_a_long_name_stands_for_it_afterwards() -> None:
    state = Place("BR-MG", "Minas Gerais", "BR", "state", ("BR",), 21_000_000)
    town = Place("UY-MIN", "Minas", "UY", "municipality", ("UY",), 40_000)
    names = Gazetteer({"minas gerais": (Called(state, written=state.name),), "minas": (Called(town, written="Minas"),)})
    text = "Minas Gerais assinou um protocolo internacional em 1993. Minas criou um escritório internacional em 1997."
    assert {one.place.name for one in propose(text, _reader(names, "pt"), {})} == {"Minas Gerais"}
    alone = "Minas criou um escritório internacional em 1997."
    assert {one.place.name for one in propose(alone, _reader(names, "pt"), {})} == {"Minas"}


def test_what_kind_of_government_it_is_may_follow_its_name_in_english() -> None:
    county = Place("IE-D", "Dublin City", "IE", "county", ("IE",), 550_000)
    city = Place("IE-DUB", "Dublin", "IE", "municipality", ("IE", "IE-D"), 1_000_000)
    names = Gazetteer(
        {"dublin city": (Called(county, written="Dublin City"),), "dublin": (Called(city, written="Dublin"),)}
    )
    reader = _reader(names, "en")
    (council,) = propose("Dublin City Council set up an international relations office in 2016.", reader, {})
    (itself,) = propose("Dublin City County set up an international relations office in 2016.", reader, {})
    assert (council.place.name, itself.place.name) == ("Dublin", "Dublin City")
