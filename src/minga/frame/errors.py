"""Pages for what went wrong: what happened, what was kept, where to go. None of them touches the base."""

import logging

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

log = logging.getLogger(__name__)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400, or 413 where what was sent is too large."""
    return _page(request, 413 if isinstance(exception, RequestDataTooBig) else 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403."""
    return _page(request, 403)


def form_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: a form that was not filled in here, or by a browser that keeps no mark of it."""
    return _page(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404."""
    return _page(request, 404)


def not_allowed(request: HttpRequest, *, allow: str) -> HttpResponse:
    """405; `allow` are the methods that would do."""
    response = _page(request, 405)
    response.headers["Allow"] = allow
    return response


def too_large(request: HttpRequest) -> HttpResponse:
    """413: more than the address takes, not even read."""
    return _page(request, 413)


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """429: so often that it looks like guessing."""
    response = _page(request, 429)
    response.headers["Retry-After"] = "300"
    return response


def failed(request: HttpRequest) -> HttpResponse:
    """500."""
    return _page(request, 500)


def unavailable(request: HttpRequest) -> HttpResponse:
    """503: the base does not answer, or took too long."""
    log.error("the database did not answer for %s", request.path)
    response = _page(request, 503)
    response.headers["Retry-After"] = "30"
    return response


def _page(request: HttpRequest, status: int) -> HttpResponse:
    # Whose view it is, who asks and what waits for her would be asked of the base.
    context = {"status": status, "mine": None, "actor": None, "messages": None, "unread_notices": None}
    response = render(request, f"frame/errors/{status}.html", context, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response
