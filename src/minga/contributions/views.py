"""What somebody brought and half wrote, on one page; and drafts as they are saved."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from minga.accounts.actors import actor_of
from minga.contributions import drafts, queries
from minga.contributions.actions.drafting import drop_draft, save_draft
from minga.contributions.domain.drafting import DraftTooLong, NoSuchForm
from minga.frame.forms import text_param


@require_safe
def contributions(request: HttpRequest) -> HttpResponse:
    """One's own drafts, uploads, addresses and proposals, with what became of each."""
    actor = actor_of(request)
    done = text_param(request, "hecha", limit=20)
    context = {
        "drafts": queries.drafts_of(actor),
        "uploads": queries.uploads_of(actor)[:10],
        "errands": queries.errands_of(actor)[:10],
        "proposals": queries.proposals_of(actor),
        "done": queries.proposal_seen_by(actor, done) if done else None,
        "was_there": "estaba" in request.GET,
    }
    return render(request, "contributions/contributions.html", context)


@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """Keep what stands in a form while it is written; when that was, as JSON."""
    form = request.POST.get("formulario", "")
    try:
        save_draft(form=form, about=drafts.about_of(request), sent=drafts.sent(request.POST), by=actor_of(request))
    except NoSuchForm as error:
        raise Http404 from error
    except DraftTooLong:
        return JsonResponse({}, status=413)
    return JsonResponse({"at": timezone.localtime().strftime("%H:%M")})


@require_POST
def drop(request: HttpRequest, key: str) -> HttpResponse:
    """Drop a draft of one's own."""
    if not drop_draft(key=key, by=actor_of(request)):
        raise Http404
    return redirect("contributions")
