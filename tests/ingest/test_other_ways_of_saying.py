"""Ways in which councils, ministries and networks of English and Portuguese countries tell what was done."""

import pytest

from tests.ingest.test_extraction_rules import told

LIMA, QUITO, TURIN = "Lima", "Quito", "Turín"


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("In 2010 Lima endorsed an international relations framework.",
         {(LIMA, "external_action_strategy", "adopted", "2010")}),
        ("Lima has an International Relations Policy, passed by council on 28 May 2015.",
         {(LIMA, "ir_policy", "adopted", "2015-05-28")}),
        ("The 1998 agreement of Lima with Turín covers water.", {(LIMA, "agreement", "signed", "1998")}),
        ("Quito became the twin town of Turín soon after the war, in 1948; nobody remembers.",
         {(QUITO, "twinning", "signed", "1948")}),
        ("The mayor of Lima led a trade mission to Turín in 2014.", {(LIMA, "forum_or_event", "held", "2014")}),
        ("Lima, whose twinning with Turín ran out in 2005, signed a fresh memorandum with it in 2012.",
         {(LIMA, "twinning", "discontinued", "2005"), (LIMA, "agreement", "signed", "2012")}),
        ("Lima is the sister city of Quito, having twinned with Turín in 1982.",
         {(LIMA, "twinning", "signed", "1982")}),
        ("Lima: member of Eurocities since 1988, of ICLEI since 2009.",
         {(LIMA, "network_membership", "joined", "1988"), (LIMA, "network_membership", "joined", "2009")}),
        ("The Lima–Turín sister city pact was renewed in 2008.",
         {(LIMA, "twinning", "signed", "2008"), (TURIN, "twinning", "signed", "2008")}),
        ("An International Relations Office was created in Lima in 1990.", {(LIMA, "office", "created", "1990")}),
        ("Lima has five sister cities; the oldest, Turín, dates from 2002.",
         {(LIMA, "twinning", "signed", "2002")}),
        ("Lima penned a cooperation agreement with Turín in 2009.", {(LIMA, "agreement", "signed", "2009")}),
        ("Lima pulled the plug on its foreign office in Turín in 2011.",
         {(LIMA, "delegation_abroad", "discontinued", "2011")}),
        ("Lima was welcomed into C40 in 2006 and Quito in 2019.",
         {(LIMA, "network_membership", "joined", "2006"), (QUITO, "network_membership", "joined", "2019")}),
        ("C40 welcomed Lima and Quito as new members in 2020.",
         {(LIMA, "network_membership", "joined", "2020"), (QUITO, "network_membership", "joined", "2020")}),
        ("Since it joined C40 in 2005, Lima has grown.", {(LIMA, "network_membership", "joined", "2005")}),
        ("Lima abolished its international relations office in 2015 and brought it back in 2019.",
         {(LIMA, "office", "discontinued", "2015"), (LIMA, "office", "recreated", "2019")}),
        ("Lima's International Relations Unit, a team of four, has been operating since 2009.",
         {(LIMA, "office", "in_force", "2009")}),
        ("Since 1991 an International Office has existed within Lima.", {(LIMA, "office", "in_force", "1991")}),
        ("A protocol and international relations office was opened by Lima in 1989.",
         {(LIMA, "office", "created", "1989")}),
        ("Piura's Turín trade office was set up in 1911.", {("Piura", "delegation_abroad", "created", "1911")}),
        ("Lima was European Green Capital in 2015.", {(LIMA, "award", "awarded", "2015")}),
        ("Lima, European Capital of Culture in 2008, won the Eurocities prize in 2010.",
         {(LIMA, "award", "awarded", "2008"), (LIMA, "award", "awarded", "2010")}),
        ("Lima is a UNESCO City of Literature.", {(LIMA, "network_membership", "in_force", "")}),
        ("Lima was named a UNESCO City of Literature in 2010.", {(LIMA, "network_membership", "joined", "2010")}),
        ("Lima is, since 2010, a UNESCO City of Music.", {(LIMA, "network_membership", "joined", "2010")}),
        ("The title of European Green Capital went to Lima in 2020.", {(LIMA, "award", "awarded", "2020")}),
        ("The network presented Lima with the Access City Award in 2014.", {(LIMA, "award", "awarded", "2014")}),
        ("Lima picked up a Turín award in 2004.", {(LIMA, "award", "awarded", "2004")}),
        ("Quito has counted Turín as a sister city since 2010.", {(QUITO, "twinning", "signed", "2010")}),
        ("Sister-city relations between Lima and Turín were inaugurated in 1984.",
         {(LIMA, "twinning", "signed", "1984"), (TURIN, "twinning", "signed", "1984")}),
        ("Twinning of Lima and Turín formalised, 1980",
         {(LIMA, "twinning", "signed", "1980"), (TURIN, "twinning", "signed", "1980")}),
        ("The presidency of UCLG was held by Lima in 2013.", {(LIMA, "network_membership", "in_force", "2013")}),
        ("Lima's memorandum with Quito, dated 1999, lapsed in 2014.",
         {(LIMA, "agreement", "signed", "1999"), (LIMA, "agreement", "discontinued", "2014")}),
    ],
)  # fmt: skip
def test_english_has_many_ways_to_say_it(text: str, claims: set[tuple[str, str, str, str]]) -> None:
    assert told(text, "en") == claims


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("Lima e Turín fecharam em 2009 um acordo de cooperação.",
         {(LIMA, "agreement", "signed", "2009"), (TURIN, "agreement", "signed", "2009")}),
        ("Lima fechou em 2009 o seu escritório em Turín.", {(LIMA, "delegation_abroad", "discontinued", "2009")}),
        ("Lima reforçou em 2016 o acordo de 1998.", {(LIMA, "agreement", "reformed", "2016")}),
        ("Lima é cidade-irmã de Turín desde 1980, de Quito desde 2005.",
         {(LIMA, "twinning", "signed", "1980"), (LIMA, "twinning", "signed", "2005")}),
        ("A política de internacionalização de Lima foi objeto de uma tese em 2010.",
         {(LIMA, "ir_policy", "in_force", "")}),
        ("Lima tem Turín como irmã desde 1972.", {(LIMA, "twinning", "signed", "1972")}),
        ("Lima tornou-se cidade-irmã de Turín em 1973.", {(LIMA, "twinning", "signed", "1973")}),
        ("A assessoria internacional de Lima virou coordenadoria em 2005.",
         {(LIMA, "directorate", "reformed", "2005"), (LIMA, "office", "in_force", "")}),
        ("A presidência da Mercocidades foi exercida por Lima em 2013.",
         {(LIMA, "network_membership", "in_force", "2013")}),
        ("Lima executa desde 2016 um programa internacional de formação.", {(LIMA, "programme", "in_force", "2016")}),
        ("Lima é Cidade Educadora desde 1997.", {(LIMA, "network_membership", "joined", "1997")}),
        ("Lima foi Capital Europeia da Cultura em 2012.", {(LIMA, "award", "awarded", "2012")}),
        ("A filiação de Lima à Metropolis foi cancelada em 2005.",
         {(LIMA, "network_membership", "joined", ""), (LIMA, "network_membership", "discontinued", "2005")}),
        ("Lima editou um caderno sobre as suas geminações em 2011.", {(LIMA, "publication", "published", "2011")}),
        ("A estratégia de cooperação de Lima vigorou até 2013.",
         {(LIMA, "cooperation_strategy", "discontinued", "2013")}),
    ],
)  # fmt: skip
def test_portuguese_has_as_many(text: str, claims: set[tuple[str, str, str, str]]) -> None:
    assert told(text, "pt") == claims


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "If the council agrees, Lima will open a trade office in Turín."),
        ("en", "The 2018 congress was to have been hosted by Lima."),
        ("en", "South Lima scrapped its international office in 2012."),
        ("en", "Lima was not European Green Capital in 2015."),
        ("en", "Lima denied having signed an agreement with Turín."),
        ("en", "Lima will welcome C40 next year."),
        ("en", "The network presented the Access City Award in 2014."),
        ("en", "Lima met the European Green Capital in 2015."),
        ("en", "Under Premier Lima a trade office was opened in 2010."),
        ("pt", "Lima deixou em 2013 de pagar quotas à Eurocities."),
        ("pt", "Caso o protocolo seja aprovado, Lima passará a ter um escritório em Turín."),
        ("pt", "Lima nega ter firmado qualquer acordo com Turín."),
        ("pt", "Lima e a Cidade Educadora jantaram."),
    ],
)
def test_what_is_supposed_denied_or_done_by_another_is_no_claim(lang: str, text: str) -> None:
    assert told(text, lang) == set()
