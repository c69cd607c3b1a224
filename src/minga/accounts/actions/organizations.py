"""How an organization comes to take part: it is asked for, then its federation or an administrator decides."""

from typing import cast

from django.db import IntegrityError, transaction
from django.utils import timezone

from minga.accounts.actions.memberships import grant_in
from minga.accounts.actors import Actor
from minga.accounts.domain.memberships import MOST_ASKED, Standing
from minga.accounts.domain.permissions import Capability, Role
from minga.accounts.guards import NotAllowed, needs
from minga.accounts.models import Enrolment
from minga.journal.actions import record
from minga.territories.actions import add_office
from minga.territories.models import Organization, Territory


class AlreadyTakesPart(Exception):
    """It takes part, or somebody has asked for it and waits."""


class TooManyAsked(Exception):
    """So many of one person wait for an answer that no more may be asked for."""


class AlreadyDecided(Exception):
    """Somebody decided in the meantime, or whoever asked took it back."""


@transaction.atomic
@needs(Capability.INSTALL)
def enrol(
    *, organization: Organization, by: Actor, federation: Organization | None = None, second_eyes: bool = True
) -> Enrolment:
    """Let an organization take part; one that asked, was refused or has ended is let in with this."""
    row, _ = Enrolment.objects.select_for_update().get_or_create(
        organization=organization, defaults={"standing": Standing.ASKED}
    )
    before = {"standing": row.standing}
    row.federation, row.second_eyes = federation, second_eyes
    _decide(row, Standing.ACTIVE, by)
    record("enrolment.active", organization, by=by.key, before=before, after={"second_eyes": second_eyes})
    return row


@transaction.atomic
@needs(Capability.ENROL)
def ask_for_office(*, territory: Territory, name: str, federation: Organization | None, by: Actor) -> Enrolment:
    """Ask that an office of a territory take part, which is in no register yet; it becomes an organization if approved.

    Raises AlreadyTakesPart where the same person asked for this territory already, TooManyAsked.
    """
    mine = Enrolment.objects.filter(asked_by=by.user, standing=Standing.ASKED)
    if mine.filter(territory=territory).exists():
        raise AlreadyTakesPart(territory.code)
    _not_too_many(by)
    row = Enrolment(territory=territory, name=name.strip(), federation=federation)
    return _ask(row, by, territory.code)


@transaction.atomic
@needs(Capability.ENROL)
def ask_to_enrol(*, organization: Organization, federation: Organization | None, by: Actor) -> Enrolment:
    """Ask that an organization of the register take part. Raises as `ask_for_office` does."""
    row = Enrolment.objects.select_for_update().filter(organization=organization).first()
    if row is not None and row.standing in (Standing.ASKED, Standing.ACTIVE):
        raise AlreadyTakesPart(organization.slug)
    _not_too_many(by)
    row = row or Enrolment(organization=organization)
    row.federation = federation
    return _ask(row, by, organization.slug)


def _not_too_many(by: Actor) -> None:
    if Enrolment.objects.filter(asked_by=by.user, standing=Standing.ASKED).count() >= MOST_ASKED:
        raise TooManyAsked


def _ask(row: Enrolment, by: Actor, what: str) -> Enrolment:
    row.standing, row.asked_by, row.asked_at = Standing.ASKED, by.user, timezone.now()
    row.decided_by, row.decided_at, row.reason = None, None, ""
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:  # somebody asked for it at the same moment
        raise AlreadyTakesPart(what) from error
    record("enrolment.asked", row, by=by.key, after={"for": what})
    return row


@transaction.atomic
@needs(Capability.APPROVE_OFFICES)
def approve_enrolment(*, enrolment: Enrolment, by: Actor) -> Enrolment:
    """Let in what was asked for; whoever asked coordinates it.

    Raises AlreadyDecided, NotAllowed where another federation is to decide.
    """
    row = _asked(enrolment, by)
    if row.organization is None:
        territory = cast(Territory, row.territory)  # the base holds no row without both
        row.organization = add_office(name=row.name, territory=territory, by=by.key)
    _decide(row, Standing.ACTIVE, by)
    record("enrolment.active", row.organization, by=by.key, before={"standing": Standing.ASKED})
    if row.asked_by is not None and row.asked_by.is_active:
        grant_in(user=row.asked_by, organization=row.organization, role=Role.COORDINATOR, by=by)
    return row


@transaction.atomic
@needs(Capability.APPROVE_OFFICES)
def refuse_enrolment(*, enrolment: Enrolment, reason: str, by: Actor) -> Enrolment:
    """Do not let it in; the reason is told to whoever asked. Raises as `approve_enrolment` does."""
    row = _asked(enrolment, by)
    row.reason = reason.strip()
    _decide(row, Standing.REFUSED, by)
    record("enrolment.refused", row, by=by.key, before={"standing": Standing.ASKED})
    return row


def _asked(enrolment: Enrolment, by: Actor) -> Enrolment:
    row = Enrolment.objects.select_for_update(of=("self",)).get(pk=enrolment.pk)
    if by.role == Role.ADVISER and (by.organization is None or row.federation_id != by.organization.pk):
        raise NotAllowed(Capability.INSTALL)
    if row.standing != Standing.ASKED:
        raise AlreadyDecided(row.pk)
    return row


def _decide(row: Enrolment, standing: Standing, by: Actor) -> None:
    row.standing, row.decided_by, row.decided_at = standing, by.user, timezone.now()
    row.save()


@transaction.atomic
@needs(Capability.INSTALL)
def end_enrolment(*, enrolment: Enrolment, by: Actor) -> Enrolment:
    """Let an organization take part no more: nobody acts for it until it is enrolled again. Raises AlreadyDecided."""
    row = Enrolment.objects.select_for_update(of=("self",)).get(pk=enrolment.pk)
    if row.standing != Standing.ACTIVE:
        raise AlreadyDecided(row.pk)
    _decide(row, Standing.ENDED, by)
    record("enrolment.ended", row.organization, by=by.key, before={"standing": Standing.ACTIVE})
    return row


@transaction.atomic
@needs(Capability.MANAGE_MEMBERS)
def set_second_eyes(*, organization: Organization, second_eyes: bool, by: Actor) -> None:
    """Whether somebody else must judge what one of its people proposed.

    Raises NotAllowed to the coordinator of another organization.
    """
    own(organization, by)
    row = Enrolment.objects.select_for_update().get(organization=organization)
    if row.second_eyes != second_eyes:
        before, row.second_eyes = {"second_eyes": row.second_eyes}, second_eyes
        row.save(update_fields=["second_eyes"])
        record("enrolment.set", organization, by=by.key, before=before, after={"second_eyes": second_eyes})


def own(organization: Organization, by: Actor) -> None:
    """Go on where it is one's own organization, or one administers all; else raise NotAllowed."""
    if not by.may(Capability.INSTALL) and by.organization != organization:
        raise NotAllowed(Capability.INSTALL)
