"""The installation's organizations and accounts, for its administrators."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from minga.accounts import forms, queries
from minga.accounts.actions import AlreadyDecided, end_enrolment, enrol, grant, set_active
from minga.accounts.actors import actor_of
from minga.accounts.views import key_in
from minga.frame.forms import text_param
from minga.territories.models import Organization


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def administration(request: HttpRequest) -> HttpResponse:
    """Every organization that takes part, those that may, and accounts by a piece of their address."""
    if request.method == "POST":
        act = _ACTS.get(request.POST.get("do", ""))
        if act is None:
            raise Http404
        act(request)
        return redirect("administration")
    words, person = text_param(request, "organizacion", limit=100), text_param(request, "correo", limit=100)
    context = {
        "enrolments": queries.enrolments()[: queries.MOST_SHOWN],
        "words": words,
        "found": queries.not_yet(words)[: queries.MOST_SHOWN] if words else [],
        "person": person,
        "accounts": queries.accounts(person)[: queries.MOST_SHOWN],
        "waiting": queries.to_approve(actor_of(request)).count(),
        "roles": forms.InRole(kind="federation").fields["role"].choices,  # type: ignore[attr-defined]
    }
    return render(request, "accounts/administration.html", context)


def _enrol(request: HttpRequest) -> None:
    organization = get_object_or_404(Organization, slug=request.POST.get("organization", ""))
    enrol(organization=organization, by=actor_of(request))
    messages.success(request, _("La organización participa. Invite a quien la coordine, o dele el papel aquí."))


def _end(request: HttpRequest) -> None:
    row = get_object_or_404(queries.enrolments(), pk=key_in(request, "enrolment"))
    try:
        end_enrolment(enrolment=row, by=actor_of(request))
    except AlreadyDecided:
        messages.info(request, _("Ya no participaba."))


def _grant(request: HttpRequest) -> None:
    organization = get_object_or_404(queries.taking_part(), slug=request.POST.get("organization", ""))
    user = queries.accounts("").filter(email=request.POST.get("email", "").strip().lower(), is_active=True).first()
    form = forms.InRole(request.POST, kind=organization.kind)
    if user is None:
        messages.warning(request, _("Nadie tiene una cuenta con ese correo: invite a esa persona."))
    elif not form.is_valid():
        messages.warning(request, _("Ese papel no lo da una organización de esta clase."))
    else:
        grant(user=user, organization=organization, role=form.chosen, by=actor_of(request))
        messages.success(request, _("Hecho."))


def _active(request: HttpRequest) -> None:
    user = get_object_or_404(queries.accounts(""), pk=key_in(request, "user"))
    set_active(user=user, active=request.POST.get("active") == "1", by=actor_of(request))


_ACTS = {"enrol": _enrol, "end": _end, "grant": _grant, "active": _active}
