"""The folder where an installation keeps what is its own: archive, embedded database, secret."""

import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from gettext import gettext as _
from pathlib import Path
from zoneinfo import ZoneInfo

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

from minga.config.faults import Fault

_PROJECT = Path(__file__).resolve().parents[3]


def folder() -> Path:
    """MINGA_HOME; else `var/` in the project's folder, or in the current one where Minga was installed as a package."""
    default = _PROJECT if (_PROJECT / "pyproject.toml").exists() else Path.cwd()
    return Path(os.environ.get("MINGA_HOME") or default / "var").resolve()


def secret(home: Path, make: Callable[[int], str]) -> str:
    """The installation's own secret, made once and readable by its owner alone; there whole or not at all."""
    path = home / "secret"
    with suppress(FileNotFoundError):
        return path.read_text()
    home.mkdir(parents=True, exist_ok=True)
    descriptor, draft = tempfile.mkstemp(prefix=".secret.", dir=home)
    try:
        with os.fdopen(descriptor, "w") as file:
            file.write(make(50))
        with suppress(FileExistsError):  # another process of the same installation was quicker
            os.link(draft, path)
    finally:
        Path(draft).unlink()
    return path.read_text()


def database(url: str) -> dict[str, object]:
    """Django's settings for a PostgreSQL address: `postgresql://user:password@host:port/name?host=/socket/folder`.

    Raises Fault, without repeating the address (a password may stand in it), where it is none.
    """
    try:
        parts = conninfo_to_dict(url) if url else {}
    except ProgrammingError:
        raise Fault(
            _("DATABASE_URL no es una dirección de PostgreSQL: se escribe postgresql://usuario:clave@servidor/base.")
        ) from None
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.pop("dbname", ""),
        "USER": parts.pop("user", ""),
        "PASSWORD": parts.pop("password", ""),
        "HOST": parts.pop("host", ""),
        "PORT": parts.pop("port", ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        # What is asked a third time is prepared by PostgreSQL, which then neither parses nor plans it anew. (ADR 20)
        "OPTIONS": {"connect_timeout": 10, "server_side_binding": True, "prepare_threshold": 3, **parts},
    }


def time_zone(name: str) -> str:
    """The name, where the tables of time zones have it. Raises Fault."""
    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError):  # a name that is no name, a folder, nothing
        raise Fault(
            _("MINGA_TIME_ZONE no es una zona horaria conocida ({name}): por ejemplo, America/Bogota.").format(
                name=name
            )
        ) from None
    return name


def months(text: str) -> int:
    """How many months an offer lasts, 1 to 120. Raises Fault."""
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 120):
        raise Fault(_("MINGA_OFFER_MONTHS no es un número de meses de 1 a 120 ({text}).").format(text=text))
    return int(text)
