"""A claim from words that a reader selected: its form, and what becomes of it."""

import hashlib
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from minga.accounts.actors import Actor, actor_of
from minga.contributions import drafts
from minga.contributions.actions.drafting import drop_draft, save_draft
from minga.contributions.domain.drafting import DraftTooLong
from minga.contributions.forms import ProposalForm
from minga.contributions.prefilling import Filled, Place, filled, place_in
from minga.evidence.actions import ClaimRefused
from minga.evidence.domain.quotes import QuoteAmbiguous, QuoteNotFound, pin
from minga.evidence.models import Document
from minga.frame.forms import int_param, text_param
from minga.ingest.actions.contributing import NoText, Put, Stated, propose_claim
from minga.ingest.pages import document_seen_by, is_whole
from minga.kit.text import fold
from minga.territories.models import Territory
from minga.territories.queries import resolve

FORM = "afirmacion"
_MOST = 10_000_000


@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest) -> HttpResponse:
    """The form for words of a document, filled by what rules read there; sent, the claim waits to be judged."""
    actor = actor_of(request)
    if request.method == "POST":
        return _sent(request, actor)
    about, data = _asked(request)
    draft = drafts.kept(actor, drafts.About(FORM, about), text_param(request, "borrador", limit=24))
    if "borrador" in request.GET and draft is None:
        raise Http404
    if draft is not None:
        data, about = drafts.as_data(draft), draft.about
    document = _document(actor, data)
    place = _place(document, data)
    offered = filled(place, data.get("cita", "")) if place else Filled()
    form = ProposalForm(data if draft else None, initial=_initial(data, offered))
    if draft:
        form.is_valid()
        form.errors.clear()  # nobody has said yet that it is finished
    return _page(request, form, document, place, offered, about=about, draft=draft)


def _asked(request: HttpRequest) -> tuple[str, QueryDict]:
    """What the address says, as a form would, and what a draft of it would be about."""
    data = QueryDict(mutable=True)
    quote = text_param(request, "cita", limit=2000)
    data["documento"], data["cita"] = text_param(request, "documento", limit=64), quote
    for name in ("pasaje", "desde"):
        data[name] = str(int_param(request, name, least=0, most=_MOST, default=0))
    digest = hashlib.sha256(quote.encode()).hexdigest()[:8] if quote else ""
    return f"{data['documento']}.{data['pasaje']}.{digest}", data


def _document(actor: Actor, data: QueryDict) -> Document:
    """Found for whoever acts; any other is not there."""
    short = data.get("documento", "")
    found = document_seen_by(actor.organization, short) if len(short) == 12 else None
    if found is None:
        raise Http404
    return found


def _place(document: Document, data: QueryDict) -> Place | None:
    numbers = [data.get(name, "") for name in ("pasaje", "desde")]
    passage, offset = (int(n) if n.isascii() and n.isdigit() and len(n) < 9 else 0 for n in numbers)
    return place_in(document, passage=passage, offset=offset)


def _initial(data: QueryDict, offered: Filled) -> dict[str, Any]:
    return {
        **{name: data[name] for name in ("documento", "pasaje", "desde", "cita") if data.get(name)},
        "cita": data.get("cita") or offered.quote,
        "elegido": offered.territories[0].code if offered.territories else "",
        "instrumento": offered.instrument,
        "acto": offered.event,
        "cuando": offered.when,
        "ambitos": [*offered.areas],
        "quien": offered.actor,
        "donde": offered.hosted_in,
        "con": "; ".join(party["name"] for party in offered.counterparts),
    }


def _sent(request: HttpRequest, actor: Actor) -> HttpResponse:
    document, about = _document(actor, request.POST), drafts.about_of(request)
    if "descartar" in request.POST:
        drop_draft(form=FORM, about=about, by=actor)
        return redirect(document)
    form = ProposalForm(request.POST)
    draft = None
    try:  # before anything else: what follows may fail
        draft = save_draft(form=FORM, about=about, sent=drafts.sent(request.POST), by=actor)
    except DraftTooLong:
        form.add_error(None, _("Es más de lo que cabe en un borrador: acórtelo."))
    if "guardar" in request.POST and draft:
        return redirect(f"{reverse('propose')}?{urlencode({'borrador': draft.key})}")
    place = _place(document, request.POST)
    is_complete = form.is_valid()
    if "buscar" in request.POST:  # nobody has said yet that the rest is finished
        for name in [*form.errors]:
            if name != "territorio":
                del form.errors[name]
    put = _put(form, document, place, actor) if is_complete and "buscar" not in request.POST else None
    if put is None:
        offered = filled(place, request.POST.get("cita", "")) if place else Filled()
        return _page(request, form, document, place, offered, about=about, status=_status(request))
    drop_draft(form=FORM, about=about, by=actor)
    said = "" if put.is_new else "&estaba=1"
    return redirect(f"{reverse('contributions')}?hecha={put.proposal.ref}{said}")


def _status(request: HttpRequest) -> int:
    return 200 if "buscar" in request.POST else 422


def _put(form: ProposalForm, document: Document, place: Place | None, actor: Actor) -> Put | None:
    """The proposal; None where it cannot be, and the form says why."""
    read = form.cleaned_data
    # Read again only for the other side: a form with none of it need not wait for the rules.
    offered = filled(place, read["cita"]) if place and read["con"].strip() else Filled()
    told = Stated(
        read["codigo"],
        read["instrumento"],
        read["acto"],
        read["cuando"],
        tuple(read["ambitos"]),
        read["quien"],
        read["donde"],
        tuple(_parties(read["con"], offered)),
    )
    near = place.near if place else None
    try:
        return propose_claim(document=document, quote=read["cita"], told=told, near=near, by=actor)
    except QuoteNotFound:
        form.add_error(
            "cita", _("Esas palabras no están en el documento tal cual. Cópielas como están, sin corregirlas.")
        )
    except QuoteAmbiguous:
        form.add_error("cita", _("Esas palabras están más de una vez: añada alguna de las que siguen."))
    except NoText:
        form.add_error("cita", _("De este documento no hay texto."))
    except ClaimRefused as error:
        form.add_error(None, _("No puede guardarse así: %(what)s.") % {"what": error})
    except Territory.DoesNotExist:
        form.add_error("territorio", _("Ese territorio ya no está."))
    return None


def _parties(written: str, offered: Filled) -> list[dict[str, str]]:
    """The other side: as the rules knew it, else by its name, with its code where that means one place alone."""
    known = {fold(party["name"]): party for party in offered.counterparts}
    names = [" ".join(name.split()) for name in written.split(";") if name.strip()][:10]
    return [known.get(fold(name)) or _party(name) for name in names]


def _party(name: str) -> dict[str, str]:
    found = resolve(name).territory
    return {"name": name, "territory": found.code, "country": found.country} if found else {"name": name}


def _is_missing(form: ProposalForm, place: Place | None) -> bool:
    """Whether the words that somebody came with are nowhere in the document."""
    quote = str(form["cita"].value() or "")
    try:
        return bool(quote and place and not pin(quote, place.extracted.text, near=place.near or 0))
    except QuoteNotFound:
        return True


def _page(
    request: HttpRequest,
    form: ProposalForm,
    document: Document,
    place: Place | None,
    offered: Filled,
    *,
    about: str,
    draft: Any = None,
    status: int = 200,
) -> HttpResponse:
    candidates = [*{one.code: one for one in (*offered.territories, *form.candidates)}.values()]
    whole = is_whole(document) and place is not None and place.passage is not None
    context = {
        "form": form,
        "document": document,
        "passage": place.passage if place else None,
        "words": place.extracted.text[place.passage.start : place.passage.end][:6000]
        if whole and place and place.passage
        else "",
        "candidates": candidates,
        "offered": offered,
        "about": about,
        "draft": draft,
        "is_missing": request.method != "POST" and _is_missing(form, place),
    }
    return render(request, "contributions/propose.html", context, status=status)
