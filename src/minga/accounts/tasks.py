"""What this room does later: handing mail to the mail server."""

from collections.abc import Mapping
from gettext import gettext as _
from typing import Any

from minga.jobs import registry


class MailLost(Exception):
    """A mail that will not be sent, and why. Neither its address nor its words are told: jobs are listed."""


def _about(arguments: Mapping[str, Any]) -> str:
    return _("enviar el correo {n}").format(n=arguments["number"])


@registry.task("accounts.post", about=_about)
def post(work: registry.Work, *, number: int) -> None:
    """Send one mail, or have it tried again."""
    from minga.accounts.actions import posting

    done, seconds = posting.post(number=number)
    if done == posting.Posted.LATER:
        raise registry.Again(seconds)
    if done not in (posting.Posted.SENT, posting.Posted.GONE):
        raise MailLost(done)
    work.note({"mail": done})
