"""What the desk does with a consultation before and beside answering it."""

from datetime import datetime

from django.db import transaction

from minga.accounts.actors import Actor
from minga.accounts.domain.permissions import Capability
from minga.accounts.guards import NotAllowed, needs
from minga.accounts.models import User
from minga.desk.actions.keeping import at, held_by, move, tell, tell_asker, tell_desk, words
from minga.desk.domain.asking import LONGEST_NOTE, Triaged
from minga.desk.domain.steps import Move, NotNow, Party, Routed, Urgency
from minga.desk.models import Consultation, Contact, Note, Routing
from minga.desk.queries.consultations import parties
from minga.desk.queries.desks import (
    absence_of,
    at_desk,
    at_work_in,
    desk_of,
    due_at,
    federations,
    organizations_called,
    today_at,
)
from minga.evidence.domain.vocabulary import vocabulary
from minga.notices.actions import notify
from minga.territories.models import Organization, Territory


class NobodyThere(ValueError):
    """Nobody at this desk, or no organization that takes part, is meant; or she is away and nobody stands in."""


class NothingAbove(ValueError):
    """The federation passes nothing on: it has not said to whom."""


@transaction.atomic
@needs(Capability.ANSWER_CONSULTATIONS)
def release(*, consultation: Consultation, by: Actor) -> None:
    """What was held is a consultation: its desk is told. Raises NotNow."""
    row = held_by(consultation, by, Party.DESK)
    row.held_for = ""
    move(row, Move.RELEASE, by)
    tell_desk("consultation.received", row)


@transaction.atomic
@needs(Capability.ANSWER_CONSULTATIONS)
def triage(*, consultation: Consultation, said: Triaged, by: Actor) -> None:
    """Say of what, from where and how urgent it is; the day on which the answer is due follows the urgency.

    Raises NotNow, UnknownConcept, Territory.DoesNotExist.
    """
    row = held_by(consultation, by, Party.DESK)
    if said.topic:
        vocabulary().concept(said.topic)
    row.topic, row.urgency = said.topic, said.urgency
    row.territory = Territory.objects.get(code=said.territory) if said.territory else None
    row.due_at = due_at(row.federation, row.asked_at, said.urgency)
    move(row, Move.TRIAGE, by, topic=said.topic, territory=said.territory, urgency=said.urgency)


@transaction.atomic
@needs(Capability.ANSWER_CONSULTATIONS)
def assign(
    *,
    consultation: Consultation,
    kind: Routed,
    user: User | None = None,
    organization: Organization | None = None,
    by: Actor,
    now: datetime | None = None,
) -> Routing:
    """Give it to an adviser of the desk, or to a peer or a university; whoever had it has it no more.

    Of an adviser who is away today, to whoever stands in for her. Raises NotNow, NobodyThere.
    """
    row = held_by(consultation, by, Party.DESK)
    if kind == Routed.ADVISER:
        made = Routing(kind=kind, user=_present(row.federation, user, at(now)))
        told, code = [made.user], "consultation.assigned"
    else:
        to = _taking_part(organization)
        made = Routing(kind=kind, organization=to)
        told, code = list(at_work_in(to)), "consultation.routed"
    _end_routing(row, at(now))
    made.consultation, made.by, made.at = row, by.user, at(now)
    made.save()
    move(row, Move.ASSIGN, by, kind=kind, to=made.organization.slug if made.organization else made.user_id)
    notify(users=[one for one in told if one], kind=code, params={"code": row.code}, address=row.desk_url)
    return made


def _present(federation: Organization, user: User | None, now: datetime) -> User:
    """Whoever is there: she herself, or who stands in for her. Raises NobodyThere."""
    there, day = set(at_desk(federation)), today_at(federation, now)
    away = absence_of(user, federation, day) if user else None
    found = away.stand_in if away else user
    if found is None or found not in there or absence_of(found, federation, day):
        raise NobodyThere
    return found


def _taking_part(organization: Organization | None) -> Organization:
    if organization is None or not organizations_called("").filter(pk=organization.pk).exists():
        raise NobodyThere
    return organization


def _end_routing(row: Consultation, now: datetime) -> None:
    Routing.objects.filter(consultation=row, ended_at=None).update(ended_at=now)


@transaction.atomic
@needs(Capability.ANSWER_CONSULTATIONS)
def escalate(*, consultation: Consultation, reason: str, by: Actor, now: datetime | None = None) -> None:
    """Pass it on to the federation above, whose clock begins; this desk goes on reading it.

    reason  for that desk; it is kept as a note

    Raises NotNow, NothingAbove, TextRefused.
    """
    row = held_by(consultation, by, Party.DESK)
    above = desk_of(row.federation).above
    if above is None or not federations().filter(pk=above.pk).exists():
        raise NothingAbove(row.federation.slug)
    Note.objects.create(
        consultation=row, text=words(reason, LONGEST_NOTE), by=by.user, at=at(now), organization=row.federation
    )
    _end_routing(row, at(now))
    row.passed_on_from, row.federation = row.federation, above
    row.due_at, row.reminded_at = due_at(above, at(now), Urgency(row.urgency)), None
    move(row, Move.ESCALATE, by)
    tell_desk("consultation.received", row)
    tell_asker("consultation.passed", row)


@transaction.atomic
@needs(Capability.ANSWER_CONSULTATIONS)
def close(*, consultation: Consultation, by: Actor, now: datetime | None = None) -> None:
    """End it: answered long ago, or no consultation. Its contact is erased. Raises NotNow."""
    row = held_by(consultation, by, Party.DESK)
    _end_routing(row, at(now))
    move(row, Move.CLOSE, by)
    Contact.objects.filter(consultation=row).delete()


@transaction.atomic
@needs(Capability.ANSWER_CONSULTATIONS)
def reopen(*, consultation: Consultation, by: Actor, now: datetime | None = None) -> None:
    """The desk takes it up again. Raises NotNow."""
    row = held_by(consultation, by, Party.DESK)
    row.due_at, row.reminded_at = due_at(row.federation, at(now), Urgency(row.urgency)), None
    move(row, Move.REOPEN, by)


@transaction.atomic
@needs(Capability.REPLY_ROUTED)
def note(*, consultation: Consultation, text: str, by: Actor, now: datetime | None = None) -> Note:
    """Write something for the desk: its own people, or whom it was routed to. The asker does not see it.

    Raises TextRefused, NotAllowed to everybody else.
    """
    found = parties(consultation, by) & {Party.DESK, Party.ROUTED}
    if not found:
        raise NotAllowed(Capability.ANSWER_CONSULTATIONS)
    row = held_by(consultation, by, next(iter(found)))
    made = Note.objects.create(
        consultation=row, text=words(text, LONGEST_NOTE), by=by.user, at=at(now), organization=by.organization
    )
    tell("consultation.noted", row, by)
    if Party.ROUTED in found:
        tell_desk("consultation.noted", row)
    return made


@transaction.atomic
@needs(Capability.ANSWER_CONSULTATIONS)
def research_done(*, consultation: Consultation, by: Actor, now: datetime | None = None) -> None:
    """Somebody found out what nobody could answer: it leaves the agenda. Raises NotNow where it is on none."""
    row = held_by(consultation, by, Party.DESK)
    request = getattr(row, "research", None)
    if request is None or request.done_at is not None:
        raise NotNow("no research is asked for")
    request.done_at = at(now)
    request.save()
    tell("consultation.researched", row, by)
