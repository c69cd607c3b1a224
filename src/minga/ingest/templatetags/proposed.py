"""Proposals and documents in words: which rule found one, how often such rules are right, what became of a file."""

from collections.abc import Sequence

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minga.ingest.domain.states import WITH_TEXT
from minga.ingest.models import Ingestion
from minga.ingest.reasons import note_in_words, state_in_words

register = template.Library()

_RULES = {
    "who_did_what": gettext_lazy("la frase dice quién hizo qué"),
    "done_to": gettext_lazy("la frase dice que algo fue hecho"),
    "noun_of_a_deed": gettext_lazy("la frase nombra el acto, como en «la creación de…»"),
    "it_has_one": gettext_lazy("la frase dice que cuenta con ello"),
    "its_own": gettext_lazy("la frase habla de lo suyo, como en «su estrategia»"),
    "deed_of_what_was_named": gettext_lazy("la frase dice qué pasó con lo que se nombró antes"),
    "did_the_same": gettext_lazy("la frase dice que hizo lo mismo que otro"),
    "row": gettext_lazy("es una fila de una lista o de una tabla"),
}
_DOUBTS = {
    "subject_before": gettext_lazy("quién lo hizo está en una frase anterior"),
    "subject_far": gettext_lazy("quién lo hizo está lejos del verbo"),
    "subject_oblique": gettext_lazy("quién lo hizo no es el sujeto de la frase"),
    "recalled": gettext_lazy("de qué se habla se nombró antes"),
    "stand_in": gettext_lazy("en vez del nombre dice «la ciudad» o algo así"),
    "ambiguous_name": gettext_lazy("el nombre es de varios territorios"),
    "counted_date": gettext_lazy("el año está calculado"),
    "present_tense": gettext_lazy("habla en presente"),
}
_HIGH, _MIDDLING = 0.85, 0.65


@register.filter
def rule(code: str) -> str:
    """{{ proposal.rule|rule }}: by what a proposal was found; the code where it is a new one."""
    return str(_RULES.get(code, code))


@register.filter
def doubts(why: Sequence[str]) -> list[str]:
    """{{ proposal.why|doubts }}: what speaks against a proposal."""
    return [str(_DOUBTS[code]) for code in why if code in _DOUBTS]


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
