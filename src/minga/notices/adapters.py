"""Notices as mail: plain text, one message whatever it tells, through django.core.mail."""

import hashlib
from collections.abc import Sequence

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import ngettext

from minga.accounts.models import User
from minga.notices.models import Notice
from minga.notices.registry import in_words


def send(user: User, notices: Sequence[Notice]) -> None:
    """Send a person her notices. Raises what the mail server raises.

    The message is known by what it tells: one that goes out twice, because the power failed between sending and noting
    it, has the same Message-ID, by which mail programs show it once.
    """
    with translation.override(settings.LANGUAGE_CODE):
        compose(user, notices).send()


def compose(user: User, notices: Sequence[Notice]) -> EmailMessage:
    """The message, not yet sent, in the language in force."""
    lines = [(in_words(one.kind, one.params), absolute(one.address), one.at) for one in notices]
    said = lines[0][0] if len(lines) == 1 else ngettext("%(n)s aviso", "%(n)s avisos", len(lines)) % {"n": len(lines)}
    page = absolute(reverse("notices"))
    return EmailMessage(
        subject=f"Minga: {said}"[:200],
        body=render_to_string("notices/mail.txt", {"lines": lines, "page": page}),
        to=[user.email],
        headers={
            "Message-ID": f"<{_name(user, notices)}@{_host()}>",
            "Auto-Submitted": "auto-generated",
            "List-Unsubscribe": f"<{page}#correo>",
        },
    )


def absolute(path: str) -> str:
    """The whole address of a page, where no request says it."""
    return f"{settings.SITE_ADDRESS}{path}"


def _host() -> str:
    return str(settings.SITE_ADDRESS).partition("://")[2].partition(":")[0]


def _name(user: User, notices: Sequence[Notice]) -> str:
    told = f"{settings.SECRET_KEY} {user.pk} {[one.pk for one in notices]}"
    return f"avisos.{hashlib.sha256(told.encode()).hexdigest()[:32]}"
