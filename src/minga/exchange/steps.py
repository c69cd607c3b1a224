"""What each step of an exchange asks for on its page; one row for each event that persons do."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from minga.accounts.actors import Actor
from minga.exchange import calendars, queries
from minga.exchange import forms as ours
from minga.exchange.domain.steps import Event, Party
from minga.exchange.models import Exchange, Note
from minga.exchange.words import PARTIES
from minga.territories.models import Organization

Data = Mapping[str, Any]


@dataclass(frozen=True)
class Step:
    """One page. `lead` says what happens; `form` what is asked; `choices` and `initial` what fills it."""

    event: Event
    lead: Any
    form: type[forms.Form] = ours.NothingForm
    choices: Callable[[Exchange, Actor], dict[str, Any]] = lambda exchange, actor: {}
    initial: Callable[[Exchange], dict[str, Any]] = lambda exchange: {}


def _seen_terms(exchange: Exchange) -> dict[str, Any]:
    terms = getattr(exchange, "terms", None)
    return {"visto": terms.at.isoformat()} if terms else {}


def _terms(exchange: Exchange) -> dict[str, Any]:
    terms = getattr(exchange, "terms", None)
    if terms is None:
        return {"pregunta": exchange.question}
    return {
        "pregunta": terms.question,
        "papeles": terms.roles,
        "agenda": terms.agenda,
        "publica_pide": terms.publishes_asking,
        "publica_ofrece": terms.publishes_offering,
    }


def _plan(exchange: Exchange) -> dict[str, Any]:
    plan = getattr(exchange, "plan", None)
    if plan is None:
        return {}
    return {
        "adapta": plan.adapts,
        "pasos": plan.steps,
        "responsable": plan.responsible,
        "recursos": plan.resources,
        "resultado": plan.first_result,
    }


def _note(exchange: Exchange) -> dict[str, Any]:
    note = Note.objects.filter(exchange=exchange).first()
    return {"titulo": note.title, "texto": note.text, "acceso": note.access} if note else {}


def _seen_note(exchange: Exchange) -> dict[str, Any]:
    note = Note.objects.filter(exchange=exchange).first()
    return {"visto": note.at.isoformat()} if note else {}


def zones(exchange: Exchange, actor: Actor) -> dict[str, Any]:
    """The time zones of both sides, one's own country's first."""
    own = actor.organization.country if actor.organization else ""
    countries = [own, *(one.country for one in (exchange.asker, exchange.asked) if one)]
    return {"zones": calendars.zones_of(countries)}


def _peers(exchange: Exchange, actor: Actor) -> dict[str, Any]:
    return {"peers": [(one.territory.code, one.territory.name) for one in queries.next_peers(exchange)]}


def _invitable(exchange: Exchange, actor: Actor) -> dict[str, Any]:
    return {"organizations": [(one.slug, one.name) for one in queries.invitable(exchange)]}


def owners(participants: Mapping[Party, Sequence[Organization]]) -> list[tuple[str, str]]:
    """Who may owe something: everybody who takes part."""
    return [
        (one.slug, f"{one.name} ({PARTIES[party]})")
        for party, several in participants.items()
        for one in several
        if party != Party.CLOCK
    ]


STEPS: Mapping[str, Step] = {
    "aceptar": Step(Event.ACCEPT, _("Quien lo pidió recibe el aviso; después se acuerdan los términos.")),
    "otra-forma": Step(Event.COUNTER, _("La otra parte dirá si así le sirve."), ours.CounterForm),
    "decir-que-no": Step(
        Event.DECLINE, _("Un no con su razón también ayuda: a quien pidió se le sugiere otro par."), ours.ReasonForm
    ),
    "a-la-federacion": Step(
        Event.PASS_ON, _("La federación verá el pedido y lo escrito, y buscará quién responda."), ours.ReasonForm
    ),
    "volver-a-preguntar": Step(Event.ASK_AGAIN, _("El mismo gobierno recibe el pedido otra vez, con un plazo nuevo.")),
    "otro-par": Step(
        Event.TURN_TO_ANOTHER,
        _("Se abre un intercambio nuevo con otro gobierno; el que no respondió no verá nada de él."),
        ours.PeerForm,
        choices=_peers,
    ),
    "terminos": Step(
        Event.PROPOSE_TERMS, _("Los escribe una parte y los acuerda la otra; si cambian, se acuerdan de nuevo."),
        ours.TermsForm, initial=_terms,
    ),
    "acordar-terminos": Step(
        Event.AGREE_TERMS, _("Usted acuerda los términos tal como están escritos."), ours.SeenForm, initial=_seen_terms
    ),
    "sesion": Step(
        Event.SCHEDULE, _("Todas las partes reciben el aviso, y cada una lleva la sesión a su calendario."),
        ours.SessionForm, choices=zones,
    ),
    "terminar-sesiones": Step(
        Event.END_SESSIONS, _("Sigue el plan de adaptación de quien pidió. Las sesiones que faltaban se cancelan.")
    ),
    "plan": Step(
        Event.PLAN, _("Lo que se hará en casa con lo aprendido. A los 3 y a los 6 meses se cuenta cómo va."),
        ours.PlanForm, initial=_plan,
    ),
    "seguimiento": Step(Event.FOLLOW_UP, _("También sirve saber que no se hizo, y por qué."), ours.FollowUpForm),
    "evaluacion": Step(Event.EVALUATE, _("La leen las partes. Con la de ambas se cierra."), ours.EvaluationForm),
    "nota": Step(
        Event.WRITE_NOTE, _("Nada se publica hasta que ambas partes acuerden estas mismas palabras y quién las leerá."),
        ours.NoteForm, initial=_note,
    ),
    "acordar-nota": Step(
        Event.AGREE_NOTE, _("Usted acuerda que se publiquen estas palabras, tal como están."), ours.SeenForm,
        initial=_seen_note,
    ),
    "publicar-nota": Step(
        Event.PUBLISH_NOTE, _("La nota se archiva y de ella salen afirmaciones propuestas, que alguien revisa.")
    ),
    "invitar": Step(
        Event.INVITE, _("Verá todo el intercambio, también lo ya escrito, mientras participe."), ours.InviteForm,
        choices=_invitable,
    ),
    "retirarse": Step(
        Event.WITHDRAW, _("El intercambio termina para ambas partes; lo escrito queda para ellas."), ours.ReasonForm
    ),
}  # fmt: skip
SLUGS = {step.event: slug for slug, step in STEPS.items()}


def local(moment: datetime) -> str:
    """A moment as a field of a form holds it."""
    return moment.strftime("%Y-%m-%dT%H:%M")
