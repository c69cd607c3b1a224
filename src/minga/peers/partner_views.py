"""The page of partners: foreign governments that governments like mine are bound to."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from minga.frame.forms import int_param, text_param
from minga.peers import partner_words, queries
from minga.peers.partnering import Partner
from minga.peers.views import MOST, SHOWN, Moving, territory_typed
from minga.territories.models import Territory

# A weight is moved from nothing to twice what it is: in the address from 0 to 8, 4 where it stands.
_USUAL, _HEAVIEST = 4, 8


@require_safe
def partners(request: HttpRequest) -> HttpResponse:
    """Possible partners of a government. The whole question stands in the address."""
    typed = text_param(request, "territorio", limit=200)
    moving = _moving(request)
    territory, candidates = territory_typed(typed)
    context = {
        "typed": typed,
        "moving": moving,
        "any_moved": any(each.moved for each in moving),
        "territory": territory,
        "candidates": candidates,
    }
    if territory:
        count = int_param(request, "mostrar", least=1, most=MOST, default=SHOWN)
        weights = {each.name: each.value / _USUAL for each in moving}
        found = queries.partners(territory, weights=weights, limit=count)
        context |= {
            "found": found,
            "rows": [_row(partner, territory) for partner in found.partners],
            "more": MOST if found.more and count < MOST else 0,
        }
    return render(request, "peers/partners.html", context)


def _row(partner: Partner, mine: Territory) -> dict[str, object]:
    return {
        "partner": partner,
        "rest": len(partner.offer.through) - len(partner.through),
        "speaks": partner_words.speaks(partner, mine),
        "fared": partner_words.how_it_fared(partner.fared),
    }


def _moving(request: HttpRequest) -> list[Moving]:
    found = []
    for tie, label in partner_words.tie_labels().items():
        value = int_param(request, f"peso_{tie}", least=0, most=_HEAVIEST, default=_USUAL)
        found.append(Moving(tie.value, label, value, value != _USUAL))
    return found
