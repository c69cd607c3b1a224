"""Mail where no mail server is named: files in MINGA_HOME, which `/correo/` shows on this machine alone."""

import email
import email.policy
import itertools
import os
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.http import HttpRequest

# The oldest go first: a folder that nobody reads must not fill a disk.
MOST_KEPT = 200
_numbers = itertools.count()
_HERE = ("127.0.0.1", "::1")
_NAMES = ("localhost", "127.0.0.1", "[::1]")
# A proxy of any make leaves one of these.
_FORWARDED = (
    "HTTP_X_FORWARDED_FOR",
    "HTTP_X_FORWARDED_PROTO",
    "HTTP_X_FORWARDED_HOST",
    "HTTP_FORWARDED",
    "HTTP_X_REAL_IP",
    "HTTP_VIA",
)


@dataclass(frozen=True)
class Mail:
    """A mail as it is shown; `links` are the addresses in its text."""

    to: str
    subject: str
    at: datetime
    text: str

    @property
    def links(self) -> list[str]:
        """Every address in the text, once."""
        return list(dict.fromkeys(re.findall(r"https?://[^\s<>]+", self.text)))


def folder() -> Path:
    """Where they lie; only who runs the site may look inside: there are keys in them."""
    path = Path(settings.MINGA_HOME) / "outbox"
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


class Outbox(BaseEmailBackend):
    """Writes each mail in a file of its own."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """How many were written."""
        where = folder()
        for message in email_messages:
            name = f"{time.time_ns()}-{os.getpid()}-{next(_numbers)}.eml"
            path = where / name
            path.touch(mode=0o600, exist_ok=False)
            path.write_bytes(message.message().as_bytes())
        for old in sorted(where.glob("*.eml"))[:-MOST_KEPT]:
            old.unlink(missing_ok=True)
        return len(email_messages)


def mails() -> list[Mail]:
    """What was sent, the newest first."""
    return [_read(path) for path in sorted(folder().glob("*.eml"), reverse=True)]


def _read(path: Path) -> Mail:
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    body = message.get_body(preferencelist=("plain",))
    text = body.get_content() if body else ""
    at = parsedate_to_datetime(str(message["Date"]))
    return Mail(str(message["To"]), str(message["Subject"]), at if at.tzinfo else at.replace(tzinfo=UTC), text)


def from_this_machine(request: HttpRequest) -> bool:
    """Whether somebody who sits at this machine asks: by its own name, and through no proxy."""
    by_name = request.get_host().rsplit(":", 1)[0] if not request.get_host().endswith("]") else request.get_host()
    through = any(header in request.META for header in _FORWARDED) or settings.HTTPS
    return request.META.get("REMOTE_ADDR") in _HERE and by_name in _NAMES and not through


def shown_to(request: HttpRequest) -> bool:
    """Whether mails are kept in the folder, and shown to whoever asks."""
    return settings.EMAIL_BACKEND.endswith(".Outbox") and from_this_machine(request)
