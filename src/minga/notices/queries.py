"""Who has notices, how many, and which go out now."""

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from minga.accounts.domain.permissions import MEMBER_ROLES, Capability, Role, who_may
from minga.accounts.models import Membership, User
from minga.notices.domain import DEFAULT, Mail, due_before
from minga.notices.models import Notice, NoticeQuerySet, Preference
from minga.territories.models import Organization

# What should have gone out at once and has not after so long was refused by the mail server.
_LEFT_BEHIND = timedelta(minutes=30)


def unread(user: User) -> int:
    """How many notices a person has not read. One query."""
    return Notice.objects.filter(user=user).unread().count()


def mail_of(user: User) -> Mail:
    """How a person wants notices by mail."""
    found = Preference.objects.filter(user=user).values_list("mail", flat=True).first()
    return Mail(found) if found else DEFAULT


def due(user: User, now: datetime | None = None) -> NoticeQuerySet:
    """A person's notices that go out by mail now, the oldest first."""
    before = due_before(mail_of(user), timezone.localtime(now))
    waiting = Notice.objects.filter(user=user).to_mail().order_by("at", "pk")
    return waiting.filter(at__lte=before) if before else waiting.none()


def with_due(now: datetime | None = None) -> list[tuple[int, datetime]]:
    """The accounts that have such notices, each with the moment before which they came. Three queries."""
    found: list[tuple[int, datetime]] = []
    for mail in Mail:
        if before := due_before(mail, timezone.localtime(now)):
            before -= _LEFT_BEHIND if mail == Mail.AT_ONCE else timedelta()
            chosen = Q(user__notice_preference__mail=mail)
            if mail == DEFAULT:
                chosen |= Q(user__notice_preference=None)
            waiting = Notice.objects.to_mail().filter(chosen, at__lte=before)
            found += [(key, before) for key in waiting.order_by().values_list("user", flat=True).distinct()]
    return found


def with_feed(secret: str) -> User | None:
    """Whose feed has this address; None where nobody's, be it one that was given up."""
    found = Preference.objects.select_related("user").filter(feed=secret, user__is_active=True).first()
    return found.user if found else None


def members_who_may(capability: Capability, organization: Organization) -> QuerySet[User]:
    """Everybody who may do something for this organization."""
    members = Membership.objects.active().filter(role__in=who_may(capability), organization=organization)
    return User.objects.filter(pk__in=members.values("user")).order_by("pk")


def people_who_may(capability: Capability) -> QuerySet[User]:
    """Everybody who may do something, in any of the organizations for which they act, or as administrators."""
    roles = [role for role in who_may(capability) if role in MEMBER_ROLES]
    members = Membership.objects.active().filter(role__in=roles).values("user")
    administrators = Q(is_superuser=True) if Role.ADMINISTRATOR in who_may(capability) else Q(pk__in=[])
    return User.objects.filter(Q(pk__in=members) | administrators, is_active=True).order_by("pk")
