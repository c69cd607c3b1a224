"""The source of a document that one uploaded: as the file tells it, from a pasted reference or a DOI, or by hand."""

import re
from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from minga.accounts.actors import Actor, actor_of
from minga.contributions import drafts, pasted, queries
from minga.contributions.actions.describing import SourceOfOthers, describe_source
from minga.contributions.actions.drafting import drop_draft, save_draft
from minga.contributions.domain.drafting import DraftTooLong
from minga.contributions.forms import SourceForm
from minga.contributions.models import Upload
from minga.contributions.words import left_in_words, not_a_reference_in_words
from minga.evidence.models import Document

FORM = "fuente"


@require_http_methods(["GET", "HEAD", "POST"])
def source(request: HttpRequest, key: str) -> HttpResponse:
    """The form of a source; pasted references fill it, and it is kept once somebody says so."""
    actor = actor_of(request)
    upload = queries.upload_of(actor, key)
    document = queries.seen(actor, [upload])[0].document if upload else None
    if upload is None or document is None or not queries.may_describe(actor, document.source):
        raise Http404
    if request.method == "POST":
        return _sent(request, actor, upload, document)
    draft = queries.draft_of(actor, form=FORM, about=key)
    form = SourceForm(drafts.as_data(draft) if draft else None, initial=as_fields(document.source.csl))
    if draft:
        form.is_valid()
        form.errors.clear()
    return _page(request, form, upload, document, draft=draft)


def _sent(request: HttpRequest, actor: Actor, upload: Upload, document: Document) -> HttpResponse:
    form = SourceForm(request.POST)
    if "descartar" in request.POST:
        drop_draft(form=FORM, about=upload.key, by=actor)
        return redirect("upload-source", upload.key)
    try:
        save_draft(form=FORM, about=upload.key, sent=drafts.sent(request.POST), by=actor)
    except DraftTooLong:
        form.add_error(None, _("Es más de lo que cabe en un borrador: acórtelo."))
    if "guardar" in request.POST and not form.errors.get("__all__"):
        return redirect("upload-source", upload.key)
    if "rellenar" in request.POST:
        return _filled(request, upload, document)
    if not form.is_valid():
        return _page(request, form, upload, document, status=422)
    try:
        describe_source(document=document, csl=as_csl(form.cleaned_data), by=actor)
    except SourceOfOthers as error:  # somebody checked it meanwhile
        raise Http404 from error
    drop_draft(form=FORM, about=upload.key, by=actor)
    return redirect(document.source)


def _filled(request: HttpRequest, upload: Upload, document: Document) -> HttpResponse:
    """What was pasted, in the fields; where it was not understood what was typed stays, and the page says why."""
    said = request.POST.get("pegado", "")
    try:
        found = pasted.read(said)
    except pasted.NotAReference as error:
        return _told(request, upload, document, request.POST, not_a_reference_in_words(str(error)))
    except pasted.NotLookedUp as error:
        data = request.POST.copy()
        data["doi"] = str(error)
        why = _("El registro de los DOI no respondió, o no lo conoce. El DOI queda puesto: complete lo demás a mano.")
        return _told(request, upload, document, data, why)
    data = request.POST.copy()
    for name, value in as_fields(found.csl).items():
        data[name] = value
    return _told(request, upload, document, data, left_in_words(found.left), is_wrong=False)


def _told(
    request: HttpRequest, upload: Upload, document: Document, data: QueryDict, told: str, *, is_wrong: bool = True
) -> HttpResponse:
    form = SourceForm(data)
    form.is_valid()
    form.errors.clear()
    return _page(request, form, upload, document, told=told, status=422 if is_wrong else 200)


def as_fields(csl: Mapping[str, Any]) -> dict[str, str]:
    """A record as its form shows it: authors one on each line, "Apellido, Nombre"."""
    names = [
        one.get("literal") or ", ".join(filter(None, [one.get("family"), one.get("given")]))
        for one in csl.get("author") or []
    ]
    parts = (csl.get("issued") or {}).get("date-parts") or [[]]
    shown = {
        "tipo": str(csl.get("type") or ""),
        "titulo": str(csl.get("title") or ""),
        "autores": "\n".join(filter(None, names)),
        "anio": str(parts[0][0]) if parts[0] else "",
        "contenedor": str(csl.get("container-title") or ""),
        "editorial": str(csl.get("publisher") or ""),
        "url": str(csl.get("URL") or ""),
        "doi": str(csl.get("DOI") or ""),
    }
    return {name: value for name, value in shown.items() if value}


def as_csl(fields: Mapping[str, Any]) -> dict[str, Any]:
    """What the form says as a record; a comma parts the family name, a name without one is an organ."""
    names = [line.strip() for line in re.split(r"[\r\n]+", fields["autores"]) if line.strip()]
    return {
        "type": fields["tipo"] or "document",
        "title": fields["titulo"],
        "author": [_author(name) for name in names],
        "issued": {"date-parts": [[fields["anio"]]]} if fields["anio"] else None,
        "container-title": fields["contenedor"],
        "publisher": fields["editorial"],
        "URL": fields["url"],
        "DOI": fields["doi"],
    }


def _author(name: str) -> dict[str, str]:
    family, comma, given = (part.strip() for part in name.partition(","))
    return {"family": family, "given": given} if comma else {"literal": name}


def _page(
    request: HttpRequest,
    form: SourceForm,
    upload: Upload,
    document: Document,
    *,
    draft: Any = None,
    told: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {"form": form, "upload": upload, "document": document, "draft": draft, "told": told, "status": status}
    return render(request, "contributions/source.html", context, status=status)
