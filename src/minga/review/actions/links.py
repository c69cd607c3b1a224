"""How addresses of sources answered is kept."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from minga.journal.actions import record
from minga.review.domain import Outcome
from minga.review.models import LinkCheck


@dataclass(frozen=True)
class Answered:
    """How the address of a source, by its key, answered; `status` None where nothing did."""

    source: int
    url: str
    outcome: Outcome
    status: int | None = None


@transaction.atomic
def keep_answers(*, answers: Iterable[Answered], by: int | None = None) -> int:
    """Keep how addresses answered, and how often in a row each answered badly; how many were kept."""
    kept = list(answers)
    now, known = timezone.now(), LinkCheck.objects.in_bulk([one.source for one in kept], field_name="source_id")
    for one in kept:
        row = known.get(one.source) or LinkCheck(source_id=one.source, url=one.url)
        before = row.failures if row.url == one.url else 0
        row.url, row.outcome, row.status, row.checked_at = one.url, one.outcome, one.status, now
        row.failures = 0 if one.outcome == Outcome.ALIVE else before + 1
        row.save()
    record("links.checked", object_type="review.linkcheck", by=by, after={"count": len(kept)})
    return len(kept)
