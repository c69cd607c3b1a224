"""Page: asking a government or an office for an exchange, filled in with the reasons of the match."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from minga.accounts.actors import Actor, actor_of
from minga.exchange import queries
from minga.exchange.actions.asking import NobodyToAsk, NotAnother, TooManyOpen, ask
from minga.exchange.domain.modalities import Modality
from minga.exchange.domain.steps import ANSWER_DAYS
from minga.exchange.forms import AskForm
from minga.exchange.models import Exchange
from minga.frame.forms import text_param
from minga.peers import words
from minga.peers.queries import INVESTMENT, USUAL
from minga.territories.models import Organization, Territory


@dataclass(frozen=True)
class Asked:
    """Whom an address asks: a government, or an office and its government; and the request that is taken up."""

    territory: Territory | None
    office: Organization | None
    topic: str
    follows: Exchange | None

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
    place = office.territory if office else territory
    return Asked(place, office, text_param(request, "tema", limit=60), follows)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """The form; once sent, the page of the exchange. What was typed stays, whatever is wrong with it."""
    actor = actor_of(request)
    asked = _asked(request, actor)
    own = actor.organization.territory if actor.organization else None
    reasons = queries.reasons_for(own, asked.territory, asked.topic)
    topics = [(code, words.goal_label(code).capitalize()) for code in (*USUAL, INVESTMENT)]
    if request.method != "POST":
        known = asked.topic in dict(topics)
        initial = {
            "tema": asked.topic if known else (reasons.topics[0][0] if reasons.topics else ""),
            "razones": "\n".join(reasons.lines),
            "pregunta": asked.follows.question if asked.follows else "",
        }
        return _page(request, actor, asked, AskForm(initial=initial, topics=topics), reasons)
    form = AskForm(request.POST, topics=topics)
    if not form.is_valid() or not asked.name:
        return _page(request, actor, asked, form, reasons, status=422)
    try:
        made = ask(
            asked=asked.territory,
            office=asked.office,
            modality=Modality(form.cleaned_data["modalidad"]),
            topic=form.cleaned_data["tema"],
            question=form.cleaned_data["pregunta"],
            reasons=form.cleaned_data["razones"],
            claims=reasons.claims,
            follows=asked.follows,
            by=actor,
        )
    except (NobodyToAsk, NotAnother, TooManyOpen) as error:
        form.add_error(None, _why(error))
        return _page(request, actor, asked, form, reasons, status=409)
    return redirect(made)


def _why(error: Exception) -> str:
    if isinstance(error, TooManyOpen):
        return _("Su oficina tiene %(n)s pedidos sin respuesta: espere la de alguno.") % {"n": error}
    if isinstance(error, NotAnother):
        return _("Se pide a otro gobierno, y en nombre de una organización: elija por cuál actúa en su cuenta.")
    return _(
        "Nadie de ese gobierno participa todavía en Minga, y su oficina no tiene federación: escríbales una carta."
    )


def _page(
    request: HttpRequest, actor: Actor, asked: Asked, form: AskForm, reasons: Any, *, status: int = 200
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
    }
    return render(request, "exchange/new.html", context, status=status)
