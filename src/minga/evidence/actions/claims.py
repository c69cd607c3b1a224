"""Bringing claims in, accepting, correcting and setting them against each other."""

from django.db import transaction
from django.utils import timezone

from minga.accounts.models import User
from minga.evidence.actions.rows import ClaimRefused, Named, rows_of, store
from minga.evidence.domain.drafts import ClaimDraft, faults
from minga.evidence.domain.statuses import Status, Verdict
from minga.evidence.domain.vocabulary import vocabulary
from minga.evidence.models import Change, Claim, Contradiction, Correction, Judgement
from minga.journal.actions import record


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
    claim = claim or Claim(ref=draft.ref, status=status)
    store([rows_of(draft, claim, Named.of([draft]))])
    record(f"claim.{outcome}", claim, by=by, after={"status": claim.status, "fingerprint": draft.fingerprint})
    return claim, outcome


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
