"""What the clock does: late answers go to the federation, and whoever is waited for is reminded, once of each thing."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from minga.exchange import queries
from minga.exchange.actions.moving import move
from minga.exchange.domain.reminders import Reminder, due
from minga.exchange.domain.steps import Event, NotPossible
from minga.exchange.models import Exchange, Reminded
from minga.journal.actions import record
from minga.notices.actions import notify


def chase(*, now: datetime | None = None) -> int:
    """Look at all exchanges that go on, each in a transaction of its own; how many reminders went out.

    A worker that dies over it leaves nothing half done: the next one goes on with what is left.
    """
    at = now or timezone.now()
    return sum(_chase_one(key, at) for key in queries.live_keys())


@transaction.atomic
def _chase_one(key: int, at: datetime) -> int:
    row = Exchange.objects.live().select_for_update(of=("self",)).filter(pk=key).first()
    if row is None:  # it has ended meanwhile
        return 0
    for event in (Event.EXPIRE, Event.ELAPSE):
        try:
            move(row, event, None, at)
        except NotPossible:
            continue
    return sum(_remind(row, one, at) for one in due(queries.facts_of(row), queries.today(at)))


def _remind(row: Exchange, one: Reminder, at: datetime) -> bool:
    """Whether it was told now, and not before."""
    _, is_new = Reminded.objects.get_or_create(exchange=row, kind=one.kind, about=one.about, defaults={"at": at})
    if is_new:
        users = queries.people_for([one.owner]) if one.owner else queries.people_of(row, one.to)
        params = {"ref": row.ref, "kind": one.kind.value, "days": one.days}
        told = notify(users=users, kind="exchange.reminded", params=params, address=row.get_absolute_url())
        record("exchange.reminded", row, after={"kind": one.kind, "people": told})
    return is_new
