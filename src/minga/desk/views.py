"""Pages for everybody: asking a federation, the secret address of a consultation, questions that were published."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.contrib import messages
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from minga.accounts.actors import actor_of
from minga.desk import words
from minga.desk.actions.asking import agree, ask, say
from minga.desk.actions.keeping import TextRefused
from minga.desk.domain.asking import LONGEST_NOTE, LONGEST_QUESTION, Caller, Context, is_code
from minga.desk.domain.steps import CLOCK_RUNS, NotNow, Party, State, open_to
from minga.desk.models import Consultation, PublishedQuestion
from minga.desk.queries import consultations as reads
from minga.desk.queries.desks import answer_language, days_left, federations_for
from minga.desk.queries.earlier import grounds, grounds_of_published
from minga.frame.feeds import Feed
from minga.frame.feeds import answer as answer_feed
from minga.frame.forms import text_param
from minga.reports.actions import TooMany
from minga.reports.adapters import address_of
from minga.reports.queries import About, about
from minga.territories.mine import mine_of
from minga.territories.models import Organization, Territory
from minga.territories.queries import resolve

PER_PAGE = 25
_SALT = "minga.desk.form"
_MOST_OFFERED = 8
_IN_FEED = 50


@dataclass(frozen=True)
class Form:
    """What was typed, and what is wrong with it; `offered` are territories of the name that was typed."""

    text: str = ""
    territory: str = ""
    federation: str = ""
    email: str = ""
    agrees: bool = False
    error: str = ""
    at: str = ""
    offered: Sequence[Territory] = ()

    def wrong(self, error: str, at: str = "", offered: Sequence[Territory] = ()) -> "Form":
        """The same words, with what is wrong in which field."""
        return replace(self, error=error, at=at, offered=offered)


@never_cache
@require_safe
def consultations(request: HttpRequest) -> HttpResponse:
    """What one asked with one's account; for everybody, how to ask."""
    page = Paginator(reads.mine(actor_of(request)), PER_PAGE).get_page(text_param(request, "pagina", limit=9))
    rows = [(one, words.STATES[State(one.state)]) for one in page]
    return render(request, "desk/consultations.html", {"page": page, "rows": rows})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """The form, with what it was opened from; once sent, the address where the answer will stand."""
    context, shown = _context(request)
    if request.method != "POST":
        return _form(request, context, shown, Form(territory=_own_territory(request, context)))
    typed = Form(
        text=request.POST.get("texto", "").replace("\r\n", "\n"),
        territory=request.POST.get("territorio", "").strip()[:200],
        federation=request.POST.get("federacion", "")[:120],
        email=request.POST.get("correo", "").strip(),
        agrees=request.POST.get("publicar") == "si",
    )
    territory, offered = _place(typed.territory)
    if typed.territory and territory is None:
        return _form(request, context, shown, typed.wrong(_which(offered), "territorio", offered), 422)
    federation = _federation(typed, territory)
    if federation is None:
        return _form(request, context, shown, typed.wrong(_("Elija a qué federación pregunta."), "federacion"), 422)
    return _send(request, context, shown, typed, territory, federation)


def _send(
    request: HttpRequest,
    context: Context,
    shown: About,
    typed: Form,
    territory: Territory | None,
    federation: Organization,
) -> HttpResponse:
    actor = actor_of(request)
    try:
        made = ask(
            federation=federation,
            text=typed.text,
            territory=territory,
            context=context,
            caller=Caller() if actor.user else Caller(email=typed.email),
            agrees=typed.agrees,
            trap=request.POST.get("sitio", ""),
            seconds=_since(request.POST.get("hecho", "")),
            address=address_of(request),
            by=actor,
        )
    except TextRefused:
        long = _("Escriba entre 1 y %(n)s caracteres.") % {"n": LONGEST_QUESTION}
        return _form(request, context, shown, typed.wrong(long, "texto"), 422)
    except ValidationError:
        return _form(request, context, shown, typed.wrong(_("Eso no parece una dirección de correo."), "correo"), 422)
    except TooMany:
        many = _("Llegaron muchas consultas desde su conexión. Lo escrito sigue aquí: envíelo dentro de una hora.")
        return _form(request, context, shown, typed.wrong(many), 429)
    return redirect(made)


def _form(request: HttpRequest, context: Context, shown: About, typed: Form, status: int = 200) -> HttpResponse:
    place, _offered = _place(typed.territory)
    offered = federations_for(place)
    page = {
        "context": context,
        "about": shown,
        "typed": typed,
        "federations": offered,
        "only": offered[0] if place is not None and len(offered) == 1 else None,
        "longest": LONGEST_QUESTION,
        "stamp": signing.dumps(timezone.now().timestamp(), salt=_SALT),
    }
    response = render(request, "desk/new.html", page, status=status)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _context(request: HttpRequest) -> tuple[Context, About]:
    """From where it is asked, as far as everybody may know of it; what is not there is left out."""
    claim, document = text_param(request, "afirmacion", limit=40), text_param(request, "documento", limit=12)
    digits = text_param(request, "pasaje", limit=7)
    passage = int(digits) if digits.isascii() and digits.isdigit() else None
    shown = About()
    if claim or document:
        try:
            shown = about(claim, document, passage)
        except Http404:
            shown = About()
    code, search = text_param(request, "territorio", limit=40), text_param(request, "q", limit=500)
    return (
        Context(
            claim=shown.claim.ref if shown.claim else "",
            document=shown.document.short if shown.document else "",
            passage=passage if shown.document else None,
            territory=code,
            search=search,
        ),
        shown,
    )


def _own_territory(request: HttpRequest, context: Context) -> str:
    """The reader's, which she chose; else the one from whose page she asks."""
    mine = mine_of(request)
    return mine.territory.code if mine else context.territory


def _place(text: str) -> tuple[Territory | None, list[Territory]]:
    found = resolve(text) if text else None
    if found is None:
        return None, []
    return found.territory, [one.territory for one in found.candidates][:_MOST_OFFERED]


def _which(offered: Sequence[Territory]) -> str:
    return _("Hay varios que se llaman así: elija uno.") if offered else _("No conocemos ese territorio.")


def _federation(typed: Form, territory: Territory | None) -> Organization | None:
    """The one that was chosen; else that of her territory, where there is one alone."""
    offered = federations_for(territory)
    chosen = [one for one in federations_for(None) if one.slug == typed.federation]
    return chosen[0] if chosen else offered[0] if len(offered) == 1 else None


def _since(stamp: str) -> float | None:
    try:
        return timezone.now().timestamp() - float(signing.loads(stamp, salt=_SALT))
    except (signing.BadSignature, ValueError, TypeError):
        return None


@never_cache
@require_safe
def consultation(request: HttpRequest, ref: str) -> HttpResponse:
    """The asker's own address: where it stands, the answer with what it stands on, what she may say."""
    return _asker_page(request, reads.by_ref(ref))


def _asker_page(request: HttpRequest, found: Consultation, *, typed: str = "", error: str = "") -> HttpResponse:
    state = State(found.state)
    # Of what is held its asker is told that it was received: a machine learns nothing of it.
    shown = State.RECEIVED if state == State.HELD else state
    page = {
        "consultation": found,
        "state": shown,
        "answers_in": answer_language(found),
        "answers_in_words": words.LANGUAGES[answer_language(found)],
        "state_in_words": words.STATES[shown],
        "running": shown in CLOCK_RUNS,
        "left": words.days_left(days_left(found)) if shown in CLOCK_RUNS else "",
        "about": reads.asked_about(found),
        "answers": [(answer, grounds(answer)) for answer in reads.answers_of(found)],
        "published": PublishedQuestion.objects.filter(consultation=found, withdrawn_at=None).first(),
        "address": request.build_absolute_uri(found.get_absolute_url()),
        "moves": open_to(state, Party.ASKER),
        "typed": typed,
        "error": error,
        "longest": LONGEST_NOTE,
    }
    response = render(request, "desk/consultation.html", page, status=422 if error else 200)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@require_POST
def give_word(request: HttpRequest, ref: str) -> HttpResponse:
    """The asker says whether it helped, or whether it may be published."""
    found, what = reads.by_ref(ref), request.POST.get("que", "")
    actor, text = actor_of(request), request.POST.get("texto", "")
    try:
        if what in ("sirvio", "falta"):
            say(consultation=found, helped=what == "sirvio", text=text, by=actor)
            said = _("Gracias: queda anotado que sirvió.") if what == "sirvio" else _("Se reabrió: la mesa lo sabe.")
            messages.success(request, said)
        elif what in ("publicar", "no-publicar"):
            agree(consultation=found, agrees=what == "publicar", by=actor)
            messages.success(request, _("Quedó anotado."))
    except TextRefused:
        return _asker_page(request, found, typed=text, error=_("Diga en pocas palabras qué falta."))
    except NotNow:
        messages.warning(request, _("Mientras tanto cambió; así está ahora."))
    return redirect(found)


@require_safe
def questions(request: HttpRequest) -> HttpResponse:
    """Answered questions that everybody may read."""
    topic, asked = text_param(request, "tema", limit=40), text_param(request, "q", limit=200)
    page = Paginator(reads.published(topic, asked), PER_PAGE).get_page(text_param(request, "pagina", limit=9))
    context = {
        "page": page,
        "rows": [(one, words.topic(one.topic)) for one in page],
        "topic": topic,
        "topics": words.topics(),
        "words": asked,
    }
    return render(request, "desk/questions.html", context)


@require_safe
def lately(request: HttpRequest, form: str) -> HttpResponse:
    """The questions that were published last, as a feed for everybody."""
    page = request.build_absolute_uri(reverse("questions"))
    says = _("Lo que una federación respondió a alguien, publicado sin su nombre.")
    feed = Feed(form, _("Minga: preguntas respondidas"), page, says)
    for one in reads.published()[:_IN_FEED]:
        link = request.build_absolute_uri(one.get_absolute_url())
        feed.add(one.question, link, one.at, name=one.consultation.code, description=one.answer)
    return answer_feed(feed)


@require_safe
def question(request: HttpRequest, code: str) -> HttpResponse:
    """One question with its answer and what that stands on."""
    if not is_code(code):
        raise Http404
    found = get_object_or_404(reads.published(), consultation__code=code)
    page = {"published": found, "topic": words.topic(found.topic), "grounds": grounds_of_published(found)}
    return render(request, "desk/question.html", page)
