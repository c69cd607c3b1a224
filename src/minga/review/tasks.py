"""What this room does later: asking whether the addresses of sources still answer."""

from collections.abc import Mapping
from gettext import gettext as _
from typing import Any

from minga.jobs import registry

CHECK = "review.check_links"
_AT_ONCE = 50


def _about(arguments: Mapping[str, Any]) -> str:
    return _("comprobar enlaces de fuentes")


@registry.task(CHECK, about=_about)
def check(work: registry.Work, *, most: int) -> None:
    """Ask so many addresses; without a network nothing is said of any."""
    from minga.review.linking import NoNetwork, check_links

    try:
        work.note({"checked": check_links(most, work.reach)})
    except NoNetwork:
        work.note({"checked": 0, "network": False})


@registry.chore
def check_some() -> None:
    """Have some addresses asked every hour, where the installation wants that."""
    from django.conf import settings

    from minga.jobs.actions import enqueue

    if settings.MINGA_CHECK_LINKS:
        enqueue(task=CHECK, key="links", arguments={"most": _AT_ONCE})
