"""Pages for everybody: offers by words and filters, seen from one's own territory; one of them; a feed."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from minga.accounts.actors import Actor, actor_of
from minga.accounts.domain.permissions import Capability
from minga.evidence.domain.vocabulary import vocabulary
from minga.frame.feeds import Feed, answer
from minga.frame.forms import text_param
from minga.frame.words import country
from minga.offers import words
from minga.offers.domain.modalities import Modality
from minga.offers.domain.offers import LANGUAGES, MAY, Act, Direction, State
from minga.offers.models import Offer
from minga.offers.queries import offers as reads
from minga.offers.queries.meeting import meetings_with
from minga.offers.queries.offers import Asked, Order
from minga.territories.mine import mine_of
from minga.territories.models import Territory

PER_PAGE, IN_FEED = 20, 25
# So many are put in order at most; whoever has more narrows the list.
MOST_LISTED = 3000
_PARAMS = {
    "words": "q",
    "instrument": "tema",
    "area": "ambito",
    "direction": "direccion",
    "modality": "modalidad",
    "language": "idioma",
    "country": "pais",
    "level": "nivel",
    "of": "de",
}
_ORDERS = {
    Order.NEAR: gettext_lazy("las de territorios como el suyo"),
    Order.RECENT: gettext_lazy("las más recientes"),
    Order.TOPIC: gettext_lazy("por tema"),
}


def asked_of(request: HttpRequest) -> Asked:
    """What an address asks for."""
    return Asked(**{name: text_param(request, param, limit=200) for name, param in _PARAMS.items()})


@require_safe
def offers(request: HttpRequest) -> HttpResponse:
    """All that offices offer and seek, or what is so; those of territories like the reader's first, with the reason."""
    asked, mine = asked_of(request), mine_of(request)
    order, number = _order(request, has_mine=mine is not None), text_param(request, "pagina", limit=9)
    found = reads.listing(asked).defer("searched")
    if order == Order.RECENT:  # as the base has them: it need not give all for one page
        page = Paginator(found, PER_PAGE).get_page(number)
        like = reads.likeness(mine.territory, list(page)) if mine else {}
    else:
        every = list(found[:MOST_LISTED])
        like = reads.likeness(mine.territory, every) if mine else {}
        page = Paginator(reads.ordered(every, order, like), PER_PAGE).get_page(number)
    context = {
        "asked": asked,
        "page": page,
        "rows": rows_of(list(page), {key: why for key, (_value, why) in like.items()}),
        "choices": _choices(asked),
        "narrowed": any((asked.area, asked.modality, asked.language, asked.country, asked.level)),
        "of": Territory.objects.filter(code=asked.of).first() if asked.of else None,
        "order": order,
        "orders": [(one.value, label) for one, label in _ORDERS.items() if one != Order.NEAR or mine],
    }
    return render(request, "offers/offers.html", context)


def _order(request: HttpRequest, *, has_mine: bool) -> Order:
    typed = text_param(request, "orden", limit=12)
    usual = Order.NEAR if has_mine else Order.RECENT
    return Order(typed) if typed in list(Order) and (has_mine or typed != Order.NEAR) else usual


def _choices(asked: Asked) -> list[dict[str, Any]]:
    """The filters as the form shows them: name, label, choices and what is chosen."""
    levels = [(one.code, capfirst(words.label(one.code, "level"))) for one in vocabulary().scheme("level")]
    found = (
        ("tema", _("Tema"), words.topics(), asked.instrument),
        ("direccion", _("Dirección"), [(one.value, capfirst(label)) for one, label in words.DIRECTIONS.items()],
         asked.direction),
        ("ambito", _("Ámbito"), words.areas(), asked.area),
        ("modalidad", _("Forma"), [(one.value, capfirst(label)) for one, label in words.MODALITIES.items()],
         asked.modality),
        ("idioma", _("Idioma"), [(code, capfirst(words.tongue(code))) for code in LANGUAGES], asked.language),
        ("pais", _("País"), [(code, country(code)) for code in reads.countries()], asked.country),
        ("nivel", _("Nivel de gobierno"), levels, asked.level),
    )  # fmt: skip
    return [{"name": name, "label": label, "options": options, "chosen": it} for name, label, options, it in found]


def rows_of(found: Sequence[Offer], why: Mapping[int, str]) -> list[dict[str, Any]]:
    """Offers as a list shows them, each with why it comes first; one query."""
    left = reads.room(found)
    return [{**said(one), "left": left[one.pk], "why": why.get(one.pk, "")} for one in found]


def said(offer: Offer) -> dict[str, Any]:
    """An offer in words."""
    return {
        "offer": offer,
        "title": words.title(offer),
        "direction": words.DIRECTIONS[Direction(offer.direction)],
        "modality": words.MODALITIES[Modality(offer.modality)],
        "languages": words.tongues(offer.languages),
        "state": words.STATES[State(offer.state)],
        "place": offer.organization.territory,
    }


@require_safe
def offer(request: HttpRequest, ref: str) -> HttpResponse:
    """One offer with what shows it; to an office, whether it meets what she seeks; that it sleeps, where it does."""
    actor = actor_of(request)
    found = reads.of_ref(actor, ref)
    if found is None:
        raise Http404
    is_own = reads.is_own(found, actor)
    if not is_own and not reads.is_public(found):
        return _gone(request, found)
    left = reads.room([found])[found.pk]
    context = {
        **said(found),
        "proofs": reads.proofs(found),
        "left": left,
        "is_own": is_own,
        "acts": _acts(found) if is_own and actor.may(Capability.EXCHANGE) else [],
        "can_change": Act.CHANGE in MAY[State(found.state)] and actor.may(Capability.EXCHANGE),
        "meets": _meets(found, actor, left),
        "others": [said(one) for one in reads.others_like(found)] if left == 0 and not is_own else [],
        "is_seeking": found.direction == Direction.DEMAND,
    }
    return render(request, "offers/offer.html", context)


def _gone(request: HttpRequest, found: Offer) -> HttpResponse:
    """What was published once and is not found now: that it sleeps or was withdrawn, and where others are."""
    topic = {"tema": found.instrument} if found.instrument else {"ambito": found.areas[0]}
    context = {"is_asleep": found.state != State.WITHDRAWN, "topic": words.of(found), "others": topic}
    return render(request, "offers/gone.html", context, status=200 if context["is_asleep"] else 410)


def _acts(found: Offer) -> list[tuple[str, Any]]:
    return [(act.value, label) for act, label in words.ACTS.items() if act in MAY[State(found.state)]]


def _meets(found: Offer, actor: Actor, left: int | None) -> list[dict[str, Any]]:
    """With which of the office's own offers this one meets, and why; nothing for whoever acts for no other office."""
    if actor.organization is None or reads.is_own(found, actor):
        return []
    mine = reads.own(actor).filter(state=State.ACTIVE)
    return [
        {"mine": said(each.mine), "reasons": words.reasons(each.match)}
        for each in meetings_with(mine, found, has_room=left != 0)
    ]


@require_safe
def feed(request: HttpRequest, form: str) -> HttpResponse:
    """The newest offers, of the list that the address narrows."""
    made = Feed(
        form,
        _("Minga: lo que las oficinas ofrecen y buscan"),
        request.build_absolute_uri(reverse("offers")),
        _("Ofertas y demandas de intercambio entre gobiernos."),
    )
    for one in reads.listing(asked_of(request))[:IN_FEED]:
        if one.renewed_at:
            link = request.build_absolute_uri(one.get_absolute_url())
            told = f"{one.organization.name}. {one.words}".strip()
            made.add(words.title(one), link, one.renewed_at, name=one.ref, description=told)
    return answer(made)
