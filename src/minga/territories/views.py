"""What the territories answer by themselves: names while they are typed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from minga.frame.forms import text_param
from minga.territories.queries import typeahead

LIMIT = 8


@require_safe
@cache_control(public=True, max_age=3600)
def suggest(request: HttpRequest) -> HttpResponse:
    """The likeliest territories for what has been typed so far, as a list of links; empty for nothing typed."""
    words = text_param(request, "q", limit=100)
    found = typeahead(words, limit=LIMIT) if words else []
    return render(request, "territories/_suggestions.html", {"suggestions": found, "words": words})
