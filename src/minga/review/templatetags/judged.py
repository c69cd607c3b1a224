"""What was proposed and done to a claim, in words, in templates."""

from collections.abc import Sequence
from typing import Any

from django import template
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from minga.evidence.domain.vocabulary import UnknownConcept, vocabulary
from minga.ingest.reasons import because_in_words
from minga.review.domain import Outcome
from minga.review.queries.history import Step

register = template.Library()
_SCHEMES = {"instrument": "instrument", "event": "event", "areas": "area"}


@register.filter
def because(codes: Sequence[str]) -> str:
    """{{ proposal.because|because }}: the codes as a reader says them."""
    return "; ".join(map(because_in_words, codes))


@register.filter
def step(one: Step) -> str:
    """{{ step|step }}: what was done."""
    return {
        "entered": _("Entró en esta colección"),
        "proposed": _("La propuso una persona"),
        "read": _("Se leyó en un documento"),
        "corrected": _("Se corrigió lo propuesto, y se aceptó"),
        "cited_from": _("Recibió una cita más"),
        "accepted": _("Se aceptó"),
        "rejected": _("Se rechazó"),
        "correction": _("Se propuso o hizo una corrección:"),
        "corrects": _("Corrige a otra:"),
        "cited": _("Se añadió una cita"),
        "uncited": _("Se retiró una cita"),
        "disputed": _("Se puso en disputa con otra"),
        "reconciled": _("Dejó de estar en disputa con otra"),
        "unjudged": _("Se deshizo un dictamen"),
        "left_unverified": _("Quedó con cita por verificar"),
        "verified": _("Se verificó una cita"),
        "replaced": _("Otra la reemplazó"),
    }.get(one.what, one.what)


@register.filter
def value_name(name: str) -> str:
    """What a value of a claim is called."""
    return {
        "territory": _("Territorio"),
        "instrument": _("Instrumento"),
        "event": _("Hecho"),
        "when": _("Cuándo"),
        "areas": _("Ámbitos"),
        "statement": _("Enunciado"),
    }.get(name, name)


@register.filter
def value(said: Any, name: str) -> str:
    """A value of a claim as a reader says it; codes by their labels."""
    if not said:
        return _("nada")
    codes = said if isinstance(said, list) else [said]
    if name not in _SCHEMES:
        return ", ".join(map(str, codes))
    try:
        language = get_language() or "es"
        return ", ".join(vocabulary().label(code, language, scheme=_SCHEMES[name]) for code in codes)
    except UnknownConcept:
        return ", ".join(codes)


@register.filter
def work_name(name: str) -> str:
    """What a list of open work is called."""
    return {
        "sin-cita": _("afirmaciones sin cita textual"),
        "sin-fecha": _("territorios sin ninguna fecha"),
        "en-disputa": _("afirmaciones en disputa"),
        "por-verificar": _("citas por verificar"),
        "sin-revisar": _("afirmaciones sin revisar"),
        "copias": _("copias que reemplazar"),
        "enlaces": _("fuentes con enlace caído"),
    }[name]


@register.filter
def link_outcome(outcome: str) -> str:
    """How an address answered."""
    return {
        Outcome.ALIVE: _("responde"),
        Outcome.GONE: _("dice que ya no está"),
        Outcome.FAILING: _("responde con un error o lo prohíbe"),
        Outcome.SILENT: _("no responde"),
        Outcome.REFUSED: _("no es una dirección de la red abierta"),
    }[Outcome(outcome)]
