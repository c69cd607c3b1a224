"""Claims as timelines: which lane, where in time, and how they look."""

from collections import defaultdict
from collections.abc import Callable, Iterable

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from minga.evidence.domain.statuses import Status
from minga.evidence.domain.vocabulary import vocabulary
from minga.evidence.models import Claim
from minga.frame.lanes import Drawing, Lane, Mark, draw
from minga.frame.words import when_in_words

# In a lane of a trajectory with more marks than this, those of one year are one: a register brings them by the dozen.
MOST_IN_A_LANE = 12
_BY_EVENT = {"discontinued": "ended", "planned": "planned"}


def timeline(claims: Iterable[Claim], *, lane: Callable[[Claim], str]) -> Drawing | None:
    """The dated claims, one lane per name that `lane` gives, by their first year; None where none has a date."""
    marks = _by_lane(claims, lane)
    names = sorted(marks, key=lambda name: (min(mark.since for mark in marks[name]), name))
    return draw([Lane(name, marks[name]) for name in names], this_year=timezone.localdate().year)


def trajectory(acts: Iterable[Claim]) -> Drawing | None:
    """The acts of one territory or organization, one lane per instrument in the order of the vocabulary."""
    marks = _by_lane(acts, lambda claim: _plural(claim.instrument))
    names = [name for concept in vocabulary().scheme("instrument") if (name := _plural(concept.code)) in marks]
    return draw([Lane(name, _gathered(marks[name])) for name in names], this_year=timezone.localdate().year)


def _by_lane(claims: Iterable[Claim], lane: Callable[[Claim], str]) -> dict[str, list[Mark]]:
    marks: dict[str, list[Mark]] = defaultdict(list)
    for claim in claims:
        if mark := _mark(claim):
            marks[lane(claim)].append(mark)
    return marks


def _gathered(marks: list[Mark]) -> list[Mark]:
    """The marks of a lane; where they are many, one for all of a year that look alike, with their number."""
    if len(marks) <= MOST_IN_A_LANE:
        return marks
    years: dict[tuple[int, str], list[Mark]] = defaultdict(list)
    for mark in marks:
        years[mark.since, mark.css].append(mark)
    return [
        each[0] if len(each) == 1 else Mark(year, year, css, _("%(year)s: %(n)s") % {"year": year, "n": len(each)})
        for (year, css), each in years.items()
    ]


def _plural(instrument: str) -> str:
    return capfirst(vocabulary().label(instrument, get_language() or "es", plural=True, scheme="instrument"))


def _mark(claim: Claim) -> Mark | None:
    first, last = claim.year_first, claim.year_last
    if first is None and last is None:
        return None
    since = first if first is not None else last
    # An open end is drawn as its beginning: the source says when it began, not that it goes on today.
    until = last if last is not None else first
    status = "accepted" if claim.status == Status.ACCEPTED else "recorded"
    css = f"{status} {_BY_EVENT.get(claim.event, '')}".strip()
    return Mark(since or 0, until, css, f"{when_in_words(claim.when)}: {claim.statement}")
