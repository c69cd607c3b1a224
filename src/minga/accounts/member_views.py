"""Who acts for an organization: invited, let in, given a role, let go, by one of its coordinators."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from minga.accounts import forms, mailing, queries
from minga.accounts.actions import (
    AlreadyMember,
    LastCoordinator,
    NotOpen,
    accept_member,
    end_membership,
    give_role,
    invite,
    refuse_member,
    set_second_eyes,
    withdraw_invitation,
)
from minga.accounts.actors import actor_of
from minga.accounts.domain.memberships import Standing
from minga.accounts.models import Membership
from minga.accounts.views import key_in
from minga.territories.models import Organization


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def members(request: HttpRequest, slug: str) -> HttpResponse:
    """The people of an organization that one manages; others' are as if they were not."""
    organization = get_object_or_404(queries.managed_by(actor_of(request)), slug=slug)
    if request.method == "POST":
        return _do(request, organization)
    return _page(request, organization, forms.Invite(kind=organization.kind))


def _page(request: HttpRequest, organization: Organization, form: forms.Invite, status: int = 200) -> HttpResponse:
    by = actor_of(request)
    rows = list(queries.members(by).filter(organization=organization))
    context = {
        "organization": organization,
        "asked": [row for row in rows if row.standing == Standing.ASKED],
        "members": [row for row in rows if row.standing == Standing.ACTIVE],
        "invitations": queries.invitations(by).filter(organization=organization),
        "form": form,
        "roles": forms.InRole(kind=organization.kind).fields["role"].choices,  # type: ignore[attr-defined]
    }
    return render(request, "accounts/members.html", context, status=status)


def _do(request: HttpRequest, organization: Organization) -> HttpResponse:
    if request.POST.get("do") == "invite":
        return _invite(request, organization)
    act = _ACTS.get(request.POST.get("do", ""))
    if act is None:
        raise Http404
    try:
        act(request, organization)
    except LastCoordinator:
        messages.warning(request, _("Nadie más coordina esta organización: dé antes ese papel a otra persona."))
    except NotOpen:
        messages.info(request, _("Ya había cambiado: vea cómo está ahora."))
    return redirect("members", slug=organization.slug)


def _invite(request: HttpRequest, organization: Organization) -> HttpResponse:
    form = forms.Invite(request.POST, kind=organization.kind)
    if not form.is_valid():
        return _page(request, organization, form, status=400)
    try:
        row, token = invite(
            organization=organization, email=form.cleaned_data["email"], role=form.chosen, by=actor_of(request)
        )
    except AlreadyMember:
        form.add_error("email", _("Ya es parte de la organización."))
        return _page(request, organization, form, status=400)
    mailing.invited(request, row, token)
    messages.success(request, _("La invitación salió por correo. Vale catorce días y una sola vez."))
    return redirect("members", slug=organization.slug)


def _membership(request: HttpRequest, organization: Organization) -> Membership:
    rows = queries.members(actor_of(request)).filter(organization=organization)
    return get_object_or_404(rows, pk=key_in(request, "membership"))


def _accept(request: HttpRequest, organization: Organization) -> None:
    form = forms.InRole(request.POST, kind=organization.kind)
    if form.is_valid():
        row = accept_member(membership=_membership(request, organization), role=form.chosen, by=actor_of(request))
        mailing.membership_decided(request, row)


def _refuse(request: HttpRequest, organization: Organization) -> None:
    form = forms.Reason(request.POST)
    if not form.is_valid():
        messages.warning(request, _("Para rechazar hace falta un motivo: se dice a quien lo pidió."))
        return
    membership = _membership(request, organization)
    row = refuse_member(membership=membership, reason=form.cleaned_data["reason"], by=actor_of(request))
    mailing.membership_decided(request, row)


def _role(request: HttpRequest, organization: Organization) -> None:
    form = forms.InRole(request.POST, kind=organization.kind)
    if form.is_valid():
        give_role(membership=_membership(request, organization), role=form.chosen, by=actor_of(request))


def _end(request: HttpRequest, organization: Organization) -> None:
    end_membership(membership=_membership(request, organization), by=actor_of(request))


def _withdraw(request: HttpRequest, organization: Organization) -> None:
    rows = queries.invitations(actor_of(request)).filter(organization=organization)
    withdraw_invitation(invitation=get_object_or_404(rows, pk=key_in(request, "invitation")), by=actor_of(request))


def _settings(request: HttpRequest, organization: Organization) -> None:
    wanted = request.POST.get("second_eyes") == "1"
    set_second_eyes(organization=organization, second_eyes=wanted, by=actor_of(request))


_ACTS: dict[str, Callable[[HttpRequest, Organization], None]] = {
    "accept": _accept,
    "refuse": _refuse,
    "role": _role,
    "end": _end,
    "withdraw": _withdraw,
    "settings": _settings,
}
