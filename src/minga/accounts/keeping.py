"""What somebody sent after her session had ended: kept in the anonymous one, shown and sent again once she is back.

Bounded, without files, and never what is secret. It belongs to the browser that typed it and dies with its session.
"""

import re
from dataclasses import dataclass
from typing import Any

from allauth.core import ratelimit
from django.http import HttpRequest

KEPT = "kept"
# All that is typed in one form and its address, in bytes; a longer one is told to be lost, and why.
MOST_BYTES = 64 * 1024
# Of what is sent, fields written as they are on the way.
_MOST_SENT = 4 * MOST_BYTES
# So many forms of one browser.
MOST_FORMS = 3
_SECRET = re.compile(r"passw|contrase|csrf|token|secret|credential|^code$|^otp", re.IGNORECASE)


@dataclass(frozen=True)
class Kept:
    """A form as it was sent.

    path    of this site, with its query
    fields  name and value, in their order
    """

    path: str
    fields: list[tuple[str, str]]


def keep(request: HttpRequest) -> bool:
    """Keep what an anonymous POST brought; whether it was kept."""
    sent = _sent(request)
    if sent is None or not ratelimit.consume(request, action="keep"):
        return False
    others = [one for one in request.session.get(KEPT, []) if one["path"] != sent.path]
    request.session[KEPT] = [*others, {"path": sent.path, "fields": sent.fields}][-MOST_FORMS:]
    return True


def _sent(request: HttpRequest) -> Kept | None:
    """What was sent without its secrets; None where that is nothing, or too long to be kept."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdigit() or int(length) > _MOST_SENT:  # not even read: nobody knows who sends it
        return None
    fields = [
        (name, value) for name in request.POST for value in request.POST.getlist(name) if not _SECRET.search(name)
    ]
    path = request.get_full_path()
    size = sum(len(name.encode()) + len(value.encode()) for name, value in fields) + len(path)
    return Kept(path, fields) if fields and size <= MOST_BYTES else None


def sent_from_here(request: HttpRequest) -> Kept | None:
    """A form without its mark that was filled in on a page of this site all the same, whole; None where it was not.

    The browser says so in `Origin`, which no page of another site can have it say (Fetch standard, 3.2). Files and
    secrets cannot be shown again, so that a form with one is none.
    """
    if request.headers.get("Origin") != f"{request.scheme}://{request.get_host()}":
        return None
    if request.content_type != "application/x-www-form-urlencoded":
        return None
    if any(_SECRET.search(name) for name in request.POST if name != "csrfmiddlewaretoken"):
        return None
    return _sent(request)


def kept(request: HttpRequest) -> list[Kept]:
    """What is kept for this browser, the newest first."""
    rows: list[dict[str, Any]] = request.session.get(KEPT, [])
    return [Kept(row["path"], [(name, value) for name, value in row["fields"]]) for row in reversed(rows)]


def forget(request: HttpRequest, path: str) -> None:
    """What was sent to this address has arrived, or is not wanted any more."""
    if left := [row for row in request.session.get(KEPT, []) if row["path"] != path]:
        request.session[KEPT] = left
    else:
        request.session.pop(KEPT, None)
