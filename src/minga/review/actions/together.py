"""Many proposals of a rule that proved itself, accepted at once and taken back at once; each leaves its own event."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from minga.accounts.actors import Actor
from minga.accounts.domain.permissions import Capability, Role
from minga.accounts.guards import needs
from minga.evidence.actions import JudgementStands
from minga.ingest.actions.judging import JudgedByAnother, NotJudged, accept_proposal, undo_judgement
from minga.ingest.domain.proposing import Standing
from minga.ingest.models import Proposal
from minga.journal.actions import record
from minga.review.models import Together
from minga.review.queries.rules import fared, together_waiting


class NotProven(ValueError):
    """The rule has not been right often enough to have its proposals accepted together."""


class NothingToAccept(ValueError):
    """None of the proposals that were named waits any more, or may be accepted with others."""


@dataclass(frozen=True)
class TakenBack:
    """How many were taken back, and the names of those that stand because something was built on them."""

    undone: int
    left: tuple[str, ...]


@transaction.atomic
@needs(Capability.JUDGE)
def accept_together(*, rule: str, language: str, refs: Sequence[str], by: Actor) -> Together:
    """Accept those of the named proposals that wait still; what contradicts a claim or is private is judged alone.

    Raises NotProven, NothingToAccept.
    """
    if not any(one.is_proven for one in fared(by) if (one.rule, one.language) == (rule, language)):
        raise NotProven(rule)
    rows = list(together_waiting(rule, language, by).filter(ref__in=refs).order_by("extracted", "start", "end", "ref"))
    done = [accept_proposal(proposal=row, by=by) for row in rows if _still_waits(row)]
    if not done:
        raise NothingToAccept(rule)
    batch = Together.objects.create(rule=rule, language=language, by=by.user, organ=by.organ, at=timezone.now())
    batch.proposals.set(done)
    record("proposals.accepted_together", batch, by=by.key, after={"rule": rule, "count": len(done)})
    return batch


def _still_waits(row: Proposal) -> bool:
    """Accepting one says of others that they repeat it, or are gone."""
    row.refresh_from_db(fields=["state", "contradicts"])
    return row.state == Standing.OPEN and row.contradicts_id is None


@transaction.atomic
@needs(Capability.JUDGE)
def undo_together(*, batch: Together, by: Actor) -> TakenBack:
    """Take all of them back, the last first. Raises NotJudged where that was done, JudgedByAnother."""
    held = Together.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    if held.undone_at is not None:
        raise NotJudged(str(held.pk))
    if (held.by_id, held.organ) != (by.key, by.organ) and by.role not in (Role.ADMINISTRATOR, Role.INSTALLATION):
        raise JudgedByAnother(str(held.pk))
    rows = list(held.proposals.filter(state=Standing.ACCEPTED).order_by("-judged_at", "-pk"))
    left = tuple(row.ref for row in rows if not _undone(row, by))
    held.undone_at = timezone.now()
    held.save(update_fields=["undone_at"])
    after = {"rule": held.rule, "count": len(rows) - len(left), "left": len(left)}
    record("proposals.undone_together", held, by=by.key, after=after)
    return TakenBack(len(rows) - len(left), left)


def _undone(row: Proposal, by: Actor) -> bool:
    try:
        with transaction.atomic():
            undo_judgement(proposal=row, by=by)
    except (JudgementStands, NotJudged, JudgedByAnother):  # corrected since, or judged anew by somebody else
        return False
    return True
