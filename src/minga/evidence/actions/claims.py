"""Bringing claims in, accepting, rejecting, correcting and setting them against each other; and taking that back."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from minga.accounts.models import User
from minga.evidence.actions.rows import ClaimRefused, Named, citation_of, rows_of, store
from minga.evidence.actions.verifying import flag_carried_over
from minga.evidence.domain.drafts import CitationDraft, ClaimDraft, faults
from minga.evidence.domain.statuses import Status, Verdict
from minga.evidence.domain.vocabulary import vocabulary
from minga.evidence.models import Change, Citation, Claim, Contradiction, Correction, Judgement
from minga.journal.actions import record


class AlreadyJudged(ValueError):
    """Somebody judged the claim before; a correction replaces it."""


class UnsignedJudgement(ValueError):
    """A judgement needs a person or an organ that answers for it."""


class JudgementStands(ValueError):
    """A judgement cannot be taken back: there is none, or something was built on it."""


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
    claim = claim or Claim(ref=draft.ref, status=status)
    store([rows_of(draft, claim, Named.of([draft]))])
    record(f"claim.{outcome}", claim, by=by, after={"status": claim.status, "fingerprint": draft.fingerprint})
    return claim, outcome


@transaction.atomic
def accept(*, claim: Claim, by: User | None = None, organ: str = "", reason: str = "") -> Claim:
    """Publish a claim in the name of the person, or the organ, that read its words.

    A correction takes the place of its original now, not before.
    """
    claim = _judge(claim, Status.ACCEPTED, Verdict.ACCEPTED, by, organ, reason)
    _replace_the_original(claim, by.pk if by else None)
    return claim


@transaction.atomic
def reject(*, claim: Claim, by: User | None = None, organ: str = "", reason: str = "") -> Claim:
    """Say in the name of a person or an organ that the words do not tell this; the claim is shown nowhere."""
    return _judge(claim, Status.REJECTED, Verdict.REJECTED, by, organ, reason)


def _judge(claim: Claim, status: Status, verdict: Verdict, by: User | None, organ: str, reason: str) -> Claim:
    if by is None and not organ:
        raise UnsignedJudgement(claim.ref)
    claim = Claim.objects.select_for_update().get(pk=claim.pk)
    if claim.status not in (Status.PROPOSED, Status.RECORDED):
        raise AlreadyJudged(claim.ref)
    now, before = timezone.now(), {"status": claim.status}
    claim.status, claim.judged_by, claim.judged_at = status, by, now
    claim.save(update_fields=["status", "judged_by", "judged_at"])
    Judgement.objects.create(claim=claim, verdict=verdict, by=by, organ=organ, at=now, reason=reason)
    Change.objects.create(kind="claim", ref=claim.ref)
    record(f"claim.{status}", claim, by=by.pk if by else None, before=before, after={"status": status})
    return claim


@transaction.atomic
def unjudge(*, claim: Claim, by: int | None = None) -> Claim:
    """Take the only judgement of a claim back: it is `proposed` again, and the journal tells both.

    Raises JudgementStands where it has none, more than one, or was corrected or is a correction.
    """
    claim = Claim.objects.select_for_update().get(pk=claim.pk)
    judgements = list(claim.judgements.all())
    tied = Correction.objects.filter(Q(original=claim) | Q(replacement=claim)).exists()
    if claim.status not in (Status.ACCEPTED, Status.REJECTED) or len(judgements) != 1 or tied:
        raise JudgementStands(claim.ref)
    before = {"status": claim.status, "by": claim.judged_by_id}
    claim.status, claim.judged_by, claim.judged_at = Status.PROPOSED, None, None
    claim.save(update_fields=["status", "judged_by", "judged_at"])
    judgements[0].delete()
    Change.objects.create(kind="claim", ref=claim.ref)
    record("claim.unjudged", claim, by=by, before=before, after={"status": claim.status})
    return claim


@transaction.atomic
def drop(*, claims: Iterable[Claim], by: int | None = None) -> None:
    """Remove proposed claims that nobody judged and no text tells any more; the journal keeps what each said."""
    for claim in Claim.objects.select_for_update().filter(pk__in=[claim.pk for claim in claims]):
        if claim.status != Status.PROPOSED:
            raise AlreadyJudged(claim.ref)
        said = {"instrument": claim.instrument, "event": claim.event, "when": claim.when}
        record("claim.dropped", claim, by=by, before={**said, "statement": claim.statement})
        Change.objects.create(kind="claim", ref=claim.ref)
        claim.delete()


def _replace_the_original(claim: Claim, by: int | None) -> None:
    correction = Correction.objects.select_related("original").filter(replacement=claim).first()
    if correction is None:
        return
    original = correction.original
    before = {"status": original.status}
    original.status = Status.REPLACED
    original.save(update_fields=["status"])
    Change.objects.create(kind="claim", ref=original.ref)
    record("claim.replaced", original, by=by, before=before, after={"status": original.status, "by": claim.ref})


@transaction.atomic
def correct(*, original: Claim, draft: ClaimDraft, reason: str, by: int | None = None) -> Claim:
    """Propose a claim that replaces another once it is accepted.

    Where a value changes, the citations that are taken over as they were are to be verified.
    """
    replacement, outcome = save_claim(draft=draft, by=by)
    if outcome != "added":
        raise ClaimRefused("ref", draft.ref)
    Correction.objects.create(original=original, replacement=replacement, reason=reason)
    flag_carried_over(original, replacement, by)
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


@transaction.atomic
def reconcile(*, one: Claim, other: Claim, by: int | None = None) -> bool:
    """Take back that two claims exclude each other; whether they were said to."""
    first, second = sorted((one, other), key=lambda claim: claim.pk)
    gone, _ = Contradiction.objects.filter(first=first, second=second).delete()
    if gone:
        Change.objects.bulk_create(Change(kind="claim", ref=claim.ref) for claim in (first, second))
        record("claim.reconciled", first, by=by, after={"with": second.ref})
    return bool(gone)


@transaction.atomic
def add_citation(*, claim: Claim, draft: CitationDraft, by: int | None = None) -> Citation:
    """Tie a claim to one more source, or to other words of one. Raises ClaimRefused, QuoteNotFound, QuoteAmbiguous."""
    named = Named.of([ClaimDraft(claim.ref, claim.kind, claim.instrument, claim.statement, citations=(draft,))])
    citation = citation_of(draft, claim, named)
    citation.save()
    Change.objects.create(kind="claim", ref=claim.ref)
    record("claim.cited", claim, by=by, after={"source": draft.source, "document": draft.document})
    return citation


@transaction.atomic
def withdraw_citation(*, citation: Citation, by: int | None = None) -> None:
    """Take a citation from its claim; the database refuses to take the last. The journal keeps where it stood."""
    claim, stood = citation.claim, {"source": citation.source.slug, "start": citation.start, "end": citation.end}
    citation.delete()
    Change.objects.create(kind="claim", ref=claim.ref)
    record("claim.uncited", claim, by=by, before=stood)
