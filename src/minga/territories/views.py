"""What the territories answer by themselves: names while they are typed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from minga.frame.forms import LONGEST_WAY_BACK, text_param
from minga.territories.mine import may_be_mine, way_back
from minga.territories.queries import typeahead

LIMIT = 8


@require_safe
@cache_control(public=True, max_age=3600)
def suggest(request: HttpRequest) -> HttpResponse:
    """The likeliest territories for what has been typed so far, as a list of links; empty for nothing typed.

    With `elegir` the links choose one's own territory, and go back to `vuelta`.
    """
    words = text_param(request, "q", limit=100) or text_param(request, "territorio", limit=100)
    choosing = bool(text_param(request, "elegir", limit=1))
    found = typeahead(words, limit=LIMIT) if words else []
    offered = [each for each in found if may_be_mine(each.territory)] if choosing else found
    back = way_back(text_param(request, "vuelta", limit=LONGEST_WAY_BACK + 1)) if choosing else ""
    context = {"suggestions": offered, "words": words, "choosing": choosing, "back": back}
    return render(request, "territories/_suggestions.html", context)
