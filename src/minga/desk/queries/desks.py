"""How desks work, who sits at them, and to which of them somebody turns."""

from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from minga.accounts.actors import Actor
from minga.accounts.domain.memberships import FEDERATION, Standing
from minga.accounts.domain.permissions import MEMBER_ROLES, Capability, who_may
from minga.accounts.models import User
from minga.accounts.queries import federations_of
from minga.desk import adapters
from minga.desk.domain.clock import Hours, days_for, due, left
from minga.desk.domain.steps import Urgency
from minga.desk.models import Absence, AnswerTemplate, Consultation, Desk
from minga.territories.models import Organization, Territory


def federations() -> QuerySet[Organization]:
    """Every federation that takes part: its desk can be asked."""
    return Organization.objects.filter(kind=FEDERATION, enrolment__standing=Standing.ACTIVE).order_by("name")


def federations_for(territory: Territory | None) -> list[Organization]:
    """Whom somebody may ask: the federations her government is in, else those of its country, else all."""
    if territory is not None:
        if mine := list(federations_of(territory).filter(kind=FEDERATION)):
            return mine
        if near := list(federations().filter(Q(country=territory.country) | Q(country=""))):
            return near
    return list(federations())


def desk_of(federation: Organization) -> Desk:
    """A federation's settings; where it has set nothing yet, those of its country, which are in no table."""
    found = Desk.objects.select_related("above").filter(federation=federation).first()
    return found or Desk(
        federation=federation,
        languages=["es"],
        time_zone=adapters.zone_of(federation.country),
        holidays_country=federation.country,
    )


def answer_language(consultation: Consultation) -> str:
    """In which language a consultation is answered, mailed of and published: its own, where its desk answers in it."""
    spoken = desk_of(consultation.federation).languages
    return consultation.language if consultation.language in spoken else spoken[0]


def templates_for(consultation: Consultation) -> QuerySet[AnswerTemplate]:
    """The desk's words for answers that fit the language of this one."""
    rows = AnswerTemplate.objects.filter(desk__federation=consultation.federation)
    return rows.filter(language__in=["", answer_language(consultation)])


def hours_of(desk: Desk) -> Hours:
    """When a desk works, for its clock."""
    return Hours(
        adapters.zone(desk.time_zone),
        desk.opens,
        desk.closes,
        frozenset(desk.weekdays),
        adapters.holidays_of(desk.holidays_country, desk.holidays_subdivision),
    )


def due_at(federation: Organization, came: datetime, urgency: Urgency) -> datetime:
    """By when a desk promises to answer what came at a moment."""
    desk = desk_of(federation)
    return due(came, days_for(desk.answers_in, urgency), hours_of(desk))


def days_left(consultation: Consultation, now: datetime | None = None) -> int:
    """Business days that the desk still has; see `clock.left`."""
    return left(now or timezone.now(), consultation.due_at, hours_of(desk_of(consultation.federation)))


def at_desk(federation: Organization) -> QuerySet[User]:
    """Who answers for a federation, by e-mail."""
    roles = [role for role in who_may(Capability.ANSWER_CONSULTATIONS) if role in MEMBER_ROLES]
    mine = Q(memberships__organization=federation, memberships__role__in=roles)
    standing = Q(memberships__standing=Standing.ACTIVE, memberships__organization__enrolment__standing=Standing.ACTIVE)
    return User.objects.filter(mine & standing, is_active=True).distinct().order_by("email")


def at_work_in(organization: Organization) -> QuerySet[User]:
    """Who may write what an organization knows of a consultation that was routed to it."""
    roles = [role for role in who_may(Capability.REPLY_ROUTED) if role in MEMBER_ROLES]
    mine = Q(memberships__organization=organization, memberships__role__in=roles)
    standing = Q(memberships__standing=Standing.ACTIVE, memberships__organization__enrolment__standing=Standing.ACTIVE)
    return User.objects.filter(mine & standing, is_active=True).distinct().order_by("pk")


def organizations_called(words: str) -> QuerySet[Organization]:
    """Peers and universities that take part and can be given a consultation, by words of their names."""
    rows = Organization.objects.filter(kind__in=["office", "university"], enrolment__standing=Standing.ACTIVE)
    for word in words.split():
        rows = rows.filter(Q(name__icontains=word) | Q(territory__name__icontains=word))
    return rows.select_related("territory").order_by("name")


def absence_of(user: User, federation: Organization, day: date) -> Absence | None:
    """The absence in which somebody is on a day, if she is."""
    rows = Absence.objects.filter(user=user, federation=federation, begins__lte=day, ends__gte=day)
    return rows.select_related("stand_in").order_by("-pk").first()


def absences(federation: Organization, day: date) -> QuerySet[Absence]:
    """Those that have not ended before a day."""
    return Absence.objects.filter(federation=federation, ends__gte=day).select_related("user", "stand_in")


def today_at(federation: Organization, now: datetime | None = None) -> date:
    """The day it is where a federation is."""
    return (now or timezone.now()).astimezone(adapters.zone(desk_of(federation).time_zone)).date()


def desk_actor_federation(actor: Actor) -> Organization | None:
    """The federation at whose desk this actor sits, if it is one."""
    found = actor.organization
    if found is None or found.kind != FEDERATION or not actor.may(Capability.ANSWER_CONSULTATIONS):
        return None
    return found
