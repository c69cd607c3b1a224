"""When an offer falls asleep, and of what its office is told before."""

from datetime import date

from minga.offers.domain.modalities import months_later

# An offer lasts a year, unless the installation says otherwise.
MONTHS = 12
# Its office is told so many days before; and on the day itself, that it sleeps.
DAYS_BEFORE = (30, 7)
ASLEEP = 0


def sleeps_on(renewed: date, months: int = MONTHS) -> date:
    """The day on which it falls asleep where nobody renews it."""
    return months_later(renewed, months)


def to_tell(renewed: date, today: date, told: int | None, months: int = MONTHS) -> int | None:
    """What is to be told today: 30 or 7 days before, ASLEEP on the day or later; None where there is nothing new.

    told  what was told last since it was renewed

    What a worker slept through is told late, but no longer where the next has come.
    """
    left = (sleeps_on(renewed, months) - today).days
    if left <= 0:
        found: int | None = ASLEEP
    else:
        found = next((days for days in sorted(DAYS_BEFORE) if left <= days), None)
    return None if found is None or (told is not None and told <= found) else found
