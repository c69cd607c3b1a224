"""Asking, and what the asker says afterwards."""

from datetime import datetime, timedelta

from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from minga.accounts.actors import Actor
from minga.accounts.domain.permissions import Capability
from minga.accounts.guards import NotAllowed, needs
from minga.desk.actions.keeping import at, held_by, locked, move, new_code, new_ref, tell, tell_desk, words
from minga.desk.actions.meanings import ask_for_meanings
from minga.desk.domain.asking import (
    LONGEST_NAME,
    LONGEST_NOTE,
    LONGEST_PHONE,
    LONGEST_QUESTION,
    Caller,
    Context,
)
from minga.desk.domain.steps import Channel, Move, Party, State, Urgency
from minga.desk.models import Consultation, Contact, Note
from minga.desk.queries.desks import desk_actor_federation, due_at, federations
from minga.kit.text import nfc, printable
from minga.reports.actions import count_from
from minga.reports.domain import FLOOD, why_held
from minga.search.retrieval import language_of
from minga.territories.models import Organization, Territory


class NoDesk(ValueError):
    """The organization is no federation that takes part."""


@transaction.atomic
@needs(Capability.CONSULT)
def ask(
    *,
    federation: Organization,
    text: str,
    territory: Territory | None,
    context: Context,
    caller: Caller,
    agrees: bool = False,
    trap: str,
    seconds: float | None,
    address: str,
    by: Actor,
    now: datetime | None = None,
) -> Consultation:
    """Put a question to a federation's desk, with an account or without; its people are told, unless it is held.

    caller   how to reach whoever has no account; empty for nowhere
    agrees   whether she agrees already that it be published without her name
    trap     what stood in the field that people do not see
    seconds  since the form was made, None where it is none of ours
    address  from which it came; counted for a day, never kept

    Raises TextRefused, ValidationError where the e-mail is none, reports' TooMany, NoDesk.
    """
    said = words(text, LONGEST_QUESTION)
    _takes_part(federation)
    _reachable(caller)
    count_from(address, what="consultation")
    # Somebody who has signed in is no machine, and answers for what she sends.
    held_for = "" if by.user else (why_held(said, trap=trap, seconds=seconds) or _flooded())
    row = keep(federation, said, territory, Channel.WEB, context, by, at(now), held_for)
    ask_for_meanings()
    _contact(row, caller)
    if agrees:
        row.agrees = True
        row.save(update_fields=["agrees"])
    tell("consultation.received", row, by, channel=row.channel)
    if not held_for:
        tell_desk("consultation.received", row)
    return row


def _flooded() -> str:
    recent = Consultation.objects.filter(asked_at__gt=timezone.now() - timedelta(hours=1), channel=Channel.WEB)
    return "flood" if recent.count() >= FLOOD else ""


def _takes_part(federation: Organization) -> None:
    if not federations().filter(pk=federation.pk).exists():
        raise NoDesk(federation.slug)


def _reachable(caller: Caller) -> None:
    if caller.email:
        validate_email(caller.email)


def _contact(row: Consultation, caller: Caller) -> None:
    if caller:
        name, phone = (nfc(printable(one)).strip() for one in (caller.name, caller.phone))
        Contact.objects.create(
            consultation=row, name=name[:LONGEST_NAME], email=caller.email, phone=phone[:LONGEST_PHONE]
        )


def keep(
    federation: Organization,
    text: str,
    territory: Territory | None,
    channel: Channel,
    context: Context,
    by: Actor,
    now: datetime,
    held_for: str = "",
    language: str = "",
) -> Consultation:
    """A new row, with its secret address and the day on which its answer is due."""
    asked_herself = channel == Channel.WEB
    return Consultation.objects.create(
        ref=new_ref(),
        code=new_code(),
        federation=federation,
        state=State.HELD if held_for else State.RECEIVED,
        held_for=held_for,
        channel=channel,
        language=language or language_of(text),
        text=text,
        claim=context.claim,
        document=context.document,
        passage=context.passage,
        search=context.search,
        territory=territory,
        asked_by=by.user if asked_herself else None,
        asked_for=by.organization if asked_herself else None,
        asked_at=now,
        due_at=due_at(federation, now, Urgency.NORMAL),
    )


@transaction.atomic
@needs(Capability.ANSWER_CONSULTATIONS)
def record_call(
    *,
    text: str,
    territory: Territory | None,
    channel: Channel,
    caller: Caller,
    by: Actor,
    now: datetime | None = None,
) -> Consultation:
    """Write down what a member asked by telephone, by WhatsApp, by mail or in person.

    Raises TextRefused, ValidationError where the e-mail is none, NotAllowed to whoever sits at no desk.
    """
    federation = desk_actor_federation(by)
    if federation is None:
        raise NotAllowed(Capability.ANSWER_CONSULTATIONS)
    said = words(text, LONGEST_QUESTION)
    _reachable(caller)
    row = keep(federation, said, territory, channel, Context(), by, at(now))
    ask_for_meanings()
    _contact(row, caller)
    tell("consultation.recorded", row, by, channel=row.channel)
    return row


@transaction.atomic
@needs(Capability.CONSULT)
def say(*, consultation: Consultation, helped: bool, text: str = "", by: Actor, now: datetime | None = None) -> None:
    """The asker, who knows the secret address, says whether the answer helped; where it did not, it is open again.

    text  what is still missing; asked for where it did not help

    Raises NotNow, TextRefused.
    """
    row = locked(consultation)
    row.helped_at = at(now) if helped else None
    if helped:
        move(row, Move.HELP, by, party=Party.ASKER)
        return
    said = words(text, LONGEST_NOTE)
    row.due_at, row.reminded_at = due_at(row.federation, at(now), Urgency(row.urgency)), None
    move(row, Move.REOPEN, by, party=Party.ASKER)
    Note.objects.create(consultation=row, text=said, by=by.user, at=at(now), organization=None)
    tell_desk("consultation.reopened", row)


@transaction.atomic
@needs(Capability.CONSULT)
def agree(*, consultation: Consultation, agrees: bool, by: Actor) -> None:
    """The asker, who knows the secret address, says whether it may be published without her name."""
    row = locked(consultation)
    if row.agrees != agrees:
        row.agrees = agrees
        row.save(update_fields=["agrees"])
        tell("consultation.agreed", row, by, agrees=agrees)


@transaction.atomic
@needs(Capability.ANSWER_CONSULTATIONS)
def agree_for(*, consultation: Consultation, agrees: bool, by: Actor) -> None:
    """The desk writes down what somebody who telephoned said of publishing. Raises NotAllowed where she can say so."""
    row = held_by(consultation, by, Party.DESK)
    if row.channel == Channel.WEB:
        raise NotAllowed(Capability.ANSWER_CONSULTATIONS)
    row.agrees = agrees
    row.save(update_fields=["agrees"])
    tell("consultation.agreed", row, by, agrees=agrees)
