"""Dates, numbers and addresses in templates."""

from django import template
from django.http import HttpRequest

from minga.frame import words
from minga.frame.forms import LONGEST_WAY_BACK

register = template.Library()


@register.filter
def when(written: str | None) -> str:
    """{{ claim.when|when }}: an EDTF date in words."""
    return words.when_in_words(written)


@register.filter
def number(value: int | float | None) -> str:
    """{{ count|number }}: 12.345, or "sin dato"."""
    return words.number(value)


@register.filter
def country(code: str) -> str:
    """{{ territory.country|country }}: Colombia."""
    return words.country(code)


@register.simple_tag(takes_context=True)
def address_with(context: template.Context, **changes: object) -> str:
    """{% address_with pagina=2 %}: this page's query string with some values changed; None or "" takes one out."""
    request: HttpRequest = context["request"]
    query = request.GET.copy()
    for name, value in changes.items():
        if value in (None, ""):
            query.pop(name, None)
        else:
            query[name] = str(value)
    return "?" + query.urlencode()


@register.simple_tag(takes_context=True)
def here(context: template.Context) -> str:
    """{% here %}: the path of this page with its query, to come back to; without the query where that is endless."""
    request: HttpRequest = context["request"]
    whole = request.get_full_path()
    return whole if len(whole) <= LONGEST_WAY_BACK else request.path[:LONGEST_WAY_BACK]
