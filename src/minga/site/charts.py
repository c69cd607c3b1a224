"""Claims as timelines: which lane, where in time, and how they look."""

from collections import defaultdict
from collections.abc import Callable, Iterable

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import get_language

from minga.evidence.domain.statuses import Status
from minga.evidence.domain.vocabulary import vocabulary
from minga.evidence.models import Claim
from minga.frame.lanes import Drawing, Lane, Mark, draw
from minga.frame.words import when_in_words

_BY_EVENT = {"discontinued": "ended", "planned": "planned"}


def timeline(claims: Iterable[Claim], *, lane: Callable[[Claim], str], order: Iterable[str] = ()) -> Drawing | None:
    """The dated claims, one lane per name that `lane` gives; None where none has a date.

    order    names in the order they stand; others follow by their first year
    """
    marks: dict[str, list[Mark]] = defaultdict(list)
    for claim in claims:
        if mark := _mark(claim):
            marks[lane(claim)].append(mark)
    known = {name: place for place, name in enumerate(order)}
    names = sorted(marks, key=lambda name: (known.get(name, len(known)), min(mark.since for mark in marks[name]), name))
    return draw([Lane(name, marks[name]) for name in names], this_year=timezone.localdate().year)


def trajectory(acts: Iterable[Claim]) -> Drawing | None:
    """The acts of one territory or organization, one lane per instrument in the order of the vocabulary."""
    order = [_plural(concept.code) for concept in vocabulary().scheme("instrument")]
    return timeline(acts, lane=lambda claim: _plural(claim.instrument), order=order)


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
