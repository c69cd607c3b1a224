"""The desk at work: its list, one consultation, and everything that is done with it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from minga.accounts.actors import Actor, actor_of
from minga.desk import words
from minga.desk.actions.answering import draft, save_draft, send
from minga.desk.actions.asking import agree_for, record_call
from minga.desk.actions.keeping import TextRefused
from minga.desk.actions.publishing import NotAgreed, TellsWhoAsked, publish, withdraw
from minga.desk.actions.steps import (
    NobodyThere,
    NothingAbove,
    assign,
    close,
    escalate,
    note,
    release,
    reopen,
    research_done,
    triage,
)
from minga.desk.domain.asking import (
    DUPLICATES,
    FURTHER,
    LONGEST_ANSWER,
    LONGEST_NOTE,
    LONGEST_QUESTION,
    Caller,
    Triaged,
)
from minga.desk.domain.steps import CLOCK_RUNS, Channel, Move, NotNow, Party, Routed, State, Urgency
from minga.desk.models import Consultation, PublishedQuestion
from minga.desk.queries import consultations as reads
from minga.desk.queries.desks import absences as absences_of
from minga.desk.queries.desks import (
    answer_language,
    at_desk,
    days_left,
    desk_actor_federation,
    desk_of,
    organizations_called,
    templates_for,
    today_at,
)
from minga.desk.queries.earlier import grounds, like
from minga.desk.views import PER_PAGE, _place, _which
from minga.evidence.domain.vocabulary import UnknownConcept
from minga.exchange.queries import to_broker
from minga.frame.forms import int_param, text_param
from minga.territories.models import Organization, Territory

_MOST_ORGANIZATIONS = 20


@never_cache
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """What a desk has to answer, or what was routed to whom one acts for."""
    actor = actor_of(request)
    asked = asked_of(request)
    page = Paginator(reads.listing(actor, asked), PER_PAGE).get_page(text_param(request, "pagina", limit=9))
    rows = [(one, words.STATES[State(one.state)], words.topic(one.topic), _left(one)) for one in page]
    context = {
        "page": page,
        "rows": rows,
        "asked": asked,
        "federation": desk_actor_federation(actor),
        "lists": words.LISTS.items(),
        "topics": words.topics(),
        "channels": words.CHANNELS.items(),
        "to_broker": to_broker(actor).count(),
        "place": Territory.objects.filter(code=asked.within).first() if asked.within else None,
    }
    return render(request, "desk/desk.html", context)


def asked_of(request: HttpRequest) -> reads.Asked:
    """What a list was asked for, as its address says."""
    which, channel = text_param(request, "lista", limit=10), text_param(request, "canal", limit=10)
    return reads.Asked(
        which=which if which in reads.LISTS else "open",
        topic=text_param(request, "tema", limit=40),
        within=text_param(request, "territorio", limit=40),
        size=text_param(request, "tamano", limit=10),
        channel=channel if channel in list(Channel) else "",
        year=int_param(request, "ano", least=0, most=9999, default=0) or None,
        unanswered=text_param(request, "sin-evidencia", limit=2) == "si",
    )


def _left(one: Consultation) -> str:
    return words.days_left(days_left(one)) if one.state in CLOCK_RUNS else ""


@never_cache
@require_safe
def consultation(request: HttpRequest, code: str) -> HttpResponse:
    """One consultation, with what whoever looks may do with it."""
    return _page(request, reads.by_code(code, actor_of(request)))


def _page(
    request: HttpRequest, found: Consultation, *, typed: dict[str, str] | None = None, error: str = ""
) -> HttpResponse:
    actor = actor_of(request)
    parties, moves = reads.parties(found, actor), reads.moves(found, actor)
    is_desk = Party.DESK in parties
    context: dict[str, Any] = {
        "consultation": found,
        "is_desk": is_desk,
        "moves": moves,
        "state": words.STATES[State(found.state)],
        "answers_in": answer_language(found),
        "answers_in_words": words.LANGUAGES[answer_language(found)],
        "topic": words.topic(found.topic),
        "channel": words.CHANNELS[Channel(found.channel)],
        "urgency": words.URGENCIES[Urgency(found.urgency)],
        "left": _left(found),
        "about": reads.asked_about(found),
        "routing": reads.routing_of(found),
        "notes": found.notes.select_related("organization", "by"),
        "answers": [(answer, grounds(answer)) for answer in reads.answers_of(found)],
        "may_note": bool(parties & {Party.DESK, Party.ROUTED}),
        "published": PublishedQuestion.objects.filter(consultation=found, withdrawn_at=None).first(),
        "typed": typed or {},
        "error": error,
        "longest_answer": LONGEST_ANSWER,
        "longest_note": LONGEST_NOTE,
    }
    if is_desk:
        context |= _for_the_desk(request, found, moves)
    return render(request, "desk/work.html", context, status=422 if error else 200)


def _for_the_desk(request: HttpRequest, found: Consultation, moves: frozenset[Move]) -> dict[str, Any]:
    settings, called = desk_of(found.federation), text_param(request, "organizacion", limit=100)
    kept, most = reads.draft_of(found), DUPLICATES + FURTHER
    earlier = (
        like(found.text, actor=actor_of(request), besides=found.code, most=most) if found.state in CLOCK_RUNS else []
    )
    return {
        "contact": getattr(found, "contact", None),
        "topics": words.topics(),
        "urgencies": words.URGENCIES.items(),
        "advisers": at_desk(found.federation),
        "away": {one.user_id for one in absences_of(found.federation, today_at(found.federation)) if one.user_id},
        "called": called,
        "organizations": organizations_called(called)[:_MOST_ORGANIZATIONS] if called else (),
        "earlier": earlier[:DUPLICATES],
        "further": earlier[DUPLICATES:],
        "draft": kept,
        "draft_grounds": grounds(kept) if kept else (),
        "templates": templates_for(found),
        "above": settings.above,
        "research": getattr(found, "research", None),
        "may_publish": bool(found.answered_at) and found.state in (State.ANSWERED, State.HELPED, State.CLOSED),
        "may_say_for": found.channel != Channel.WEB,
    }


@dataclass(frozen=True)
class Done:
    """What is said after something was done; `home` leads back to the list."""

    said: str
    home: bool = False


def _triage(request: HttpRequest, found: Consultation, by: Actor) -> Done:
    urgency = request.POST.get("urgencia", "")
    territory, offered = _place(request.POST.get("territorio", "").strip()[:200])
    if territory is None and request.POST.get("territorio", "").strip():
        raise _Unsaid("territorio", _which(offered) + " " + "; ".join(map(str, offered)))
    said = Triaged(
        request.POST.get("tema", "")[:40],
        territory.code if territory else "",
        Urgency(urgency) if urgency in list(Urgency) else Urgency.NORMAL,
    )
    triage(consultation=found, said=said, by=by)
    return Done(_("Quedó clasificada."))


class _Unsaid(ValueError):
    """A field that says nothing we know: its name, and what to do."""


def _assign(request: HttpRequest, found: Consultation, by: Actor) -> Done:
    kind, _sep, to = request.POST.get("a", "").partition(" ")
    if kind == Routed.ADVISER:
        user = next((one for one in at_desk(found.federation) if str(one.pk) == to), None)
        made = assign(consultation=found, kind=Routed.ADVISER, user=user, by=by)
        stood_in = user is not None and made.user_id != user.pk
        return Done(_("Está ausente: quedó con quien la suple.") if stood_in else _("Quedó asignada."))
    organization = Organization.objects.filter(slug=to).first()
    kind_of = Routed.UNIVERSITY if organization and organization.kind == "university" else Routed.PEER
    assign(consultation=found, kind=kind_of, organization=organization, by=by)
    return Done(_("Quedó turnada: lo que aporten llegará a esta mesa."))


def _draft(request: HttpRequest, found: Consultation, by: Actor) -> Done:
    made = draft(consultation=found, earlier=request.POST.get("anterior", "")[:7], by=by)
    if made.no_evidence:
        return Done(_("No hay evidencia: el borrador lo dice. Si lo envía, se pide que se investigue."))
    return Done(_("Hay un borrador con lo que consta: léalo y corríjalo antes de enviar."))


def _answer(request: HttpRequest, found: Consultation, by: Actor) -> Done:
    what, text = request.POST.get("hacer", ""), request.POST.get("texto", "")
    template = request.POST.get("plantilla", "")
    if what == "plantilla" and template.isascii() and template.isdigit():
        kept = templates_for(found).filter(pk=int(template[:9])).first()
        text = "\n\n".join(filter(None, (text.strip(), kept.text if kept else "")))
    pairs = [value.partition(" ") for value in request.POST.getlist("base")[:50]]
    named = [(kind, ref) for kind, _sep, ref in pairs]
    named += [("claim", ref.strip().upper()) for ref in request.POST.get("mas", "")[:400].split(",") if ref.strip()]
    silent = request.POST.get("sin-evidencia") == "si"
    save_draft(consultation=found, text=text, named=named, no_evidence=silent, by=by)
    if what != "enviar":
        return Done(_("Borrador guardado; nadie más que la mesa lo ve."))
    send(consultation=found, by=by)
    return Done(_("Respuesta enviada."))


def _note(request: HttpRequest, found: Consultation, by: Actor) -> Done:
    note(consultation=found, text=request.POST.get("texto", ""), by=by)
    return Done(_("Nota guardada; quien preguntó no la ve."))


def _escalate(request: HttpRequest, found: Consultation, by: Actor) -> Done:
    escalate(consultation=found, reason=request.POST.get("texto", ""), by=by)
    return Done(_("Pasó a la otra federación. Usted puede seguir leyéndola."))


def _publish(request: HttpRequest, found: Consultation, by: Actor) -> Done:
    publish(
        consultation=found,
        question=request.POST.get("pregunta", ""),
        answer=request.POST.get("respuesta", ""),
        with_territory=request.POST.get("con-territorio") == "si",
        by=by,
    )
    return Done(_("Publicada, sin el nombre de quien preguntó."))


def _agree(request: HttpRequest, found: Consultation, by: Actor) -> Done:
    agree_for(consultation=found, agrees=request.POST.get("acepta") == "si", by=by)
    return Done(_("Quedó anotado lo que dijo quien preguntó."))


def _simple(action: Callable[..., Any], said: Callable[[], str], *, home: bool = False) -> "_Act":
    def run(request: HttpRequest, found: Consultation, by: Actor) -> Done:
        action(consultation=found, by=by)
        return Done(said(), home)

    return run


_Act = Callable[[HttpRequest, Consultation, Actor], Done]
_ACTS: dict[str, _Act] = {
    "clasificar": _triage,
    "asignar": _assign,
    "redactar": _draft,
    "responder": _answer,
    "anotar": _note,
    "pasar": _escalate,
    "publicar": _publish,
    "acuerdo": _agree,
    "es-consulta": _simple(release, lambda: _("Está en la lista.")),
    "cerrar": _simple(close, lambda: _("Cerrada; el contacto de quien preguntó se borró."), home=True),
    "reabrir": _simple(reopen, lambda: _("Reabierta.")),
    "retirar": _simple(withdraw, lambda: _("Ya no es pública.")),
    "investigado": _simple(research_done, lambda: _("Ya no está por investigar.")),
}


@require_POST
def act(request: HttpRequest, code: str, act: str) -> HttpResponse:
    """Do something with a consultation; what was typed is kept where it cannot be done."""
    actor = actor_of(request)
    found = reads.by_code(code, actor)
    if act not in _ACTS:
        raise Http404
    try:
        done = _ACTS[act](request, found, actor)
    except NotNow:
        messages.warning(request, _("Mientras tanto cambió; así está ahora."))
        return redirect(found.desk_url)
    except (TextRefused, NobodyThere, NothingAbove, NotAgreed, TellsWhoAsked, UnknownConcept, _Unsaid) as error:
        typed = {name: str(value) for name, value in request.POST.items() if name != "csrfmiddlewaretoken"}
        return _page(request, found, typed={**typed, "act": act}, error=_why(error))
    messages.success(request, done.said)
    return redirect("desk" if done.home else found.desk_url)


def _why(error: Exception) -> str:
    if isinstance(error, _Unsaid):
        return str(error.args[1])
    said: dict[type[Exception], str] = {
        TextRefused: _("No hay palabras, o son demasiadas para guardarlas."),
        NobodyThere: _("Elija a alguien de la mesa que esté, o una organización que participe."),
        NothingAbove: _("Su federación no ha dicho a cuál pasa lo que no puede responder: está en los ajustes."),
        NotAgreed: _("Quien preguntó no ha dicho que pueda publicarse."),
        TellsWhoAsked: _("El texto dice quién preguntó: quite su nombre, su correo o su teléfono."),
    }
    return said.get(type(error), _("Ese tema no está en el vocabulario."))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def record(request: HttpRequest) -> HttpResponse:
    """Write down what a member asked by telephone, by WhatsApp, by mail or in person."""
    actor = actor_of(request)
    if desk_actor_federation(actor) is None:
        raise Http404
    if request.method != "POST":
        return _record_form(request, {"canal": Channel.PHONE})
    typed = {
        name: request.POST.get(name, "").strip()
        for name in ("texto", "territorio", "canal", "nombre", "correo", "telefono")
    }
    territory, offered = _place(typed["territorio"][:200])
    if typed["territorio"] and territory is None:
        return _record_form(request, typed, _which(offered), offered)
    channel = Channel(typed["canal"]) if typed["canal"] in list(Channel) else Channel.PHONE
    caller = Caller(typed["nombre"], typed["correo"], typed["telefono"])
    try:
        made = record_call(text=typed["texto"], territory=territory, channel=channel, caller=caller, by=actor)
    except TextRefused:
        return _record_form(request, typed, _("Escriba entre 1 y %(n)s caracteres.") % {"n": LONGEST_QUESTION})
    except ValidationError:
        return _record_form(request, typed, _("Eso no parece una dirección de correo."))
    messages.success(request, _("Registrada. Dele a quien preguntó su dirección: allí verá la respuesta."))
    return redirect(made.desk_url)


def _record_form(
    request: HttpRequest, typed: dict[str, str], error: str = "", offered: list[Territory] | None = None
) -> HttpResponse:
    channels = [(one.value, label) for one, label in words.CHANNELS.items() if one != Channel.WEB]
    context = {
        "typed": typed,
        "error": error,
        "offered": offered or (),
        "channels": channels,
        "longest": LONGEST_QUESTION,
    }
    return render(request, "desk/record.html", context, status=422 if error else 200)
