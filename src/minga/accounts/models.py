"""People, and the organizations for which they act. An account is its e-mail."""

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import Q
from django.utils import timezone

from minga.accounts.domain.memberships import DECIDED, Standing
from minga.accounts.domain.permissions import MEMBER_ROLES
from minga.territories.models import Organization, Territory


class UserManager(BaseUserManager["User"]):
    """Finds accounts. The field that names a person is the e-mail; `actions` makes them."""

    def get_by_natural_key(self, username: str | None) -> "User":
        """The account of an e-mail, whatever its case."""
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    """A person who can sign in."""

    email = models.EmailField(unique=True)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[UserManager] = UserManager()
    USERNAME_FIELD = "email"

    def __str__(self) -> str:
        return self.email


class Enrolment(models.Model):
    """An organization that takes part: an office of a territory, a federation, a university, an agency, a network.

    organization    None as long as an office that nobody knew is only asked for: what a stranger typed is no
                    organization of the register before somebody has approved it
    territory, name of such an office
    federation      whose advisers decide about an office; None: the administrators do
    second_eyes     whether somebody else must judge what one of its own people proposed
    reason          why it was refused, told to whoever asked
    """

    organization = models.OneToOneField(Organization, models.PROTECT, null=True, related_name="enrolment")
    territory = models.ForeignKey(Territory, models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=300, blank=True)
    federation = models.ForeignKey(Organization, models.PROTECT, null=True, related_name="enrolled")
    standing = models.CharField(max_length=10, choices=[(one, one) for one in Standing])
    second_eyes = models.BooleanField(default=True)
    asked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(standing__in=[*DECIDED], decided_at__isnull=False)
                | Q(standing=Standing.ASKED, decided_at=None, decided_by=None),
                name="enrolment_decided_or_asked",
            ),
            models.CheckConstraint(
                condition=Q(organization__isnull=False)
                | Q(territory__isnull=False) & ~Q(name="") & ~Q(standing=Standing.ACTIVE),
                name="enrolment_of_an_organization_or_asked_for_an_office",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization or self.name} {self.standing}"


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Memberships by where they stand."""

    def active(self) -> "MembershipQuerySet":
        """Those by which somebody may act today: the organization takes part as well."""
        taking_part = Q(organization__enrolment__standing=Standing.ACTIVE)
        return self.filter(taking_part, standing=Standing.ACTIVE, user__is_active=True)


class Membership(models.Model):
    """A person acts for an organization in a role. Decided by somebody, or by the installation (nobody)."""

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=[(role, role) for role in MEMBER_ROLES])
    standing = models.CharField(max_length=10, choices=[(one, one) for one in Standing])
    asked_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True, help_text="why it was refused, told to whoever asked")

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["user", "organization"],
                condition=Q(standing__in=[Standing.ASKED, Standing.ACTIVE]),
                name="membership_once",
            ),
            models.CheckConstraint(condition=Q(role__in=[*MEMBER_ROLES]), name="membership_role_known"),
            models.CheckConstraint(
                condition=Q(standing__in=[*DECIDED], decided_at__isnull=False)
                | Q(standing=Standing.ASKED, decided_at=None, decided_by=None),
                name="membership_decided_or_asked",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} {self.organization}"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Invitations by whether they can still be taken."""

    def open(self) -> "InvitationQuerySet":
        """Those whose time has not run out; one that was taken is there no more."""
        return self.filter(expires_at__gt=timezone.now())


class Invitation(models.Model):
    """A role in an organization, offered to whoever holds an e-mail address; gone once it is taken or withdrawn.

    token_hash  SHA-256 of what stands in the mail: who reads the base cannot take it
    """

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="invitations")
    email = models.EmailField()
    role = models.CharField(max_length=20, choices=[(role, role) for role in MEMBER_ROLES])
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    invited_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organization", "email"], name="invitation_once"),
            models.CheckConstraint(condition=Q(role__in=[*MEMBER_ROLES]), name="invitation_role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.organization}"


class Outgoing(models.Model):
    """A mail that waits for the mail server; gone once it was taken, or after four days.

    sealed  the message with its addresses, unreadable without the installation's secret: codes and links stand in it
    """

    sealed = models.TextField()
    queued_at = models.DateTimeField(default=timezone.now)
    tries = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.pk)
