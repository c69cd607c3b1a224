"""The field's own words in templates: concepts by their labels, sources as references."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.text import Truncator
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from minga.evidence import references
from minga.evidence.domain.licences import Licence
from minga.evidence.domain.vocabulary import UnknownConcept, vocabulary
from minga.evidence.models import Source
from minga.evidence.pages import Tally
from minga.frame.words import number

register = template.Library()


@register.filter
def concept(code: str | None, scheme: str) -> str:
    """{{ claim.instrument|concept:"instrument" }}: how the concept is called in the page's language."""
    return _label(code, scheme, plural=False)


@register.filter
def concepts(code: str | None, scheme: str) -> str:
    """The same in the plural."""
    return _label(code, scheme, plural=True)


@register.filter
def reference(csl: references.Record) -> str:
    """{{ source.csl|reference }}: one line in the manner of APA."""
    return references.in_words(csl)


@register.simple_tag
def tally(counted: Tally) -> str:
    """{% tally trajectory.tally %}: a count that tells checked and unchecked apart, "19 afirmaciones, 1 aceptada"."""
    said = ngettext("%(n)s afirmación", "%(n)s afirmaciones", counted.total) % {"n": number(counted.total)}
    if not counted.total:
        return said
    if not counted.accepted:
        return _("%(claims)s, sin cotejar") % {"claims": said}
    return f"{said}, {accepted_of(counted)}"


@register.filter
def accepted_of(counted: Tally) -> str:
    """{{ tally|accepted_of }}: how many of them are accepted, "3 aceptadas"."""
    return ngettext("%(n)s aceptada", "%(n)s aceptadas", counted.accepted) % {"n": number(counted.accepted)}


@register.filter
def named(source: Source) -> str:
    """{{ source|named }}: a source in a line of text, "Schiavon, La política externa de las… (2004)"."""
    who = [references.surname(source.csl)] if source.authors else [str(source.csl.get("container-title") or "")]
    title = Truncator(source.title).chars(80)
    parts = [*who, title] if source.authors else [title, *who]
    year = f" ({source.year})" if source.year else ""
    return ", ".join(dict.fromkeys(filter(None, parts))) + year


@register.filter
def in_language(texts: Mapping[str, Any]) -> Any:
    """{{ concept.label|in_language }}: what a mapping of languages holds for the page's language, else the Spanish."""
    return texts.get(get_language() or "es", texts.get("es", ""))


@register.filter
def licence_title(code: str) -> str:
    """{{ collection.licence|licence_title }}: how the licence is called by its owner."""
    return Licence(code).called


@register.filter
def licence_url(code: str) -> str:
    """{{ collection.licence|licence_url }}: where the licence can be read."""
    return Licence(code).url


@register.filter
def item(mapping: Mapping[str, Any], key: str) -> Any:
    """{{ csl|item:"container-title" }}: what a mapping holds under a key that a template cannot spell."""
    return mapping.get(key)


def _label(code: str | None, scheme: str, *, plural: bool) -> str:
    if not code:
        return ""
    try:
        return vocabulary().label(code, get_language() or "es", plural=plural, scheme=scheme)
    except UnknownConcept:
        return code
