"""Business days of a desk: its days of the week, its hours and its time zone, without its holidays."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from minga.desk.domain.steps import Urgency

# A desk that opens on no day of ten weeks has been set wrong; whoever waits is told a day nevertheless.
_FARTHEST = timedelta(days=70)


def never(day: date) -> bool:
    """No holidays."""
    return False


@dataclass(frozen=True)
class Hours:
    """When a desk works.

    weekdays    1 is Monday, 7 Sunday, as ISO 8601 counts
    is_holiday  of a day in the desk's own place
    """

    zone: ZoneInfo
    opens: time = time(8)
    closes: time = time(17)
    weekdays: frozenset[int] = frozenset({1, 2, 3, 4, 5})
    is_holiday: Callable[[date], bool] = never

    def works_on(self, day: date) -> bool:
        """Whether the desk works on a day."""
        return day.isoweekday() in self.weekdays and not self.is_holiday(day)

    def is_open(self, moment: datetime) -> bool:
        """Whether somebody is at the desk at a moment."""
        there = moment.astimezone(self.zone)
        return self.works_on(there.date()) and self.opens <= there.time() < self.closes


def due(came: datetime, days: int, hours: Hours) -> datetime:
    """The end of the business day by which a desk answers what came at a moment; with its time zone.

    days  business days; the one on which it came does not count, nor does one that ends before it came
    """
    day = came.astimezone(hours.zone).date()
    last = day + _FARTHEST
    while days > 0 and day < last:
        day += timedelta(days=1)
        days -= hours.works_on(day)
    return datetime.combine(day, hours.closes, hours.zone)


def days_between(start: datetime, end: datetime, hours: Hours) -> int:
    """How many business days lie between two moments, the first not counted; negative where the end came sooner."""
    first, last = (moment.astimezone(hours.zone).date() for moment in (start, end))
    if last < first:
        return -days_between(end, start, hours)
    return sum(hours.works_on(first + timedelta(days=n)) for n in range(1, (last - first).days + 1))


def left(now: datetime, due_at: datetime, hours: Hours) -> int:
    """Business days until the answer is due: 0 on the last one; negative once that has passed, at least -1."""
    if now > due_at:
        return min(-1, days_between(now, due_at, hours))
    return days_between(now, due_at, hours)


def days_for(promised: int, urgency: Urgency) -> int:
    """In how many business days a consultation is to be answered; what is urgent in half, at least one."""
    return max(1, promised // 2) if urgency == Urgency.URGENT else promised
