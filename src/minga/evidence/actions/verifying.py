"""A value changed, and the words that were read for the old one: flagged until somebody reads them with the new one."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from minga.evidence.models import Change, Citation, Claim
from minga.journal.actions import record

_VALUES = ("territory_id", "organization_id", "instrument", "event", "when", "areas")


@transaction.atomic
def leave_unverified(*, claim: Claim, quote: str, by: int | None = None) -> None:
    """Say of the citations of a claim with these words that nobody read them with what the claim says now."""
    _flag(claim, claim.citations.filter(quote=quote), by)


@transaction.atomic
def verify_citation(*, citation: Citation, by: int | None = None) -> None:
    """Somebody read these words with what the claim says now, and they say it."""
    citation.unverified_since, citation.checked_on = None, timezone.localdate()
    citation.save(update_fields=["unverified_since", "checked_on"])
    Change.objects.create(kind="claim", ref=citation.claim.ref)
    record("citation.verified", citation.claim, by=by, after={"source": citation.source.slug, "start": citation.start})


def flag_carried_over(original: Claim, replacement: Claim, by: int | None) -> None:
    """Flag the citations that a correction takes over as they were, where it changes a value."""
    if all(getattr(original, value) == getattr(replacement, value) for value in _VALUES):
        return
    before = {_read(citation) for citation in original.citations.all()}
    _flag(replacement, [one for one in replacement.citations.all() if _read(one) in before], by)


def _read(citation: Citation) -> tuple[object, ...]:
    return citation.source_id, citation.quote, citation.start, citation.locator, citation.checked_on


def _flag(claim: Claim, citations: Iterable[Citation], by: int | None) -> None:
    keys = [citation.pk for citation in citations]
    if keys:
        Citation.objects.filter(pk__in=keys).update(unverified_since=timezone.now(), checked_on=None)
        Change.objects.create(kind="claim", ref=claim.ref)
        record("claim.left_unverified", claim, by=by, after={"citations": len(keys)})
