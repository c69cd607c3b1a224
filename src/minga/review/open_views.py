"""Pages anybody reads: the history of a claim, and the work that is open."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from minga.accounts.actors import actor_of
from minga.evidence.models import Citation
from minga.evidence.queries import with_standing
from minga.frame.forms import text_param
from minga.review.actions.claims import verify
from minga.review.domain import STALE_YEARS
from minga.review.forms import NotUnderstood, territory_of
from minga.review.queries.history import claim_called, history
from minga.review.queries.openwork import LISTS, figures, listed

PER_PAGE = 20


@require_safe
def claim_history(request: HttpRequest, ref: str) -> HttpResponse:
    """Who proposed, judged and corrected a claim, with the words before and after."""
    actor = actor_of(request)
    found = claim_called(ref, actor)
    if found is None:
        raise Http404
    citations = with_standing(found.citations.select_related("source", "extracted__document").defer("extracted__text"))
    context = {"claim": found, "steps": history(found, actor), "citations": citations.order_by("pk")}
    response = render(request, "review/history.html", context)
    response.headers["Cache-Control"] = "no-store"
    return response


@require_POST
def verify_citation(request: HttpRequest, ref: str) -> HttpResponse:
    """Say that one read the words of a citation with what the claim says now."""
    actor = actor_of(request)
    found = claim_called(ref, actor)
    number = request.POST.get("cita", "")
    if found is None or not (number.isascii() and number.isdigit() and len(number) < 18):
        raise Http404
    citation = get_object_or_404(Citation, pk=int(number), claim=found, unverified_since__isnull=False)
    verify(citation=citation, by=actor)
    return redirect("claim-history", ref)


@require_safe
def open_work(request: HttpRequest) -> HttpResponse:
    """What is left to do, in figures; each opens its list, of a territory where one is named."""
    name, typed = text_param(request, "lista", limit=20), text_param(request, "territorio", limit=200)
    code, said = "", ""
    if typed:
        try:
            code = territory_of(typed).code
        except NotUnderstood as error:
            said = str(error)
    name = name if name in LISTS else ""
    page = Paginator(listed(name, code), PER_PAGE).get_page(text_param(request, "pagina", limit=9)) if name else None
    context = {
        "figures": figures().items(),
        "list": name,
        "page": page,
        "typed": typed,
        "said": said,
        "years": STALE_YEARS,
    }
    return render(request, "review/open_work.html", context)
