"""Claims that persons proposed without a text: one is read beside its sources and judged."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from minga.accounts.actors import Actor, actor_of
from minga.evidence.domain.statuses import Access, Status
from minga.evidence.models import Claim
from minga.evidence.queries import disputes_of
from minga.review.actions.claims import accept_claim, correct_claim, reject_claim, undo_claim
from minga.review.domain import REASONS
from minga.review.forms import NotUnderstood, Typed
from minga.review.queries.queue import may_know
from minga.review.views import choices, in_words, reason_of

_SHOWN = (Status.PROPOSED, Status.ACCEPTED, Status.REJECTED)


@require_http_methods(["GET", "HEAD", "POST"])
def claim(request: HttpRequest, ref: str) -> HttpResponse:
    """A claim that waits, with its sources; judged by a form, which leads back here."""
    actor = actor_of(request)
    rows = may_know(Claim.objects.filter(ref=ref, status__in=_SHOWN, proposals=None), actor)
    found = rows.with_citations().select_related("territory", "organization", "collection", "proposed_for").first()
    if found is None or (found.status != Status.PROPOSED and found.proposed_at is None):
        raise Http404
    if request.method != "POST":
        return _shown(request, found, _as_proposed(found))
    kept = Typed.of(request)
    try:
        _judge(found, kept, actor)
    except Exception as error:
        said, status = in_words(error, found)
        return _shown(request, found, kept, said, status)
    return redirect("review-claim", ref)


def _shown(request: HttpRequest, found: Claim, kept: Typed, said: str = "", status: int = 200) -> HttpResponse:
    actor, last = actor_of(request), found.judgements.last()
    context = {
        "claim": found,
        "against": disputes_of(found),
        "kept": kept,
        "said": said,
        "reasons": REASONS,
        "last": last,
        "is_mine": last is not None and (last.by_id, last.organ) == (actor.key, actor.organ),
        "is_private": any(
            one.extracted and one.extracted.document.access == Access.PRIVATE for one in found.citations.all()
        ),
        **choices(),
    }
    response = render(request, "review/claim.html", context, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response


def _as_proposed(found: Claim) -> Typed:
    return Typed(
        territory=found.territory.code if found.territory else "",
        instrument=found.instrument,
        event=found.event,
        when=found.when,
        areas=tuple(found.areas),
        statement=found.statement,
    )


def _judge(row: Claim, kept: Typed, by: Actor) -> None:
    verbs: dict[str, Callable[[], object]] = {
        "aceptar": lambda: accept_claim(claim=row, by=by),
        "rechazar": lambda: reject_claim(claim=row, by=by, reason=reason_of(kept)),
        "corregir": lambda: _correct(row, kept, by),
        "deshacer": lambda: undo_claim(claim=row, by=by),
    }
    if kept.verb not in verbs:
        raise NotUnderstood(_("Elija qué hacer con esta propuesta."))
    verbs[kept.verb]()


def _correct(row: Claim, kept: Typed, by: Actor) -> None:
    if not kept.statement:
        raise NotUnderstood(_("La afirmación se dice en una frase: escríbala."))
    correct_claim(
        claim=row,
        to=kept.corrected(),
        statement=kept.statement,
        by=by,
        reason=kept.reason,
        is_checked=kept.is_checked,
    )
