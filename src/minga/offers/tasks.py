"""What this room does later: looking, every hour, at which offers fall asleep."""

from collections.abc import Mapping
from gettext import gettext as _
from typing import Any

from minga.jobs import registry

LOOK = "offers.look"


def _about(arguments: Mapping[str, Any]) -> str:
    return _("avisar de las ofertas que se duermen")


@registry.task(LOOK, about=_about)
def look(work: registry.Work) -> None:
    """Tell of what falls asleep; a second time tells nobody anything."""
    from minga.offers.actions import sleeping

    work.note({"told": sleeping.look()})


@registry.chore
def look_every_hour() -> None:
    """Have it looked at, where anything is near its day."""
    from datetime import timedelta

    from django.utils import timezone

    from minga.jobs.actions import enqueue
    from minga.offers.domain.sleeping import DAYS_BEFORE
    from minga.offers.queries.offers import nearly_asleep

    if nearly_asleep(timezone.now() + timedelta(days=max(DAYS_BEFORE) + 1)):
        enqueue(task=LOOK, key="offers", arguments={})
