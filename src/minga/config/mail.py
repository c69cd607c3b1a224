"""Where mail goes: a server named by one address, or a folder."""

from typing import Any
from urllib.parse import unquote, urlsplit

_TIMEOUT_SECONDS = 10
_PORTS = {"smtp": 587, "smtps": 465}


class NoMailServer(ValueError):
    """MINGA_SMTP_URL is no address of a mail server."""


def settings(url: str) -> dict[str, Any]:
    """Django's settings for MINGA_SMTP_URL; for "" the folder.

    url     `smtp://user:word@host:587`, which asks for STARTTLS, or `smtps://…:465`; without a user on this machine
            alone (`smtp://localhost:25`) the words go in the open
    Mail is kept in the base, and a job hands it to that server. Raises NoMailServer.
    """
    if not url:
        return {"EMAIL_BACKEND": "minga.accounts.outbox.Outbox"}
    parts = urlsplit(url)
    if parts.scheme not in _PORTS or not parts.hostname:
        raise NoMailServer(f"MINGA_SMTP_URL must be smtp://user:word@host:port or smtps://…, not {parts.scheme}://…")
    here = parts.hostname in ("localhost", "127.0.0.1", "::1")
    return {
        "EMAIL_BACKEND": "minga.accounts.posting.Post",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or _PORTS[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp" and not here,
        "EMAIL_TIMEOUT": _TIMEOUT_SECONDS,
    }
