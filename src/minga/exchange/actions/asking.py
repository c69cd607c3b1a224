"""Asking for an exchange, and what becomes of the request."""

import secrets
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from minga.accounts.actors import Actor
from minga.accounts.domain.permissions import Capability
from minga.accounts.guards import needs
from minga.evidence.models import Claim
from minga.exchange import queries
from minga.exchange.actions.moving import held, join, move, said, tell, tell_journal, to_federation
from minga.exchange.domain.steps import Event, NotYet, Party, Teaching, begin
from minga.exchange.models import Exchange
from minga.offers.domain.modalities import Modality, effort
from minga.offers.domain.offers import LANGUAGES, TEACHES, Direction
from minga.offers.models import Offer
from minga.offers.queries.offers import is_public, room
from minga.territories.models import Organization, Territory

# So many requests of one office wait at a time: whoever is asked should not be one of a hundred.
MOST_OPEN = 20
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_REASON, _QUESTION = 2000, 4000


class NobodyToAsk(ValueError):
    """Nobody of that government takes part, and there is no federation that could look for them."""


class NotAnother(ValueError):
    """It asks itself, or acts for no organization that could ask."""


class OfferGone(ValueError):
    """The offer is not found any more: it sleeps, or was withdrawn."""


class OfferFull(ValueError):
    """So many exchanges of this year began from the offer already."""


class MoreThanOffered(ValueError):
    """The form asks for more effort than the offer gives."""


class TooManyOpen(ValueError):
    """So many of its requests wait already."""


@transaction.atomic
@needs(Capability.EXCHANGE)
def ask(
    *,
    asked: Territory | None,
    office: Organization | None,
    modality: Modality,
    question: str,
    by: Actor,
    topic: str = "",
    reasons: str = "",
    claims: Sequence[str] = (),
    language: str = "",
    offer: Offer | None = None,
    follows: Exchange | None = None,
    now: datetime | None = None,
) -> Exchange:
    """Ask a government, or an office, for an exchange; its people are told, or the federation where it has none here.

    asked    the government; office: one of its offices, None for the one that takes part
    topic    a goal's code; claims: refs that stand for the reasons
    follows  the request that this one takes up with another peer
    offer    what it takes up, of whoever is asked: an offer says who teaches, and has so much room a year

    Raises NotAnother, NobodyToAsk, TooManyOpen, TextRefused, OfferGone, OfferFull, MoreThanOffered.
    """
    if offer:
        asked, office = offer.organization.territory, offer.organization
    if by.organization is None or office == by.organization or (asked and asked == by.organization.territory):
        raise NotAnother(str(asked or office))
    if queries.waiting_of(by).count() >= MOST_OPEN:
        raise TooManyOpen(MOST_OPEN)
    at = now or timezone.now()
    taken = _taken(offer, modality, at) if offer else None
    row = Exchange(
        topic=topic[:60],
        teaching=_TEACHING[Direction(taken.direction)] if taken else Teaching.ASKED,
        language=language if language in LANGUAGES else "",
        offer=taken,
        question=said(question, "question", longest=_QUESTION),
        reasons=said(reasons, "reasons", needed=False, longest=_REASON),
        claims=list(Claim.objects.public().filter(ref__in=claims).order_by("ref").values_list("ref", flat=True)),
        asker=by.organization.territory,
        follows=held(follows, by) if follows else None,
        asked_by=by.user,
        asked_at=at,
    )
    return _begin(row, modality, by.organization, asked, office, at, by)


_TEACHING = {Direction.OFFER: Teaching.ASKED, Direction.DEMAND: Teaching.ASKING, Direction.TWO_WAY: Teaching.BOTH}


def _taken(offer: Offer, modality: Modality, at: datetime) -> Offer:
    """The offer as it is now, held: of two who ask at once for its last exchange one is told that there is no room.

    Raises OfferGone, OfferFull, MoreThanOffered.
    """
    row = Offer.objects.select_for_update(of=("self",)).select_related("organization__territory").get(pk=offer.pk)
    if not is_public(row):
        raise OfferGone(row.ref)
    if room([row], at)[row.pk] == 0:
        raise OfferFull(row.ref)
    if row.direction in TEACHES and effort(modality) > effort(Modality(row.modality)):
        raise MoreThanOffered(row.modality)
    return row


def _begin(
    row: Exchange,
    modality: Modality,
    asking: Organization,
    asked: Territory | None,
    office: Organization | None,
    at: datetime,
    by: Actor,
) -> Exchange:
    """Keep a new exchange with its parties, and tell whoever is to answer. Raises NobodyToAsk."""
    found = office or next(iter(queries.who_answers_for(asked)) if asked else iter(()), None)
    answers = found if found is not None and found != asking and queries.takes_part(found) else None
    row.ref, row.modality, row.moved_at = _new_ref(), modality, at
    row.asked = asked or (office.territory if office else None)
    row.federation = queries.broker_for(asking, answers or office, row.asked)
    try:
        begun = begin(
            modality, queries.today(at), has_broker=row.federation is not None, is_represented=answers is not None
        )
    except NotYet as error:
        raise NobodyToAsk(str(asked or office)) from error
    row.state, row.answer_due = begun.state, begun.answer_due
    row.save()
    join(row, asking, Party.REQUESTING, at)
    if answers is None:
        to_federation(row, at)
        row.save()
    else:
        join(row, answers, Party.OFFERING, at)
    # A federation that turns to another peer may join only afterwards: it asks as what it is.
    who = queries.party_of(row, by.organization) or Party.BROKER
    tell_journal(row, "exchange.asked", by, who, after={"state": row.state, "modality": modality})
    tell(row, "exchange.moved", by, state=row.state)
    return row


def _new_ref() -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(8))


@transaction.atomic
@needs(Capability.EXCHANGE)
def accept(*, exchange: Exchange, by: Actor, now: datetime | None = None) -> Exchange:
    """Say yes: to what was asked, or to what was proposed instead. Raises NotPossible."""
    row = held(exchange, by)
    move(row, Event.ACCEPT, by, now)
    return row


@transaction.atomic
@needs(Capability.EXCHANGE)
def counter(
    *, exchange: Exchange, modality: Modality, because: str, by: Actor, now: datetime | None = None
) -> Exchange:
    """Propose another form; the other side answers. Raises NotPossible, TextRefused."""
    row = held(exchange, by)
    row.modality, row.because = modality, said(because, "because", longest=_REASON)
    move(row, Event.COUNTER, by, now)
    return row


@transaction.atomic
@needs(Capability.EXCHANGE)
def decline(*, exchange: Exchange, because: str, by: Actor, now: datetime | None = None) -> Exchange:
    """Say no, and why: whoever asked reads it, and is shown whom to ask next. Raises NotPossible, TextRefused."""
    return _ended(exchange, Event.DECLINE, because, by, now)


@transaction.atomic
@needs(Capability.EXCHANGE)
def withdraw(*, exchange: Exchange, because: str, by: Actor, now: datetime | None = None) -> Exchange:
    """Leave it, and say why; it ends for both. Raises NotPossible, TextRefused."""
    return _ended(exchange, Event.WITHDRAW, because, by, now)


def _ended(exchange: Exchange, event: Event, because: str, by: Actor, now: datetime | None) -> Exchange:
    row = held(exchange, by)
    row.because = said(because, "because", longest=_REASON)
    move(row, event, by, now)
    return row


@transaction.atomic
@needs(Capability.EXCHANGE)
def pass_on(*, exchange: Exchange, because: str, by: Actor, now: datetime | None = None) -> Exchange:
    """Have the federation find who can answer better. Raises NotPossible, TextRefused."""
    return _ended(exchange, Event.PASS_ON, because, by, now)


@transaction.atomic
@needs(Capability.EXCHANGE)
def ask_again(*, exchange: Exchange, by: Actor, now: datetime | None = None) -> Exchange:
    """The federation asks the same government once more, with a new day to answer by. Raises NotPossible."""
    row = held(exchange, by)
    move(row, Event.ASK_AGAIN, by, now)
    return row


@transaction.atomic
@needs(Capability.EXCHANGE)
def turn_to_another(*, exchange: Exchange, asked: Territory, by: Actor, now: datetime | None = None) -> Exchange:
    """The federation takes a request to another peer: a new exchange, of which the one asked before learns nothing.

    Raises NotPossible, NotAnother.
    """
    row, at = held(exchange, by), now or timezone.now()
    if asked in (row.asked, row.asker):
        raise NotAnother(str(asked))
    asking = row.participants.current().get(party=Party.REQUESTING).organization
    move(row, Event.TURN_TO_ANOTHER, by, at)
    copied = {name: getattr(row, name) for name in ("topic", "teaching", "language", "question", "asker", "asked_by")}
    made = Exchange(**copied, follows=row, asked_at=at, federation=row.federation)
    made = _begin(made, Modality(row.modality), asking, asked, None, at, by)
    if queries.organization_of(made, Party.BROKER) is None:
        to_federation(made, at)
        made.save()
    return made
