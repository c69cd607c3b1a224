"""How the rules fare on what persons judged; what is proven is accepted together, and taken back together."""

import json
from collections.abc import Iterator

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from minga.accounts.actors import Actor, actor_of
from minga.evidence.domain.vocabulary import LANGUAGES
from minga.frame.forms import text_param
from minga.ingest.actions.judging import JudgedByAnother, NotJudged
from minga.review.actions.together import NothingToAccept, NotProven, accept_together, undo_together
from minga.review.domain import LEAST_JUDGED, LEAST_SHARE
from minga.review.models import Together
from minga.review.queries.rules import fared, gold, together_waiting

# So many are listed, and accepted, at once.
_MOST, _LATELY = 100, 20


@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """Each rule in each language: how many persons judged, how many were right, and what that proves."""
    return _rules(request)


def _rules(request: HttpRequest, said: str = "", status: int = 200) -> HttpResponse:
    context = {
        "rows": fared(actor_of(request)),
        "least_judged": LEAST_JUDGED,
        "least_share": LEAST_SHARE,
        "batches": Together.objects.all()[:_LATELY],
        "said": said,
    }
    return render(request, "review/rules.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def together(request: HttpRequest, rule: str, language: str) -> HttpResponse:
    """What waits of a proven rule, listed whole before it is accepted together."""
    actor = actor_of(request)
    found = next((one for one in fared(actor) if (one.rule, one.language) == (rule, language)), None)
    if found is None or language not in LANGUAGES:
        raise Http404
    if request.method == "POST":
        return _accept(request, rule, language, actor)
    document = text_param(request, "documento", limit=12).lower()
    rows = together_waiting(rule, language, actor, document)
    shown = rows.select_related("territory", "extracted__document__source").defer("extracted__text")
    context = {
        "fared": found,
        "document": document,
        "rows": shown.order_by("extracted__document", "start", "end", "ref")[:_MOST],
        "count": rows.count(),
        "least_judged": LEAST_JUDGED,
        "least_share": LEAST_SHARE,
    }
    return render(request, "review/together.html", context)


def _accept(request: HttpRequest, rule: str, language: str, actor: Actor) -> HttpResponse:
    try:
        accept_together(rule=rule, language=language, refs=request.POST.getlist("propuesta")[:_MOST], by=actor)
    except NotProven:
        return _rules(request, _("Esa regla no ha acertado todavía lo bastante: se dictamina una por una."), 409)
    except NothingToAccept:
        return _rules(request, _("Ninguna de esas propuestas espera todavía."), 409)
    return redirect("review-rules")


@require_POST
def undo_batch(request: HttpRequest, number: int) -> HttpResponse:
    """Take back what was accepted together, as a whole."""
    try:
        taken = undo_together(batch=get_object_or_404(Together, pk=number), by=actor_of(request))
    except JudgedByAnother:
        return _rules(request, _("Las aceptó otra persona: las deshace ella."), 409)
    except NotJudged:
        return _rules(request, _("Ya estaba deshecho."), 409)
    if taken.left:
        left = ", ".join(taken.left)
        return _rules(request, _("Deshecho, salvo lo que después se corrigió: %(left)s.") % {"left": left})
    return redirect("review-rules")


@require_safe
def gold_file(request: HttpRequest) -> StreamingHttpResponse:
    """Passages whose proposals are all judged, one JSON object per line, for `python -m bench.extraction`."""
    response = StreamingHttpResponse(_lines(actor_of(request)), content_type="application/x-ndjson; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="minga-oro.jsonl"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _lines(actor: Actor) -> Iterator[str]:
    for row in gold(actor):
        yield json.dumps(row, ensure_ascii=False) + "\n"
