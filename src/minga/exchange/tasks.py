"""What this room does later: looking, every hour, at what is late and what is due."""

from collections.abc import Mapping
from gettext import gettext as _
from typing import Any

from minga.jobs import registry

CHASE = "exchange.chase"


def _about(arguments: Mapping[str, Any]) -> str:
    return _("recordar lo que vence en los intercambios")


@registry.task(CHASE, about=_about)
def chase(work: registry.Work) -> None:
    """Remind of what is due; a second time tells nobody anything."""
    from minga.exchange.actions.chasing import chase as look

    work.note({"reminded": look()})


@registry.chore
def chase_every_hour() -> None:
    """Have it looked at, where there is anything that goes on."""
    from minga.exchange.queries import live_keys
    from minga.jobs.actions import enqueue

    if live_keys():
        enqueue(task=CHASE, key="exchanges", arguments={})
