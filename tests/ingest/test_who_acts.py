"""Who acts where a sentence does not say it again, and who acts that is no government."""

import pytest

from minga.ingest.domain.extraction import Called, Gazetteer, Place, Reader, propose
from minga.ingest.extracting import area_words, compatible, lexicon
from tests.ingest.test_extraction_rules import told

_ENDED = {("Quito", "delegation_abroad", "discontinued", "1993"), ("Quito", "delegation_abroad", "recreated", "2002")}


@pytest.mark.parametrize(
    ("lang", "text", "claims"),
    [
        ("en", "Lima joined C40 in 2005. Quito shut its offices abroad in 1993; in 2002 it reopened the one in Turín.",
         {("Lima", "network_membership", "joined", "2005"), *_ENDED}),
        ("en", "Lima joined C40 in 2005. Quito joined it in the 1990s, and in 2018 it was awarded the Global Prize.",
         {("Lima", "network_membership", "joined", "2005"), ("Quito", "network_membership", "joined", "199X"),
          ("Quito", "award", "awarded", "2018")}),
        ("en", "In 2013 Lima won the Green Capital Award, and in October 2018 it hosted an international summit.",
         {("Lima", "award", "awarded", "2013"), ("Lima", "forum_or_event", "held", "2018-10")}),
        ("pt", "Em 2013 Lima ganhou o prêmio verde, e em outubro de 2018 acolheu uma cúpula internacional.",
         {("Lima", "award", "awarded", "2013"), ("Lima", "forum_or_event", "held", "2018-10")}),
        ("en", "Lima became the sister city of Turín in 1959. The city added Quito in 2005, and its mayor travelled "
               "to Piura in 2017 to sign an agreement.",
         {("Lima", "twinning", "signed", "1959"), ("Lima", "twinning", "signed", "2005"),
          ("Lima", "agreement", "signed", "2017")}),
        ("en", "Lima twinned with Turín in 1979. Lima later added Quito (1983) and Piura (1988).",
         {("Lima", "twinning", "signed", "1979"), ("Lima", "twinning", "signed", "1983"),
          ("Lima", "twinning", "signed", "1988")}),
        ("en", "Lima twinned with Turín in 1979. The mayor added that all was well in 1980.",
         {("Lima", "twinning", "signed", "1979")}),
        ("en", "Lima opened a trade office in Turín in 1940. Its Quito office followed in 1961.",
         {("Lima", "delegation_abroad", "created", "1940"), ("Lima", "delegation_abroad", "created", "1961")}),
        ("en", "Lima joined C40 in 1989, Quito in 1991 and Turín in 1993.",
         {("Lima", "network_membership", "joined", "1989"), ("Quito", "network_membership", "joined", "1991"),
          ("Turín", "network_membership", "joined", "1993")}),
        ("en", "Lima set up a directorate of foreign links in 2018, and Quito followed in 2019 with a liaison officer.",
         {("Lima", "directorate", "created", "2018"), ("Quito", "focal_point", "created", "2019")}),
        ("pt", "O acordo de Lima com Quito é de 2003; em 2009 as duas cidades lançaram um projeto conjunto.",
         {("Lima", "agreement", "signed", "2003"), ("Lima", "project", "created", "2009"),
          ("Quito", "project", "created", "2009")}),
        ("pt", "Lima chegou a abrir em 1990 um escritório comercial em Turín.",
         {("Lima", "delegation_abroad", "created", "1990")}),
        ("pt", "Lima nunca chegou a abrir um escritório comercial em Turín.", set()),
        ("en", "The so-called Pact of Lakes goes back to an agreement signed in 1988 by Lima and Quito, a region since "
               "merged into a larger one.",
         {("Lima", "agreement", "signed", "1988"), ("Quito", "agreement", "signed", "1988")}),
        ("en", "Trade offices opened in Turín by governments:\n- Lima (1973)\n- Quito (1983)",
         {("Lima", "delegation_abroad", "created", "1973"), ("Quito", "delegation_abroad", "created", "1983")}),
        ("en", "Lima, having twinned with Turín in 1980, went on to conclude similar arrangements with Quito (1984).",
         {("Lima", "twinning", "signed", "1980"), ("Lima", "twinning", "signed", "1984")}),
        ("en", "Lima reopened its Turín office in 2016, three years after shutting it, and has since joined C40.",
         {("Lima", "delegation_abroad", "recreated", "2016"), ("Lima", "delegation_abroad", "discontinued", "2013"),
          ("Lima", "network_membership", "joined", "")}),
        ("en", "Lima joined C40 in 2010. Three years after joining, it hosted the summit of the network.",
         {("Lima", "network_membership", "joined", "2010"), ("Lima", "forum_or_event", "held", "2013")}),
        ("en", "Lima twinned with Turín in 1949, Quito in 1966 and Piura in 1988.",
         {("Lima", "twinning", "signed", "1949"), ("Lima", "twinning", "signed", "1966"),
          ("Lima", "twinning", "signed", "1988")}),
        ("en", "Lima opened offices abroad in 2010. The Turín one was shut in 2015, and that in Quito a year later.",
         {("Lima", "delegation_abroad", "created", "2010"), ("Lima", "delegation_abroad", "discontinued", "2015"),
          ("Lima", "delegation_abroad", "discontinued", "2016")}),
        ("en", "Under the 1999 agreement with Turín, Lima sends experts. Lima also signed an agreement with Quito.",
         {("Lima", "agreement", "signed", "1999"), ("Lima", "agreement", "signed", "")}),
        ("en", "Lima voted in 2008 to establish an international committee.", {("Lima", "office", "created", "2008")}),
    ],
)  # fmt: skip
def test_who_acts_is_told_once_and_meant_again(lang: str, text: str, claims: set[tuple[str, str, str, str]]) -> None:
    assert told(text, lang) == claims


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "Lima's port authority signed an agreement with Turín in 1990."),
        ("en", "Quito's film festival joined an international network in 2000."),
        ("en", "Florence Lima, who studied at Quito, joined Global Consulting in 1998. Her memoir won the Turín Prize "
               "in 2011. She now chairs the Oxford Network."),
        ("en", "Anna Weber, born in Lima, signed an international agreement in 1998."),
        ("pt", "Lima amanheceu com chuva. A empresa Boa diz que o acordo assinado com o empreiteiro acaba em 2027."),
        ("en", "Lima grows (see Jain 2005 on twinnings)."),
    ],
)  # fmt: skip
def test_what_firms_persons_and_bodies_do_is_no_deed_of_the_town_beside_them(lang: str, text: str) -> None:
    assert told(text, lang) == set()


def test_a_mayor_who_is_meant_by_he_acts_for_the_government() -> None:
    text = "The mayor of Lima visited Turín in 2005. He signed a cooperation agreement there."
    assert [claim[:2] for claim in told(text, "en")] == [("Lima", "agreement")]


_JOINED = {("Lima", "network_membership", "joined", "1996"), ("Quito", "network_membership", "joined", "1994")}


@pytest.mark.parametrize(
    ("lang", "text", "claims"),
    [
        ("en", "Lima joined C40 in 1996, two years after Quito.", _JOINED),
        ("es", "Lima ingresó en C40 en 1996, dos años después que Quito.", _JOINED),
        ("pt", "Lima aderiu à C40 em 1996, dois anos depois de Quito.", _JOINED),
        ("en", "Lima joined C40 in 1996, two years after the city had adopted its international policy.",
         {("Lima", "network_membership", "joined", "1996"), ("Lima", "ir_policy", "adopted", "1994")}),
        ("en", "Lima joined C40 in 1996, two years before it adopted its international policy.",
         {("Lima", "network_membership", "joined", "1996"), ("Lima", "ir_policy", "adopted", "1998")}),
        ("en", "Lima, whose first sister city was Turín (1961), hosted an international conference in 2019.",
         {("Lima", "twinning", "signed", "1961"), ("Lima", "forum_or_event", "held", "2019")}),
        ("en", "Lima has many partners. Its first sister city was Turín, in 1959.",
         {("Lima", "twinning", "signed", "1959")}),
        ("en", "The global award went to Lima in 2013 and to Quito in 2015.",
         {("Lima", "award", "awarded", "2013"), ("Quito", "award", "awarded", "2015")}),
        ("en", "Lima signed an agreement with Turín in 1992, and Quito one with Piura in 2014.",
         {("Lima", "agreement", "signed", "1992"), ("Quito", "agreement", "signed", "2014")}),
        ("en", "Lima has been a UNESCO City of Film since 2014, and Quito a City of Literature since 2010.",
         {("Lima", "network_membership", "joined", "2014"), ("Quito", "network_membership", "joined", "2010")}),
        ("pt", "Lima e Quito firmaram acordos de irmandade: a primeira com Turín, em 1982; "
               "a segunda com Piura, em 1973.",
         {("Lima", "twinning", "signed", "1982"), ("Quito", "twinning", "signed", "1973")}),
        ("en", "Lima passed a foreign action law in 2014. When Quito took over, its offices abroad were shut in 2017.",
         {("Lima", "law_or_competence", "adopted", "2014"), ("Lima", "delegation_abroad", "discontinued", "2017")}),
        ("en", "The creation of an Office of International Affairs by the City of Lima in 2000 was a legacy.",
         {("Lima", "office", "created", "2000")}),
        ("pt", "Lima criou em 1998 uma direção de diásporas, voltada para a diáspora.",
         {("Lima", "directorate", "created", "1998")}),
        ("en", "Lima created Raíces, an agency for its emigrants, in 2002.", {("Lima", "agency", "created", "2002")}),
        ("en", "Lima joined C40 in 2005. Quito belongs to it too.",
         {("Lima", "network_membership", "joined", "2005"), ("Quito", "network_membership", "in_force", "")}),
        ("en", "Lima's own international bureau is older: it was set up in 1962.",
         {("Lima", "office", "created", "1962")}),
        ("pt", "Lima está geminada com Turín, e Quito pretende abrir um gabinete de cooperação internacional.",
         {("Lima", "twinning", "in_force", ""), ("Quito", "office", "planned", "")}),
        ("pt", "Lima ganhou em 2016 o prémio Turín de inovação e lançou, no mesmo ano, um projeto internacional.",
         {("Lima", "award", "awarded", "2016"), ("Lima", "project", "created", "2016")}),
        ("en", "Lima appointed a focal point for international cooperation in 2013 but abolished the post in 2017.",
         {("Lima", "focal_point", "created", "2013"), ("Lima", "focal_point", "discontinued", "2017")}),
        ("en", "Lima's three sister cities include Quito (1959), Turín (1979) and Piura (2013).",
         {("Lima", "twinning", "signed", "1959"), ("Lima", "twinning", "signed", "1979"),
          ("Lima", "twinning", "signed", "2013")}),
        ("en", "Lima has never appointed a foreign relations officer. Quito did so in 2016.",
         {("Quito", "focal_point", "created", "2016")}),
        ("en", "Lima was awarded the global prize in 2018, and Quito received it as well.",
         {("Lima", "award", "awarded", "2018"), ("Quito", "award", "awarded", "")}),
        ("en", "Sister city | Since\nQuito | 1979\nTurín | 1982", set()),
        ("en", "Lima and Quito have signed four action plans since 1989.", set()),
        ("en", "The International Relations Office of the City of Lima, housed in its palace, was set up in 2001.",
         {("Lima", "office", "created", "2001")}),
        ("en", "Twinnings: Lima is twinned with Quito (since 1988), Turín (1982) and Piura (2005).",
         {("Lima", "twinning", "signed", "1988"), ("Lima", "twinning", "signed", "1982"),
          ("Lima", "twinning", "signed", "2005")}),
        ("en", "Lima's first twinning, with Quito, was signed in 1983; Turín followed in 1987.",
         {("Lima", "twinning", "signed", "1983"), ("Lima", "twinning", "signed", "1987")}),
        ("en", "Since its accession to CITYNET in 1993, Lima has grown.",
         {("Lima", "network_membership", "joined", "1993")}),
        ("en", "In the view of Paquin (2004), Lima's law on external action is good.", set()),
        ("pt", "Nos termos do convênio firmado em 2007 com Turín, Lima recebeu técnicos.",
         {("Lima", "agreement", "signed", "2007")}),
        ("pt", "Lima criou em 2011 a sua Assessoria Internacional; o de Quito fizera-o nos anos oitenta.",
         {("Lima", "office", "created", "2011"), ("Quito", "office", "created", "198X")}),
        ("pt", "Lima promulgou a Lei n.º 3, de 27 de julho de 2012, que trata de cooperação internacional.",
         {("Lima", "law_or_competence", "adopted", "2012-07-27")}),
        ("en", "The first city to set up an international relations office was Lima, in 1994.",
         {("Lima", "office", "created", "1994")}),
        ("es", "El primer municipio en ingresar en C40 fue Lima, en 2005.",
         {("Lima", "network_membership", "joined", "2005")}),
        ("fr", "La première ville à adhérer au réseau C40 fut Lima, en 2005.",
         {("Lima", "network_membership", "joined", "2005")}),
        ("pt", "O primeiro município a criar uma secretaria de relações internacionais foi Lima, em 1994.",
         {("Lima", "secretariat", "created", "1994")}),
        ("en", "The first city to consider an international relations office was Lima.", set()),
        ("en", "Lima adopted its first international policy plan in 2014 and a second one in 2020.",
         {("Lima", "external_action_strategy", "adopted", "2014"),
          ("Lima", "external_action_strategy", "adopted", "2020")}),
        ("pt", "O Governo de Lima, que mantivera até 1998 um escritório em Turín, reabriu-o em 2020.",
         {("Lima", "delegation_abroad", "discontinued", "1998"), ("Lima", "delegation_abroad", "recreated", "2020")}),
        ("pt", "A Câmara de Comércio Luso-Alemã organizou em 2017, em Lima, um encontro internacional.", set()),
        ("en", "The first city to sign an agreement with Turín was Lima, in 1994.",
         {("Lima", "agreement", "signed", "1994")}),
        ("en", "Lima twinned with Turín in 1979. Lima added an international project in 1980.",
         {("Lima", "twinning", "signed", "1979"), ("Lima", "project", "created", "1980")}),
        ("en", "Lima has an Office of International Relations, which handles protocol.",
         {("Lima", "office", "in_force", "")}),
        ("en", "Mr Weber of Lima signed an international agreement in 1998.", set()),
        ("en", "Quito hosted the Lima+20 summit in 2012.", {("Quito", "forum_or_event", "held", "2012")}),
        ("en", "Turín, Italy's former capital, and Lima were twinned in 1946.",
         {("Turín", "twinning", "signed", "1946"), ("Lima", "twinning", "signed", "1946")}),
        ("en", "Lima and Quito have been twinned with Turín since 1981 and 1980 respectively.",
         {("Lima", "twinning", "signed", "1981"), ("Quito", "twinning", "signed", "1980")}),
        ("en", "Set up as a desk in 1998, Lima's directorate for international relations now employs thirty people.",
         {("Lima", "directorate", "created", "1998")}),
        ("en", "Lima was host city of the Mercociudades summit in 2005.", {("Lima", "forum_or_event", "held", "2005")}),
        ("en", "When Lima opened its Turín office in 1986, it was the first city to do so.",
         {("Lima", "delegation_abroad", "created", "1986")}),
        ("en", "Quito has no office; Lima, Peru's capital, and Piura joined C40 in 2005.",
         {("Piura", "network_membership", "joined", "2005")}),
        ("en", "Lima has no officer for international affairs, and the attempt to find one got nowhere.", set()),
        ("en", "According to Ruffin (2013), Lima led an international project, launched in 2008.",
         {("Lima", "project", "created", "2008"), ("Lima", "project", "held", "")}),
        ("en", "Lima joined C40 in 2005. A fair was held in Quito in 2010, and the University of Piura then published "
               "an international study.",
         {("Lima", "network_membership", "joined", "2005"), ("Quito", "forum_or_event", "held", "2010")}),
        ("es", "Lima ingresó en C40 en 2010 y anunció que el próximo año firmará un hermanamiento con Quito.",
         {("Lima", "network_membership", "joined", "2010"), ("Lima", "twinning", "planned", "")}),
        ("es", "Lima, 3 de julio de 2019. El alcalde anunció que el próximo año firmará un hermanamiento con Quito.",
         {("Lima", "twinning", "planned", "2020")}),
        ("es", "Lima firmó un hermanamiento con Quito en 2011. La estrategia fue derogada en 2013.",
         {("Lima", "twinning", "signed", "2011")}),
        ("es", "Lima firmó un hermanamiento con Quito en 2011. El convenio de 2004 venció en 2014.",
         {("Lima", "twinning", "signed", "2011"), ("Lima", "agreement", "discontinued", "2014")}),
        ("es", "Lima abrió en 1996 su delegación ante la Unión Europea. El convenio colectivo se firmó en 2016.",
         {("Lima", "delegation_abroad", "created", "1996")}),
        ("pt", "A Câmara de Lima aprovou e ele sanciona a seguinte lei sobre relações internacionais.", set()),
    ],
)  # fmt: skip
def test_what_stands_beside_a_name_says_who_did_it_and_when(
    lang: str, text: str, claims: set[tuple[str, str, str, str]]
) -> None:
    assert told(text, lang) == claims


def test_a_word_in_the_name_of_a_body_is_no_town() -> None:
    place = Place("US-IND", "Industry", "US", "municipality", ("US",), 300)
    reader = Reader(
        Gazetteer({"industry": (Called(place, written="Industry"),)}), lexicon("en"), area_words("en"), compatible()
    )
    text = "The Chamber of Commerce and Industry signed an international agreement in 2019."
    assert propose(text, reader, {}) == []
    assert propose("Industry signed an international agreement in 2019.", reader, {})[0].place is place
