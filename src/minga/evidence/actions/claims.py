"""Bringing claims in, accepting, correcting and setting them against each other."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from minga.accounts.models import User
from minga.evidence.domain import quotes
from minga.evidence.domain.drafts import CitationDraft, ClaimDraft, CounterpartDraft, faults
from minga.evidence.domain.statuses import Status, Verdict
from minga.evidence.domain.vocabulary import vocabulary
from minga.evidence.models import (
    Change,
    Citation,
    Claim,
    Contradiction,
    Correction,
    Counterpart,
    ExtractedText,
    Judgement,
    Passage,
    Source,
)
from minga.journal.actions import record
from minga.kit.dates import parse_when
from minga.territories.models import Organization, Territory


class ClaimRefused(ValueError):
    """A draft cannot be stored; `field` is at fault, `value` is what it holds."""

    def __init__(self, field: str, value: str) -> None:
        super().__init__(f"{field}: {value}")
        self.field, self.value = field, value


class AlreadyJudged(ValueError):
    """Somebody judged the claim before; a correction replaces it."""


class UnsignedJudgement(ValueError):
    """A judgement needs a person or an organ that answers for it."""


@transaction.atomic
def save_claim(*, draft: ClaimDraft, status: Status = Status.PROPOSED, by: int | None = None) -> tuple[Claim, str]:
    """Add a claim, or bring a claim of the same ref up to date while nobody has judged it.

    Returns the claim and "added", "changed", "unchanged" or "kept": a judged claim is never edited, only corrected.
    Raises ClaimRefused with the field at fault, QuoteNotFound or QuoteAmbiguous.
    """
    for field, value in faults(draft, vocabulary()):
        raise ClaimRefused(field, value)
    claim = Claim.objects.select_for_update().filter(ref=draft.ref).first()
    if claim and claim.fingerprint == draft.fingerprint:
        return claim, "unchanged"
    if claim and claim.status not in (Status.PROPOSED, Status.RECORDED):
        return claim, "kept"
    outcome = "changed" if claim else "added"
    claim = _write(draft, claim or Claim(ref=draft.ref, status=status))
    Change.objects.create(kind="claim", ref=claim.ref)
    record(f"claim.{outcome}", claim, by=by, after={"status": claim.status, "fingerprint": draft.fingerprint})
    return claim, outcome


def _write(draft: ClaimDraft, claim: Claim) -> Claim:
    when = parse_when(draft.when)
    claim.territory, claim.organization = _territory(draft.territory), _organization(draft.organization)
    for field in ("kind", "instrument", "event", "subject", "actor", "hosted_in", "statement", "confidence"):
        setattr(claim, field, getattr(draft, field))
    claim.areas, claim.kind_note, claim.curation_note = list(draft.areas), draft.kind_note, draft.curation_note
    claim.when = when.written if when else ""
    claim.year_first, claim.year_last = (when.first_year, when.last_year) if when else (None, None)
    claim.fingerprint = draft.fingerprint
    claim.save()
    claim.citations.all().delete()
    claim.counterparts.all().delete()
    for party in draft.counterparts:
        _add_counterpart(claim, party)
    for citation in draft.citations:
        _cite(claim, citation)
    return claim


def _territory(code: str | None) -> Territory | None:
    if not code:
        return None
    if territory := Territory.objects.filter(code=code).first():
        return territory
    raise ClaimRefused("territory", code)


def _organization(slug: str | None) -> Organization | None:
    if not slug:
        return None
    if organization := Organization.objects.filter(slug=slug).first():
        return organization
    raise ClaimRefused("organization", slug)


def _source(slug: str) -> Source:
    if source := Source.objects.filter(slug=slug).first():
        return source
    raise ClaimRefused("source", slug)


def _add_counterpart(claim: Claim, party: CounterpartDraft) -> None:
    Counterpart.objects.create(
        claim=claim,
        name=party.name,
        territory=_territory(party.territory),
        organization=_organization(party.organization),
        country=party.country or "",
    )


def _cite(claim: Claim, draft: CitationDraft) -> None:
    citation = Citation(
        claim=claim,
        source=_source(draft.source),
        locator=draft.locator,
        note=draft.note,
        stance=draft.stance,
        relies_on=_source(draft.relies_on) if draft.relies_on else None,
        checked_on=date.fromisoformat(draft.checked) if draft.checked else None,
    )
    if draft.quote:
        _pin(citation, draft)
    citation.save()


def _pin(citation: Citation, draft: CitationDraft) -> None:
    """Tie the citation to the place in the document's latest text; the passage narrows where to look."""
    extracted = ExtractedText.objects.filter(document__sha256=draft.document).order_by("-pk").first()
    passage = Passage.objects.filter(extracted=extracted, label=draft.passage).first() if draft.passage else None
    if extracted is None or (draft.passage and passage is None):
        raise ClaimRefused("document", f"{draft.document[:12]} {draft.passage}")
    span = quotes.pin(draft.quote, extracted.text, near=passage.start if passage else None)
    if passage and not passage.start <= span.start < span.end <= passage.end:
        raise quotes.QuoteNotFound(draft.quote)
    selector = quotes.select(span, extracted.text)
    citation.extracted, citation.passage = extracted, passage
    citation.start, citation.end, citation.quote = span.start, span.end, selector.exact
    citation.prefix, citation.suffix = selector.prefix, selector.suffix


@transaction.atomic
def accept(*, claim: Claim, by: User | None = None, organ: str = "", reason: str = "") -> Claim:
    """Publish a claim in the name of the person, or the organ, that read its words.

    A correction takes the place of its original now, not before.
    """
    if by is None and not organ:
        raise UnsignedJudgement(claim.ref)
    claim = Claim.objects.select_for_update().get(pk=claim.pk)
    if claim.status not in (Status.PROPOSED, Status.RECORDED):
        raise AlreadyJudged(claim.ref)
    now = timezone.now()
    claim.status, claim.judged_by, claim.judged_at = Status.ACCEPTED, by, now
    claim.save(update_fields=["status", "judged_by", "judged_at"])
    Judgement.objects.create(claim=claim, verdict=Verdict.ACCEPTED, by=by, organ=organ, at=now, reason=reason)
    _replace_the_original(claim)
    Change.objects.create(kind="claim", ref=claim.ref)
    record("claim.accepted", claim, by=by.pk if by else None)
    return claim


def _replace_the_original(claim: Claim) -> None:
    correction = Correction.objects.select_related("original").filter(replacement=claim).first()
    if correction is None:
        return
    original = correction.original
    before = {"status": original.status}
    original.status = Status.REPLACED
    original.save(update_fields=["status"])
    Change.objects.create(kind="claim", ref=original.ref)
    record("claim.replaced", original, before=before, after={"status": original.status, "by": claim.ref})


@transaction.atomic
def correct(*, original: Claim, draft: ClaimDraft, reason: str, by: int | None = None) -> Claim:
    """Propose a claim that replaces another once it is accepted."""
    replacement, outcome = save_claim(draft=draft, by=by)
    if outcome != "added":
        raise ClaimRefused("ref", draft.ref)
    Correction.objects.create(original=original, replacement=replacement, reason=reason)
    record("claim.corrected", original, by=by, after={"replacement": replacement.ref})
    return replacement


@transaction.atomic
def contradict(*, one: Claim, other: Claim, by: int | None = None) -> bool:
    """Set two claims against each other, so that both are shown "en disputa"; whether that was new."""
    first, second = sorted((one, other), key=lambda claim: claim.pk)
    _, new = Contradiction.objects.get_or_create(first=first, second=second)
    if new:
        Change.objects.bulk_create(Change(kind="claim", ref=claim.ref) for claim in (first, second))
        record("claim.disputed", first, by=by, after={"with": second.ref})
    return new
