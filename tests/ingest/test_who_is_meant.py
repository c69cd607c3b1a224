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
    Place("FR-GRE", "Grenoble", "FR", "municipality", (*FR, "FR-38"), 160_000),
    Place("FR", "France", "FR", "country", (), 60_000_000),
    Place("AM", "Armenia", "AM", "country", (), 3_000_000),
    Place("CO-ARM", "Armenia", "CO", "municipality", ("CO", "CO-QUI"), 300_000),
    Place("CO-PEI", "Pereira", "CO", "municipality", ("CO", "CO-RIS"), 480_000),
    Place("CO-MZL", "Manizales", "CO", "municipality", ("CO", "CO-CAL"), 450_000),
    Place("SG", "Singapur", "SG", "country", (), 6_000_000),
    Place("SG-SG", "Singapur", "SG", "municipality", ("SG",), 5_600_000),
    Place("TG-LOM", "Lomé", "TG", "municipality", ("TG",), 800_000),
    Place("RE-RE", "La Réunion", "RE", "region", ("RE",), 900_000),
    Place("FR-CHA", "La Chambre", "FR", "municipality", FR, 1_200),
    Place("ES-X-ISLA", "Isla Mayor", "ES", "province", ("ES",), 0),
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
         {("AR-X", "agency", "created", "2001"), ("AR-COR", "twinning", "signed", "2005")}),
        ("es", "La provincia de Mendoza creó en 2001 una agencia internacional. La capital mendocina se hermanó en 2005"
         " con Lille.",
         {("AR-M", "agency", "created", "2001")}),
        ("es", "La provincia de Mendoza creó en 2012 una oficina internacional y la de Córdoba, un año más tarde.",
         {("AR-M", "office", "created", "2012"), ("AR-X", "office", "created", "2013")}),
        ("fr", "Lille a conclu en 2003 un accord avec Dakar. Celui de l'Isère l'avait fait deux ans plus tôt avec"
         " Kédougou.",
         {("FR-LIL", "agreement", "signed", "2003"), ("FR-38", "agreement", "signed", "2001")}),
        ("es", "Encarnación creció. Villa María, a la que solo Mendoza gana en fama, se hermanó con Lille en 1988.",
         {("AR-VM", "twinning", "signed", "1988")}),
        ("fr", "Le département de l'Isère, dont Lille est l'invitée, a signé en 2016 un accord.",
         {("FR-38", "agreement", "signed", "2016")}),
        ("es", "Villa María se sumó al Pacto de los Alcaldes, al que Lille, la ciudad francesa, pertenece desde 2015.",
         {("AR-VM", "network_membership", "joined", ""), ("FR-LIL", "network_membership", "joined", "2015")}),
        ("es", "La provincia de Mendoza aprobó en 2012 su estrategia internacional, una vez que la Constitución"
         " argentina reconoció esa competencia internacional.",
         {("AR-M", "external_action_strategy", "adopted", "2012")}),
        ("es", "La provincia de Mendoza aprobó en 2012 su estrategia internacional, una vez que la Constitución federal"
         " reconoció esa competencia internacional.",
         {("AR-M", "external_action_strategy", "adopted", "2012")}),
        ("es", "La Constitución provincial de Mendoza reconoció en 1994 la competencia internacional.",
         {("AR-M", "law_or_competence", "adopted", "1994")}),
        ("es", "Además del hermanamiento de 1987 con Lille, Villa María cuida sus archivos.",
         {("AR-VM", "twinning", "signed", "1987")}),
        ("es", "Villa María rompió en 2016 el hermanamiento que la unía a Lille desde 1993.",
         {("AR-VM", "twinning", "discontinued", "2016"), ("AR-VM", "twinning", "signed", "1993")}),
        ("es", "Villa María renovó en 2016 el hermanamiento que la unía a Lille.",
         {("AR-VM", "twinning", "signed", "2016")}),
        ("es", "La provincia de Mendoza abrió oficinas de representación en Lille y en Dakar, en 2001 y 2006"
         " respectivamente, y Villa María prevé abrir una.",
         {("AR-M", "delegation_abroad", "created", "2001"), ("AR-M", "delegation_abroad", "created", "2006"),
          ("AR-VM", "delegation_abroad", "planned", "")}),
        ("fr", "Dakar, jumelée avec Lille, depuis 1970, a créé en 2013 un bureau international.",
         {("SN-DK", "twinning", "signed", "1970"), ("SN-DK", "office", "created", "2013")}),
        ("fr", "Dakar a signé un jumelage avec Lille en 1999 et, six ans plus tard, un autre avec Kédougou.",
         {("SN-DK", "twinning", "signed", "1999"), ("SN-DK", "twinning", "signed", "2005")}),
        ("fr", "Dakar a ouvert une antenne à Lille en 2011, puis une deuxième à Kédougou l'année suivante.",
         {("SN-DK", "delegation_abroad", "created", "2011"), ("SN-DK", "delegation_abroad", "created", "2012")}),
        ("es", "La región de Mendoza tiene oficinas de representación en Lille y Dakar; en 2022 cerró la de Kédougou.",
         {("AR-M", "delegation_abroad", "in_force", ""), ("AR-M", "delegation_abroad", "discontinued", "2022")}),
        ("es", "La Red Vértice se constituyó en Villa María y celebra una asamblea internacional.", set()),
        ("fr", "Le TP Mazembe de Dakar a signé en 2019 un accord avec un club.", set()),
        ("fr", "La Région de Kédougou a signé en 2019 un accord avec un club.",
         {("SN-KE", "agreement", "signed", "2019")}),
        ("fr", "Lille a signé en 1983 un accord, avant de créer en 1994 un bureau international.",
         {("FR-LIL", "agreement", "signed", "1983"), ("FR-LIL", "office", "created", "1994")}),
        ("fr", "Le département de l'Isère a ouvert en 2001 un bureau international à Grenoble. La capitale iséroise est"
         " jumelée avec Lille depuis 2005.",
         {("FR-38", "office", "created", "2001"), ("FR-GRE", "twinning", "signed", "2005")}),
        ("fr", "Au nord hors Lille, Dakar a signé en 1984 un accord.", {("SN-DK", "agreement", "signed", "1984")}),
        ("fr", "Lille compte parmi les fondatrices du réseau Sommets, né en 1993.",
         {("FR-LIL", "network_foundation", "created", "1993")}),
        ("fr", "Lille a fermé en 2012 son bureau international, puis rouvert cinq ans plus tard.",
         {("FR-LIL", "office", "discontinued", "2012"), ("FR-LIL", "office", "recreated", "2017")}),
        ("fr", "Dakar est membre du réseau Sommets depuis 2011. Lille l'avait rejoint dès les années 1990.",
         {("SN-DK", "network_membership", "joined", "2011"), ("FR-LIL", "network_membership", "joined", "199X")}),
        ("es", "El Concejo de Villa María sanciona con fuerza de ordenanza: Adhiérese la Municipalidad a la red"
         " Mercociudades.", {("AR-VM", "network_membership", "joined", "")}),
        ("es", "Villa María es parte de Eurocities desde 2000, del Pacto de los Alcaldes desde 2008 y de ICLEI desde"
         " 2012.",
         {("AR-VM", "network_membership", "joined", "2000"), ("AR-VM", "network_membership", "joined", "2008"),
          ("AR-VM", "network_membership", "joined", "2012")}),
        ("es", "De acuerdo con Paz y Lille (2005), Villa María creó en 1995 una oficina internacional.",
         {("AR-VM", "office", "created", "1995")}),
        ("es", "El proyecto «Córdoba vive», que Lille y Dakar impulsan desde 2018, recibió un premio en 2020.",
         {("FR-LIL", "award", "awarded", "2020"), ("SN-DK", "award", "awarded", "2020")}),
        ("es", "Oficinas de relaciones internacionales creadas por municipios de la provincia argentina de Córdoba:\n"
         "- Villa María (1996)\n- Córdoba (2008)",
         {("AR-VM", "office", "created", "1996"), ("AR-COR", "office", "created", "2008")}),
        ("es", "La provincia de Córdoba creció. Córdoba firmó en 2010 un convenio.",
         {("AR-X", "agreement", "signed", "2010")}),
        ("es", "La provincia de Mendoza abrió en 1999 una oficina internacional. La de Córdoba firmó en 2010 un"
         " convenio internacional.",
         {("AR-M", "office", "created", "1999"), ("AR-X", "agreement", "signed", "2010")}),
        ("es", "Manizales creó en 2010 una oficina internacional; Pereira firmó en 2011 un convenio, y Armenia firmó en"
         " 2012 un convenio.",
         {("CO-MZL", "office", "created", "2010"), ("CO-PEI", "agreement", "signed", "2011"),
          ("CO-ARM", "agreement", "signed", "2012")}),
        ("es", "Singapur ingresó en 2013 en la red Vértice.", {("SG-SG", "network_membership", "joined", "2013")}),
        ("fr", "La Réunion a signé en 2011 un accord. La Réunion de Lille a signé en 2012 un accord.",
         {("RE-RE", "agreement", "signed", "2011"), ("FR-LIL", "agreement", "signed", "2012")}),
        ("es", "Isla Mayor firmó en 2013 un convenio.", {("ES-X-ISLA", "agreement", "signed", "2013")}),
        ("fr", "La convention de Lomé, signée en 1975, a été remplacée en 2000.", set()),
        ("es", "Villa María, Córdoba, creó en 2015 una oficina internacional. El gobierno de la provincia firmó en 2009"
         " un convenio.",
         {("AR-VM", "office", "created", "2015"), ("AR-X", "agreement", "signed", "2009")}),
        ("es", "Villa María, 12 de marzo de 2019. El municipio firmó hoy un convenio. El alcalde anunció que el"
         " municipio creará una oficina internacional.",
         {("AR-VM", "agreement", "signed", "2019-03-12"), ("AR-VM", "office", "planned", "2019-03-12")}),
        ("es", "Villa María, 12 de marzo de 2019. El alcalde viajó. El municipio creará una oficina internacional.",
         {("AR-VM", "office", "planned", "")}),
        ("fr", "Lille s'est affiliée en 2010 à la Ligue des villes historiques.",
         {("FR-LIL", "network_membership", "joined", "2010")}),
        ("es", "Manizales prevé crear en 2026 una dirección de relaciones internacionales; Pereira ya la creó en 2022.",
         {("CO-MZL", "directorate", "planned", "2026"), ("CO-PEI", "directorate", "created", "2022")}),
        ("es", "La provincia de Mendoza creó en 1995 una oficina internacional, mientras que la de Córdoba contaba con"
         " una desde 1988.",
         {("AR-M", "office", "created", "1995"), ("AR-X", "office", "in_force", "1988")}),
        ("fr", "Dakar et Lille ont signé en 2012 un accord de coopération ; la seconde l'a dénoncé en 2019.",
         {("SN-DK", "agreement", "signed", "2012"), ("FR-LIL", "agreement", "signed", "2012"),
          ("FR-LIL", "agreement", "discontinued", "2019")}),
        ("fr", "Créé en 2001 à l'initiative de Dakar et de Lille, le réseau Sommets compte trente villes.",
         {("SN-DK", "network_foundation", "created", "2001"), ("FR-LIL", "network_foundation", "created", "2001")}),
        ("fr", "Le jumelage de Dakar et de Lille remonte à 1957.",
         {("SN-DK", "twinning", "signed", "1957"), ("FR-LIL", "twinning", "signed", "1957")}),
        ("fr", "Lille a quitté le réseau Eurocities en 2005, avant de le réintégrer en 2011.",
         {("FR-LIL", "network_membership", "discontinued", "2005"),
          ("FR-LIL", "network_membership", "recreated", "2011")}),
        ("fr", "Le maire de Lille s'est rendu en 2015 à Dakar pour y signer un accord de coopération.",
         {("FR-LIL", "agreement", "signed", "2015")}),
        ("fr", "Dakar a rejoint le réseau Sommets en 1985, Lille en 1990 et Grenoble dix ans plus tard.",
         {("SN-DK", "network_membership", "joined", "1985"), ("FR-LIL", "network_membership", "joined", "1990"),
          ("FR-GRE", "network_membership", "joined", "2000")}),
        ("es", "La red Vértice admitió a Pereira en 2001 y a Manizales dos años más tarde.",
         {("CO-PEI", "network_membership", "joined", "2001"), ("CO-MZL", "network_membership", "joined", "2003")}),
        ("es", "Pereira y Manizales no firmaron el convenio; sí lo hizo Villa María, en 2011.",
         {("AR-VM", "agreement", "signed", "2011")}),
        ("es", "Por un hermanamiento Pereira no firmó el convenio; sí lo hizo Villa María, en 2011.",
         {("AR-VM", "agreement", "signed", "2011")}),
        ("fr", "L'Isère a fermé en 1996 ses délégations de Dakar et Lille ; cette dernière a rouvert en 1999.",
         {("FR-38", "delegation_abroad", "discontinued", "1996"), ("FR-38", "delegation_abroad", "recreated", "1999")}),
        ("es", "Tras hermanarse con Lille en 1986, Pereira lo hizo con Dakar en 1990 y con Manizales en 1994.",
         {("CO-PEI", "twinning", "signed", "1986"), ("CO-PEI", "twinning", "signed", "1990"),
          ("CO-PEI", "twinning", "signed", "1994")}),
        ("es", "La provincia de Mendoza dispone de delegaciones en Lille (2004), Dakar (2008) y Pereira (2009).",
         {("AR-M", "delegation_abroad", "created", "2004"), ("AR-M", "delegation_abroad", "created", "2008"),
          ("AR-M", "delegation_abroad", "created", "2009")}),
        ("es", "A propuesta de la alcaldesa, Pereira acordó en 1992 hermanarse con Lille.",
         {("CO-PEI", "twinning", "signed", "1992")}),
        ("es", "No es cierto que Pereira haya abierto una oficina internacional; la abrió Manizales, en 2009.",
         {("CO-MZL", "office", "created", "2009")}),
        ("es", "La provincia de Mendoza firmó en 2014 un convenio. En la misma provincia, Pereira y Lille firmaron en"
         " 2001 un hermanamiento.",
         {("AR-M", "agreement", "signed", "2014"), ("CO-PEI", "twinning", "signed", "2001"),
          ("FR-LIL", "twinning", "signed", "2001")}),
        ("es", "Pereira, sin embargo, abrió en 2003 una oficina internacional.",
         {("CO-PEI", "office", "created", "2003")}),
        ("fr", "La Chambre de commerce de Lille a ouvert en 2005 un bureau à Dakar.", set()),
        ("es", "El escritor Juan Paz presentó en Pereira, en 2010, una publicación internacional.", set()),
        ("es", "En Pereira se abrió la sede de la firma Paz, que firmó en 2010 un convenio internacional.", set()),
        ("es", "Pereira está hermanada con Lille desde 1999; Manizales lo está con Dakar desde 1969.",
         {("CO-PEI", "twinning", "signed", "1999"), ("CO-MZL", "twinning", "signed", "1969")}),
        ("es", "Villa María y Lille están hermanadas desde 1982; la francesa creó en 1990 una oficina internacional.",
         {("AR-VM", "twinning", "signed", "1982"), ("FR-LIL", "twinning", "signed", "1982"),
          ("FR-LIL", "office", "created", "1990")}),
        ("es", "Pereira firmó en 1990 un convenio. La francesa abrió una oficina.",
         {("CO-PEI", "agreement", "signed", "1990")}),
    ],
)  # fmt: skip
def test_who_did_it_is_whom_the_words_mean(lang: str, text: str, claims: set[tuple[str, str, str, str]]) -> None:
    assert told(text, lang) == claims
