"""Proposals and documents in words: which rule found one, how often such rules are right, what became of a file."""

from collections.abc import Sequence

from django import template
from django.utils.translation import gettext as _

from minga.ingest.domain.states import WITH_TEXT
from minga.ingest.models import Ingestion
from minga.ingest.reasons import DOUBTS, RULES, note_in_words, state_in_words

register = template.Library()

_HIGH, _MIDDLING = 0.85, 0.65


@register.filter
def rule(code: str) -> str:
    """{{ proposal.rule|rule }}: by what a proposal was found; the code where it is a new one."""
    return str(RULES.get(code, code))


@register.filter
def doubts(why: Sequence[str]) -> list[str]:
    """{{ proposal.why|doubts }}: what speaks against a proposal."""
    return [str(DOUBTS[code]) for code in why if code in DOUBTS]


@register.filter
def confidence(share: float) -> str:
    """{{ proposal.confidence|confidence }}: how often such proposals were right, in words."""
    of_ten = _("de cada diez así, aciertan unas %(n)s") % {"n": round(share * 10)}
    if share >= _HIGH:
        return _("alta: %(of_ten)s") % {"of_ten": of_ten}
    if share >= _MIDDLING:
        return _("media: %(of_ten)s") % {"of_ten": of_ten}
    return _("baja: %(of_ten)s") % {"of_ten": of_ten}


@register.filter
def became(ingestion: Ingestion) -> str:
    """{{ document.ingestion|became }}: how reading a file ended, with what a reader should know."""
    notes = [note_in_words(note, number) for note, number in ingestion.notes.items()]
    return "; ".join([state_in_words(ingestion.state), *notes])


@register.filter
def has_text(ingestion: Ingestion) -> bool:
    """{% if document.ingestion|has_text %}: whether its words were read."""
    return ingestion.state in WITH_TEXT


@register.filter
def spoken(code: str) -> str:
    """{{ document.language|spoken }}: the name of one of the four languages."""
    names = {"es": _("español"), "pt": _("portugués"), "en": _("inglés"), "fr": _("francés")}
    return names.get(code, code)
