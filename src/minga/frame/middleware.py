"""What every answer carries, and what a reader sees when the base does not answer."""

from collections.abc import Callable

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


class SecurityHeaders:
    """Sends the content security policy with every page, and keeps sensors and referrers closed."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        return response


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
