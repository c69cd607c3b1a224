"""What this room does later, and what every worker puts in order."""

from collections.abc import Mapping
from gettext import gettext as _
from typing import Any

from minga.contributions.domain.errands import FETCH, Failed
from minga.jobs import registry
from minga.jobs.domain import Reason


def _about(arguments: Mapping[str, Any]) -> str:
    return _("traer una dirección que alguien dio")


def _given_up(reason: Reason, detail: str, *, key: str) -> None:
    from minga.contributions.actions import fetching

    fetching.end_errand(key=key, failed=Failed.ENDED)


@registry.task(FETCH, about=_about, given_up=_given_up)
def fetch(work: registry.Work, *, key: str) -> None:
    """Fetch an address, and hand on what came to be read."""
    from minga.contributions.actions import fetching

    fetching.run_errand(key=key)


@registry.chore
def expire_uploads() -> None:
    """Give up files that nobody went on sending."""
    from minga.contributions.actions import uploading

    uploading.expire_uploads()
