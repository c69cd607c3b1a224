"""What a careful reader takes from a text, taken by rules."""

import json
from pathlib import Path

import pytest

from minga.ingest.domain.extraction import Proposal
from minga.ingest.domain.measuring import Read, counts, f1
from minga.ingest.extracting import extract, language_of
from minga.ingest.measuring import read

GOLD = Path(__file__).parents[1] / "golden" / "extraction"
pytestmark = pytest.mark.usefixtures("gazetteer")


def told(text: str, **known: str) -> set[tuple[str, str, str, str]]:
    """Code, instrument, event and date of all that is proposed."""
    return {(one.place.code, one.instrument, one.event, one.when) for one in extract(text, **known)}


@pytest.fixture(scope="module")
def founding() -> str:
    path = Path(__file__).parents[2] / "src" / "minga" / "evidence" / "data" / "founding_document.txt"
    return path.read_text(encoding="utf-8")


def test_the_founding_document_gives_its_seventeen_claims_and_no_other(founding: str) -> None:
    strategy, areas = "cooperation_strategy", ("international_cooperation",)
    found = {(one.place.code, one.instrument, one.event, one.when) for one in extract(founding)}
    assert found == {
        *((code, strategy, "in_force", "") for code in ("CO-05001", "CO-19137", "CO-17001", "CO-TOL", "CO-11001")),
        ("AR-gn3838583", "ir_policy", "in_force", ""),
        ("CL-VS", "external_action_strategy", "in_force", ""),
        ("BR-RJ", "office", "created", "1983"),
        ("BR-RS", "secretariat", "created", "1987"),
        ("BR-3550308", "secretariat", "created", "2001"),
        ("MX-MEX", "programme", "in_force", ""),
        ("MX-JAL", "office", "in_force", ""),
        ("CA-QC", "ir_policy", "in_force", ""),
        ("CA-QC", "ministry", "in_force", ""),
        ("CA-QC", "law_or_competence", "in_force", ""),
        ("CA-QC", "delegation_abroad", "in_force", ""),
    }
    assert len(extract(founding)) == 17, "Québec has two policies: one foreign, one of migration"
    assert all(one.areas == areas for one in extract(founding) if one.instrument == strategy)


def test_bogota_cundinamarca_is_for_a_person_to_decide(founding: str) -> None:
    (bogota,) = [one for one in extract(founding) if one.place.code == "CO-11001"]
    assert [place.code for place in bogota.alternatives] == ["CO-CUN"]
    assert "ambiguous_name" in bogota.why


def test_what_a_note_relies_on_is_its_source(founding: str) -> None:
    by_note = {one.place.code: [cited.author for cited in one.cites] for one in extract(founding)}
    assert by_note["BR-RJ"] == by_note["BR-3550308"] == by_note["MX-MEX"] == by_note["MX-JAL"] == ["Schiavon"]
    assert by_note["CA-QC"] == []


def test_where_an_organ_stands_and_who_acted_are_said(founding: str) -> None:
    found = {one.place.code: one for one in extract(founding)}
    assert found["MX-JAL"].hosted_in == "despacho del Gobernador"
    assert found["BR-RJ"].actor == "gobernador"
    assert "foreign_investment" in found["MX-MEX"].areas and "investment_followup" in found["MX-MEX"].areas


def test_a_quote_is_the_text_at_its_offsets(founding: str) -> None:
    assert all(founding[one.start : one.end] == one.quote for one in extract(founding))


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        (
            "Pasto y Rosario firmaron en 2004 un convenio con Turín.",
            {("CO-52001", "agreement", "signed", "2004"), ("AR-gn3838583", "agreement", "signed", "2004")},
        ),
        ("Caldono no cuenta con una oficina internacional.", set()),
        ("Caldono debería crear una oficina internacional.", set()),
        ("¿Debe Caldono abrir una oficina internacional?", set()),
        ("Medellín prevé crear una oficina de cooperación.", {("CO-05001", "office", "planned", "")}),
        ("Medellín abrirá una oficina en Miami en 2030.", {("CO-05001", "delegation_abroad", "planned", "2030")}),
        ("Desde 1982 Medellín pertenece a Mercociudades.", {("CO-05001", "network_membership", "joined", "1982")}),
        (
            "Medellín creó en 1998 una oficina de cooperación. Cinco años más tarde la cerró.",
            {("CO-05001", "office", "created", "1998"), ("CO-05001", "office", "discontinued", "2003")},
        ),
        (
            "La creación de la Secretaría de Relaciones Internacionales de Jalisco data de 1995.",
            {("MX-JAL", "secretariat", "created", "1995")},
        ),
        ("Jalisco creó en los años noventa una oficina internacional.", {("MX-JAL", "office", "created", "199X")}),
        ("Jalisco ejecutó entre 2012 y 2015 un proyecto de salud.", {("MX-JAL", "project", "held", "2012/2015")}),
        ("El 12 de marzo de 2004 Medellín firmó un convenio.", {("CO-05001", "agreement", "signed", "2004-03-12")}),
        (
            "Miembros de la red:\n- Morón, Argentina (1999)\n- Medellín (2001)",
            {
                ("AR-gn3430545", "network_membership", "joined", "1999"),
                ("CO-05001", "network_membership", "joined", "2001"),
            },
        ),
        ("Rosario Central firmó en 2003 un convenio con el Barcelona.", set()),
        ("La firma Antioquia Textiles S.A. abrió en 1998 una oficina comercial en Lima.", set()),
        ("El foro se celebró en la calle Medellín.", set()),
        ("La oficina de tránsito de Cali fue creada en 1975.", set()),
        (
            "A Prefeitura de Recife criou em 1993 uma assessoria internacional.",
            {("BR-2611606", "office", "created", "1993")},
        ),
        ("Bavaria opened a representation in Tokyo in 1988.", {("DE-BY", "delegation_abroad", "created", "1988")}),
        (
            "La ville de Lyon a adhéré en 1995 au réseau Eurocités.",
            {("FR-gn2996944", "network_membership", "joined", "1995")},
        ),
    ],
)
def test_what_a_sentence_tells_is_proposed_and_nothing_else(text: str, claims: set[tuple[str, str, str, str]]) -> None:
    assert told(text) == claims


def test_the_country_of_the_document_decides_between_namesakes() -> None:
    text = "La municipalidad de San Carlos creó en 2012 una oficina de cooperación internacional."
    assert {code[:2] for code, *_rest in told(text, country="CR")} == {"CR"}
    (one,) = extract(text)
    assert one.alternatives, "without a country several are meant as likely"


def test_a_region_is_known_by_the_adjective_of_its_government() -> None:
    assert told("El Gobierno Vasco abrió en 1996 una delegación en Bruselas.") == {
        ("ES-PV", "delegation_abroad", "created", "1996")
    }


def test_a_partner_is_a_counterpart_and_no_subject() -> None:
    (one,) = extract("Medellín se hermanó con Barcelona en 2009.")
    assert (one.place.code, [place.name for place in one.counterparts]) == ("CO-05001", ["Barcelona"])


def test_the_language_is_recognised_by_its_words() -> None:
    texts = {
        "es": "La ciudad creó una oficina en los años noventa",
        "pt": "A cidade não tem uma secretaria de relações",
        "en": "The city has signed an agreement with the state",
        "fr": "La ville a signé un accord avec la région dans les années",
    }
    assert {lang: language_of(text) for lang, text in texts.items()} == {lang: lang for lang in texts}


def test_a_text_without_names_or_words_gives_nothing() -> None:
    assert extract("") == extract("\n\n 1 \n") == extract("nada que decir") == []


@pytest.mark.parametrize(
    ("file", "least"),
    [
        ("tuning", 0.9),
        ("calibration", 0.8),
        *((f"later-{lot}", 0.6) for lot in range(4, 11)),
        *(
            (f"later-{lot}", least)
            for lot, least in enumerate(
                (0.69, 0.7, 0.36, 0.66, 0.77, 0.76, 0.71, 0.66, 0.85, 0.7, 0.81, 0.82, 0.64), 11
            )
        ),
        ("later-25", 0.66),
        ("later-29", 0.92),
        ("later-30", 0.95),
        ("later-36", 0.87),
    ],
)
def test_rules_read_what_they_were_looked_at_against_as_well_as_they_did(file: str, least: float) -> None:
    rows = [json.loads(line) for line in (GOLD / f"{file}.jsonl").read_text(encoding="utf-8").splitlines()]
    passages: list[Read] = [read(row, lambda row: extract(row["text"])) for row in rows]
    for lang in ("es", "pt", "en", "fr"):
        chosen = [one for one in passages if one.lang == lang]
        assert f1(*counts(chosen, 1)) >= least, lang
    assert _empty(passages) == 0


def _empty(passages: list[Read]) -> int:
    """How many passages without a claim were given one."""
    return sum(bool(one.ours) for one in passages if not one.gold)


def test_confidence_falls_with_doubt() -> None:
    plain: Proposal
    plain, recalled = extract("Medellín creó en 1998 una oficina de cooperación. Después la cerró.")
    assert plain.confidence > recalled.confidence


def test_a_law_of_the_nation_proposes_next_to_nothing_of_its_governments(shared: Path) -> None:
    """Three laws of 250 pages name no government that acts abroad: what is proposed is a reviewer's time."""
    laws = sorted((shared / "data" / "documents" / "leyes_mx").glob("Ley*.txt"))
    assert len(laws) == 3
    assert sum(len(extract(law.read_text(encoding="cp1252"), language="es")) for law in laws) <= 20
