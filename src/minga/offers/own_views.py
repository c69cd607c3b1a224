"""Pages of an office: its offers, what is ready to be confirmed, what meets them."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from minga.accounts.actors import Actor, actor_of
from minga.accounts.domain.permissions import Capability
from minga.frame.forms import text_param
from minga.kit.tables import XLSX
from minga.offers import papers, words
from minga.offers.actions.keeping import NoOffice, TooMany, change, draft, publish, renew, take_up, withdraw
from minga.offers.domain.offers import MAY, Act, Direction, NotNow, OfferRefused, Said, State
from minga.offers.forms import OfferForm, initial, said_by
from minga.offers.models import Offer
from minga.offers.queries import offers as reads
from minga.offers.queries.meeting import Meeting, meetings
from minga.offers.queries.suggesting import Suggestion, claims_to_show, suggestions, tongues_of
from minga.offers.views import rows_of, said

MATCHES_PER_PAGE = 15
_DO = {Act.PUBLISH: publish, Act.RENEW: renew, Act.WITHDRAW: withdraw}
_DONE = {
    Act.PUBLISH: gettext_lazy("Publicada: ya la encuentra cualquiera."),
    Act.RENEW: gettext_lazy("Renovada."),
    Act.WITHDRAW: gettext_lazy("Retirada."),
}


@never_cache
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """One's own offers by where they stand, and what is ready to be confirmed."""
    actor = actor_of(request)
    ready = suggestions(actor)
    context = {
        "organization": actor.organization,
        "rows": rows_of(list(reads.own(actor)), {}),
        "offers_ready": [_ready(one) for one in ready if one.said.direction == Direction.OFFER],
        "demands_ready": [_ready(one) for one in ready if one.said.direction == Direction.DEMAND],
        "has_territory": bool(actor.organization and actor.organization.territory_id),
        "can_change": actor.may(Capability.EXCHANGE),
    }
    return render(request, "offers/mine.html", context)


def _ready(one: Suggestion) -> dict[str, Any]:
    return {
        "key": one.key,
        "topic": words.topic(one.said.instrument, one.said.areas),
        "refs": one.said.claims[:3],
        "proofs": one.proofs,
        "peers": one.peers,
        "with_it": one.with_it,
    }


@never_cache
@require_safe
def matches(request: HttpRequest) -> HttpResponse:
    """What meets the offers and demands of one's own office, the best first, each with its reasons."""
    actor = actor_of(request)
    active = list(reads.own(actor).filter(state=State.ACTIVE))
    found = sorted((each for one in active for each in meetings(one)), key=lambda each: each.match.rank)
    page = Paginator(found, MATCHES_PER_PAGE).get_page(text_param(request, "pagina", limit=9))
    context = {"page": page, "rows": [_met(each) for each in page], "has_active": bool(active)}
    return render(request, "offers/matches.html", context)


def _met(each: Meeting) -> dict[str, Any]:
    return {"mine": said(each.mine), "other": said(each.other), "reasons": words.reasons(each.match)}


@never_cache
@require_safe
def sheet(request: HttpRequest) -> HttpResponse:
    """One's own offers as a workbook."""
    rows = list(reads.own(actor_of(request)))
    response = HttpResponse(papers.as_xlsx(rows, reads.room(rows)), content_type=XLSX)
    response.headers["Content-Disposition"] = 'attachment; filename="minga-ofertas.xlsx"'
    return response


@require_POST
def take_up_suggested(request: HttpRequest) -> HttpResponse:
    """Confirm one suggestion by its own button, or all that are ticked."""
    one = request.POST.get("una", "")
    keys = [one] if one else request.POST.getlist("clave")
    try:
        made = len(take_up(keys=keys, by=actor_of(request)))
    except (NoOffice, TooMany) as error:
        messages.error(request, _refused(error))
        return redirect("offers-mine")
    if made:
        told = ngettext("Publicada %(n)s.", "Publicadas %(n)s.", made)
        messages.success(request, told % {"n": made})
    else:
        messages.warning(request, _("No se marcó ninguna de las que esperan."))
    return redirect("offers-mine")


def _refused(error: Exception) -> str:
    if isinstance(error, TooMany):
        return _("Su oficina tiene %(n)s ofertas en pie: retire alguna antes.") % {"n": error}
    return _("Se ofrece en nombre de una organización: elija por cuál actúa en su cuenta.")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """An offer from the beginning, or from a suggestion; kept as a draft, or published at once."""
    actor = actor_of(request)
    suggested = _suggested(request, actor)
    if request.method != "POST":
        told = initial(suggested) if suggested else {"idiomas": list(tongues_of(_place(actor))), "cupo": 4}
        return _page(request, OfferForm(initial=told, proofs=_proofs(actor, suggested)), None)
    form = OfferForm(request.POST, proofs=_proofs(actor, suggested))
    if not form.is_valid():
        return _page(request, form, None, status=422)
    try:
        made = draft(said=form.said(), by=actor)
    except OfferRefused as error:
        form.tell(error.faults)
        return _page(request, form, None, status=422)
    except (NoOffice, TooMany) as error:
        form.add_error(None, _refused(error))
        return _page(request, form, None, status=409)
    if request.POST.get("hacer") == Act.PUBLISH:
        publish(offer=made, by=actor)
        messages.success(request, str(_DONE[Act.PUBLISH]))
    return redirect(made)


def _suggested(request: HttpRequest, actor: Actor) -> Said | None:
    key = text_param(request, "sugerencia", limit=90)
    return next((one.said for one in suggestions(actor) if one.key == key), None) if key else None


def _place(actor: Actor) -> Any:
    return actor.organization.territory if actor.organization else None


def _proofs(actor: Actor, told: Said | None) -> list[tuple[str, str]]:
    return [(one.ref, f"{one.statement} ({one.ref})") for one in claims_to_show(actor, told)]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def change_one(request: HttpRequest, ref: str) -> HttpResponse:
    """Say one's own offer otherwise. What was typed stays, whatever is wrong with it."""
    actor = actor_of(request)
    found = _own(actor, ref)
    told = said_by(found)
    proofs = _proofs(actor, told)
    if Act.CHANGE not in MAY[State(found.state)]:
        raise Http404
    if request.method != "POST":
        return _page(request, OfferForm(initial=initial(told), proofs=proofs), found)
    form = OfferForm(request.POST, proofs=proofs)
    if not form.is_valid():
        return _page(request, form, found, status=422)
    try:
        change(offer=found, said=form.said(), by=actor)
    except OfferRefused as error:
        form.tell(error.faults)
        return _page(request, form, found, status=422)
    return redirect(found)


def _own(actor: Actor, ref: str) -> Offer:
    found = reads.of_ref(actor, ref)
    if found is None or not reads.is_own(found, actor):
        raise Http404
    return found


def _page(request: HttpRequest, form: OfferForm, found: Offer | None, *, status: int = 200) -> HttpResponse:
    context = {"form": form, "offer": found, "title": words.title(found) if found else ""}
    return render(request, "offers/form.html", context, status=status)


@require_POST
def act(request: HttpRequest, ref: str, act: str) -> HttpResponse:
    """Publish, renew or withdraw one's own offer: one click."""
    actor = actor_of(request)
    found = _own(actor, ref)
    wanted = next((one for one in _DO if one == act), None)
    if wanted is None:
        raise Http404
    try:
        _DO[wanted](offer=found, by=actor)
    except NotNow:
        messages.warning(request, _("Ya no se puede: la oferta cambió."))
    else:
        messages.success(request, str(_DONE[wanted]))
    return redirect(found)
