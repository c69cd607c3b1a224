"""Claims come in with their sources, are accepted in somebody's name, corrected and set against each other."""

from dataclasses import replace
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction

from minga.accounts.models import User
from minga.evidence import actions
from minga.evidence.domain.drafts import CitationDraft, ClaimDraft, CounterpartDraft
from minga.evidence.domain.quotes import QuoteNotFound
from minga.evidence.domain.statuses import Access, Evidence, Status
from minga.evidence.models import Change, Citation, Claim, Judgement, Source
from minga.evidence.queries import disputed_among, disputes_of
from minga.journal.models import Event
from minga.territories.models import Territory

pytestmark = pytest.mark.django_db

DRAFT = ClaimDraft(
    ref="MG-9001",
    kind="claim",
    instrument="office",
    event="created",
    when="1995/1996",
    statement="Manizales creó su oficina.",
    territory="CO-17001",
    counterparts=(CounterpartDraft(name="Tolima", territory="CO-TOL"), CounterpartDraft(name="Red X")),
    citations=(CitationDraft(source="diario-2001", note="Lo dice la nota.", checked="2026-11-22"),),
)


@pytest.fixture(autouse=True)
def ground(governments: dict[str, Territory], source: Source, archive: Path) -> None:
    """Every test here has the thirteen governments, one source and an archive."""


def test_a_claim_comes_in_with_its_citation_its_years_and_its_other_side() -> None:
    claim, outcome = actions.save_claim(draft=DRAFT, status=Status.RECORDED)
    assert outcome == "added"
    assert (claim.year_first, claim.year_last) == (1995, 1996)
    assert [party.territory and party.territory.code for party in claim.counterparts.order_by("pk")] == ["CO-TOL", None]
    assert claim.evidence == Evidence.CITED
    assert Change.objects.filter(kind="claim", ref="MG-9001").exists()
    assert Event.objects.filter(verb="claim.added", object_ref="MG-9001").count() == 1


def test_the_same_claim_twice_changes_nothing() -> None:
    actions.save_claim(draft=DRAFT, status=Status.RECORDED)
    events = Event.objects.count()
    assert actions.save_claim(draft=DRAFT, status=Status.RECORDED)[1] == "unchanged"
    assert (Event.objects.count(), Citation.objects.count()) == (events, 1)


def test_a_recorded_claim_follows_its_row() -> None:
    actions.save_claim(draft=DRAFT, status=Status.RECORDED)
    located = replace(DRAFT, citations=(CitationDraft(source="diario-2001", locator="p. 3"),), counterparts=())
    claim, outcome = actions.save_claim(draft=located)
    assert (outcome, claim.status, claim.evidence) == ("changed", Status.RECORDED, Evidence.LOCATED)
    assert claim.counterparts.count() == 0


def test_an_accepted_claim_is_never_edited() -> None:
    claim, _ = actions.save_claim(draft=DRAFT)
    actions.accept(claim=claim, organ="Federación")
    kept, outcome = actions.save_claim(draft=replace(DRAFT, statement="Otra cosa."))
    assert (outcome, kept.statement) == ("kept", DRAFT.statement)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"territory": None}, "subject"),
        ({"organization": "fcm"}, "subject"),
        ({"kind": "rumour"}, "kind"),
        ({"statement": "  "}, "statement"),
        ({"citations": ()}, "citations"),
        ({"instrument": "organ"}, "instrument"),
        ({"event": "opened"}, "event"),
        ({"areas": ("football",)}, "areas"),
        ({"when": "mañana"}, "when"),
        ({"territory": "CO-99999"}, "territory"),
        ({"territory": None, "organization": "nobody"}, "organization"),
        ({"citations": (CitationDraft(source="unknown"),)}, "source"),
        ({"citations": (CitationDraft(source="diario-2001", quote="x", document="0" * 64),)}, "document"),
    ],
)
def test_a_draft_is_refused_with_the_field_at_fault(change: dict[str, object], field: str) -> None:
    with pytest.raises(actions.ClaimRefused) as refused:
        actions.save_claim(draft=replace(DRAFT, **change))  # type: ignore[arg-type]  # any field of a draft
    assert refused.value.field == field
    assert not Claim.objects.exists()


def test_the_database_refuses_a_claim_without_a_citation() -> None:
    actions.save_claim(draft=DRAFT)
    with pytest.raises(IntegrityError, match="no citation"), transaction.atomic():
        Citation.objects.all().delete()
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_the_database_refuses_an_unsigned_judgement() -> None:
    claim, _ = actions.save_claim(draft=DRAFT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Judgement.objects.create(claim=claim, verdict="accepted", at=claim.created_at)


def test_accepting_needs_somebody_who_answers() -> None:
    claim, _ = actions.save_claim(draft=DRAFT)
    with pytest.raises(actions.UnsignedJudgement):
        actions.accept(claim=claim)
    person = User.objects.create(email="ana@example.org")
    accepted = actions.accept(claim=claim, by=person, reason="leída")
    assert (accepted.status, accepted.judged_by) == (Status.ACCEPTED, person)
    with pytest.raises(actions.AlreadyJudged):
        actions.accept(claim=claim, by=person)


def test_a_correction_replaces_a_claim_only_once_accepted() -> None:
    original, _ = actions.save_claim(draft=DRAFT, status=Status.RECORDED)
    better = actions.correct(original=original, draft=replace(DRAFT, ref="MG-9002", when="1996"), reason="El acta.")
    original.refresh_from_db()
    assert original.status == Status.RECORDED
    actions.accept(claim=better, organ="Federación")
    original.refresh_from_db()
    assert original.status == Status.REPLACED
    assert list(Claim.objects.public()) == [better]


def test_a_correction_needs_a_ref_of_its_own() -> None:
    original, _ = actions.save_claim(draft=DRAFT, status=Status.RECORDED)
    with pytest.raises(actions.ClaimRefused):
        actions.correct(original=original, draft=DRAFT, reason="El acta.")


def test_two_claims_that_exclude_each_other_are_both_shown() -> None:
    one, _ = actions.save_claim(draft=DRAFT, status=Status.RECORDED)
    other, _ = actions.save_claim(draft=replace(DRAFT, ref="MG-9002", when="1994"), status=Status.RECORDED)
    assert actions.contradict(one=other, other=one)
    assert not actions.contradict(one=one, other=other)
    assert disputes_of(one) == [other]
    assert disputed_among(Claim.objects.all()) == {"MG-9001", "MG-9002"}


def test_a_source_follows_its_record_and_its_claims_are_read_again(source: Source) -> None:
    actions.save_claim(draft=DRAFT, status=Status.RECORDED)
    Change.objects.all().delete()
    assert actions.save_source(slug=source.slug, csl=source.csl) == (source, False)
    csl = source.csl | {
        "author": [{"family": "Ruiz", "given": "Ana"}, {"literal": "FCM"}],
        "issued": {"date-parts": []},
    }
    changed, is_new = actions.save_source(slug=source.slug, csl=csl, is_mirror=True)
    assert (changed.authors, changed.year, is_new) == ("Ruiz, Ana; FCM", None, True)
    assert Change.objects.filter(ref="MG-9001").exists()


def test_the_same_bytes_are_one_document_read_once_per_extractor(source: Source) -> None:
    one, two = (
        actions.archive(data=b"acta", source=source, media_type="text/plain", language="es", access=Access.OPEN)
        for _ in range(2)
    )
    first, second = (
        actions.store_text(document=one, extractor="plain", version="1", text="acta", cuts=[]) for _ in range(2)
    )
    assert (one, first) == (two, second)


def test_a_quote_outside_its_note_is_refused(source: Source) -> None:
    actions.load_founding_document()
    document = source.documents.model.objects.get()
    citation = CitationDraft(source="diario-2001", quote="Ministerio", document=document.sha256, passage="2")
    with pytest.raises(QuoteNotFound):
        actions.save_claim(draft=replace(DRAFT, citations=(citation,)))
    with pytest.raises(actions.ClaimRefused):
        actions.save_claim(draft=replace(DRAFT, citations=(replace(citation, passage="99"),)))


def test_a_stored_text_is_never_changed(source: Source) -> None:
    document = actions.archive(data=b"acta", source=source, media_type="text/plain", language="es")
    extracted = actions.store_text(document=document, extractor="plain", version="1", text="acta", cuts=[])
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        type(extracted).objects.update(text="otra")
