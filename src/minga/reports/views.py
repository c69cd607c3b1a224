"""Pages: saying that something is wrong or missing, where its answer stands, and the reviewers' list."""

from dataclasses import dataclass, replace

from django.core import signing
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from minga.accounts.actors import actor_of
from minga.accounts.domain.permissions import Capability
from minga.frame.forms import text_param
from minga.reports import adapters, queries
from minga.reports.actions import AlreadyEnded, TextRefused, TooMany, answer, close_as_spam, reopen
from minga.reports.actions import report as keep
from minga.reports.domain import LONGEST_ANSWER, LONGEST_TEXT, Kind, State
from minga.reports.models import Report
from minga.reports.words import HELD, KINDS, STATES

PER_PAGE = 25
_SALT = "minga.reports.form"


@dataclass(frozen=True)
class Form:
    """What was typed, and what is wrong with it."""

    kind: str = Kind.DATA
    text: str = ""
    email: str = ""
    error: str = ""
    at: str = ""

    def wrong(self, error: str, at: str = "") -> "Form":
        """The same words, with what is wrong in which field."""
        return replace(self, error=error, at=at)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """The form; once sent, the address where the answer will stand. What was typed is kept whatever is wrong."""
    about = queries.about(
        text_param(request, "afirmacion", limit=40), text_param(request, "documento", limit=12), _passage(request)
    )
    if request.method != "POST":
        asked = text_param(request, "tipo", limit=10)
        return _form(request, about, Form(kind=asked if asked in list(Kind) else Kind.DATA))
    typed = Form(
        request.POST.get("tipo", "")[:10], request.POST.get("texto", ""), request.POST.get("correo", "").strip()
    )
    if typed.kind not in list(Kind):
        return _form(request, about, replace(typed, kind="").wrong(_("Diga qué pasa."), "tipo"), 422)
    try:
        made = keep(
            about=about,
            kind=Kind(typed.kind),
            text=typed.text.replace("\r\n", "\n"),
            email=typed.email,
            trap=request.POST.get("sitio", ""),
            seconds=_since(request.POST.get("hecho", "")),
            address=adapters.address_of(request),
            by=actor_of(request),
        )
    except TextRefused:
        long = _("Escriba entre 1 y %(n)s caracteres.") % {"n": LONGEST_TEXT}
        return _form(request, about, typed.wrong(long, "texto"), 422)
    except ValidationError:
        return _form(request, about, typed.wrong(_("Eso no parece una dirección de correo."), "correo"), 422)
    except TooMany:
        return _form(request, about, typed.wrong(_too_many()), 429)
    return redirect(made)


def _form(request: HttpRequest, about: queries.About, typed: Form, status: int = 200) -> HttpResponse:
    context = {
        "about": about,
        "typed": typed,
        "kinds": [(kind.value, label) for kind, label in KINDS.items()],
        "longest": LONGEST_TEXT,
        "stamp": signing.dumps(timezone.now().timestamp(), salt=_SALT),
    }
    return render(request, "reports/new.html", context, status=status)


def _too_many() -> str:
    return _(
        "Llegaron muchos informes desde su conexión. Lo que escribió sigue aquí: envíelo de nuevo dentro de una hora."
    )


def _passage(request: HttpRequest) -> int | None:
    digits = text_param(request, "pasaje", limit=7)
    return int(digits) if digits.isascii() and digits.isdigit() else None


def _since(stamp: str) -> float | None:
    """Seconds since the form was made; None where it is not one of ours."""
    try:
        return timezone.now().timestamp() - float(signing.loads(stamp, salt=_SALT))
    except (signing.BadSignature, ValueError, TypeError):
        return None


@never_cache
@require_safe
def report(request: HttpRequest, ref: str) -> HttpResponse:
    """Where the answer stands; for reviewers, with what they can do."""
    return _page(request, get_object_or_404(Report.objects.select_related("answered_for"), ref=ref))


def _page(request: HttpRequest, found: Report, *, typed: str = "", error: str = "", status: int = 200) -> HttpResponse:
    answers = actor_of(request).may(Capability.ANSWER_REPORTS)
    context = {
        "report": found,
        "about": queries.subject_of(found),
        "kind": KINDS[Kind(found.kind)],
        "address": request.build_absolute_uri(found.get_absolute_url()),
        "answers": answers,
        "held": HELD.get(found.held_for, "") if answers else "",
        "typed": typed,
        "error": error,
        "longest": LONGEST_ANSWER,
    }
    response = render(request, "reports/report.html", context, status=status)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@never_cache
@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    """What waits for an answer, or what is in another state: what is held back only where it is asked for by name."""
    asked, kind = text_param(request, "estado", limit=10), text_param(request, "tipo", limit=10)
    state = State(asked) if asked in list(State) else State.OPEN
    claim = text_param(request, "afirmacion", limit=40)
    found = queries.listing(state, kind if kind in list(Kind) else "", claim)
    page = Paginator(found, PER_PAGE).get_page(text_param(request, "pagina", limit=9))
    context = {
        "page": page,
        "rows": [(one, KINDS[Kind(one.kind)]) for one in page],
        "state": state,
        "states": [(one.value, label) for one, label in STATES.items()],
        "kind": kind,
        "kinds": [(one.value, label) for one, label in KINDS.items()],
        "claim": claim,
    }
    return render(request, "reports/reports.html", context)


@require_POST
def give_answer(request: HttpRequest, ref: str) -> HttpResponse:
    """Answer; what was typed is kept where it cannot be."""
    found, typed = get_object_or_404(Report, ref=ref), request.POST.get("respuesta", "").replace("\r\n", "\n")
    try:
        answer(report=found, text=typed, by=actor_of(request))
    except TextRefused:
        said = _("Escriba entre 1 y %(n)s caracteres.") % {"n": LONGEST_ANSWER}
        return _page(request, found, typed=typed, error=said, status=422)
    except AlreadyEnded:
        return _page(request, found, typed=typed, error=_("Alguien lo respondió o lo cerró antes."), status=409)
    return redirect(found)


@require_POST
def close(request: HttpRequest, ref: str) -> HttpResponse:
    """End it without an answer."""
    found = get_object_or_404(Report, ref=ref)
    try:
        close_as_spam(report=found, by=actor_of(request))
    except AlreadyEnded:
        return _page(request, found, error=_("Alguien lo respondió o lo cerró antes."), status=409)
    return redirect("reports")


@require_POST
def open_again(request: HttpRequest, ref: str) -> HttpResponse:
    """Have it wait for an answer."""
    return redirect(reopen(report=get_object_or_404(Report, ref=ref), by=actor_of(request)))
