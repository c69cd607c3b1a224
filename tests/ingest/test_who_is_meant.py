"""Who is meant where a text does not say it again: stand-ins, appositions, "who", and those who are no government."""

import pytest

from minga.ingest.domain.extraction import Called, Gazetteer, Place, Reader, propose
from minga.ingest.extracting import area_words, compatible, lexicon
from minga.kit.text import fold

AR, SN, FR = ("AR",), ("SN",), ("FR",)
PLACES = (
    Place("AR-X", "Córdoba", "AR", "province", AR, 3_000_000),
    Place("AR-COR", "Córdoba", "AR", "municipality", (*AR, "AR-X"), 1_300_000),
    Place("AR-VM", "Villa María", "AR", "municipality", (*AR, "AR-X"), 80_000),
    Place("AR-M", "Mendoza", "AR", "province", AR, 1_800_000),
    Place("SN-DK", "Dakar", "SN", "municipality", SN, 2_400_000),
    Place("SN-KE", "Kédougou", "SN", "region", SN, 150_000),
    Place("FR-LIL", "Lille", "FR", "municipality", FR, 230_000),
    Place("FR-38", "Isère", "FR", "department", FR, 1_200_000),
    Place("FR", "France", "FR", "country", (), 60_000_000),
    Place("AR", "Argentina", "AR", "country", (), 40_000_000),
)


def told(text: str, lang: str) -> set[tuple[str, str, str, str]]:
    """What is proposed of each government by its code: instrument, event and date."""
    named: dict[str, list[Called]] = {}
    for place in PLACES:
        named.setdefault(fold(place.name), []).append(Called(place, written=place.name))
    reader = Reader(Gazetteer(named), lexicon(lang), area_words(lang), compatible(), None)
    return {(one.place.code, one.instrument, one.event, one.when) for one in propose(text, reader, {})}


@pytest.mark.parametrize(
    ("lang", "text", "claims"),
    [
        ("es", "Villa María, ciudad de la provincia de Córdoba, se hermanó en 2001 con Lille.",
         {("AR-VM", "twinning", "signed", "2001")}),
        ("es", "La provincia de Córdoba y la de Mendoza firmaron en 2014 un convenio.",
         {("AR-X", "agreement", "signed", "2014"), ("AR-M", "agreement", "signed", "2014")}),
        ("fr", "Lille et Dakar sont jumelées depuis 1978. La commune sénégalaise a créé en 2009 une agence de"
         " coopération internationale.",
         {("FR-LIL", "twinning", "signed", "1978"), ("SN-DK", "twinning", "signed", "1978"),
          ("SN-DK", "agency", "created", "2009")}),
        ("fr", "Lille a créé en 2003 un bureau international. Quant à Dakar, elle a signé un accord en 2012.",
         {("FR-LIL", "office", "created", "2003"), ("SN-DK", "agreement", "signed", "2012")}),
        ("fr", "Lille a créé en 2003 un bureau international. Quant au département de l'Isère, il a signé un accord en"
         " 2012.",
         {("FR-LIL", "office", "created", "2003"), ("FR-38", "agreement", "signed", "2012")}),
        ("fr", "Dakar a créé en 2003 un bureau international. La Ville de Lille, elle, a signé un accord en 2006.",
         {("SN-DK", "office", "created", "2003"), ("FR-LIL", "agreement", "signed", "2006")}),
        ("fr", "Dakar a créé en 2003 un bureau international. À Lille, le conseil municipal a voté en 2006 une"
         " stratégie internationale.",
         {("SN-DK", "office", "created", "2003"), ("FR-LIL", "external_action_strategy", "adopted", "2006")}),
        ("fr", "Lille a signé en 2003 un accord avec la région de Kédougou, qui a créé en 2010 une agence de"
         " coopération internationale.",
         {("FR-LIL", "agreement", "signed", "2003"), ("SN-KE", "agency", "created", "2010")}),
        ("es", "Mendoza firmó en 2003 un hermanamiento con Lille, que renovó en 2010.",
         {("AR-M", "twinning", "signed", "2003"), ("AR-M", "twinning", "signed", "2010")}),
        ("es", "El alcalde del municipio de Villa María, que firmó en 2010 un convenio, viajó.",
         {("AR-VM", "agreement", "signed", "2010")}),
        ("es", "La casa de Villa María, que firmó en 2010 un convenio, creció.",
         {("AR-VM", "agreement", "signed", "2010")}),
        ("es", "El hermanamiento con Lille, que firmó en 2010 un convenio, cumple años en Villa María.", set()),
        ("es", "El acto tuvo lugar en Mendoza, sede de la embajada, que desde 2010 financia un programa internacional.",
         set()),
        ("es", "Mendoza crece. La embajada francesa, que firmó en 2010 un convenio internacional, donó libros.", set()),
        ("es", "La provincia de Mendoza sufrió. Una agencia alemana donó en 2010 plantas que se instalaron.",
         set()),
        ("fr", "Dakar accueille. La France a ratifié en 1984 un accord.", set()),
        ("es", "Mendoza crece. Un convenio fue ratificado por Argentina en 1984.", set()),
        ("es", "Mendoza, en Argentina, firmó en 1984 un convenio.", {("AR-M", "agreement", "signed", "1984")}),
        ("es", "La provincia de Córdoba creó en 2001 una agencia internacional. La capital provincial se hermanó en"
         " 2005 con Lille.",
         {("AR-X", "agency", "created", "2001"), ("AR-COR", "twinning", "signed", "2005")}),
        ("es", "La provincia de Córdoba creó en 2001 una agencia internacional en Villa María. La capital cordobesa se"
         " hermanó en 2005.",
         {("AR-X", "agency", "created", "2001"), ("AR-VM", "twinning", "signed", "2005")}),
        ("es", "La provincia de Mendoza creó en 2001 una agencia internacional. La capital mendocina se hermanó en 2005"
         " con Lille.",
         {("AR-M", "agency", "created", "2001")}),
    ],
)  # fmt: skip
def test_who_did_it_is_whom_the_words_mean(lang: str, text: str, claims: set[tuple[str, str, str, str]]) -> None:
    assert told(text, lang) == claims
