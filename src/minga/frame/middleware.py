"""What every answer carries, and what a reader sees when the base does not answer."""

from collections.abc import Callable
from typing import TypeVar

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse

from minga.frame import errors

# Nothing inline and nothing from another host: a page can only be what this server sent.
POLICY = "; ".join(
    [
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
)
Next = Callable[[HttpRequest], HttpResponse]
V = TypeVar("V", bound=Callable[..., HttpResponse])
# Everything that people type in one form, and more; what takes files says how much it takes.
LARGEST_BODY = 1 << 20
_MOST = "largest_body"


class SecurityHeaders:
    """Sends the content security policy with every page, and keeps sensors and referrers closed."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        return response


class BoundedBodies:
    """413 for what is sent to an address that takes no such thing, before anybody reads it to look for a form's mark.

    A view that takes more says so with `takes`. What has no length is never read: Django takes it for empty.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: object) -> HttpResponse | None:
        """None to go on."""
        said = request.META.get("CONTENT_LENGTH") or "0"
        most: int | None = getattr(view, _MOST, LARGEST_BODY)
        if most is None or (said.isascii() and said.isdigit() and int(said) <= most):
            return None
        return errors.too_large(request)


def takes(most: int | None) -> Callable[[V], V]:
    """A view that takes bodies of so many bytes, where others take LARGEST_BODY; None: it bounds them itself."""

    def mark(view: V) -> V:
        setattr(view, _MOST, most)
        return view

    return mark


class HelpfulErrors:
    """A refused method gets a page that helps; a base that does not answer is told as such, not as a fault."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 405 and not response.content:
            return errors.not_allowed(request, allow=response.headers["Allow"])
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """503 where PostgreSQL is away or gave up on a statement; any other fault goes its way."""
        if isinstance(exception, OperationalError | InterfaceError):
            return errors.unavailable(request)
        return None
