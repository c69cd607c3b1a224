"""The ladder of exchanges by effort, and what each may cost at most."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum


class Modality(StrEnum):
    """How two governments exchange, the least effort first."""

    WRITTEN_ANSWER = "written_answer"
    CALL = "call"
    WEBINAR = "webinar"
    EXPERT_EXCHANGE = "expert_exchange"
    STUDY_VISIT = "study_visit"
    MENTORING = "mentoring"
    INTERNSHIP_SHADOWING = "internship_shadowing"
    WORKSHOP = "workshop"
    PEER_REVIEW = "peer_review"


@dataclass(frozen=True)
class Limits:
    """What a session of a modality may take; None where the field sets no limit.

    hours       at most so many
    days        at least and at most so many days of the calendar, the first and the last counted
    people      at most so many who travel or take part
    to_deliver  whether it ends with a report and a list of what is to be done
    has_session False for what is answered in writing
    """

    hours: int | None = None
    days: tuple[int, int] | None = None
    people: int | None = None
    to_deliver: bool = False
    has_session: bool = True


NO_LIMITS = Limits()
LIMITS = {
    Modality.WRITTEN_ANSWER: Limits(has_session=False),
    Modality.CALL: Limits(hours=2),
    Modality.STUDY_VISIT: Limits(days=(2, 5), people=5),
    Modality.PEER_REVIEW: Limits(days=(2, 2), to_deliver=True),
}


class Broken(StrEnum):
    """Why a session is none of its modality."""

    NO_SESSION = "no_session"
    BACKWARDS = "backwards"
    HOURS = "hours"
    DAYS = "days"
    PEOPLE = "people"


def effort(modality: Modality) -> int:
    """Which rung of the ladder a modality is, from 0: the least effort first."""
    return list(Modality).index(modality)


def limits_of(modality: Modality) -> Limits:
    """The limits of a modality."""
    return LIMITS.get(modality, NO_LIMITS)


def broken(modality: Modality, starts: datetime, ends: datetime, people: int) -> list[Broken]:
    """What a session breaks of its modality's limits.

    starts, ends  in one time zone, that of the place: days are counted by its calendar
    people        how many take part; 0 where nobody says
    """
    limits = limits_of(modality)
    days = (ends.date() - starts.date()).days + 1
    found = {
        Broken.NO_SESSION: not limits.has_session,
        Broken.BACKWARDS: ends <= starts,
        Broken.HOURS: limits.hours is not None and ends - starts > timedelta(hours=limits.hours),
        Broken.DAYS: limits.days is not None and not limits.days[0] <= days <= limits.days[1],
        Broken.PEOPLE: limits.people is not None and people > limits.people,
    }
    return [one for one, is_broken in found.items() if is_broken]


def months_later(day: date, months: int) -> date:
    """The same day so many months on; the last of its month where that has no such day (31 August, 29 February)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    first_after = date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    return min(date(year, month + 1, 1) + timedelta(days=day.day - 1), first_after - timedelta(days=1))
