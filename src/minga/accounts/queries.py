"""Reads of accounts: whom a page may show to whom. What somebody may not see is not in the list."""

from collections.abc import Iterator
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.db.models import Count, F, Q, QuerySet

from minga.accounts import personal
from minga.accounts.actors import Actor
from minga.accounts.domain.memberships import FEDERATION, Standing
from minga.accounts.domain.permissions import GRANTS, MEMBER_ROLES, Capability
from minga.accounts.models import Enrolment, Invitation, Membership, User
from minga.accounts.sealing import SECOND_STEP, Unreadable, unseal
from minga.territories.models import Organization, Territory

# What may be asked to take part; companies and ministries are spoken of, and do not take part.
_KINDS = ("federation", "office", "network", "university", "agency")
MOST_SHOWN = 200


def memberships_of(user: User) -> QuerySet[Membership]:
    """All of a person's, the standing ones first."""
    rows = user.memberships.select_related("organization", "organization__enrolment")
    return rows.exclude(standing=Standing.ENDED).order_by("standing", "organization__name")


def asked_by(user: User) -> QuerySet[Enrolment]:
    """The organizations a person asked for, and what became of it."""
    rows = Enrolment.objects.filter(asked_by=user).exclude(standing=Standing.ENDED)
    return rows.select_related("organization", "territory", "federation").order_by("-asked_at")


def federations(country: str) -> QuerySet[Organization]:
    """Those that take part in a country: their advisers may decide about an office."""
    part = Organization.objects.filter(kind=FEDERATION, enrolment__standing=Standing.ACTIVE)
    return part.filter(Q(country=country) | Q(country="")).order_by("name")


def taking_part(words: str = "") -> QuerySet[Organization]:
    """Organizations that one may ask to join, by words of their names."""
    return _called(Organization.objects.filter(enrolment__standing=Standing.ACTIVE), words)


def not_yet(words: str) -> QuerySet[Organization]:
    """Organizations of the register that may be asked to take part."""
    rows = Organization.objects.filter(kind__in=_KINDS)
    return _called(rows.exclude(enrolment__standing__in=[Standing.ACTIVE, Standing.ASKED]), words)


def federation_of(organization: Organization) -> Organization | None:
    """The federation that looks after an organization: the one it enrolled with, else the one its government is in."""
    row = Enrolment.objects.filter(organization=organization, standing=Standing.ACTIVE).select_related("federation")
    enrolled = row.filter(federation__enrolment__standing=Standing.ACTIVE).first()
    if enrolled is not None:
        return enrolled.federation
    return federations_of(organization.territory).first() if organization.territory else None


def federations_of(territory: Territory) -> QuerySet[Organization]:
    """The federations of which a government is a member and that take part, the oldest membership first."""
    part = Organization.objects.filter(enrolment__standing=Standing.ACTIVE)
    mine = Q(affiliations__territory=territory, affiliations__ended=None)
    return part.filter(mine).order_by(F("affiliations__since").asc(nulls_last=True), "affiliations__pk")


def _called(rows: QuerySet[Organization], words: str) -> QuerySet[Organization]:
    for word in words.split():
        rows = rows.filter(Q(name__icontains=word) | Q(short_name__icontains=word) | Q(territory__name__icontains=word))
    return rows.select_related("territory").order_by("name")


def to_approve(by: Actor) -> QuerySet[Enrolment]:
    """What waits for this actor: all for an administrator, what asked for her federation for an adviser."""
    rows = Enrolment.objects.filter(standing=Standing.ASKED)
    if not by.may(Capability.INSTALL):
        rows = rows.filter(federation=by.organization, federation__isnull=False)
    return rows.select_related("organization", "territory", "federation", "asked_by").order_by("asked_at")


def deciders(enrolment: Enrolment) -> QuerySet[User]:
    """Who may say whether an organization takes part: the advisers of its federation, else the administrators."""
    return _people_who_may(Capability.APPROVE_OFFICES, enrolment.federation)


def coordinators(organization: Organization) -> QuerySet[User]:
    """Who may let somebody into an organization: those who coordinate it, where there are none the administrators."""
    return _people_who_may(Capability.MANAGE_MEMBERS, organization)


def _people_who_may(capability: Capability, organization: Organization | None) -> QuerySet[User]:
    acting = Q(
        memberships__standing=Standing.ACTIVE, memberships__role__in=GRANTS[capability].intersection(MEMBER_ROLES)
    )
    people = User.objects.filter(is_active=True)
    theirs = people.filter(acting, memberships__organization=organization) if organization else people.none()
    return theirs if theirs.exists() else people.filter(is_superuser=True)


def managed_by(by: Actor) -> QuerySet[Organization]:
    """The organizations whose members this actor looks after."""
    part = Organization.objects.filter(enrolment__standing=Standing.ACTIVE).select_related("enrolment", "territory")
    if by.may(Capability.INSTALL):
        return part
    mine = by.organization if by.may(Capability.MANAGE_MEMBERS) else None
    return part.filter(pk=mine.pk) if mine else part.none()


def members(by: Actor) -> QuerySet[Membership]:
    """Who is part, or waits to be, of what this actor manages."""
    standing = [Standing.ASKED, Standing.ACTIVE]
    rows = Membership.objects.filter(organization__in=managed_by(by), standing__in=standing, user__is_active=True)
    return rows.select_related("user", "organization").order_by("-standing", "user__email")


def invitations(by: Actor) -> QuerySet[Invitation]:
    """What was offered for what this actor manages, and can still be taken."""
    rows = Invitation.objects.open().filter(organization__in=managed_by(by))
    return rows.select_related("organization").order_by("email")


def invitation_to(user: User, token_hash: str) -> Invitation | None:
    """The invitation that a mail holds, if it was sent to this person's address."""
    rows = Invitation.objects.open().filter(token_hash=token_hash, email=user.email)
    return rows.select_related("organization").first()


def enrolments() -> QuerySet[Enrolment]:
    """Every organization that takes part, with how many people act for it as `people`."""
    active = Q(organization__memberships__standing=Standing.ACTIVE)
    rows = Enrolment.objects.filter(standing=Standing.ACTIVE).select_related("organization", "federation")
    return rows.annotate(people=Count("organization__memberships", filter=active)).order_by("organization__name")


def accounts(words: str) -> QuerySet[User]:
    """Accounts by a piece of their address; those that were erased have none."""
    rows = User.objects.exclude(email__endswith="@erased.invalid")
    return rows.filter(email__icontains=words).order_by("email") if words else rows.order_by("-joined_at")


def sessions_of(user: User) -> QuerySet[UserSession]:
    """The browsers in which somebody is signed in, the newest first."""
    rows: QuerySet[UserSession] = UserSession.objects.filter(user=user).order_by("-created_at")
    return rows


def all_about(user: User) -> dict[str, Any]:
    """Everything the house holds about a person, as JSON can hold it; keys and secrets as that they are there."""
    return {
        "account": {
            "email": user.email,
            "joined_at": user.joined_at,
            "last_login": user.last_login,
            "administrator": user.is_superuser,
        },
        "addresses": list(EmailAddress.objects.filter(user=user).values("email", "verified", "primary")),
        "memberships": [
            {
                "organization": row.organization.slug,
                "role": row.role,
                "standing": row.standing,
                "asked_at": row.asked_at,
                "decided_at": row.decided_at,
                "reason": row.reason,
            }
            for row in user.memberships.select_related("organization").order_by("pk")
        ],
        "organizations_asked_for": list(
            Enrolment.objects.filter(asked_by=user).values(
                "organization__slug", "territory__code", "name", "standing", "asked_at", "decided_at", "reason"
            )
        ),
        "invitations": list(
            Invitation.objects.filter(email=user.email).values("organization__slug", "role", "invited_at", "expires_at")
        ),
        "keys": list(Authenticator.objects.filter(user=user).values("type", "created_at", "last_used_at")),
        "institutions": list(SocialAccount.objects.filter(user=user).values("provider", "uid", "extra_data")),
        "sessions": list(sessions_of(user).values("ip", "user_agent", "created_at", "last_seen_at")),
        **personal.told(user),
    }


def problems() -> Iterator[str]:
    """What is wrong with accounts: second steps that nobody can pass here."""
    lost = sum(not _can_read(row.data) for row in Authenticator.objects.exclude(type=Authenticator.Type.WEBAUTHN))
    if lost:
        yield (
            f"accounts: {lost} keys of a second step were sealed with another secret than this installation's: put the "
            "file `secret` of the old one in MINGA_HOME, or use `minga admin forget-second-step`"
        )


def _can_read(data: dict[str, Any]) -> bool:
    try:
        for name in ("secret", "seed"):
            unseal(data.get(name, ""), SECOND_STEP)
    except Unreadable:
        return False
    return True
