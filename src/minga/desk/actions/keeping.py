"""What every action of the desk begins and ends with."""

import secrets
from datetime import datetime
from typing import Any

from django.utils import timezone

from minga.accounts.actors import Actor
from minga.accounts.domain.permissions import Capability
from minga.accounts.guards import NotAllowed
from minga.desk.domain.asking import LETTERS
from minga.desk.domain.steps import MAY, Move, Party, State, moved
from minga.desk.models import Consultation
from minga.desk.queries.consultations import parties
from minga.desk.queries.desks import at_desk
from minga.journal.actions import record
from minga.kit.text import nfc, printable
from minga.notices.actions import notify


class TextRefused(ValueError):
    """There are no words, or more than can be kept."""


def words(text: str, most: int, *, least: int = 1) -> str:
    """A text as it is kept. Raises TextRefused where it is too short or too long."""
    said = nfc(printable(text.replace("\r\n", "\n"))).strip()
    if not least <= len(said) <= most:
        raise TextRefused(len(said))
    return said


def locked(consultation: Consultation) -> Consultation:
    """The consultation as it stands, kept from others until the end of the transaction."""
    rows = Consultation.objects.select_for_update(of=("self",)).select_related("federation", "territory")
    return rows.get(pk=consultation.pk)


def held_by(consultation: Consultation, by: Actor, party: Party) -> Consultation:
    """The consultation, locked, where somebody stands before it like that; else raise NotAllowed."""
    row = locked(consultation)
    if party not in parties(row, by):
        raise NotAllowed(Capability.ANSWER_CONSULTATIONS)
    return row


def move(row: Consultation, what: Move, by: Actor, *, party: Party = Party.DESK, **after: Any) -> Consultation:
    """Let something happen to a locked consultation, and tell the journal. Raises NotNow."""
    if what not in MAY[party]:
        raise NotAllowed(Capability.ANSWER_CONSULTATIONS)
    before = State(row.state)
    row.state = moved(before, what)
    row.closed_at = timezone.now() if row.state == State.CLOSED else None
    row.save()
    tell(f"consultation.{what}", row, by, before={"state": before}, **after)
    return row


def tell(verb: str, row: Consultation, by: Actor | None, before: dict[str, Any] | None = None, **after: Any) -> None:
    """Append the event of a consultation: codes alone."""
    known = {"state": row.state, "federation": row.federation.slug, **after}
    key = by.key if by else None
    record(verb, object_type="desk.consultation", object_ref=row.code, by=key, before=before, after=known)


def tell_desk(kind: str, row: Consultation) -> None:
    """Notice for everybody at the desk where it is now."""
    notify(users=at_desk(row.federation), kind=kind, params={"code": row.code}, address=row.desk_url)


def tell_asker(kind: str, row: Consultation) -> None:
    """Notice for whoever asked with an account; the address is hers alone."""
    if row.asked_by is not None:
        notify(users=[row.asked_by], kind=kind, params={"code": row.code}, address=row.get_absolute_url())


def new_code() -> str:
    """A name for a consultation that says nothing and is nobody's yet."""
    while True:
        code = "".join(secrets.choice(LETTERS) for _ in range(7))
        if not Consultation.objects.filter(code=code).exists():
            return code


def new_ref() -> str:
    """A secret address that nobody guesses: 256 bits."""
    return secrets.token_urlsafe(32)


def at(now: datetime | None) -> datetime:
    """A moment that was given, else this one: tests hold time still."""
    return now or timezone.now()
