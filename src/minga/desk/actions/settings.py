"""How a federation's desk works, as its own people set it."""

from dataclasses import dataclass
from datetime import date, time

from django.db import transaction
from django.utils import timezone

from minga.accounts.actors import Actor
from minga.accounts.domain.permissions import Capability
from minga.accounts.guards import NotAllowed, needs
from minga.accounts.models import User
from minga.desk import adapters
from minga.desk.actions.keeping import words
from minga.desk.domain.asking import LANGUAGES, LONGEST_ANSWER
from minga.desk.domain.steps import CLOCK_RUNS
from minga.desk.models import Absence, AnswerTemplate, Desk, Routing
from minga.desk.queries.desks import at_desk, desk_actor_federation, desk_of, federations
from minga.journal.actions import record
from minga.notices.actions import notify
from minga.territories.models import Organization

MOST_TEMPLATES = 50


class SettingRefused(ValueError):
    """A setting that cannot be; the argument names its field."""


@dataclass(frozen=True)
class Settings:
    """What a desk may set; see `models.Desk`. `above` is the federation to which it passes on, or None."""

    languages: tuple[str, ...]
    opens: time
    closes: time
    weekdays: tuple[int, ...]
    time_zone: str
    holidays_country: str
    holidays_subdivision: str
    answers_in: int
    above: Organization | None


def mine(by: Actor) -> Organization:
    """The federation at whose desk the actor sits. Raises NotAllowed."""
    found = desk_actor_federation(by)
    if found is None:
        raise NotAllowed(Capability.ANSWER_CONSULTATIONS)
    return found


@transaction.atomic
@needs(Capability.ANSWER_CONSULTATIONS)
def set_desk(*, settings: Settings, by: Actor) -> Desk:
    """Set how one's own desk works; days that were promised before stay. Raises SettingRefused, NotAllowed."""
    federation = mine(by)
    _check(settings, federation)
    row = _desk(federation)
    before = _codes(row)
    for field, value in vars(settings).items():
        setattr(row, field, list(value) if isinstance(value, tuple) else value)
    row.save()
    if before != _codes(row):
        record("desk.set", federation, by=by.key, before=before, after=_codes(row))
    return row


def _desk(federation: Organization) -> Desk:
    row = desk_of(federation)
    if row.pk is None:
        row.save()
    return row


def _codes(row: Desk) -> dict[str, object]:
    return {
        "languages": list(row.languages),
        "hours": f"{row.opens}-{row.closes}",
        "weekdays": list(row.weekdays),
        "zone": row.time_zone,
        "holidays": f"{row.holidays_country} {row.holidays_subdivision}".strip(),
        "answers_in": row.answers_in,
        "above": row.above.slug if row.above else None,
    }


def _check(settings: Settings, federation: Organization) -> None:
    known = adapters.holiday_countries()
    country, part = settings.holidays_country, settings.holidays_subdivision
    fits = {
        "languages": bool(settings.languages) and set(settings.languages) <= set(LANGUAGES),
        "closes": settings.opens < settings.closes,
        "weekdays": bool(settings.weekdays) and set(settings.weekdays) <= set(range(1, 8)),
        "time_zone": settings.time_zone in adapters.zones(),
        "holidays_country": not country or country in known,
        "holidays_subdivision": not part or part in known.get(country, []),
        "answers_in": 1 <= settings.answers_in <= 60,
        "above": settings.above is None or _may_be_above(settings.above, federation),
    }
    for field, is_so in fits.items():
        if not is_so:
            raise SettingRefused(field)


def _may_be_above(above: Organization, federation: Organization) -> bool:
    """Another federation that takes part, and from which nothing comes back to this one."""
    seen: set[int] = {federation.pk}
    here: Organization | None = above
    while here is not None and here.pk not in seen:
        seen.add(here.pk)
        here = desk_of(here).above
    return here is None and federations().filter(pk=above.pk).exists()


@transaction.atomic
@needs(Capability.ANSWER_CONSULTATIONS)
def add_template(*, name: str, text: str, by: Actor, language: str = "") -> AnswerTemplate:
    """Keep words for answers, in place of those of the same name. Raises TextRefused, SettingRefused, NotAllowed.

    language  one in which the desk answers; "" for words that fit any
    """
    desk = _desk(mine(by))
    called, said = words(name, 80), words(text, LONGEST_ANSWER)
    if language and language not in desk.languages:
        raise SettingRefused("language")
    if desk.templates.exclude(name=called).count() >= MOST_TEMPLATES:
        raise SettingRefused("templates")
    made, _ = AnswerTemplate.objects.update_or_create(
        desk=desk, name=called, defaults={"text": said, "language": language}
    )
    record("desk.template", desk.federation, by=by.key, after={"template": made.pk})
    return made


@transaction.atomic
@needs(Capability.ANSWER_CONSULTATIONS)
def drop_template(*, template: int, by: Actor) -> None:
    """Forget words for answers; nothing where they are not this desk's. Raises NotAllowed."""
    federation = mine(by)
    if AnswerTemplate.objects.filter(pk=template, desk__federation=federation).delete()[0]:
        record("desk.template", federation, by=by.key, before={"template": template})


@transaction.atomic
@needs(Capability.ANSWER_CONSULTATIONS)
def note_absence(*, user: User, begins: date, ends: date, stand_in: User | None, by: Actor) -> int:
    """Somebody of the desk is away: what is with her now goes to whoever stands in; how many that were.

    Raises SettingRefused, NotAllowed.
    """
    federation = mine(by)
    there = set(at_desk(federation))
    if user not in there or (stand_in is not None and (stand_in not in there or stand_in == user)):
        raise SettingRefused("user")
    if ends < begins:
        raise SettingRefused("ends")
    made = Absence.objects.create(federation=federation, user=user, begins=begins, ends=ends, stand_in=stand_in)
    record("desk.absence", federation, by=by.key, after={"user": user.pk, "absence": made.pk})
    return _hand_over(federation, user, stand_in, by) if stand_in and begins <= timezone.localdate() <= ends else 0


def _hand_over(federation: Organization, user: User, stand_in: User, by: Actor) -> int:
    hers = Routing.objects.filter(user=user, ended_at=None, consultation__federation=federation)
    now = timezone.now()
    rows = list(hers.filter(consultation__state__in=CLOCK_RUNS).select_related("consultation").select_for_update())
    for row in rows:
        row.ended_at = now
        row.save()
        Routing.objects.create(consultation=row.consultation, kind=row.kind, user=stand_in, by=by.user, at=now)
        code = row.consultation.code
        record(
            "consultation.assign",
            object_type="desk.consultation",
            object_ref=code,
            by=by.key,
            after={"to": stand_in.pk},
        )
        address = row.consultation.desk_url
        notify(users=[stand_in], kind="consultation.assigned", params={"code": code}, address=address)
    return len(rows)


@transaction.atomic
@needs(Capability.ANSWER_CONSULTATIONS)
def end_absence(*, absence: int, by: Actor) -> None:
    """She is back, or never left; what went to whoever stood in stays there. Raises NotAllowed."""
    federation = mine(by)
    if Absence.objects.filter(pk=absence, federation=federation).delete()[0]:
        record("desk.absence", federation, by=by.key, before={"absence": absence})
