"""One's own account: for whom one acts, what is kept about one, and leaving."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from minga.accounts import keeping, queries
from minga.accounts.actions import (
    InvitationGone,
    InvitedSomebodyElse,
    LastCoordinator,
    NotConfirmed,
    NotOpen,
    end_session,
    erase_account,
    leave,
    take_invitation,
)
from minga.accounts.actors import ACTING_FOR, actor_of
from minga.accounts.domain.memberships import hashed
from minga.accounts.domain.permissions import Capability
from minga.accounts.guards import NotAllowed
from minga.accounts.models import User
from minga.territories.mine import way_back


def person(request: HttpRequest) -> User:
    """Whoever is signed in; the gate lets nobody else come here."""
    user = request.user
    if not isinstance(user, User):
        raise NotAllowed(Capability.OWN_ACCOUNT)
    return user


@never_cache
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """Mi cuenta."""
    user, actor = person(request), actor_of(request)
    context: dict[str, Any] = {
        "memberships": queries.memberships_of(user),
        "acting": request.session.get(ACTING_FOR),
        "asked": queries.asked_by(user),
        "waiting": queries.to_approve(actor).count() if actor.may(Capability.APPROVE_OFFICES) else 0,
        "kept": keeping.kept(request),
    }
    return render(request, "accounts/account.html", context)


@require_POST
def act(request: HttpRequest) -> HttpResponse:
    """Act for another of one's organizations, or as administration; what is not one's own changes nothing."""
    chosen, user = request.POST.get("membership", ""), person(request)
    if chosen == "0" and user.is_superuser:
        request.session[ACTING_FOR] = 0
    elif chosen.isdecimal() and len(chosen) < 19:
        request.session[ACTING_FOR] = get_object_or_404(user.memberships.active(), pk=int(chosen)).pk
    return redirect(way_back(request.POST.get("vuelta", "")) or "account")


@require_POST
def leave_one(request: HttpRequest) -> HttpResponse:
    """Act for an organization no more."""
    membership = get_object_or_404(person(request).memberships, pk=key_in(request, "membership"))
    try:
        leave(membership=membership, by=actor_of(request))
    except LastCoordinator:
        messages.warning(request, _("Nadie más coordina esta organización: dé antes ese papel a otra persona."))
    except NotOpen:
        messages.info(request, _("Ya no era parte de ella."))
    return redirect("account")


def key_in(request: HttpRequest, name: str) -> int:
    """A key that a form holds; 0, which nothing has, for what is none."""
    value = request.POST.get(name, "")
    return int(value) if value.isdecimal() and value.isascii() and len(value) < 19 else 0


@require_POST
def close_session(request: HttpRequest) -> HttpResponse:
    """Sign out one of one's browsers."""
    session = get_object_or_404(queries.sessions_of(person(request)), pk=key_in(request, "session"))
    end_session(session=session, by=actor_of(request))
    return redirect("usersessions_list")


@never_cache
@require_safe
@reauthentication_required  # type: ignore[untyped-decorator]
def own_data(request: HttpRequest) -> HttpResponse:
    """Everything that is kept about oneself, as a file."""
    response = JsonResponse(queries.all_about(person(request)), json_dumps_params={"ensure_ascii": False, "indent": 1})
    response.headers["Content-Disposition"] = 'attachment; filename="minga-mis-datos.json"'
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required  # type: ignore[untyped-decorator]
def erase(request: HttpRequest) -> HttpResponse:
    """What will be erased and what stays; erased once the e-mail has been typed."""
    wrong = False
    if request.method == "POST":
        try:
            erase_account(confirmed=request.POST.get("confirmed", ""), by=actor_of(request))
        except NotConfirmed:
            wrong = True
        else:
            logout(request)
            messages.success(request, _("Su cuenta se borró. Lo que firmó queda a nombre del órgano por el que actuó."))
            return redirect("home")
    return render(request, "accounts/erase.html", {"wrong": wrong}, status=400 if wrong else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def resume(request: HttpRequest) -> HttpResponse:
    """What was typed when the session ended, to be sent again or thrown away."""
    if request.method == "POST":
        keeping.forget(request, request.POST.get("path", ""))
        return redirect("resume")
    return render(request, "accounts/resume.html", {"forms": keeping.kept(request)})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """A role that was offered by mail, to be taken."""
    if request.method == "POST":
        try:
            membership = take_invitation(token=token, by=actor_of(request))
        except (InvitationGone, InvitedSomebodyElse):
            return render(request, "accounts/invitation.html", {"invitation": None}, status=404)
        request.session[ACTING_FOR] = membership.pk
        return redirect("account")
    found = queries.invitation_to(person(request), hashed(token))
    context = {"invitation": found, "token": token}
    return render(request, "accounts/invitation.html", context, status=200 if found else 404)
