"""Choosing one's territory, letting the browser keep it, making it forget: no account, nothing on the server."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from minga.frame.forms import LONGEST_WAY_BACK, text_param
from minga.site.views import named, with_parents
from minga.territories.mine import forget, keep, may_be_mine, mine_of, seen_from, way_back
from minga.territories.models import Territory


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Choose a territory by name or code; then what can be seen from it, and whether the browser may keep it."""
    words = text_param(request, "q", limit=200)
    back = way_back(text_param(request, "vuelta", limit=LONGEST_WAY_BACK + 1))
    found = named(words) if words else None
    if found and found.territory and may_be_mine(found.territory):
        return redirect(seen_from(back or reverse("mine"), found.territory.code))
    chosen = mine_of(request)
    if back and chosen and chosen.in_address:
        return redirect(seen_from(back, chosen.territory.code))
    likely = [each for each in with_parents(found) if may_be_mine(each.territory)] if found else []
    choices = [(each, _choice(each.territory, back)) for each in likely]
    return render(request, "site/mine.html", {"words": words, "choices": choices, "back": back})


def _choice(territory: Territory, back: str) -> str:
    """The address that chooses it, and goes back where the reader came from."""
    return seen_from(back or reverse("mine"), territory.code)


@require_http_methods(["GET", "HEAD", "POST"])
def remember(request: HttpRequest) -> HttpResponse:
    """Let the browser keep the territory that the address names, once the reader has been asked and said yes.

    The question has a page of its own: the mark that guards its form is a cookie too, and nobody else gets one.
    """
    chosen = mine_of(request)
    if chosen is None or not chosen.in_address:
        return redirect("mine")
    if request.method != "POST":
        return render(request, "site/remember.html")
    response = redirect("mine")
    keep(response, chosen.territory, secure=settings.HTTPS)
    response.delete_cookie(settings.CSRF_COOKIE_NAME)
    return response


# A forged request could only make a browser forget a code; without a mark in it, every page stays one for all caches.
@csrf_exempt
@require_POST
def forget_mine(request: HttpRequest) -> HttpResponse:
    """Make the browser forget, and go back to the page, now seen from nowhere."""
    back = way_back(request.POST.get("vuelta", "")[: LONGEST_WAY_BACK + 1])
    response = redirect(seen_from(back or reverse("mine"), ""))
    forget(response)
    response.delete_cookie(settings.CSRF_COOKIE_NAME)
    return response
