"""What the clock does with offers: their offices are told before they fall asleep, and then they sleep."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from minga.accounts.domain.permissions import Capability
from minga.evidence.actions import have_read_again
from minga.journal.actions import record
from minga.notices.actions import notify
from minga.notices.queries import members_who_may
from minga.offers.actions.keeping import KIND
from minga.offers.domain.offers import State
from minga.offers.domain.sleeping import ASLEEP, DAYS_BEFORE, to_tell
from minga.offers.models import Offer
from minga.offers.queries.offers import nearly_asleep


def look(*, now: datetime | None = None) -> int:
    """Look at all offers that were not renewed lately, each in a transaction of its own; how many were told of.

    A worker that dies over it leaves nothing half done.
    """
    at = now or timezone.now()
    return sum(_look_at(key, at) for key in nearly_asleep(at + timedelta(days=max(DAYS_BEFORE) + 1)))


@transaction.atomic
def _look_at(key: int, at: datetime) -> bool:
    rows = Offer.objects.select_for_update(of=("self",)).select_related("organization")
    row = rows.filter(pk=key, state=State.ACTIVE).first()
    if row is None or row.renewed_at is None:  # it was withdrawn meanwhile
        return False
    renewed = timezone.localdate(row.renewed_at)
    step = to_tell(renewed, timezone.localdate(at), row.told, settings.MINGA_OFFER_MONTHS)
    if step is None:
        return False
    row.told = step
    if step == ASLEEP:
        row.state = State.ASLEEP
        have_read_again(kind=KIND, ref=row.ref)
        record("offer.fell_asleep", row, before={"state": State.ACTIVE}, after={"state": State.ASLEEP})
    row.save()
    _tell(row, step)
    return True


def _tell(row: Offer, step: int) -> None:
    people = members_who_may(Capability.EXCHANGE, row.organization)
    params: dict[str, int | str] = {"ref": row.ref, "days": step, "topic": row.instrument or row.areas[0]}
    notify(users=people, kind="offers.sleeps", params=params, address=row.get_absolute_url())
