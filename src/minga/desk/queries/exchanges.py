"""What of its members' exchanges a federation counts: those in its hands, and no other, not even their number.

Between two governments nobody else reads; a federation becomes a party when it is turned to, and sees from then on.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.utils import timezone

from minga.accounts.actors import Actor
from minga.desk.queries.figures import Figure
from minga.exchange.domain.steps import UNDER_WAY, State
from minga.exchange.models import Commitment, Exchange
from minga.exchange.queries import in_hands, promised_in, to_broker

_NOT_DONE = (State.DECLINED, State.WITHDRAWN, State.PASSED_ON)
_YEARLY: Mapping[str, Callable[[int], dict[str, object]]] = {
    "came": lambda year: {"brokered_at__year": year},
    "started": lambda year: {"brokered_at__year": year, "state__in": [*UNDER_WAY, State.CLOSED]},
    "finished": lambda year: {"moved_at__year": year, "state": State.CLOSED},
    "undone": lambda year: {"moved_at__year": year, "state__in": _NOT_DONE},
}
LISTS = ("waiting", *_YEARLY)
PROMISES = ("kept", "overdue")


@dataclass(frozen=True)
class ExchangeFigures:
    """A year of what a federation brokers; `waiting` and `overdue` are of this day.

    came      it was turned to in the year; `started`: of those, both sides said yes so far
    finished  they came to their end in the year, after the evaluation; `undone`: they ended before
    kept      what was promised in any of them and kept in the year
    """

    waiting: Figure
    came: Figure
    started: Figure
    finished: Figure
    undone: Figure
    kept: Figure
    overdue: Figure


def exchanges(actor: Actor, which: str, year: int) -> QuerySet[Exchange]:
    """One of LISTS; another name is the one that waits."""
    if which not in _YEARLY:
        return to_broker(actor)
    return in_hands(actor).filter(**_YEARLY[which](year))


def promises(actor: Actor, which: str, year: int, now: datetime | None = None) -> QuerySet[Commitment]:
    """One of PROMISES; another name is what is overdue."""
    rows = promised_in(in_hands(actor))
    if which == "kept":
        return rows.filter(kept_at__year=year)
    return rows.filter(kept_at=None, due__lt=timezone.localdate(now))


def of_year(actor: Actor, year: int) -> QuerySet[Exchange]:
    """All that a sheet of the year holds: what came, ended or waits."""
    came, moved = Q(brokered_at__year=year), Q(moved_at__year=year, state__in=[State.CLOSED, *_NOT_DONE])
    return in_hands(actor).filter(came | moved | Q(state=State.BROKERED)).order_by("brokered_at", "pk")


def promises_of_year(actor: Actor, year: int) -> QuerySet[Commitment]:
    """What was due or kept in the year, or was still open then."""
    still_open = Q(due__year__lt=year, kept_at=None)
    return promised_in(in_hands(actor)).filter(Q(due__year=year) | Q(kept_at__year=year) | still_open)


def exchange_figures(actor: Actor, year: int, now: datetime | None = None) -> ExchangeFigures:
    """Each figure with the list it opens; seven queries."""
    counts = {which: exchanges(actor, which, year).count() for which in LISTS}
    counts |= {which: promises(actor, which, year, now).count() for which in PROMISES}
    return ExchangeFigures(
        **{name: Figure(name, n, urlencode({"lista": name, "ano": year})) for name, n in counts.items()}
    )
