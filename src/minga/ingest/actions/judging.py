"""A person reads the words of a proposal and says what it is: accepted, corrected, rejected; and may take it back."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from minga.accounts.actors import Actor
from minga.accounts.domain.permissions import Capability, Role
from minga.accounts.guards import needs
from minga.accounts.second_eyes import ask_second_eyes
from minga.evidence.actions import (
    AlreadyJudged,
    ClaimRefused,
    UnsignedJudgement,
    accept,
    add_citation,
    contradict,
    leave_unverified,
    reconcile,
    reject,
    save_claim,
    unjudge,
    withdraw_citation,
)
from minga.evidence.domain.drafts import unknown_concepts
from minga.evidence.domain.statuses import PUBLIC
from minga.evidence.domain.vocabulary import vocabulary
from minga.evidence.models import Claim
from minga.ingest import known
from minga.ingest.actions.proposing import draft_of, drop_claims, ensure_collection, relate_all, told_by
from minga.ingest.domain.proposing import JUDGED, Relation, Standing
from minga.ingest.domain.relating import Related, relate
from minga.ingest.models import Proposal, parts_of
from minga.journal.actions import record
from minga.kit.dates import NotEdtf, parse_when
from minga.notices.actions import notify
from minga.territories.models import Territory


class NotJudged(ValueError):
    """There is no judgement to take back."""


class JudgedByAnother(ValueError):
    """A judgement is taken back by whoever made it, or by the administration."""


@dataclass(frozen=True)
class Corrected:
    """What the words say in the judge's reading: a territory's code and the rest, each as it is to stand."""

    territory: str
    instrument: str
    event: str
    when: str
    areas: tuple[str, ...]


# Who may take back what others judged.
_OVER_ALL = (Role.ADMINISTRATOR, Role.INSTALLATION)


@transaction.atomic
@needs(Capability.JUDGE)
def accept_proposal(*, proposal: Proposal, by: Actor, reason: str = "", apart: bool = False) -> Proposal:
    """Say that the words tell this: the claim is accepted, or the known claim gets one more citation.

    apart   where it is said to repeat a claim, that it is another fact all the same
    """
    row = _waiting(proposal, by)
    known_one = row.claim if row.relation == Relation.REPEATS and not apart else None
    if known_one and (known_one.status in PUBLIC or not known.is_of_a_text(known_one)):
        _cite(row, known_one, by)
    else:
        # A claim that only another text makes, which nobody has judged, is not judged along with this one.
        _publish(row, row.contradicts, by, reason)
    return _judged(row, Standing.ACCEPTED, by, reason)


@transaction.atomic
@needs(Capability.JUDGE)
def merge_proposal(*, proposal: Proposal, into: Claim, by: Actor, reason: str = "") -> Proposal:
    """Say that the words tell what a known claim says already: they become a further citation of it.

    Raises ClaimRefused where that claim is not public, or of another government.
    """
    row = _waiting(proposal, by)
    if into.status not in PUBLIC or into.territory_id != row.territory_id:
        raise ClaimRefused("claim", into.ref)
    _cite(row, into, by)
    return _judged(row, Standing.ACCEPTED, by, reason)


@transaction.atomic
@needs(Capability.JUDGE)
def dispute_proposal(*, proposal: Proposal, against: Claim, by: Actor, reason: str = "") -> Proposal:
    """Say that the words tell this, and that it excludes a known claim: both stay, and are shown "en disputa".

    Raises ClaimRefused where that claim is not public.
    """
    row = _waiting(proposal, by)
    if against.status not in PUBLIC:
        raise ClaimRefused("claim", against.ref)
    _publish(row, against, by, reason)
    return _judged(row, Standing.ACCEPTED, by, reason)


@transaction.atomic
@needs(Capability.JUDGE)
def correct_proposal(
    *, proposal: Proposal, to: Corrected, by: Actor, reason: str = "", is_checked: bool = True
) -> Proposal:
    """Say that the words tell something else: that is accepted, and what was proposed stays on record as it was.

    is_checked  whether the words were read with the corrected values; else the citation is to be verified
    Raises ClaimRefused with the field at fault, Territory.DoesNotExist.
    """
    row = _waiting(proposal, by)
    _check(to)
    read = _as_read(row, to)
    found = _related(read)
    claims = Claim.objects.in_bulk([name for name in (found.repeats, found.against) if name], field_name="ref")
    row.relation, row.because = found.relation, [*found.because]
    if found.repeats:
        _cite(read, claims[found.repeats], by)
    else:
        _publish(read, claims.get(found.against or ""), by, reason)
    row.claim, row.contradicts = read.claim, read.contradicts
    if row.claim and not is_checked:
        leave_unverified(claim=row.claim, quote=row.quote, by=by.key)
    return _judged(row, Standing.CORRECTED, by, reason)


@transaction.atomic
@needs(Capability.JUDGE)
def reject_proposal(*, proposal: Proposal, by: Actor, reason: str) -> Proposal:
    """Say that the words do not tell this, and why."""
    row = _waiting(proposal, by)
    if row.relation == Relation.NEW and row.claim:
        reject(claim=row.claim, by=by.user, organ=by.organ, reason=reason)
    return _judged(row, Standing.REJECTED, by, reason)


@transaction.atomic
@needs(Capability.JUDGE)
def undo_judgement(*, proposal: Proposal, by: Actor) -> Proposal:
    """Take the judgement of a proposal back: what it made is unmade, and it waits again. The journal tells both.

    Raises NotJudged, JudgedByAnother, and JudgementStands where something was built on the claim since.
    """
    row = _locked(proposal, by)
    if row.state not in JUDGED:
        raise NotJudged(row.ref)
    if (row.judged_by_id, row.organ) != (by.key, by.organ) and by.role not in _OVER_ALL:
        raise JudgedByAnother(row.ref)
    before = {"state": row.state, "claim": row.claim.ref if row.claim else ""}
    if row.claim and row.claim.ref == row.ref:
        if row.contradicts:
            reconcile(one=row.claim, other=row.contradicts, by=by.key)
        unjudge(claim=row.claim, by=by.key)
    elif row.claim and row.state != Standing.REJECTED:
        stood = row.claim.citations.filter(extracted=row.extracted, start=row.start, end=row.end).last()
        if stood is None:
            raise NotJudged(row.ref)
        withdraw_citation(citation=stood, by=by.key)
    row.state, row.judged_at, row.judged_by, row.organ, row.reason = Standing.OPEN, None, None, "", ""
    if row.claim is None:
        row.state = Standing.GONE
    row.save()
    relate_all([row], by=by.key)
    _compare_others(row, by.key)
    record("proposal.unjudged", row, by=by.key, before=before, after={"state": row.state})
    return row


def _locked(proposal: Proposal, by: Actor) -> Proposal:
    """The row as it is now, held until the end. Raises Proposal.DoesNotExist for whoever may not know of it."""
    rows = Proposal.objects.select_for_update(of=("self",)).visible_to(by)
    rows = rows.select_related("claim", "contradicts", "territory", "extracted__document__source", "passage")
    return rows.get(pk=proposal.pk)


def _waiting(proposal: Proposal, by: Actor) -> Proposal:
    row = _locked(proposal, by)
    if not by.is_known:
        raise UnsignedJudgement(row.ref)
    if row.state != Standing.OPEN:
        raise AlreadyJudged(row.ref)
    ask_second_eyes(by, row.proposed_by_id, row.proposed_for_id, row.ref)
    return row


def _check(to: Corrected) -> None:
    for field, value in unknown_concepts(to.instrument, to.event, to.areas, vocabulary()):
        raise ClaimRefused(field, value)
    if not to.event:
        raise ClaimRefused("event", "")
    try:
        parse_when(to.when)
    except NotEdtf as error:
        raise ClaimRefused("when", to.when) from error


def _as_read(row: Proposal, to: Corrected) -> Proposal:
    """The proposal with what the judge read in place of what the rules read; never stored."""
    read = Proposal.objects.select_related("claim", "extracted__document__source", "passage").get(pk=row.pk)
    read.territory = Territory.objects.get(code=to.territory)
    read.instrument, read.event, read.when, read.areas = to.instrument, to.event, to.when, [*to.areas]
    read.counterparts = [party for party in read.counterparts if party.get("territory") != to.territory]
    return read


def _related(read: Proposal) -> Related:
    public = [one.told for one in known.known_about([read.territory.pk]) if not one.machine]
    return relate(told_by(read), [one for one in public if one.ref != read.ref], known.kin())


def _cite(row: Proposal, claim: Claim, by: Actor) -> None:
    """The words become a citation of a known claim; a claim the proposal had made is no longer needed."""
    draft = draft_of(row, checked=timezone.localdate())
    add_citation(claim=claim, draft=draft.citations[0], by=by.key)
    row.claim, row.contradicts, row.relation = claim, None, Relation.REPEATS


def _publish(row: Proposal, against: Claim | None, by: Actor, reason: str) -> None:
    """The proposal becomes a claim of its own, accepted; what it excludes is set against it."""
    ensure_collection(by.key)
    claim, _ = save_claim(draft=draft_of(row, checked=timezone.localdate()), by=by.key)
    row.claim, row.relation = accept(claim=claim, by=by.user, organ=by.organ, reason=reason), Relation.NEW
    row.contradicts = against if against and against.status in PUBLIC else None
    if row.contradicts:
        contradict(one=row.claim, other=row.contradicts, by=by.key)


def _judged(row: Proposal, state: Standing, by: Actor, reason: str) -> Proposal:
    row.state, row.judged_at, row.judged_by, row.organ = state, timezone.now(), by.user, by.organ
    row.reason = reason
    row.save()
    if row.relation == Relation.REPEATS:  # a claim that it had made before it was corrected
        drop_claims(list(known.own_claims([row.ref]).values()), by.key)
    _compare_others(row, by.key)
    after: dict[str, Any] = {"state": state, "claim": row.claim.ref if row.claim else ""}
    before: dict[str, Any] = (
        {"state": Standing.OPEN, **parts_of(row)} if state == Standing.CORRECTED else {"state": Standing.OPEN}
    )
    if state == Standing.CORRECTED and row.claim:
        after |= parts_of(row.claim)
    record(f"proposal.{state}", row, by=by.key, before=before, after=after)
    _tell_who_proposed(row, by)
    return row


def _tell_who_proposed(row: Proposal, by: Actor) -> None:
    """Whoever proposed it, and did not judge it alone, is told what became of it."""
    if row.proposed_by is None or row.proposed_by == by.user:
        return
    params = {"state": str(row.state), "ref": row.ref}
    # What one brought, with what became of each, is on one page.
    notify(users=[row.proposed_by], kind="proposal.judged", params=params, address=reverse("contributions"))


def _compare_others(row: Proposal, by: int | None) -> None:
    """What waits about the same government and instrument is compared with what is known now."""
    kind = {row.instrument} | ({row.claim.instrument} if row.claim else set())
    places = {row.territory_id} | ({row.claim.territory_id} if row.claim and row.claim.territory_id else set())
    others = Proposal.objects.open().filter(territory__in=places, instrument__in=kind).exclude(pk=row.pk)
    others = others.select_related("claim", "territory", "passage", "extracted__document__source")
    relate_all(list(others.defer("extracted__text").order_by("pk")), by=by)
