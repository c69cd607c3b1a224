"""Exchanges in words."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from minga.evidence.domain.statuses import Access
from minga.evidence.domain.vocabulary import vocabulary
from minga.exchange.domain.reminders import Kind
from minga.exchange.domain.steps import Event, Party, State, Teaching
from minga.exchange.models import Evaluation, Exchange
from minga.offers.domain.modalities import Broken
from minga.offers.words import label
from minga.peers.words import goal_label

STATES = {
    State.ASKED: _("pedido, espera respuesta"),
    State.COUNTERED: _("se propuso otra forma"),
    State.BROKERED: _("lo media la federación"),
    State.ACCEPTED: _("aceptado, faltan los términos"),
    State.TERMS: _("términos por acordar"),
    State.PREPARING: _("en preparación"),
    State.IN_SESSION: _("en sesiones"),
    State.ADAPTING: _("plan de adaptación por escribir"),
    State.FOLLOWING_UP: _("en seguimiento"),
    State.EVALUATING: _("en evaluación"),
    State.CLOSED: _("cerrado"),
    State.DECLINED: _("no se hizo"),
    State.WITHDRAWN: _("retirado"),
    State.PASSED_ON: _("pasó a otro par"),
}
PARTIES = {
    Party.REQUESTING: _("quien pide"),
    Party.OFFERING: _("quien ofrece"),
    Party.BROKER: _("federación que media"),
    Party.UNIVERSITY: _("universidad que sistematiza"),
    Party.SPECIALIST: _("especialista"),
}
EVENTS = {
    Event.ACCEPT: _("Aceptar"),
    Event.COUNTER: _("Proponer otra forma"),
    Event.DECLINE: _("Decir que no"),
    Event.PASS_ON: _("Pasar a la federación"),
    Event.ASK_AGAIN: _("Volver a preguntar"),
    Event.TURN_TO_ANOTHER: _("Pedirlo a otro par"),
    Event.PROPOSE_TERMS: _("Escribir los términos"),
    Event.AGREE_TERMS: _("Acordar los términos"),
    Event.SCHEDULE: _("Fijar una sesión"),
    Event.END_SESSIONS: _("Terminar las sesiones"),
    Event.PLAN: _("Escribir el plan de adaptación"),
    Event.FOLLOW_UP: _("Contar cómo va"),
    Event.EVALUATE: _("Evaluar"),
    Event.WRITE_NOTE: _("Escribir la nota de aprendizaje"),
    Event.AGREE_NOTE: _("Acordar lo que se publica"),
    Event.PUBLISH_NOTE: _("Publicar la nota"),
    Event.INVITE: _("Invitar a una universidad o a un especialista"),
    Event.WITHDRAW: _("Retirarse"),
}
# What comes before, where something is not possible yet.
MISSING = {
    "broker": _("no hay una federación a la cual acudir"),
    "people": _("nadie de ese gobierno participa todavía en Minga"),
    "time": _("todavía no es el momento"),
    "others": _("ya lo dijo; falta la otra parte"),
    "session": _("falta una sesión con su bitácora"),
    "report": _("falta el informe, entre los archivos"),
    "promises": _("falta la lista de tareas, entre los compromisos"),
    "note": _("falta la nota"),
    "agreement": _("falta que ambas partes acuerden la nota"),
    "published": _("la nota ya se publicó"),
}
BROKEN = {
    Broken.NO_SESSION: _("Una respuesta escrita no tiene sesiones."),
    Broken.BACKWARDS: _("Termina antes de empezar."),
    Broken.HOURS: _("Dura más de lo que admite esta modalidad."),
    Broken.DAYS: _("No dura los días que pide esta modalidad."),
    Broken.PEOPLE: _("Son más personas de las que admite esta modalidad."),
}
REMINDERS = {
    Kind.ANSWER: _("falta poco para que venza el plazo de respuesta"),
    Kind.SESSION: _("se acerca una sesión"),
    Kind.PROMISE_SOON: _("se acerca la fecha de un compromiso suyo"),
    Kind.PROMISE_DUE: _("llegó la fecha de un compromiso suyo"),
    Kind.PROMISE_LATE: _("un compromiso suyo está atrasado"),
    Kind.FOLLOW_UP: _("es tiempo de contar cómo va"),
    Kind.FOLLOW_UP_LATE: _("falta contar cómo va"),
    Kind.EVALUATE: _("falta su evaluación"),
    Kind.EVALUATE_LAST: _("últimos días para evaluar"),
    Kind.STILL: _("lleva tiempo quieto y le toca a usted"),
}
SERVED = {
    Evaluation.Served.YES: _("sirvió"),
    Evaluation.Served.PARTLY: _("sirvió en parte"),
    Evaluation.Served.NO: _("no sirvió"),
}
ACCESS = {
    Access.OPEN: _("cualquiera la lee entera"),
    Access.QUOTES: _("cualquiera lee solo lo que se cite"),
    Access.PRIVATE: _("la leen solo las dos partes"),
}
SILENCE = _("No hubo respuesta en el plazo.")


def who_teaches(exchange: Exchange) -> str:
    """Who teaches whom, by the names of the governments: "Manizales enseña a Caldono"."""
    asking, asked = (
        one.name if one else str(PARTIES[party])
        for one, party in ((exchange.asker, Party.REQUESTING), (exchange.asked, Party.OFFERING))
    )
    if exchange.teaching == Teaching.BOTH:
        return gettext("%(one)s y %(other)s se enseñan uno a otro") % {"one": asking, "other": asked}
    one, other = (asked, asking) if exchange.teaching == Teaching.ASKED else (asking, asked)
    return gettext("%(one)s enseña a %(other)s") % {"one": one, "other": other}


def topic_label(code: str) -> str:
    """What is asked about, in words."""
    if not code:
        return str(_("otro tema"))
    return label(code, "area") if vocabulary().has(code, "area") else goal_label(code)
