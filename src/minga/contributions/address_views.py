"""A claim from an address: the page is fetched by a job, read like any file, and the words are looked for in it."""

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from minga.accounts.actors import Actor, actor_of
from minga.contributions import drafts, queries
from minga.contributions.actions.drafting import drop_draft, save_draft
from minga.contributions.actions.fetching import TooManyErrands, begin_errand
from minga.contributions.domain.drafting import DraftTooLong
from minga.contributions.forms import AddressForm
from minga.contributions.models import Draft
from minga.contributions.words import failed_in_words
from minga.frame.forms import text_param

FORM = "direccion"


@require_http_methods(["GET", "HEAD", "POST"])
def address(request: HttpRequest) -> HttpResponse:
    """The form of an address and a quote; sent, a job fetches it."""
    actor = actor_of(request)
    if request.method == "POST":
        return _sent(request, actor)
    key = text_param(request, "borrador", limit=24)
    draft = drafts.kept(actor, drafts.About(FORM, ""), key)
    if key and draft is None:
        raise Http404
    return _page(request, AddressForm(initial={n: v[0] for n, v in draft.fields.items()} if draft else None), draft)


def _sent(request: HttpRequest, actor: Actor) -> HttpResponse:
    form = AddressForm(request.POST)
    if "descartar" in request.POST:
        drop_draft(form=FORM, about="", by=actor)
        return redirect("contributions")
    try:
        save_draft(form=FORM, about="", sent=drafts.sent(request.POST), by=actor)
    except DraftTooLong:
        form.add_error(None, _("Es más de lo que cabe en un borrador: acórtelo."))
    if "guardar" in request.POST and not form.errors.get("__all__"):
        return redirect("address")
    if form.is_valid():
        try:
            errand = begin_errand(url=form.cleaned_data["direccion"], quote=form.cleaned_data["cita"], by=actor)
        except TooManyErrands:
            form.add_error(None, _("Hoy ya pidió muchas direcciones: siga mañana, o suba el documento."))
        else:
            drop_draft(form=FORM, about="", by=actor)
            return redirect(errand)
    return _page(request, form, None, status=422)


def _page(request: HttpRequest, form: AddressForm, draft: Draft | None, *, status: int = 200) -> HttpResponse:
    return render(request, "contributions/address.html", {"form": form, "draft": draft}, status=status)


@require_safe
def errand(request: HttpRequest, key: str) -> HttpResponse:
    """How far an address is; once it was read its words lead on to the form of a claim."""
    actor = actor_of(request)
    found = queries.errand_of(actor, key)
    if found is None:
        raise Http404
    at = queries.errand_at(actor, found)
    if at.document is not None and at.has_text:
        query = urlencode({"documento": at.document.short, "cita": found.quote})
        return redirect(f"{reverse('propose')}?{query}")
    context = {"errand": found, "at": at, "why": failed_in_words(found.failed) if found.failed else ""}
    return render(request, "contributions/errand.html", context)
