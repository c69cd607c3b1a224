"""Pages of documents: the list of them, one as it is read, its words, its reference and pictures of its pages."""

from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from minga.accounts.actors import actor_of
from minga.accounts.domain.permissions import Capability
from minga.evidence.domain.statuses import Access
from minga.evidence.models import Document
from minga.evidence.views import PER_PAGE, reference_file
from minga.frame.forms import int_param, text_param
from minga.ingest import drawings, pages
from minga.ingest.domain.formats import Format
from minga.ingest.domain.shown import STRENGTHS, Strength

# What an address calls the marks that are shown.
KINDS = {"aceptadas": Strength.ACCEPTED, "recogidas": Strength.RECORDED, "propuestas": Strength.PROPOSED}
_MOST = 10_000_000
# A picture is of bytes that never change, but who may see it may.
_KEEP = {True: "private, max-age=600", False: "public, max-age=86400"}


@require_safe
def documents(request: HttpRequest) -> HttpResponse:
    """What was brought in, with what waits in it."""
    page = Paginator(pages.documents(actor_of(request).organization), PER_PAGE).get_page(
        text_param(request, "pagina", limit=9)
    )
    return render(request, "ingest/documents.html", {"page": page})


@require_safe
def document(request: HttpRequest, short: str) -> HttpResponse:
    """One part of a document with the words of claims and proposals marked; of one that is not open its quotes."""
    found = _found(request, short)
    if page := int_param(request, "pagina", least=0, most=_MOST, default=0):
        return _to_page(request, found, page)
    at = pages.opened(found, _asked(request))
    kind = text_param(request, "estado", limit=20)
    strengths = (KINDS[kind],) if kind in KINDS else STRENGTHS
    before, after = at.plan.beside(at.part) if at.part else (None, None)
    near = pages.beyond(at, strengths)
    context = {
        "at": at,
        "document": found,
        "sheets": pages.sheets(at, strengths, near),
        "beyond": near,
        "part": at.part,
        "before": before,
        "after": after,
        "parts": len(at.plan.parts),
        "kinds": [(name, strength, at.tally.get(strength, 0)) for name, strength in KINDS.items()],
        "kind": kind if kind in KINDS else "",
        "total": sum(at.tally.values()),
        "with_pictures": _is_drawn(found) and request.GET.get("imagenes") != "no",
        "is_drawn": _is_drawn(found),
        "sizes": {"small": drawings.SMALL, "large": drawings.LARGE},
        "may_propose": bool(at.extracted) and actor_of(request).may(Capability.PROPOSE),
        "address": request.build_absolute_uri(found.get_absolute_url()),
    }
    return render(request, "ingest/document.html", context)


def _asked(request: HttpRequest) -> pages.Asked:
    passage = int_param(request, "pasaje", least=0, most=_MOST, default=0)
    return pages.Asked(passage=passage or None, mark=text_param(request, "marca", limit=40))


def _to_page(request: HttpRequest, found: Document, page: int) -> HttpResponse:
    """A form cannot name a place on a page: this one is sent on to where the page of the document begins."""
    part = pages.opened(found, pages.Asked(page=page)).part
    kept = [(name, request.GET[name]) for name in ("estado", "imagenes") if name in request.GET]
    query = urlencode([*([("pasaje", part.first)] if part else []), *kept])
    return redirect(f"{found.get_absolute_url()}?{query}#pag-{page}")


@require_safe
def text(request: HttpRequest, short: str) -> HttpResponse:
    """The words of an open document as a text file."""
    found = _found(request, short)
    words = pages.whole_text(found)
    if words is None:
        raise PermissionDenied
    response = HttpResponse(words, content_type="text/plain; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{found.source.slug}-{found.short}.txt"'
    return response


@require_safe
def reference(request: HttpRequest, short: str, form: str) -> HttpResponse:
    """The document's source for a reference manager, with which copy was read in the note."""
    found = _found(request, short)
    note = _("Copia leída en Minga: %(address)s (SHA-256 %(sha256)s).") % {
        "address": request.build_absolute_uri(found.get_absolute_url()),
        "sha256": found.sha256,
    }
    return reference_file(form, found.source, name=found.source.slug, note=note)


@require_safe
def page_image(request: HttpRequest, short: str, number: str, width: str) -> HttpResponse:
    """A page of an open PDF as a picture; 503 while others are being drawn."""
    found = _found(request, short)
    if not _is_drawn(found):
        raise PermissionDenied
    if int(number) > (found.pages or 0):
        raise Http404
    try:
        picture = drawings.picture(found.sha256, int(number), int(width))
    except drawings.NotDrawn as error:
        raise Http404 from error
    except drawings.Busy:
        return HttpResponse(status=503, headers={"Retry-After": "2", "Cache-Control": "no-store"})
    is_private = found.access == Access.PRIVATE
    media_type = "image/png" if picture.startswith(b"\x89PNG") else "image/jpeg"
    return HttpResponse(picture, content_type=media_type, headers={"Cache-Control": _KEEP[is_private]})


def _is_drawn(found: Document) -> bool:
    """Whether pictures of its pages may be shown: of a PDF that may be read whole."""
    return pages.is_whole(found) and found.media_type == Format.PDF


def _found(request: HttpRequest, short: str) -> Document:
    """Of a private document others are not told even that it is there: the answer is the one for a document unknown."""
    found = pages.document_seen_by(actor_of(request).organization, short)
    if found is None:
        raise Http404
    return found
