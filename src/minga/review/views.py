"""The queue, and one sitting per document: what waits is read beside its words and judged."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from minga.accounts.actors import Actor, actor_of
from minga.accounts.domain.permissions import Capability
from minga.accounts.second_eyes import SecondEyesNeeded
from minga.evidence.actions import AlreadyJudged, ClaimRefused, JudgementStands, UnsignedJudgement
from minga.evidence.domain.quotes import QuoteAmbiguous, QuoteNotFound
from minga.evidence.domain.statuses import Access
from minga.evidence.domain.vocabulary import LANGUAGES, vocabulary
from minga.evidence.models import Claim, Document
from minga.frame.forms import int_param, text_param
from minga.ingest.actions.judging import (
    Corrected,
    JudgedByAnother,
    NotJudged,
    accept_proposal,
    correct_proposal,
    dispute_proposal,
    merge_proposal,
    reject_proposal,
    undo_judgement,
)
from minga.ingest.domain.proposing import JUDGED
from minga.ingest.models import Proposal
from minga.ingest.queries import judged_last
from minga.review.actions.reading import begin_reading
from minga.review.domain import REASONS
from minga.review.forms import NotUnderstood, Typed, territory_of
from minga.review.queries import queue as waiting
from minga.review.queries import sitting as sittings

PER_PAGE, PER_PART, MOST_DOCUMENTS = 20, 40, 8
CONFIDENCES = ("0.5", "0.7", "0.85", "0.95")


@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """What waits, by the filters of the address: of texts, and of persons who proposed without one."""
    actor, sort = actor_of(request), text_param(request, "orden", limit=20)
    asked, said = _asked(request)
    found = waiting.proposals(asked, actor)
    claims = waiting.claims(asked, actor)
    of_claims = text_param(request, "ver", limit=20) == "afirmaciones"
    rows = waiting.listed(found, sort if sort in waiting.SORTS else "texto")
    context = {
        "asked": asked,
        "said": said,
        "sort": sort if sort in waiting.SORTS else "texto",
        "page": Paginator(claims if of_claims else rows, PER_PAGE).get_page(text_param(request, "pagina", limit=9)),
        "of_claims": of_claims,
        "proposals_count": len(rows),
        "claims_count": claims.count(),
        "documents": [] if of_claims else waiting.documents(found, MOST_DOCUMENTS),
        "typed_territory": text_param(request, "territorio", limit=200),
        "instruments": vocabulary().claimable("instrument"),
        "languages": LANGUAGES,
        "confidences": CONFIDENCES,
        "is_filtered": asked != waiting.Asked() or bool(said),
    }
    return render(request, "review/queue.html", context)


def _asked(request: HttpRequest) -> tuple[waiting.Asked, str]:
    """The filters, and what could not be understood of them."""
    name, said, code = text_param(request, "territorio", limit=200), "", ""
    if name:
        try:
            code = territory_of(name).code
        except NotUnderstood as error:
            said = str(error)
    least = text_param(request, "confianza", limit=4)
    instrument, language = text_param(request, "instrumento", limit=40), text_param(request, "idioma", limit=2)
    return waiting.Asked(
        territory=code,
        document=text_param(request, "documento", limit=64).lower(),
        instrument=instrument if instrument in vocabulary().claimable("instrument") else "",
        language=language if language in LANGUAGES else "",
        least=float(least) if least in CONFIDENCES else 0.0,
        days=int_param(request, "dias", least=0, most=10_000, default=0),
        is_disputed=request.GET.get("disputa") == "1",
        is_reported=request.GET.get("informada") == "1",
        is_ours=request.GET.get("nuestras") == "1",
    ), said


@require_safe
def sitting(request: HttpRequest, short: str) -> HttpResponse:
    """The proposals of a document in the order of its text; one of them to be judged."""
    actor = actor_of(request)
    document = _document(short, actor)
    ref, after = text_param(request, "propuesta", limit=20), text_param(request, "despues", limit=20)
    return _sitting(request, sittings.sitting(document, ref=ref, after=after))


def _sitting(
    request: HttpRequest, at: sittings.Sitting, kept: Typed | None = None, said: str = "", status: int = 200
) -> HttpResponse:
    actor = actor_of(request)
    card = sittings.card(at.ref, actor) if at.ref else None
    if card and card.is_open and actor.may(Capability.JUDGE):
        begin_reading(proposal=card.proposal, by=actor)
    context = {
        "document": at.document,
        "at": at,
        "number": (at.at or 0) + 1,
        "card": card,
        "done": _done(request, actor),
        "kept": kept or (_as_proposed(card) if card else Typed()),
        "said": said,
        "reasons": REASONS,
        "is_private": at.document.access == Access.PRIVATE,
        **choices(),
    }
    response = render(request, "review/sitting.html", context, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response


def choices() -> dict[str, object]:
    """The codes that a claim may carry, by scheme, for a form."""
    words = vocabulary()
    return {scheme: words.claimable(scheme) for scheme in ("instrument", "event", "area")}


def _done(request: HttpRequest, actor: Actor) -> Proposal | None:
    """What this person judged a moment ago, if it stands."""
    ref = text_param(request, "hecha", limit=20)
    rows = Proposal.objects.visible_to(actor).filter(ref=ref, state__in=JUDGED, judged_by=actor.key)
    return rows.select_related("territory", "claim").defer("extracted").first() if ref else None


def _as_proposed(card: sittings.Card) -> Typed:
    row = card.proposal
    return Typed(
        territory=row.territory.code,
        instrument=row.instrument,
        event=row.event,
        when=row.when,
        areas=tuple(row.areas),
    )


def _document(short: str, actor: Actor) -> Document:
    found = sittings.document_called(short, actor)
    if found is None:
        raise Http404
    return found


@require_safe
def whole_text(request: HttpRequest, short: str) -> HttpResponse:
    """All the words of a document, for whoever judges: of one that is not open too."""
    document = _document(short, actor_of(request))
    passage = int_param(request, "pasaje", least=0, most=10_000_000, default=0)
    number = str((passage - 1) // PER_PART + 1) if passage else text_param(request, "pagina", limit=9)
    page = Paginator(sittings.passages(document), PER_PART).get_page(number)
    response = render(request, "review/text.html", {"document": document, "page": page})
    response.headers["Cache-Control"] = "no-store"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def judge(request: HttpRequest, ref: str) -> HttpResponse:
    """Judge a proposal and go on to the next one that waits; an address that is only opened leads to its sitting."""
    actor = actor_of(request)
    row = Proposal.objects.visible_to(actor).select_related("extracted__document__source").filter(ref=ref).first()
    if row is None:
        raise Http404
    document = row.extracted.document
    there = reverse("review-sitting", args=[document.short])
    if request.method != "POST":
        return redirect(f"{there}?{urlencode({'propuesta': ref})}")
    kept = Typed.of(request)
    try:
        _judge(row, kept, actor)
    except Exception as error:
        said, status = in_words(error, row)
        return _sitting(request, sittings.sitting(document, ref=ref), kept, said, status)
    return redirect(f"{there}?{urlencode({'despues': ref, 'hecha': ref})}")


def _judge(row: Proposal, kept: Typed, by: Actor) -> None:
    if kept.verb != "rechazar" and row.extracted.document.access == Access.PRIVATE and not kept.may_publish:
        raise NotUnderstood(_("El documento es privado: marque que la frase y el nombre de la fuente se publican."))
    verbs: dict[str, Callable[[], object]] = {
        "aceptar": lambda: accept_proposal(proposal=row, by=by),
        "aparte": lambda: accept_proposal(proposal=row, by=by, apart=True),
        "rechazar": lambda: reject_proposal(proposal=row, by=by, reason=reason_of(kept)),
        "citar": lambda: merge_proposal(proposal=row, into=_chosen(kept), by=by),
        "disputar": lambda: dispute_proposal(proposal=row, against=_chosen(kept), by=by),
        "corregir": lambda: _correct(row, kept, by),
    }
    if kept.verb not in verbs:
        raise NotUnderstood(_("Elija qué hacer con esta propuesta."))
    verbs[kept.verb]()


def _correct(row: Proposal, kept: Typed, by: Actor) -> None:
    to = kept.corrected()
    as_it_was = Corrected(row.territory.code, row.instrument, row.event, row.when, tuple(sorted(row.areas)))
    if to == as_it_was:
        accept_proposal(proposal=row, by=by, reason=kept.reason)
    else:
        correct_proposal(proposal=row, to=to, by=by, reason=kept.reason, is_checked=kept.is_checked)


def reason_of(kept: Typed) -> str:
    """Why something is rejected. Raises NotUnderstood."""
    if not kept.reason:
        raise NotUnderstood(_("Un rechazo dice por qué: elija una razón o escríbala."))
    return kept.reason


def _chosen(kept: Typed) -> Claim:
    found = Claim.objects.filter(ref=kept.claim).first()
    if found is None:
        raise NotUnderstood(_("No hay una afirmación publicada «%(ref)s».") % {"ref": kept.claim})
    return found


def in_words(error: Exception, row: Proposal | Claim) -> tuple[str, int]:
    """Why a judgement was not made, for the one who made it, and the status of the answer. Raises what is no such."""
    match error:
        case NotUnderstood():
            return str(error), 422
        case AlreadyJudged():
            return _already(row), 409
        case SecondEyesNeeded():
            return _("La propuso usted: en su organización la dictamina otra persona."), 409
        case ClaimRefused(field="claim"):
            return _("«%(ref)s» no está publicada, o es de otro territorio.") % {"ref": error.value}, 422
        case ClaimRefused():
            return _("«%(value)s» no puede ser aquí.") % {"value": error.value}, 422
        case QuoteNotFound() | QuoteAmbiguous():
            return _("El documento se leyó de nuevo y estas palabras no están en su lugar: sáltela."), 409
        case UnsignedJudgement():
            return _("Un dictamen lleva firma."), 422
        case JudgementStands() | NotJudged():
            return _("No se puede deshacer: después se corrigió, o su cita ya no está."), 409
        case JudgedByAnother():
            return _("La dictaminó otra persona: la deshace ella."), 409
    raise error


def _already(row: Proposal | Claim) -> str:
    """Who was quicker, by the organ; persons are named to nobody here."""
    row.refresh_from_db()
    if row.judged_at is None:
        return _("Ya no espera dictamen: el documento se leyó de nuevo.")
    last = row.judgements.last() if isinstance(row, Claim) else None
    organ = (last.organ if last else "") if isinstance(row, Claim) else row.organ
    said = {"organ": organ or _("la administración"), "ago": timesince(row.judged_at)}
    return _("Ya dictaminada por %(organ)s hace %(ago)s. Lo que usted escribió sigue aquí.") % said


@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    """Take back a judgement of one's own: the one that is named, else the last."""
    actor, ref = actor_of(request), request.POST.get("propuesta", "")[:20]
    row = Proposal.objects.visible_to(actor).filter(ref=ref).first() if ref else None
    row = row or (None if ref else judged_last(by=actor.key, organ=actor.organ))
    if row is None:
        if ref:
            raise Http404
        return redirect("review-queue")
    document = _document(row.extracted.document.short, actor)
    try:
        undo_judgement(proposal=row, by=actor)
    except (JudgementStands, NotJudged, JudgedByAnother) as error:
        said, status = in_words(error, row)
        return _sitting(request, sittings.sitting(document, ref=row.ref), None, said, status)
    there = reverse("review-sitting", args=[document.short])
    return redirect(f"{there}?{urlencode({'propuesta': row.ref})}")
