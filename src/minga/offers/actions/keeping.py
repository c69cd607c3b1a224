"""What an office does with its offers: nothing is published that somebody of it has not confirmed."""

import secrets
from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language

from minga.accounts.actors import Actor
from minga.accounts.domain.permissions import Capability
from minga.accounts.guards import needs
from minga.accounts.models import User
from minga.evidence.actions import have_read_again
from minga.evidence.domain.vocabulary import vocabulary
from minga.journal.actions import record
from minga.kit.text import nfc, printable
from minga.offers import words
from minga.offers.actions.meeting import tell_of_matches
from minga.offers.domain.offers import (
    LONGEST_WORDS,
    MAY,
    TEACHES,
    Act,
    Fault,
    NotNow,
    OfferRefused,
    Said,
    State,
    faults,
)
from minga.offers.models import Offer
from minga.offers.queries.suggesting import chosen, refs_of, suggestions
from minga.territories.models import Organization

# What an index entry of an offer is called; see `found`.
KIND = "offer"
# So many offers an office may have standing.
MOST = 100
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


class NoOffice(ValueError):
    """Whoever acts does so for no organization, which could offer nothing."""


class TooMany(ValueError):
    """So many of its offers stand already."""


@transaction.atomic
@needs(Capability.EXCHANGE)
def draft(*, said: Said, by: Actor, now: datetime | None = None) -> Offer:
    """Keep an offer that only its own office sees. Raises OfferRefused, NoOffice, TooMany."""
    row = _new(said, by, now)
    record("offer.drafted", row, by=by.key, after=_codes(row))
    return row


@transaction.atomic
@needs(Capability.EXCHANGE)
def change(*, offer: Offer, said: Said, by: Actor) -> Offer:
    """Say it otherwise; of one that is published everybody reads it at once.

    It is renewed by that no more than before. Raises OfferRefused, NotNow.
    """
    row = _held(offer, by, Act.CHANGE)
    before = _codes(row)
    _put(row, said, by)
    row.save()
    record("offer.changed", row, by=by.key, before=before, after=_codes(row))
    if row.state == State.ACTIVE:
        _shown(row)
    return row


@transaction.atomic
@needs(Capability.EXCHANGE)
def publish(*, offer: Offer, by: Actor, now: datetime | None = None) -> Offer:
    """Confirm a draft: everybody finds it, and whom it meets is told. Raises NotNow."""
    row = _held(offer, by, Act.PUBLISH)
    return _renewed(row, "offer.published", by, now)


@transaction.atomic
@needs(Capability.EXCHANGE)
def renew(*, offer: Offer, by: Actor, now: datetime | None = None) -> Offer:
    """Say that it stands for another year; one that slept is found again. Raises NotNow."""
    row = _held(offer, by, Act.RENEW)
    return _renewed(row, "offer.renewed", by, now)


@transaction.atomic
@needs(Capability.EXCHANGE)
def withdraw(*, offer: Offer, by: Actor) -> Offer:
    """Take it back for good; its address says so. Raises NotNow."""
    row = _held(offer, by, Act.WITHDRAW)
    before, row.state = row.state, State.WITHDRAWN
    row.save()
    have_read_again(kind=KIND, ref=row.ref)
    record("offer.withdrawn", row, by=by.key, before={"state": before}, after={"state": row.state})
    return row


@transaction.atomic
@needs(Capability.EXCHANGE)
def take_up(*, keys: Collection[str], by: Actor, now: datetime | None = None) -> list[Offer]:
    """Confirm suggestions by their keys: each is published as it was shown. Raises NoOffice, TooMany.

    What is no longer suggested, for it was said meanwhile, is left out.
    """
    if by.organization is None:
        raise NoOffice("nobody to offer for")
    made = []
    for one in chosen(suggestions(by), keys):
        row = _new(one.said, by, now)
        made.append(_renewed(row, "offer.published", by, now))
    return made


@transaction.atomic
def erase_of(user: User) -> None:
    """Part a person from the offers she signed: they are her office's, and say no more who."""
    Offer.objects.filter(made_by=user).update(made_by=None)
    Offer.objects.filter(renewed_by=user).update(renewed_by=None)


def _held(offer: Offer, by: Actor, act: Act) -> Offer:
    """The row as it is now, held. Raises Offer.DoesNotExist for one of another office, NotNow."""
    row = Offer.objects.own(by).select_for_update(of=("self",)).get(pk=offer.pk)
    if act not in MAY[State(row.state)]:
        raise NotNow(act)
    return row


def _new(said: Said, by: Actor, now: datetime | None) -> Offer:
    if by.organization is None:
        raise NoOffice("nobody to offer for")
    # Held, so that of two who confirm at once no more come to stand than may.
    Organization.objects.select_for_update(of=("self",)).get(pk=by.organization.pk)
    if Offer.objects.own(by).standing().count() >= MOST:
        raise TooMany(MOST)
    ref = "".join(secrets.choice(_LETTERS) for _ in range(8))
    row = Offer(
        ref=ref, organization=by.organization, state=State.DRAFT, made_by=by.user, made_at=now or timezone.now()
    )
    _put(row, said, by)
    row.save()
    return row


def _put(row: Offer, said: Said, by: Actor) -> None:
    """Put what was said into the row. Raises OfferRefused."""
    known = vocabulary()
    instruments, areas = ({one.code for one in known.scheme(scheme)} for scheme in ("instrument", "area"))
    # What it named before it may go on naming, whatever became of the claim: only public ones are shown.
    wrong = faults(said, instruments=instruments, areas=areas, claims=refs_of(by) | set(row.claims))
    text = nfc(printable(said.words.replace("\r\n", "\n"))).strip()
    if len(text) > LONGEST_WORDS and Fault.WORDS not in wrong:
        wrong.append(Fault.WORDS)
    if wrong:
        raise OfferRefused(wrong)
    row.instrument, row.areas, row.direction, row.modality = (
        said.instrument,
        [*said.areas],
        said.direction,
        said.modality,
    )
    row.languages, row.claims, row.words = [*said.languages], [*said.claims], text
    row.per_year = said.per_year if said.direction in TEACHES else None
    row.language = (get_language() or "es")[:2]
    row.searched = words.searchable(row)


def _renewed(row: Offer, verb: str, by: Actor, now: datetime | None) -> Offer:
    """It stands from now on, and is found."""
    before: dict[str, object] = {"state": row.state}
    row.state, row.renewed_by, row.renewed_at, row.told = State.ACTIVE, by.user, now or timezone.now(), None
    row.save()
    record(verb, row, by=by.key, before=before, after={"state": row.state})
    _shown(row)
    return row


def _shown(row: Offer) -> None:
    """The index reads it again, and whom it meets is told."""
    have_read_again(kind=KIND, ref=row.ref)
    tell_of_matches(row)


def _codes(row: Offer) -> dict[str, object]:
    """What the journal knows of an offer: codes and numbers, none of its words."""
    names = ("instrument", "areas", "direction", "modality", "languages", "per_year", "claims")
    return {**{name: getattr(row, name) for name in names}, "words": len(row.words)}
