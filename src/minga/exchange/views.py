"""Pages: one's own exchanges, one of them with all that stands in it, its steps, and the handover of an office."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from minga.accounts.actors import Actor, actor_of
from minga.exchange import dossier, queries
from minga.exchange.actions.agreeing import NotToInvite, agree_terms, invite, propose_terms
from minga.exchange.actions.asking import (
    NobodyToAsk,
    NotAnother,
    accept,
    ask_again,
    counter,
    decline,
    pass_on,
    turn_to_another,
    withdraw,
)
from minga.exchange.actions.learning import agree_note, evaluate, follow_up, publish_note, write_note, write_plan
from minga.exchange.actions.meeting import LinkRefused, OverTheLimits, When, end_sessions, schedule
from minga.exchange.actions.moving import Changed
from minga.exchange.domain.steps import (
    ANSWER_DAYS,
    ENDED,
    Event,
    NotPossible,
    NotYet,
    Party,
    State,
    follow_ups,
    possible,
    turn,
)
from minga.exchange.forms import EvidenceForm, FileForm, MessageForm, PromiseForm
from minga.exchange.models import Exchange, Note
from minga.exchange.steps import SLUGS, STEPS, owners
from minga.exchange.words import ACCESS, BROKEN, EVENTS, MISSING, PARTIES, SERVED, STATES, topic_label, who_teaches
from minga.offers.domain.modalities import Modality
from minga.offers.words import MODALITIES, tongue
from minga.territories.models import Organization, Territory

# The way of an exchange as its page draws it, and up to which states each stretch lasts.
WAY = (
    (_("pedido"), (State.ASKED, State.COUNTERED, State.BROKERED)),
    (_("términos"), (State.ACCEPTED, State.TERMS)),
    (_("preparación"), (State.PREPARING,)),
    (_("sesiones"), (State.IN_SESSION,)),
    (_("adaptación"), (State.ADAPTING,)),
    (_("seguimiento"), (State.FOLLOWING_UP,)),
    (_("evaluación"), (State.EVALUATING,)),
    (_("cierre"), (State.CLOSED,)),
)


@never_cache
@require_safe
def exchanges(request: HttpRequest) -> HttpResponse:
    """One's own exchanges: those that wait for us first, then the others, then what has ended."""
    actor = actor_of(request)
    mine = queries.mine(actor)
    context = {
        "rows": [(row, said(row.exchange)) for row in queries.rows_of(mine.live(), actor)],
        "ended": [(one, said(one)) for one in mine.filter(state__in=ENDED)[:50]],
        "days": ANSWER_DAYS,
    }
    return render(request, "exchange/exchanges.html", context)


def said(exchange: Exchange) -> dict[str, Any]:
    """An exchange in words."""
    return {
        "state": STATES[State(exchange.state)],
        "modality": MODALITIES[Modality(exchange.modality)],
        "topic": topic_label(exchange.topic),
        "teaches": who_teaches(exchange),
        "language": tongue(exchange.language) if exchange.language else "",
    }


@never_cache
@require_safe
def handover(request: HttpRequest) -> HttpResponse:
    """What an office has open, for whoever takes it over; made to be printed."""
    actor = actor_of(request)
    found = queries.handover(actor)
    context = {
        "found": found,
        "rows": [(row, said(row.exchange), waits(row.waits_for)) for row in found.rows],
        "sessions": [(one, dossier.when_told(one)) for one in found.sessions],
        "ended": [(one, said(one)) for one in found.ended],
        "organization": actor.organization,
        "today": timezone.localdate(),
    }
    return render(request, "exchange/handover.html", context)


def waits(parties: frozenset[Party]) -> str:
    """For whom it is waited, in words."""
    return ", ".join(str(PARTIES[party]) for party in Party if party in parties)


def found_for(request: HttpRequest, ref: str) -> tuple[Actor, Exchange]:
    """Who asks, and the exchange; Http404 to whoever is no party of it, as for one that never was."""
    actor = actor_of(request)
    exchange = queries.of(actor, ref)
    if exchange is None:
        raise Http404
    return actor, exchange


@never_cache
@require_safe
def exchange(request: HttpRequest, ref: str) -> HttpResponse:
    """All of an exchange, on one page."""
    actor, found = found_for(request, ref)
    return page(request, actor, found)


def page(
    request: HttpRequest, actor: Actor, found: Exchange, *, status: int = 200, **forms_sent: forms.Form
) -> HttpResponse:
    """The page of an exchange; forms that were sent and are not right yet, by their names."""
    now = queries.standing_of(found)
    party, parties = queries.party_of(found, actor.organization), queries.participants(found)
    can = possible(now, party, queries.today()) if party else []
    note = Note.objects.filter(exchange=found).first()
    sessions = [(one, dossier.when_told(one)) for one in found.sessions.all()]
    planned = [(one, when) for one, when in sessions if one.is_planned]
    context = {
        "exchange": found,
        "said": said(found),
        "party": party,
        "participants": [(PARTIES[one], who) for one, who in parties.items()],
        "invited": [who for one, who in parties.items() if one in _INVITED],
        "way": _way(State(found.state)),
        "waits_for": waits(turn(now)),
        "is_my_turn": party in turn(now),
        "steps": [(SLUGS[event], EVENTS[event]) for event in can if event in SLUGS and event not in _APART],
        "apart": [(SLUGS[event], EVENTS[event]) for event in can if event in _APART],
        "can": {event.value for event in can},
        "terms": getattr(found, "terms", None),
        "agreed": [PARTIES[Party(one)] for one in found.terms.agreed] if hasattr(found, "terms") else [],
        "sessions": sessions,
        "session_ahead": next((each for each in planned if each[0].ends > timezone.now()), None),
        "session_over": next((each for each in planned if each[0].ends <= timezone.now()), None),
        "promises": found.commitments.select_related("owner"),
        "files": found.attachments.select_related("organization", "exchange"),
        "messages_said": found.messages.select_related("organization"),
        "plan": getattr(found, "plan", None),
        "due": follow_ups(found.planned_on) if found.planned_on and found.state == State.FOLLOWING_UP else (),
        "told": found.follow_ups.all(),
        "evaluations": [(one, SERVED[one.served]) for one in found.evaluations.select_related("organization")],  # type: ignore[index]
        "note": note,
        "note_access": ACCESS[note.access] if note else "",  # type: ignore[index]
        "note_agreed": [PARTIES[Party(one)] for one in note.agreed] if note else [],
        "message_form": MessageForm(),
        "file_form": FileForm(),
        "promise_form": PromiseForm(owners=owners(parties)),
        "evidence_form": EvidenceForm(),
        "today": queries.today(),
        "shows_because": found.state in (*ENDED, State.COUNTERED, State.BROKERED),
        **forms_sent,
    }
    return render(request, "exchange/exchange.html", context, status=status)


_INVITED = (Party.UNIVERSITY, Party.SPECIALIST)
# What stands apart from what comes next: it ends the exchange, or lets others in.
_APART = (Event.WITHDRAW, Event.INVITE)


def _way(state: State) -> list[tuple[str, str]]:
    """The stretches of the way: "done", "here" or "" where it is to come; none where it ended before its end."""
    here = next((n for n, (_label, states) in enumerate(WAY) if state in states), None)
    if here is None:
        return []
    marks = ("done" if n < here else "here" if n == here else "" for n in range(len(WAY)))
    return [(_(label), mark) for (label, _states), mark in zip(WAY, marks, strict=True)]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, ref: str, slug: str) -> HttpResponse:
    """The page of one step: what it asks for, and its button. What was typed stays, whatever is wrong with it."""
    actor, found = found_for(request, ref)
    one = STEPS.get(slug)
    if one is None:
        raise Http404
    choices = one.choices(found, actor)
    if request.method != "POST":
        return _asks(request, found, slug, one.form(initial=one.initial(found), **choices))
    form = one.form(request.POST, **choices)
    if not form.is_valid():
        return _asks(request, found, slug, form, status=422)
    try:
        _DO[one.event](found, form.cleaned_data, actor)
    except NotPossible as error:
        form.add_error(None, not_possible(error))
    except Changed:
        form.add_error(None, _("Cambió mientras usted lo leía: vuelva a leerlo antes de acordar."))
    except (OverTheLimits, LinkRefused, NotAnother, NobodyToAsk, NotToInvite, Territory.DoesNotExist) as error:
        form.add_error(None, _refused(error))
    else:
        return redirect(found)
    return _asks(request, found, slug, form, status=409)


def not_possible(error: NotPossible) -> str:
    """Why something cannot be done now, in words."""
    if isinstance(error, NotYet):
        return _("Todavía no se puede: %(missing)s.") % {"missing": MISSING[error.missing]}
    return _("Ya no se puede: el intercambio cambió, o le toca a otra parte.")


def _refused(error: Exception) -> str:
    if isinstance(error, OverTheLimits):
        return " ".join(str(BROKEN[one]) for one in error.broken)
    if isinstance(error, LinkRefused):
        return _("El enlace empieza por https://.")
    if isinstance(error, NotToInvite):
        return _("Esa organización ya participa, o nadie actúa por ella en Minga.")
    return _("No es un gobierno al que se le pueda pedir.")


def _asks(request: HttpRequest, found: Exchange, slug: str, form: forms.Form, *, status: int = 200) -> HttpResponse:
    one = STEPS[slug]
    context = {
        "exchange": found,
        "said": said(found),
        "title": EVENTS[one.event],
        "lead": one.lead,
        "form": form,
        "event": one.event.value,
        "terms": getattr(found, "terms", None),
        "note": Note.objects.filter(exchange=found).first(),
    }
    return render(request, "exchange/step.html", context, status=status)


def _reason(act: Callable[..., Any]) -> Callable[[Exchange, dict[str, Any], Actor], Any]:
    return lambda found, data, by: act(exchange=found, because=data["motivo"], by=by)


def _plainly(act: Callable[..., Any]) -> Callable[[Exchange, dict[str, Any], Actor], Any]:
    return lambda found, data, by: act(exchange=found, by=by)


def _seen(act: Callable[..., Any]) -> Callable[[Exchange, dict[str, Any], Actor], Any]:
    return lambda found, data, by: act(exchange=found, seen=data["visto"], by=by)


def when_of(data: dict[str, Any]) -> When:
    """A session as its form says it."""
    return When(
        data["empieza"], data["termina"], data["zona"], data["lugar"], data["enlace"], int(data["personas"] or 0)
    )


_DO: dict[Event, Callable[[Exchange, dict[str, Any], Actor], Any]] = {
    Event.ACCEPT: _plainly(accept),
    Event.COUNTER: lambda found, data, by: counter(
        exchange=found, modality=Modality(data["modalidad"]), because=data["motivo"], by=by
    ),
    Event.DECLINE: _reason(decline),
    Event.PASS_ON: _reason(pass_on),
    Event.WITHDRAW: _reason(withdraw),
    Event.ASK_AGAIN: _plainly(ask_again),
    Event.TURN_TO_ANOTHER: lambda found, data, by: turn_to_another(
        exchange=found, asked=Territory.objects.get(code=data["par"].upper()), by=by
    ),
    Event.PROPOSE_TERMS: lambda found, data, by: propose_terms(
        exchange=found,
        question=data["pregunta"],
        roles=data["papeles"],
        agenda=data["agenda"],
        publishes_asking=data["publica_pide"],
        publishes_offering=data["publica_ofrece"],
        by=by,
    ),
    Event.AGREE_TERMS: _seen(agree_terms),
    Event.SCHEDULE: lambda found, data, by: schedule(exchange=found, when=when_of(data), by=by),
    Event.END_SESSIONS: _plainly(end_sessions),
    Event.PLAN: lambda found, data, by: write_plan(
        exchange=found,
        adapts=data["adapta"],
        steps=data["pasos"],
        responsible=data["responsable"],
        resources=data["recursos"],
        first_result=data["resultado"],
        by=by,
    ),
    Event.FOLLOW_UP: lambda found, data, by: follow_up(
        exchange=found, done=data["hecho"], hindered=data["estorbo"], by=by
    ),
    Event.EVALUATE: lambda found, data, by: evaluate(
        exchange=found, served=data["sirvio"], learnt=data["aprendido"], lacked=data["falto"], by=by
    ),
    Event.WRITE_NOTE: lambda found, data, by: write_note(
        exchange=found, title=data["titulo"], text=data["texto"], access=data["acceso"], by=by
    ),
    Event.AGREE_NOTE: _seen(agree_note),
    Event.PUBLISH_NOTE: _plainly(publish_note),
    Event.INVITE: lambda found, data, by: invite(
        exchange=found,
        organization=Organization.objects.get(slug=data["organizacion"]),
        as_party=Party(data["papel"]),
        by=by,
    ),
}


@never_cache
@require_safe
def whom_next(request: HttpRequest, ref: str) -> HttpResponse:
    """Whom to ask next, with the reasons."""
    _actor, found = found_for(request, ref)
    new = reverse("exchange-new")
    peers = [
        (one, f"{new}?{urlencode({'con': one.territory.code, 'tema': found.topic, 'sigue': found.ref})}")
        for one in queries.next_peers(found)
    ]
    context = {"exchange": found, "said": said(found), "peers": peers}
    return render(request, "exchange/next.html", context)
