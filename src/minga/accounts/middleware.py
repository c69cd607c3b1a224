"""The gate: each address asks for what `domain.permissions` says it does, and opens to nobody where it says nothing."""

import logging
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from minga.accounts import keeping
from minga.accounts.actors import Actor, actor_of
from minga.accounts.domain.permissions import ADDRESSES, Capability, Role, who_may
from minga.accounts.guards import NotAllowed
from minga.frame import errors

log = logging.getLogger(__name__)


class Gate:
    """Refuses, before a page is made, whoever may not have it; says which roles may."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return _leading_away(request, self.get_response(request))

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: object) -> HttpResponse | None:
        """None to go on. Who asks is not even looked up where everybody may."""
        name = request.resolver_match.view_name if request.resolver_match else ""
        capability = ADDRESSES.get(name)
        if capability is None:
            log.error("the address %r has no row in accounts.domain.permissions", name)
            return refused(request, Capability.INSTALL)
        if Role.ANONYMOUS in who_may(capability):
            return None
        if actor_of(request).may(capability):
            if request.method == "POST" and keeping.KEPT in request.session:
                keeping.forget(request, request.get_full_path())
            return None
        return refused(request, capability)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """What an action refused is told as what an address refused."""
        return refused(request, exception.capability) if isinstance(exception, NotAllowed) else None


def _leading_away(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The way to an institution's own login, by a page: our policy of contents lets no form be sent to another host."""
    match = request.resolver_match
    if response.status_code != 302 or match is None or match.view_name != "openid_connect_login":
        return response
    return render(request, "socialaccount/login_redirect.html", {"redirect_to": response["Location"]})


def refused(request: HttpRequest, capability: Capability) -> HttpResponse:
    """403 with the roles that may; somebody without an account who only asked for a page is sent to sign in first.

    What she sent in a form is kept until she has signed in again.
    """
    actor = actor_of(request)
    if actor.role == Role.ANONYMOUS and request.method in ("GET", "HEAD"):
        return redirect(f"{reverse('account_login')}?{urlencode({'next': request.get_full_path()})}")
    kept = actor.role == Role.ANONYMOUS and request.method == "POST" and keeping.keep(request)
    context = {"capability": capability, "roles": who_may(capability), "actor": actor, "kept": kept}
    response = render(request, "accounts/refused.html", context, status=403)
    response.headers["Cache-Control"] = "no-store"
    return response


def form_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403. What was filled in here, by a browser that was closed since and kept no mark, is shown to be sent once more.

    It is never carried out by itself: somebody reads it and presses again.
    """
    sent = keeping.sent_from_here(request)
    if sent is None:
        return errors.form_refused(request, reason)
    response = render(request, "accounts/again.html", {"one": sent}, status=403)
    response.headers["Cache-Control"] = "no-store"
    return response


def in_templates(request: HttpRequest) -> dict[str, Any]:
    """`actor` in every template; looked up only where a template asks."""
    return {"actor": SimpleLazyObject(lambda: actor_of(request))}


__all__ = ["Actor", "Gate", "form_refused", "in_templates", "refused"]
