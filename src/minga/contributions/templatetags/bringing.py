"""What people brought, in words."""

from django import template
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from minga.accounts.actors import Actor
from minga.contributions import queries, words
from minga.contributions.models import Draft
from minga.evidence.domain.statuses import Access
from minga.ingest.domain.proposing import Standing
from minga.ingest.models import Proposal

register = template.Library()
register.filter(words.failed_in_words)


@register.filter
def access_in_words(access: str) -> str:
    """{{ document.access|access_in_words }}: who may read it."""
    return {
        Access.OPEN: _("cualquiera puede leerlo entero"),
        Access.QUOTES: _("solo se lee lo que se cita"),
        Access.PRIVATE: _("solo mi organización"),
    }[Access(access)]


@register.filter
def fate(one: Proposal) -> str:
    """{{ proposal|fate }}: what became of it, with the reason that was given."""
    said = {
        Standing.OPEN: _("espera dictamen"),
        Standing.ACCEPTED: _("aceptada"),
        Standing.CORRECTED: _("aceptada con correcciones"),
        Standing.REJECTED: _("rechazada"),
        Standing.GONE: _("retirada"),
    }[Standing(one.state)]
    return f"{said}: {one.reason}" if one.reason else said


@register.filter
def may_be_described(seen: queries.Seen, actor: Actor) -> bool:
    """{% if seen|may_be_described:actor %}: whether whoever acts may say what its source is."""
    return seen.document is not None and queries.may_describe(actor, seen.document.source)


_PAGES = {"afirmacion": "propose", "direccion": "address"}


@register.filter
def resumed(draft: Draft) -> str:
    """{{ draft|resumed }}: where it is gone on with."""
    if draft.form == "fuente":
        return reverse("upload-source", args=[draft.about])
    return f"{reverse(_PAGES[draft.form])}?{urlencode({'borrador': draft.key})}"


@register.filter
def about_in_words(draft: Draft) -> str:
    """{{ draft|about_in_words }}: what kind of form it is."""
    return {
        "afirmacion": _("Una afirmación"),
        "direccion": _("Una dirección y una cita"),
        "fuente": _("La fuente de un documento"),
    }[draft.form]
