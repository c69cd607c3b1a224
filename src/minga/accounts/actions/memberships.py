"""Who acts for an organization, and in which role."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from minga.accounts.actors import Actor
from minga.accounts.domain.memberships import MOST_ASKED, Standing, roles_in
from minga.accounts.domain.permissions import Capability, Role
from minga.accounts.guards import NotAllowed, needs
from minga.accounts.models import Membership, User
from minga.journal.actions import record
from minga.territories.models import Organization

_OPEN = (Standing.ASKED, Standing.ACTIVE)


class AlreadyMember(Exception):
    """The person is part of the organization, or waits to be; or no more than so many may wait."""


class LastCoordinator(Exception):
    """Without this person nobody would coordinate the organization."""


class NotOpen(Exception):
    """The membership is not what it was when the page was opened."""


@transaction.atomic
@needs(Capability.INSTALL)
def grant(*, user: User, organization: Organization, role: Role, by: Actor) -> Membership:
    """Let a person act for an organization in a role; a membership that stands gets the role.

    Raises ValueError where no organization of this kind may give it.
    """
    return grant_in(user=user, organization=organization, role=role, by=by)


def grant_in(*, user: User, organization: Organization, role: Role, by: Actor) -> Membership:
    """What `grant` does, for the actions that have asked who acts."""
    _fits(role, organization)
    rows = Membership.objects.select_for_update().filter(user=user, organization=organization, standing__in=_OPEN)
    row = rows.first() or Membership(user=user, organization=organization)
    row.role = role
    _decide(row, Standing.ACTIVE, by)
    record("membership.active", row, by=by.key, after={"user": user.pk, "role": role, "for": organization.slug})
    return row


def _fits(role: Role, organization: Organization) -> None:
    if role not in roles_in(organization.kind):
        raise ValueError(role)


def _decide(row: Membership, standing: Standing, by: Actor) -> None:
    row.standing, row.decided_by, row.decided_at = standing, by.user, timezone.now()
    row.save()


@transaction.atomic
@needs(Capability.ENROL)
def ask_to_join(*, organization: Organization, by: Actor) -> Membership:
    """Ask to act for an organization that takes part; one of its coordinators decides in which role.

    Raises AlreadyMember.
    """
    if by.user is None:  # the installation is part of nothing
        raise NotAllowed(Capability.ENROL)
    waiting = Membership.objects.filter(user=by.user, standing=Standing.ASKED).count()
    if waiting >= MOST_ASKED:
        raise AlreadyMember(organization.slug)
    row = Membership(user=by.user, organization=organization, role=Role.READER, standing=Standing.ASKED)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise AlreadyMember(organization.slug) from error
    record("membership.asked", row, by=by.key, after={"for": organization.slug})
    return row


@transaction.atomic
@needs(Capability.MANAGE_MEMBERS)
def accept_member(*, membership: Membership, role: Role, by: Actor) -> Membership:
    """Let in somebody who asked, in a role.

    Raises NotOpen, ValueError, NotAllowed where it is not one's organization.
    """
    row = _managed(membership, by, Standing.ASKED)
    return grant_in(user=row.user, organization=row.organization, role=role, by=by)


@transaction.atomic
@needs(Capability.MANAGE_MEMBERS)
def refuse_member(*, membership: Membership, reason: str, by: Actor) -> Membership:
    """Do not let somebody in; the reason is told to whoever asked. Raises as `accept_member` does."""
    row = _managed(membership, by, Standing.ASKED)
    row.reason = reason.strip()
    _decide(row, Standing.REFUSED, by)
    record("membership.refused", row, by=by.key, before={"standing": Standing.ASKED})
    return row


@transaction.atomic
@needs(Capability.MANAGE_MEMBERS)
def give_role(*, membership: Membership, role: Role, by: Actor) -> Membership:
    """Another role for somebody who is part of it. Raises LastCoordinator, and as `accept_member` does."""
    row = _managed(membership, by, Standing.ACTIVE)
    _fits(role, row.organization)
    if role != Role.COORDINATOR:
        _not_the_last(row)
    before, row.role = {"role": row.role}, role
    _decide(row, Standing.ACTIVE, by)
    record("membership.role", row, by=by.key, before=before, after={"role": role})
    return row


@transaction.atomic
@needs(Capability.MANAGE_MEMBERS)
def end_membership(*, membership: Membership, by: Actor) -> Membership:
    """Somebody acts for it no more, from this moment. Raises as `give_role` does."""
    row = _managed(membership, by, Standing.ACTIVE)
    _not_the_last(row)
    return end(row, by)


@transaction.atomic
@needs(Capability.OWN_ACCOUNT)
def leave(*, membership: Membership, by: Actor) -> Membership:
    """Act for it no more, or wait for it no more. Raises LastCoordinator, NotOpen, NotAllowed for another's."""
    row = _locked(membership)
    if by.user is None or row.user_id != by.user.pk:
        raise NotAllowed(Capability.INSTALL)
    if row.standing not in _OPEN:
        raise NotOpen(row.pk)
    _not_the_last(row)
    return end(row, by)


def end(row: Membership, by: Actor) -> Membership:
    """End a membership that was locked, whoever is left."""
    before = {"standing": row.standing, "role": row.role}
    _decide(row, Standing.ENDED, by)
    record("membership.ended", row, by=by.key, before=before)
    return row


def _managed(membership: Membership, by: Actor, standing: Standing) -> Membership:
    row = _locked(membership)
    if not by.may(Capability.INSTALL) and by.organization != row.organization:
        raise NotAllowed(Capability.INSTALL)
    if row.standing != standing:
        raise NotOpen(row.pk)
    return row


def _locked(membership: Membership) -> Membership:
    """The row, with all of its organization locked: two coordinators cannot end each other at the same moment."""
    Organization.objects.select_for_update().get(pk=membership.organization_id)
    return (
        Membership.objects.select_for_update(of=("self",)).select_related("organization", "user").get(pk=membership.pk)
    )


def _not_the_last(row: Membership) -> None:
    if (row.role, row.standing) != (Role.COORDINATOR, Standing.ACTIVE):
        return
    others = Membership.objects.active().filter(organization=row.organization, role=Role.COORDINATOR)
    if not others.exclude(pk=row.pk).exists():
        raise LastCoordinator(row.organization.slug)
