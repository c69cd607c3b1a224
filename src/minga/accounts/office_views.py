"""Asking that an organization take part, asking to join one, and deciding about it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from minga.accounts import forms, mailing, queries
from minga.accounts.actions import (
    AlreadyDecided,
    AlreadyMember,
    AlreadyTakesPart,
    TooManyAsked,
    approve_enrolment,
    ask_for_office,
    ask_to_enrol,
    ask_to_join,
    refuse_enrolment,
)
from minga.accounts.actors import actor_of
from minga.accounts.views import key_in
from minga.frame.forms import text_param
from minga.territories.domain import normal_code
from minga.territories.mine import may_be_mine
from minga.territories.models import Organization, Territory
from minga.territories.queries import typeahead

_OFFERED = 12


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def enrol(request: HttpRequest) -> HttpResponse:
    """First whose office or which organization, by name or code; then its name and who decides."""
    territory, organization = _territory(request), _organization(request)
    if territory is None and organization is None:
        return render(request, "accounts/enrol.html", _offered(text_param(request, "q", limit=100)))
    country = territory.country if territory else organization.country if organization else ""
    form = forms.Enrol(request.POST or None, federations=queries.federations(country), named=organization is None)
    if request.method == "POST" and form.is_valid() and _asked(request, territory, organization, form):
        return redirect("account")
    return render(request, "accounts/enrol.html", {"form": form, "territory": territory, "organization": organization})


def _territory(request: HttpRequest) -> Territory | None:
    code = normal_code(text_param(request, "territorio", limit=40))
    found = Territory.objects.filter(code=code).first() if code else None
    return found if found and may_be_mine(found) else None


def _organization(request: HttpRequest) -> Organization | None:
    slug = text_param(request, "organizacion", limit=120)
    return queries.not_yet("").filter(slug=slug).first() if slug else None


def _offered(words: str) -> dict[str, object]:
    territories = [each.territory for each in typeahead(words, limit=_OFFERED) if may_be_mine(each.territory)]
    return {
        "words": words,
        "territories": territories if words else [],
        "organizations": queries.not_yet(words)[:_OFFERED] if words else [],
    }


def _asked(
    request: HttpRequest, territory: Territory | None, organization: Organization | None, form: forms.Enrol
) -> bool:
    by, federation = actor_of(request), form.cleaned_data["federation"]
    try:
        if organization:
            row = ask_to_enrol(organization=organization, federation=federation, by=by)
        elif territory:
            row = ask_for_office(territory=territory, name=form.cleaned_data["name"], federation=federation, by=by)
    except AlreadyTakesPart:
        form.add_error(None, _("Ya se pidió y espera respuesta."))
        return False
    except TooManyAsked:
        form.add_error(None, _("Tiene demasiadas solicitudes sin respuesta: espere a que se decidan."))
        return False
    mailing.enrolment_asked(request, row)
    messages.success(request, _("La solicitud quedó hecha. Le avisaremos por correo cuando se decida."))
    return True


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    """Organizations that take part, by name, each to be asked."""
    if request.method == "POST":
        organization = get_object_or_404(queries.taking_part(), slug=request.POST.get("organization", ""))
        try:
            row = ask_to_join(organization=organization, by=actor_of(request))
        except AlreadyMember:
            messages.info(request, _("Ya es parte, ya lo pidió o tiene demasiadas solicitudes sin respuesta."))
        else:
            mailing.membership_asked(request, row)
            messages.success(request, _("Se lo dijimos a quien coordina. Le avisaremos por correo cuando decida."))
        return redirect("account")
    words = text_param(request, "q", limit=100)
    context = {"words": words, "organizations": queries.taking_part(words)[: queries.MOST_SHOWN]}
    return render(request, "accounts/join.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def approvals(request: HttpRequest) -> HttpResponse:
    """What waits for this actor's word, and the word."""
    actor = actor_of(request)
    if request.method == "POST":
        return _decide(request)
    return render(request, "accounts/approvals.html", {"asked": queries.to_approve(actor), "reason": forms.Reason()})


def _decide(request: HttpRequest) -> HttpResponse:
    by = actor_of(request)
    enrolment = get_object_or_404(queries.to_approve(by), pk=key_in(request, "enrolment"))
    form = forms.Reason(request.POST)
    if request.POST.get("do") != "approve" and not form.is_valid():
        messages.warning(request, _("Para rechazar hace falta un motivo: se dice a quien lo pidió."))
        return redirect("approvals")
    try:
        if request.POST.get("do") == "approve":
            enrolment = approve_enrolment(enrolment=enrolment, by=by)
        else:
            enrolment = refuse_enrolment(enrolment=enrolment, reason=form.cleaned_data["reason"], by=by)
    except AlreadyDecided:
        messages.info(request, _("Otra persona ya lo decidió."))
    else:
        mailing.enrolment_decided(request, enrolment)
        messages.success(request, _("Decidido, y avisado a quien lo pidió."))
    return redirect("approvals")
