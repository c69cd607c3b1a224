"""The gold: seventeen claims of seven notes, pinned to their words, accepted, with both ends of the chain."""

from pathlib import Path

import pytest
from django.db import connection

from minga.evidence import actions, adapters
from minga.evidence.domain.statuses import Evidence, Status
from minga.evidence.models import Citation, Claim, Document, ExtractedText
from minga.evidence.queries import claims_in, counts, latest_text, problems
from minga.territories.models import Territory

pytestmark = pytest.mark.django_db

GOLD = [
    ("CO-05001", "cooperation_strategy", "in_force", "", ["international_cooperation"]),
    ("CO-19137", "cooperation_strategy", "in_force", "", ["international_cooperation"]),
    ("CO-17001", "cooperation_strategy", "in_force", "", ["international_cooperation"]),
    ("CO-TOL", "cooperation_strategy", "in_force", "", ["international_cooperation"]),
    ("CO-11001", "cooperation_strategy", "in_force", "", ["international_cooperation"]),
    ("AR-gn3838583", "ir_policy", "in_force", "", []),
    ("CL-VS", "external_action_strategy", "in_force", "", []),
    ("BR-RJ", "office", "created", "1983", []),
    ("BR-RS", "secretariat", "created", "1987", []),
    ("BR-3550308", "secretariat", "created", "2001", []),
    (
        "MX-MEX",
        "programme",
        "in_force",
        "",
        [
            "foreign_investment",
            "investment_followup",
            "promotion_branding",
            "foreign_trade",
            "international_cooperation",
        ],
    ),
    ("MX-JAL", "office", "in_force", "", []),
    ("CA-QC", "ir_policy", "in_force", "", []),
    ("CA-QC", "ministry", "in_force", "", []),
    ("CA-QC", "law_or_competence", "in_force", "", ["migration"]),
    ("CA-QC", "ir_policy", "in_force", "", ["migration"]),
    ("CA-QC", "delegation_abroad", "in_force", "", ["diplomatic_representation"]),
]


@pytest.fixture(autouse=True)
def loaded(governments: dict[str, Territory], archive: Path) -> None:
    """Every test here reads the founding document."""
    actions.load_founding_document()


def test_seventeen_of_seventeen_are_there_pinned_and_accepted() -> None:
    claims = Claim.objects.accepted().order_by("ref").select_related("territory")
    found = [(c.territory and c.territory.code, c.instrument, c.event, c.when, c.areas) for c in claims]
    assert found == GOLD
    assert {claim.evidence for claim in claims} == {Evidence.QUOTED}


def test_every_quote_stands_in_its_own_note() -> None:
    for citation in Citation.objects.select_related("passage", "extracted"):
        assert citation.passage and citation.extracted and citation.start is not None and citation.end is not None
        assert citation.extracted.text[citation.start : citation.end] == citation.quote
        assert citation.locator == f"nota {citation.passage.label}"
        assert citation.quote in citation.passage.body


def test_notes_five_and_six_keep_both_ends_of_the_chain() -> None:
    chained = Citation.objects.filter(relies_on__authors="Schiavon, Jorge")
    assert {citation.passage and citation.passage.label for citation in chained} == {"5", "6"}
    assert chained.count() == 5


def test_jalisco_says_where_the_office_stands_and_bogota_that_it_is_ambiguous() -> None:
    assert Claim.objects.get(territory__code="MX-JAL").hosted_in == "despacho del gobernador"
    assert "Cundinamarca" in Claim.objects.get(territory__code="CO-11001").curation_note


def test_loading_again_changes_nothing() -> None:
    report = actions.load_founding_document()
    assert report.outcomes == {"unchanged": 17}
    assert (report.rows, Document.objects.count(), Claim.objects.count()) == (17, 1, 17)


def test_the_document_is_open_with_seven_passages() -> None:
    document = Document.objects.readable().get()
    text = latest_text(document)
    assert text and [passage.label for passage in text.passages.all()] == list("1234567")
    assert len(claims_in(document)) == 17


def test_the_base_is_sound() -> None:
    assert list(problems()) == []
    assert counts()["quoted"] == counts()["accepted"] == 17


def test_one_changed_character_of_the_stored_text_is_found() -> None:
    text = ExtractedText.objects.get()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE evidence_extractedtext DISABLE TRIGGER text_is_immutable")
        cursor.execute(
            "UPDATE evidence_extractedtext SET text = replace(text, 'Caldono', 'Caldomo') WHERE id=%s", [text.pk]
        )
    found = list(problems())
    assert any("MG-F02" in problem and "not at its place" in problem for problem in found)
    assert any("not those it was stored with" in problem for problem in found)


def test_one_changed_byte_of_the_archived_file_is_found() -> None:
    path = adapters.path_of(Document.objects.get().sha256)
    path.write_bytes(path.read_bytes().replace(b"Caldono", b"Caldomo"))
    assert any("changed" in problem for problem in problems())
    path.unlink()
    assert any("missing" in problem for problem in problems())


def test_other_broken_invariants_are_found() -> None:
    Claim.objects.filter(ref="MG-F01").update(event="opened", when="1999", status=Status.ACCEPTED)
    Claim.objects.get(ref="MG-F02").judgements.all().delete()
    Claim.objects.filter(ref="MG-F03").update(status=Status.REPLACED)
    Claim.objects.filter(ref="MG-F04").update(when="ayer")
    Citation.objects.filter(claim__ref="MG-F05").update(stance="contradicts", prefix="x")
    found = "\n".join(problems())
    for words in (
        "MG-F01: event «opened»",
        "MG-F01: its years",
        "MG-F02: accepted by nobody",
        "MG-F03: replaced by nothing",
        "MG-F04: «ayer» is no EDTF date",
        "MG-F05: no citation supports it",
        "MG-F05: the words around its quote",
    ):
        assert words in found
