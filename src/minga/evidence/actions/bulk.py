"""Bringing many claims in at once: what `save_claim` does for one, in a fixed number of queries for a batch."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from minga.evidence.actions.rows import ClaimRefused, Named, Rows, rows_of, store
from minga.evidence.domain.drafts import ClaimDraft, faults
from minga.evidence.domain.quotes import QuoteAmbiguous, QuoteNotFound
from minga.evidence.domain.statuses import Status
from minga.evidence.domain.vocabulary import vocabulary
from minga.evidence.models import Claim, ExtractedText
from minga.journal.actions import record


@dataclass(frozen=True)
class Saved:
    """What became of one draft: "added", "changed", "unchanged", "kept", or "refused" with the field at fault."""

    ref: str
    outcome: str
    reason: str = ""


@transaction.atomic
def save_claims(
    *,
    drafts: Sequence[ClaimDraft],
    status: Status = Status.RECORDED,
    by: int | None = None,
    texts: Sequence[ExtractedText] = (),
) -> list[Saved]:
    """Add claims, or bring those of the same refs up to date, all together or not at all; one result per draft.

    texts   the newest ones of documents that are quoted, where the caller has read them: a book is not read twice

    A draft at fault is refused and keeps none of the others out; of two with one ref the second is refused. Judged
    claims are never edited. The journal gets one event for the batch where anything changed.
    """
    stored = {row.ref: row for row in Claim.objects.select_for_update().filter(ref__in=[d.ref for d in drafts])}
    named = Named.of(drafts, texts)
    saved: list[Saved] = []
    rows: dict[str, Rows] = {}
    for draft in drafts:
        claim = stored.get(draft.ref)
        outcome, reason = _standing(draft, claim), ""
        if outcome in ("added", "changed"):
            try:
                rows[draft.ref] = _rows(draft, claim or Claim(ref=draft.ref, status=status), named, rows)
            except (ClaimRefused, QuoteNotFound, QuoteAmbiguous) as error:
                outcome, reason = "refused", str(error)
        saved.append(Saved(draft.ref, outcome, reason))
    if rows:
        store(list(rows.values()))
        _tell(drafts, saved, by)
    return saved


def _standing(draft: ClaimDraft, claim: Claim | None) -> str:
    if claim is None:
        return "added"
    if claim.fingerprint == draft.fingerprint:
        return "unchanged"
    return "changed" if claim.status in (Status.PROPOSED, Status.RECORDED) else "kept"


def _rows(draft: ClaimDraft, claim: Claim, named: Named, others: dict[str, Rows]) -> Rows:
    for field, value in faults(draft, vocabulary()):
        raise ClaimRefused(field, value)
    if draft.ref in others:
        raise ClaimRefused("ref", draft.ref)
    return rows_of(draft, claim, named)


def _tell(drafts: Sequence[ClaimDraft], saved: Sequence[Saved], by: int | None) -> None:
    bodies = " ".join(sorted({draft.collection for draft in drafts}))
    counts = dict(Counter(row.outcome for row in saved))
    record("claims.saved", by=by, object_type="evidence.collection", object_ref=bodies, after=counts)
