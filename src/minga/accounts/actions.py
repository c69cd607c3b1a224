"""The only writer of accounts."""

from django.contrib.auth.password_validation import validate_password
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils import timezone

from minga.accounts.actors import Actor
from minga.accounts.domain.memberships import Standing
from minga.accounts.domain.permissions import MEMBER_ROLES, Capability, Role
from minga.accounts.guards import needs
from minga.accounts.models import Enrolment, Membership, User
from minga.journal.actions import record
from minga.territories.models import Organization


class AccountExists(Exception):
    """Somebody has an account with this e-mail already."""


@transaction.atomic
def create_user(*, email: str, password: str | None = None, by: int | None = None) -> User:
    """A new account; without a password nobody can sign in to it.

    email  kept in lower case: an address is one person's, however it is typed
    by     id of the account that acts; None for the installation itself
    Raises ValidationError where it is no e-mail or the password is too weak, AccountExists where it is taken.
    """
    return _create(User(email=_address(email)), password, by)


@transaction.atomic
def create_admin(*, email: str, password: str, by: int | None = None) -> User:
    """A new account that may do everything. Raises as `create_user` does."""
    return _create(User(email=_address(email), is_superuser=True), password, by)


def _address(email: str) -> str:
    address = email.strip().lower()
    validate_email(address)
    return address


def _create(user: User, password: str | None, by: int | None) -> User:
    if password is None:
        user.set_unusable_password()
    else:
        validate_password(password, user)
        user.set_password(password)
    if User.objects.filter(email=user.email).exists():
        raise AccountExists(user.email)
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError as error:  # the same e-mail at the same moment
        raise AccountExists(user.email) from error
    # The journal never holds an e-mail: the account's number is its name there.
    record(
        "account.created",
        object_type="accounts.user",
        object_ref=str(user.pk),
        by=by,
        after={"admin": user.is_superuser},
    )
    return user


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
    row.standing, row.federation, row.second_eyes = Standing.ACTIVE, federation, second_eyes
    row.decided_by, row.decided_at = by.user, timezone.now()
    row.save()
    record("enrolment.active", organization, by=by.key, before=before, after={"second_eyes": second_eyes})
    return row


@transaction.atomic
@needs(Capability.INSTALL)
def grant(*, user: User, organization: Organization, role: Role, by: Actor) -> Membership:
    """Let a person act for an organization in a role; a membership that stands gets the role.

    Raises ValueError where it is no role of a member.
    """
    if role not in MEMBER_ROLES:
        raise ValueError(role)
    standing = [Standing.ASKED, Standing.ACTIVE]
    rows = Membership.objects.select_for_update().filter(user=user, organization=organization, standing__in=standing)
    row = rows.first() or Membership(user=user, organization=organization)
    row.role, row.standing = role, Standing.ACTIVE
    row.decided_by, row.decided_at = by.user, timezone.now()
    row.save()
    record("membership.active", row, by=by.key, after={"user": user.pk, "role": role, "for": organization.slug})
    return row
