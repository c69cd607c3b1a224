"""Consultations as pages show them; every one of these reads is given who asks."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.http import Http404
from django.utils import timezone

from minga.accounts.actors import Actor
from minga.accounts.domain.permissions import Role
from minga.desk.domain.steps import CLOCK_RUNS, SAID, Move, Party, State, open_to
from minga.desk.models import Answer, Consultation, PublishedQuestion, ResearchRequest, Routing
from minga.reports.queries import About, about

INHABITANTS = Coalesce("territory__people", "territory__population")
# The lists of the desk, each with what it holds.
# By how many people live there: from, up to. Seats stand for their municipalities, as everywhere in the gazetteer.
SIZES: Mapping[str, tuple[int, int | None]] = {
    "small": (0, 20_000),
    "middle": (20_000, 100_000),
    "large": (100_000, 500_000),
    "city": (500_000, None),
}
LISTS = ("open", "late", "mine", "answered", "closed", "held", "passed", "all", "said")


@dataclass(frozen=True)
class Asked:
    """What a list of the desk was asked for; figures of the dashboard open lists by these.

    topic   "-" for those without one
    within  a territory's code: those of it and of what lies in it; "-" for those without one
    size    a key of SIZES
    year    of the day on which it was asked
    """

    which: str = "open"
    topic: str = ""
    within: str = ""
    size: str = ""
    channel: str = ""
    year: int | None = None
    unanswered: bool = False


def mine(actor: Actor) -> QuerySet[Consultation]:
    """What a person asked with her account, the newest first."""
    rows = Consultation.objects.filter(asked_by=actor.user) if actor.user else Consultation.objects.none()
    return rows.select_related("federation").order_by("-asked_at")


def by_ref(ref: str) -> Consultation:
    """The consultation of a secret address. Raises Http404."""
    rows = Consultation.objects.select_related("federation", "territory", "passed_on_from")
    found = rows.filter(ref=ref).first()
    if found is None:
        raise Http404
    return found


def by_code(code: str, actor: Actor) -> Consultation:
    """One that this actor works on. Raises Http404 for what is not there and for what is not hers alike."""
    rows = Consultation.objects.work_of(actor).select_related("federation", "territory", "passed_on_from", "contact")
    found = rows.filter(code=code).first()
    if found is None:
        raise Http404
    return found


def parties(consultation: Consultation, actor: Actor) -> frozenset[Party]:
    """As whom somebody stands before a consultation, without its secret address; the installation as its desk."""
    one = Consultation.objects.filter(pk=consultation.pk)
    found = set()
    if actor.role == Role.INSTALLATION or one.of_desk(actor).exists():
        found.add(Party.DESK)
    elif one.work_of(actor).exists():
        passed = actor.organization is not None and consultation.passed_on_from_id == actor.organization.pk
        found.add(Party.FORMER if passed else Party.ROUTED)
    if actor.user is not None and consultation.asked_by_id == actor.user.pk:
        found.add(Party.ASKER)
    return frozenset(found)


def moves(consultation: Consultation, actor: Actor) -> frozenset[Move]:
    """What this actor may do with a consultation as it stands."""
    return frozenset[Move]().union(
        *(open_to(State(consultation.state), party) for party in parties(consultation, actor))
    )


def listing(actor: Actor, asked: Asked, now: datetime | None = None) -> QuerySet[Consultation]:
    """What a desk has, or what was routed to somebody, as asked; what is due first comes first."""
    rows = _narrowed(_which(Consultation.objects.work_of(actor), asked.which, actor, now or timezone.now()), asked)
    order = ("due_at", "pk") if asked.which in ("open", "late", "mine") else ("-asked_at", "-pk")
    return rows.select_related("federation", "territory").order_by(*order)


def _which(rows: QuerySet[Consultation], which: str, actor: Actor, now: datetime) -> QuerySet[Consultation]:
    if which == "held":
        return rows.filter(state=State.HELD)
    rows = rows.exclude(state=State.HELD)
    if which == "passed":
        return rows.filter(passed_on_from=actor.organization)
    if which == "mine":
        routed = Routing.objects.filter(consultation=OuterRef("pk"), ended_at=None, user=actor.user)
        return rows.filter(Exists(routed), state__in=CLOCK_RUNS)
    if which == "said":
        return rows.exclude(answered_at=None)
    states = {"open": CLOCK_RUNS, "late": CLOCK_RUNS, "answered": SAID, "closed": (State.CLOSED,)}.get(which)
    rows = rows.filter(state__in=states) if states else rows
    return rows.filter(due_at__lt=now) if which == "late" else rows


def _narrowed(rows: QuerySet[Consultation], asked: Asked) -> QuerySet[Consultation]:
    if asked.topic:
        rows = rows.filter(topic="" if asked.topic == "-" else asked.topic)
    if asked.within == "-":
        rows = rows.filter(territory=None)
    elif asked.within:
        inside = Q(territory__code=asked.within) | Q(territory__ancestors__contains=[asked.within])
        rows = rows.filter(inside)
    if asked.size:
        rows = _sized(rows, asked.size)
    if asked.channel:
        rows = rows.filter(channel=asked.channel)
    if asked.year:
        rows = rows.filter(asked_at__year=asked.year)
    return rows.filter(research__isnull=False) if asked.unanswered else rows


def _sized(rows: QuerySet[Consultation], size: str) -> QuerySet[Consultation]:
    if size == "unknown":
        return rows.filter(territory=None)
    rows = rows.filter(territory__isnull=False).annotate(inhabitants=INHABITANTS)
    if size not in SIZES:
        return rows.filter(inhabitants=None)
    least, most = SIZES[size]
    rows = rows.filter(inhabitants__gte=least)
    return rows.filter(inhabitants__lt=most) if most else rows


def size_of(inhabitants: int | None) -> str:
    """The key of SIZES for so many people; "uncounted" where nobody counted them."""
    if inhabitants is None:
        return "uncounted"
    return next(key for key, (_, most) in SIZES.items() if most is None or inhabitants < most)


def routing_of(consultation: Consultation) -> Routing | None:
    """With whom it is now."""
    return consultation.routings.filter(ended_at=None).select_related("user", "organization").first()


def draft_of(consultation: Consultation) -> Answer | None:
    """The draft that was not sent yet."""
    return consultation.answers.filter(sent_at=None).prefetch_related("bases").first()


def answers_of(consultation: Consultation) -> list[Answer]:
    """What was sent, the newest first."""
    rows = consultation.answers.exclude(sent_at=None).select_related("organization").prefetch_related("bases")
    return list(rows.order_by("-sent_at"))


def asked_about(consultation: Consultation) -> About:
    """The claim or document from whose page it was asked, as far as it may be shown to all."""
    if not consultation.claim and not consultation.document:
        return About()
    try:
        return about(consultation.claim, consultation.document, consultation.passage)
    except Http404:
        return About()


def published(topic: str = "", words: str = "") -> QuerySet[PublishedQuestion]:
    """Answered questions that everybody may read, the newest first."""
    rows = PublishedQuestion.objects.filter(withdrawn_at=None).select_related("federation", "consultation", "territory")
    rows = rows.filter(topic=topic) if topic else rows
    for word in words.split()[:8]:
        rows = rows.filter(Q(question__icontains=word) | Q(answer__icontains=word))
    return rows


def agenda(actor: Actor) -> QuerySet[ResearchRequest]:
    """What nobody could answer at this actor's desk and nobody has found out since."""
    seen = Consultation.objects.of_desk(actor)
    rows = ResearchRequest.objects.filter(consultation__in=seen, done_at=None)
    return rows.select_related("consultation", "territory")


def problems() -> list[str]:
    """What must not be: contacts of what has closed, and answers that say they stand on nothing nameable."""
    kept = Consultation.objects.filter(state=State.CLOSED, contact__isnull=False).values_list("code", flat=True)
    return [f"consultation {code}: its contact was not erased" for code in kept]
