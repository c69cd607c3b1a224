"""Page: asking a government or an office for an exchange, filled in with the reasons of the match."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from minga.accounts.actors import Actor, actor_of
from minga.exchange import queries
from minga.exchange.actions.asking import (
    MoreThanOffered,
    NobodyToAsk,
    NotAnother,
    OfferFull,
    OfferGone,
    TooManyOpen,
    ask,
)
from minga.exchange.domain.steps import ANSWER_DAYS
from minga.exchange.forms import AskForm
from minga.exchange.models import Exchange
from minga.exchange.words import topic_label
from minga.frame.forms import text_param
from minga.offers.domain.matching import Match
from minga.offers.domain.modalities import Modality, effort
from minga.offers.domain.offers import TEACHES, Direction, State
from minga.offers.models import Offer
from minga.offers.queries.meeting import meetings_with
from minga.offers.queries.offers import others_like, public_of_ref, room
from minga.offers.queries.offers import own as offers_of
from minga.offers.words import for_request, title
from minga.peers import words
from minga.peers.queries import INVESTMENT, USUAL
from minga.territories.models import Organization, Territory

# So many claims go with a request.
MOST_SHOWN = 12


@dataclass(frozen=True)
class Asked:
    """Whom an address asks: a government, or an office and its government; what it takes up: a request, an offer."""

    territory: Territory | None
    office: Organization | None
    topic: str
    follows: Exchange | None
    offer: Offer | None = None

    @property
    def name(self) -> str:
        """How whoever is asked is called; "" where nobody is."""
        one = self.office or self.territory
        return one.name if one else ""


def _asked(request: HttpRequest, actor: Actor) -> Asked:
    slug, code = text_param(request, "organizacion", limit=120), text_param(request, "con", limit=60)
    office = Organization.objects.select_related("territory").filter(slug=slug).first() if slug else None
    territory = Territory.objects.governments().filter(code=code.upper()).first() if code else None
    territory = territory or Territory.objects.governments().filter(code=code).first() if code else None
    follows = queries.of(actor, text_param(request, "sigue", limit=12)) if "sigue" in request.GET else None
    offer = public_of_ref(text_param(request, "oferta", limit=12)) if "oferta" in request.GET else None
    if offer:
        topic = offer.instrument or offer.areas[0]
        return Asked(offer.organization.territory, offer.organization, topic, follows, offer)
    place = office.territory if office else territory
    return Asked(place, office, text_param(request, "tema", limit=60), follows)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """The form; once sent, the page of the exchange. What was typed stays, whatever is wrong with it."""
    actor = actor_of(request)
    asked = _asked(request, actor)
    reasons = _reasons(actor, asked)
    choices = _choices(asked)
    if request.method != "POST":
        return _page(request, actor, asked, AskForm(initial=_initial(asked, reasons, choices), **choices), reasons)
    form = AskForm(request.POST, **choices)
    if not form.is_valid() or not asked.name:
        return _page(request, actor, asked, form, reasons, status=422)
    try:
        made = ask(
            asked=asked.territory,
            office=asked.office,
            modality=Modality(form.cleaned_data["modalidad"]),
            topic=form.cleaned_data["tema"],
            language=form.cleaned_data["idioma"],
            question=form.cleaned_data["pregunta"],
            reasons=form.cleaned_data["razones"],
            claims=reasons.claims,
            offer=asked.offer,
            follows=asked.follows,
            by=actor,
        )
    except (NobodyToAsk, NotAnother, TooManyOpen, OfferFull, OfferGone, MoreThanOffered) as error:
        form.add_error(None, _why(error))
        return _page(request, actor, asked, form, reasons, status=409)
    return redirect(made)


@dataclass(frozen=True)
class Because:
    """Why somebody is asked, in lines; the claims that show it; and, of an offer, how it meets one of ours."""

    lines: Sequence[str]
    claims: Sequence[str]
    topics: Sequence[tuple[str, str]]
    meeting: Match | None = None


def _reasons(actor: Actor, asked: Asked) -> Because:
    """Of an offer what it says and how it meets ours; else, and besides, what the page of peers says of both."""
    own = actor.organization.territory if actor.organization else None
    offer = asked.offer
    # Whoever answers a demand is ahead of whoever made it.
    one, other = (asked.territory, own) if offer and offer.direction == Direction.DEMAND else (own, asked.territory)
    found = queries.reasons_for(one, other, asked.topic)
    if offer is None:
        return Because(found.lines, found.claims, found.topics)
    meets = meetings_with(offers_of(actor).filter(state=State.ACTIVE), offer, has_room=True)
    best = min((each.match for each in meets), key=lambda each: each.rank, default=None)
    lines = [title(offer), *(for_request(best) if best else ()), *found.lines]
    claims = list(dict.fromkeys([*offer.claims, *found.claims]))
    return Because(lines, claims[:MOST_SHOWN], found.topics, best)


def _choices(asked: Asked) -> dict[str, Any]:
    """What the form lets choose: of an offer its topic, the forms up to its own where it teaches, its languages."""
    topics = [(code, words.goal_label(code).capitalize()) for code in (*USUAL, INVESTMENT)]
    offer = asked.offer
    if offer is None:
        return {"topics": topics}
    if asked.topic not in dict(topics):
        topics = [(asked.topic, topic_label(asked.topic).capitalize()), *topics]
    most = effort(Modality(offer.modality)) if offer.direction in TEACHES else len(Modality)
    modalities = [one for one in Modality if effort(one) <= most]
    return {"topics": topics, "modalities": modalities, "languages": offer.languages}


def _initial(asked: Asked, reasons: Because, choices: dict[str, Any]) -> dict[str, Any]:
    known = asked.topic in dict(choices["topics"])
    told: dict[str, Any] = {
        "tema": asked.topic if known else (reasons.topics[0][0] if reasons.topics else ""),
        "razones": "\n".join(reasons.lines),
        "pregunta": asked.follows.question if asked.follows else "",
    }
    offer, meeting = asked.offer, reasons.meeting
    if offer:
        told["modalidad"] = meeting.modality if meeting else offer.modality
        told["idioma"] = (meeting.languages if meeting else offer.languages)[0]
    return told


def _why(error: Exception) -> str:
    if isinstance(error, OfferGone | MoreThanOffered):
        return _("La oferta cambió mientras usted escribía: vuelva a leerla.")
    if isinstance(error, OfferFull):
        return _("A esa oferta no le queda cupo este año.")
    if isinstance(error, TooManyOpen):
        return _("Su oficina tiene %(n)s pedidos sin respuesta: espere la de alguno.") % {"n": error}
    if isinstance(error, NotAnother):
        return _("Se pide a otro gobierno, y en nombre de una organización: elija por cuál actúa en su cuenta.")
    return _(
        "Nadie de ese gobierno participa todavía en Minga, y su oficina no tiene federación: escríbales una carta."
    )


def _page(
    request: HttpRequest, actor: Actor, asked: Asked, form: AskForm, reasons: Because, *, status: int = 200
) -> HttpResponse:
    organization = actor.organization
    offices = queries.who_answers_for(asked.territory) if asked.territory and not asked.office else []
    answers = asked.office or next(iter(offices), None)
    has_people = bool(answers and queries.takes_part(answers))
    context = {
        "asked": asked,
        "form": form,
        "answers": answers if has_people else None,
        "broker": queries.broker_for(organization, answers, asked.territory) if organization and asked.name else None,
        "claims": reasons.claims,
        "days": ANSWER_DAYS,
        "organization": organization,
        **_of_offer(request, asked.offer),
    }
    return render(request, "exchange/new.html", context, status=status)


def _of_offer(request: HttpRequest, offer: Offer | None) -> dict[str, Any]:
    """What the form says of the offer: whether it is there and has room; where it has none, who offers the same."""
    if offer is None:
        return {"is_gone": "oferta" in request.GET}
    is_full = room([offer])[offer.pk] == 0
    others = others_like(offer) if is_full else []
    return {"offer": offer, "title": title(offer), "is_full": is_full, "others": others}
