"""The history of a claim: who proposed, judged and corrected it, with the words before and after."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from minga.accounts.actors import Actor
from minga.accounts.domain.permissions import Capability
from minga.accounts.models import User
from minga.evidence.models import Claim
from minga.evidence.pages import READABLE
from minga.ingest.domain.proposing import Standing
from minga.ingest.models import Proposal, parts_of
from minga.journal.models import Event
from minga.review.queries.queue import may_know

# What the journal tells of a claim beside what its own tables say.
_TOLD = (
    "claim.cited",
    "claim.uncited",
    "claim.disputed",
    "claim.reconciled",
    "claim.unjudged",
    "claim.left_unverified",
    "citation.verified",
    "claim.replaced",
)


@dataclass(frozen=True)
class Step:
    """One thing that was done to a claim.

    what            its code; the page says it
    organ           that answers for it; public
    person          the e-mail, for signed-in members of that organ alone; "" for all others
    before, after   the values that differ, by name
    other           the ref of another claim that it speaks of
    """

    at: datetime
    what: str
    organ: str = ""
    person: str = ""
    reason: str = ""
    other: str = ""
    rule: str = ""
    before: Mapping[str, Any] = field(default_factory=dict)
    after: Mapping[str, Any] = field(default_factory=dict)

    @property
    def changes(self) -> list[tuple[str, Any, Any]]:
        """Each value that was changed: its name, before, after."""
        return [(name, self.before[name], self.after.get(name)) for name in self.before
                if self.before[name] != self.after.get(name)]  # fmt: skip


def claim_called(ref: str, actor: Actor) -> Claim | None:
    """A claim whose history this actor may read: what everybody may read, and for whoever works what waits too."""
    found = Claim.objects.filter(ref=ref)
    if actor.may(Capability.SEE_QUEUE):
        readable = found.filter(status__in=READABLE)
        return _whole(readable).first() or _whole(may_know(found, actor)).first()
    return _whole(found.filter(status__in=READABLE)).first()


def _whole(found: QuerySet[Claim]) -> QuerySet[Claim]:
    return found.select_related("territory", "organization", "proposed_by", "proposed_for", "collection")


def history(claim: Claim, actor: Actor) -> list[Step]:
    """Every step in the order of time. Seven queries."""
    steps = [*_entered(claim, actor), *_proposals(claim, actor), *_judgements(claim, actor), *_corrections(claim)]
    return sorted([*steps, *_journal(claim)], key=lambda step: step.at)


def _person(user: User | None, organ: str, actor: Actor) -> str:
    """Who it was, told to those who act for the same organ."""
    return user.email if user is not None and organ and actor.user is not None and actor.organ == organ else ""


def _entered(claim: Claim, actor: Actor) -> Iterator[Step]:
    organ = claim.proposed_for.name if claim.proposed_for else ""
    if claim.proposed_at:
        yield Step(claim.proposed_at, "proposed", organ, _person(claim.proposed_by, organ, actor))
    else:
        yield Step(claim.created_at, "entered", reason=claim.curation_note)


def _proposals(claim: Claim, actor: Actor) -> Iterator[Step]:
    """What texts proposed and somebody took for this claim; what was rejected beside it is nobody else's."""
    rows = Proposal.objects.visible_to(actor).filter(claim=claim, state__in=(Standing.ACCEPTED, Standing.CORRECTED))
    rows = rows.select_related("territory", "judged_by", "proposed_by", "proposed_for").defer("quote")
    for row in rows.order_by("pk"):
        organ = row.proposed_for.name if row.proposed_for else ""
        yield Step(row.proposed_at, "read", organ, _person(row.proposed_by, organ, actor), rule=row.rule, other=row.ref)
        if row.judged_at is None:
            continue
        person = _person(row.judged_by, row.organ, actor)
        if row.state == Standing.CORRECTED:
            yield Step(
                row.judged_at, "corrected", row.organ, person, row.reason, "", "", parts_of(row), parts_of(claim)
            )
        elif row.ref != claim.ref:
            yield Step(row.judged_at, "cited_from", row.organ, person, row.reason, row.ref)


def _judgements(claim: Claim, actor: Actor) -> Iterator[Step]:
    for one in claim.judgements.select_related("by"):
        yield Step(one.at, one.verdict, one.organ, _person(one.by, one.organ, actor), one.reason)


def _corrections(claim: Claim) -> Iterator[Step]:
    for one in claim.corrections.select_related("replacement__territory"):
        after = one.replacement
        if after.status in READABLE:
            was, now = _said(claim), _said(after)
            yield Step(one.at, "correction", reason=one.reason, other=after.ref, before=was, after=now)
    before = getattr(claim, "corrects", None)
    if before is not None and before.original.status in READABLE:
        yield Step(
            before.at, "corrects", "", "", before.reason, before.original.ref, "", _said(before.original), _said(claim)
        )


def _said(claim: Claim) -> dict[str, Any]:
    return {"statement": claim.statement, **parts_of(claim)}


def _journal(claim: Claim) -> Iterator[Step]:
    rows = Event.objects.filter(object_type="evidence.claim", object_ref=claim.ref)
    for event in rows.filter(verb__in=(*_TOLD, "claim.value_corrected")).order_by("pk"):
        if event.verb == "claim.value_corrected":
            yield Step(event.at, "corrected", before=event.before or {}, after=event.after or {})
        else:
            yield Step(event.at, event.verb.partition(".")[2])
