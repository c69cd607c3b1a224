"""A role offered by mail: one use, two weeks, to one address."""

import secrets
from datetime import timedelta

from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from minga.accounts.actions.memberships import AlreadyMember, grant_in
from minga.accounts.actions.organizations import own
from minga.accounts.actors import Actor
from minga.accounts.domain.memberships import INVITATION_DAYS, hashed, roles_in
from minga.accounts.domain.permissions import Capability, Role
from minga.accounts.guards import needs
from minga.accounts.models import Invitation, Membership
from minga.journal.actions import record
from minga.territories.models import Organization


class InvitationGone(Exception):
    """It was taken or withdrawn, its time has run out, or there never was one."""


class InvitedSomebodyElse(Exception):
    """It was sent to another address than that of the account."""


@transaction.atomic
@needs(Capability.MANAGE_MEMBERS)
def invite(*, organization: Organization, email: str, role: Role, by: Actor) -> tuple[Invitation, str]:
    """Offer a role to an address; the invitation, and the token to be mailed, which is kept nowhere.

    An address that was invited before is invited anew: what it was sent is worth nothing any more.
    Raises ValidationError, ValueError where no organization of this kind gives the role, AlreadyMember, NotAllowed.
    """
    own(organization, by)
    address = email.strip().lower()
    validate_email(address)
    if role not in roles_in(organization.kind):
        raise ValueError(role)
    if Membership.objects.active().filter(organization=organization, user__email=address).exists():
        raise AlreadyMember(organization.slug)
    token = secrets.token_urlsafe(32)
    row, _ = Invitation.objects.update_or_create(
        organization=organization,
        email=address,
        defaults={
            "role": role,
            "token_hash": hashed(token),
            "invited_by": by.user,
            "invited_at": timezone.now(),
            "expires_at": timezone.now() + timedelta(days=INVITATION_DAYS),
        },
    )
    record("invitation.sent", row, by=by.key, after={"for": organization.slug, "role": role})
    return row, token


@transaction.atomic
@needs(Capability.OWN_ACCOUNT)
def take_invitation(*, token: str, by: Actor) -> Membership:
    """Become part of the organization, as the account to whose address it was sent.

    Raises InvitationGone, InvitedSomebodyElse.
    """
    row = Invitation.objects.open().select_for_update().filter(token_hash=hashed(token)).first()
    if row is None or by.user is None:
        raise InvitationGone
    if row.email != by.user.email:
        raise InvitedSomebodyElse
    membership = grant_in(user=by.user, organization=row.organization, role=Role(row.role), by=by)
    record("invitation.taken", row, by=by.key, after={"for": row.organization.slug, "role": row.role})
    row.delete()
    return membership


@transaction.atomic
@needs(Capability.MANAGE_MEMBERS)
def withdraw_invitation(*, invitation: Invitation, by: Actor) -> None:
    """Take an invitation back before somebody takes it. Raises NotAllowed where it is not of one's organization."""
    own(invitation.organization, by)
    record("invitation.withdrawn", invitation, by=by.key, after={"for": invitation.organization.slug})
    invitation.delete()
