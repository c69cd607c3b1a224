"""Claims that persons proposed without a text are judged as proposals are; and citations are verified."""

from dataclasses import replace

from django.db import transaction

from minga.accounts.actors import Actor
from minga.accounts.domain.permissions import Capability, Role
from minga.accounts.guards import needs
from minga.accounts.second_eyes import ask_second_eyes
from minga.evidence.actions import (
    AlreadyJudged,
    UnsignedJudgement,
    accept,
    leave_unverified,
    reject,
    save_claim,
    unjudge,
    verify_citation,
)
from minga.evidence.domain.drafts import ClaimDraft, CounterpartDraft
from minga.evidence.domain.statuses import Status
from minga.evidence.models import Citation, Claim
from minga.evidence.queries import draft_of_citation
from minga.ingest.actions.judging import Corrected, JudgedByAnother, NotJudged
from minga.ingest.models import parts_of
from minga.journal.actions import record
from minga.review.queries.queue import may_know

_OVER_ALL = (Role.ADMINISTRATOR, Role.INSTALLATION)


@transaction.atomic
@needs(Capability.JUDGE)
def accept_claim(*, claim: Claim, by: Actor, reason: str = "") -> Claim:
    """Say that its source tells this."""
    row = _waiting(claim, by)
    return accept(claim=row, by=by.user, organ=by.organ, reason=reason)


@transaction.atomic
@needs(Capability.JUDGE)
def correct_claim(
    *, claim: Claim, to: Corrected, statement: str, by: Actor, is_checked: bool, reason: str = ""
) -> Claim:
    """Accept a claim with other values than were proposed; the journal keeps both.

    is_checked  whether its source was read with the corrected values; else its citations are to be verified
    Raises ClaimRefused with the field at fault, QuoteNotFound.
    """
    row = _waiting(claim, by)
    before = {**parts_of(row), "statement": row.statement}
    changed = replace(
        draft_of(row),
        territory=to.territory,
        organization=None,
        instrument=to.instrument,
        event=to.event,
        when=to.when or None,
        areas=to.areas,
        statement=statement,
    )
    row, _ = save_claim(draft=changed, by=by.key)
    if not is_checked:
        for quote in {citation.quote for citation in row.citations.all()}:
            leave_unverified(claim=row, quote=quote, by=by.key)
    row = accept(claim=row, by=by.user, organ=by.organ, reason=reason)
    after = {**parts_of(row), "statement": row.statement}
    record("claim.value_corrected", row, by=by.key, before=before, after=after)
    return row


@transaction.atomic
@needs(Capability.JUDGE)
def reject_claim(*, claim: Claim, by: Actor, reason: str) -> Claim:
    """Say that its source does not tell this, and why."""
    row = _waiting(claim, by)
    return reject(claim=row, by=by.user, organ=by.organ, reason=reason)


@transaction.atomic
@needs(Capability.JUDGE)
def undo_claim(*, claim: Claim, by: Actor) -> Claim:
    """Take one's own judgement of a claim back: it waits again.

    Raises NotJudged, JudgedByAnother, and JudgementStands where something was built on it.
    """
    row = _held(claim, by)
    last = row.judgements.order_by("-at", "-pk").first()
    if row.status not in (Status.ACCEPTED, Status.REJECTED) or last is None:
        raise NotJudged(row.ref)
    if (last.by_id, last.organ) != (by.key, by.organ) and by.role not in _OVER_ALL:
        raise JudgedByAnother(row.ref)
    return unjudge(claim=row, by=by.key)


@transaction.atomic
@needs(Capability.JUDGE)
def verify(*, citation: Citation, by: Actor) -> Citation:
    """Say that one read these words with what the claim says now, and that they say it."""
    claim = _held(citation.claim, by)
    held = claim.citations.select_for_update(of=("self",)).select_related("claim", "source").get(pk=citation.pk)
    verify_citation(citation=held, by=by.key)
    return held


def _held(claim: Claim, by: Actor) -> Claim:
    """The row as it is now, held until the end. Raises Claim.DoesNotExist for whoever may not know of it."""
    return may_know(Claim.objects.select_for_update(of=("self",)), by).get(pk=claim.pk)


def _waiting(claim: Claim, by: Actor) -> Claim:
    row = _held(claim, by)
    if not by.is_known:
        raise UnsignedJudgement(row.ref)
    # What a text proposes is judged with its proposal.
    if row.status != Status.PROPOSED or row.proposals.exists():
        raise AlreadyJudged(row.ref)
    ask_second_eyes(by, row.proposed_by_id, row.proposed_for_id, row.ref)
    return row


def draft_of(claim: Claim) -> ClaimDraft:
    """A stored claim as the draft that gives it again."""
    return ClaimDraft(
        ref=claim.ref,
        kind=claim.kind,
        instrument=claim.instrument,
        statement=claim.statement,
        territory=claim.territory.code if claim.territory else None,
        organization=claim.organization.slug if claim.organization else None,
        subject=claim.subject,
        event=claim.event,
        when=claim.when or None,
        areas=tuple(claim.areas),
        actor=claim.actor,
        hosted_in=claim.hosted_in,
        confidence=claim.confidence,
        kind_note=claim.kind_note,
        curation_note=claim.curation_note,
        counterparts=tuple(
            CounterpartDraft(
                party.name,
                party.territory.code if party.territory else None,
                party.organization.slug if party.organization else None,
                party.country or None,
            )
            for party in claim.counterparts.select_related("territory", "organization").order_by("pk")
        ),
        citations=tuple(
            map(draft_of_citation, claim.citations.select_related("source", "relies_on", "extracted__document"))
        ),
        collection=claim.collection.slug,
    )
