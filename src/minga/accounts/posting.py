"""Mail on its way: what Django would send is kept in the base, from which a job hands it to the mail server.

A page answers whatever the mail server does, and no mail is lost with it.
"""

import base64
import json
import signal
import smtplib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend
from django.core.mail.message import sanitize_address

# A whole conversation with the mail server, of which each single word may take EMAIL_TIMEOUT.
_MOST_SECONDS = 60
# Once over, whatever still waits for the server is interrupted so often.
_AGAIN_SECONDS = 2
_REFUSED_FOR_GOOD = 500


class TooSlow(OSError):
    """The mail server took longer than anybody waits for it."""


class AddressRefused(ValueError):
    """The mail server says that it will never take mail for this address: 550 and the like (RFC 5321, 4.2.1)."""


@dataclass(frozen=True)
class Envelope:
    """A message as it goes out, its Message-ID in it, and from whom to whom the servers carry it."""

    sender: str
    to: tuple[str, ...]
    data: bytes

    def as_text(self) -> str:
        """As it is kept, before it is sealed."""
        return json.dumps([self.sender, self.to, base64.b64encode(self.data).decode()])


def read(text: str) -> Envelope:
    """What `as_text` wrote."""
    sender, to, data = json.loads(text)
    return Envelope(sender, tuple(to), base64.b64decode(data))


def enveloped(message: EmailMessage) -> Envelope:
    """A message of Django's. Raises BadHeaderError where a header would begin another."""
    code = message.encoding or settings.DEFAULT_CHARSET
    to = tuple(sanitize_address(address, code) for address in message.recipients())
    made: Any = message.message()
    data = made.as_bytes(linesep="\r\n")
    return Envelope(sanitize_address(message.from_email, code), to, data)


class Post(BaseEmailBackend):
    """Django's way to send, where a mail server is named: keeps each message, which a job sends."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """How many were kept."""
        from minga.accounts.actions.posting import keep_mail

        found = [enveloped(message) for message in email_messages if message.recipients()]
        for envelope in found:
            keep_mail(envelope)
        return len(found)


def deliver(envelope: Envelope) -> None:
    """Hand a message to the mail server of the settings; from the main thread.

    Raises AddressRefused; for what may go better later OSError, which smtplib's errors are, and TooSlow is too.
    """
    server: Any = EmailBackend()
    with _no_longer_than(_MOST_SECONDS):
        try:
            server.open()
            server.connection.sendmail(envelope.sender, list(envelope.to), envelope.data)
        except smtplib.SMTPRecipientsRefused as error:
            if all(code >= _REFUSED_FOR_GOOD for code, _ in error.recipients.values()):
                raise AddressRefused from error
            raise
        finally:
            _hang_up(server)


def _hang_up(server: Any) -> None:
    """A message that was taken stays taken, whatever becomes of the goodbye."""
    with suppress(OSError):
        server.close()


@contextmanager
def _no_longer_than(seconds: float) -> Iterator[None]:
    """Raise TooSlow in the main thread once so much time is over, and again until the block is left."""
    before = signal.signal(signal.SIGALRM, _too_slow)
    signal.setitimer(signal.ITIMER_REAL, seconds, _AGAIN_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _too_slow(signum: int, frame: FrameType | None) -> None:
    raise TooSlow
