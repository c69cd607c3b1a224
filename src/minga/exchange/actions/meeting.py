"""Sessions: when, where, with what link; moved, cancelled, held."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from minga.accounts.actors import Actor
from minga.accounts.domain.permissions import Capability
from minga.accounts.guards import needs
from minga.exchange import invitations, queries
from minga.exchange.actions.moving import EVERYBODY, held, move, said, tell, tell_journal
from minga.exchange.actions.moving import party as party_in
from minga.exchange.domain.steps import Event, NotNow, NotYet
from minga.exchange.models import Exchange, Session
from minga.offers.domain.modalities import Broken, Modality, broken

_LINK = URLValidator(schemes=["https"])


class OverTheLimits(ValueError):
    """The session is none of its modality; `broken` says why."""

    def __init__(self, found: list[Broken]) -> None:
        super().__init__(", ".join(found))
        self.broken = found


class LinkRefused(ValueError):
    """A link to a video call begins with https://."""


@dataclass(frozen=True)
class When:
    """A session as it is said: `starts` and `ends` by the clock of `zone` (IANA), without a zone of their own."""

    starts: datetime
    ends: datetime
    zone: str
    place: str = ""
    link: str = ""
    people: int = 0

    @property
    def moments(self) -> tuple[datetime, datetime]:
        """The two moments, each with the zone. An hour that a change of clocks repeats is the first of the two."""
        zone = ZoneInfo(self.zone)
        return self.starts.replace(tzinfo=zone), self.ends.replace(tzinfo=zone)


@transaction.atomic
@needs(Capability.EXCHANGE)
def schedule(*, exchange: Exchange, when: When, by: Actor, now: datetime | None = None) -> Session:
    """Fix a session within the limits of the modality. Raises NotPossible, OverTheLimits, LinkRefused."""
    row, at = held(exchange, by), now or timezone.now()
    move(row, Event.SCHEDULE, by, at)
    last = row.sessions.aggregate(last=Max("number"))["last"] or 0
    made = Session(exchange=row, number=last + 1, uid=f"{secrets.token_hex(12)}@minga", changed_at=at)
    _set(made, row, when)
    tell(row, "exchange.said", by, what="session")
    _invite(row, made)
    return made


def _set(session: Session, row: Exchange, when: When) -> None:
    starts, ends = when.moments
    if found := broken(Modality(row.modality), starts, ends, when.people):
        raise OverTheLimits(found)
    try:
        if when.link:
            _LINK(when.link)
    except ValidationError as error:
        raise LinkRefused(when.link[:100]) from error
    session.starts, session.ends, session.zone = starts, ends, when.zone
    session.place, session.link = said(when.place, "place", needed=False, longest=300), when.link
    session.people = when.people
    session.save()


@transaction.atomic
@needs(Capability.EXCHANGE)
def reschedule(*, session: Session, when: When, by: Actor, now: datetime | None = None) -> Session:
    """Move a session that is to come: its invitation replaces the one before in every calendar. Raises as `schedule`"""
    row, mine, at = _coming(session, by, now, "reschedule")
    mine.sequence, mine.changed_at = mine.sequence + 1, at
    _set(mine, row, when)
    tell(row, "exchange.said", by, what="moved_session")
    _invite(row, mine)
    return mine


@transaction.atomic
@needs(Capability.EXCHANGE)
def cancel(*, session: Session, by: Actor, now: datetime | None = None) -> Session:
    """Call a session off: its invitation takes it out of every calendar. Raises NotPossible."""
    row, mine, at = _coming(session, by, now, "session_cancelled")
    mine.sequence, mine.changed_at, mine.cancelled_at = mine.sequence + 1, at, at
    mine.save()
    tell(row, "exchange.said", by, what="cancelled")
    _invite(row, mine)
    return mine


def _invite(row: Exchange, session: Session) -> None:
    """By mail, everybody who works for a party of it, whoever did it too: it is an appointment of theirs."""
    invitations.send(row, session, queries.people_of(row, EVERYBODY))


def _coming(session: Session, by: Actor, now: datetime | None, verb: str) -> tuple[Exchange, Session, datetime]:
    """The exchange, a session of it that is neither held nor cancelled, and when it is. Raises NotNow."""
    row, at = held(session.exchange, by), now or timezone.now()
    move(row, Event.SCHEDULE, by, at, verb=verb)
    mine = row.sessions.planned().filter(pk=session.pk).first()
    if mine is None:
        raise NotNow(Event.SCHEDULE)
    return row, mine, at


@transaction.atomic
@needs(Capability.EXCHANGE)
def write_log(*, session: Session, attended: str, log: str, by: Actor, now: datetime | None = None) -> Session:
    """Say who came, by organ and role, and what was said; again, to correct it. Raises NotPossible, TextRefused."""
    row, at = held(session.exchange, by), now or timezone.now()
    mine = row.sessions.get(pk=session.pk)
    if mine.cancelled_at is not None:
        raise NotNow(Event.HOLD)
    if mine.starts > at:
        raise NotYet(Event.HOLD, "time")
    move(row, Event.HOLD, by, at)
    mine.attended, mine.log, mine.held_at = said(attended, "attended"), said(log, "log"), mine.held_at or at
    mine.save()
    tell(row, "exchange.said", by, what="log")
    return mine


@transaction.atomic
@needs(Capability.EXCHANGE)
def end_sessions(*, exchange: Exchange, by: Actor, now: datetime | None = None) -> Exchange:
    """There will be no more of them: the receiver writes what it does with it. Sessions to come are called off.

    Raises NotPossible.
    """
    row, at = held(exchange, by), now or timezone.now()
    move(row, Event.END_SESSIONS, by, at)
    for one in row.sessions.planned():
        one.sequence, one.changed_at, one.cancelled_at = one.sequence + 1, at, at
        one.save()
        tell_journal(row, "exchange.session_cancelled", by, party_in(row, by), after={"session": one.number})
        _invite(row, one)
    return row
