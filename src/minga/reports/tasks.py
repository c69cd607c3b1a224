"""What this room does later: telling whoever left an e-mail, and forgetting who reported."""

from collections.abc import Mapping
from gettext import gettext as _
from typing import Any

from minga.jobs import registry


def _about(arguments: Mapping[str, Any]) -> str:
    return _("avisar por correo de la respuesta al informe {n}").format(n=arguments["report"])


@registry.task("reports.mail", about=_about)
def mail(work: registry.Work, *, report: int) -> None:
    """Tell it once: the e-mail is erased in the transaction that sends."""
    from minga.reports import actions

    work.note({"told": actions.mail(report=report)})


@registry.chore
def tidy() -> None:
    """Salts and counts of the days before, and mail that was refused."""
    from minga.reports import actions

    actions.tidy()
