"""When a notice goes out by mail, and what one may hold."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum

# Digests go out from this hour of the day; weekly ones on Mondays.
_HOUR = 7
_MONDAY = 0
_CODE = re.compile(r"[^\s<>]{0,200}")
_PATH = re.compile(r"/(?![/\\])[^\s\\]{0,499}")


class Mail(StrEnum):
    """How somebody wants notices by mail."""

    AT_ONCE = "at_once"
    DAILY = "daily"
    WEEKLY = "weekly"
    NONE = "none"


DEFAULT = Mail.DAILY


class NoticeRefused(ValueError):
    """A notice may hold codes and numbers alone, and lead to a page of this site alone."""


def due_before(mail: Mail, now: datetime) -> datetime | None:
    """Notices from before this moment go out now; None where none ever do.

    now  in the time zone of the installation, for digests go out in its morning
    """
    if mail == Mail.NONE:
        return None
    if mail == Mail.AT_ONCE:
        return now
    morning = now.replace(hour=_HOUR, minute=0, second=0, microsecond=0)
    back = (now.weekday() - _MONDAY) % 7 if mail == Mail.WEEKLY else 0
    due = morning - timedelta(days=back)
    return due if due <= now else due - timedelta(days=7 if mail == Mail.WEEKLY else 1)


def check(params: Mapping[str, object], address: str) -> None:
    """Raises NoticeRefused: what is kept of a notice names nobody, and is no text that somebody typed."""
    for name, value in params.items():
        if not isinstance(value, int) and not (isinstance(value, str) and _CODE.fullmatch(value)):
            raise NoticeRefused(name)
    if not _PATH.fullmatch(address):
        raise NoticeRefused(address)
