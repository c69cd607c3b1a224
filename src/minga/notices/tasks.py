"""What this room does later: sending mail. The hour of digests is looked for by every worker, once an hour."""

from collections.abc import Mapping
from gettext import gettext as _
from typing import Any

from minga.jobs import registry


def _about(arguments: Mapping[str, Any]) -> str:
    return _("enviar avisos por correo a la cuenta {n}").format(n=arguments["user"])


@registry.task("notices.mail", about=_about)
def mail(work: registry.Work, *, user: int) -> None:
    """Send one person what is due; a second time changes nothing."""
    from minga.notices import actions

    work.note({"sent": actions.mail_due(user=user)})


@registry.chore
def queue_due() -> None:
    """Digests whose hour has come, and what a mail server refused before."""
    from minga.notices import actions

    actions.queue_due()
