"""Pages: claims as a sheet to edit, and the sheet back in, first to see what it would do."""

from collections import Counter
from contextlib import suppress

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from minga.accounts.actors import actor_of
from minga.frame.forms import text_param
from minga.frame.middleware import takes
from minga.sheets import adapters, queries
from minga.sheets.actions import AlreadyConfirmed, bring_in, hold
from minga.sheets.domain import COLUMNS, REASON, Outcome, SheetRefused, rows_of
from minga.sheets.models import SheetImport
from minga.sheets.words import codes, explained, reason, why_not
from minga.territories.mine import mine_of

SHOWN = 60


@never_cache
@require_safe
def sheets(request: HttpRequest) -> HttpResponse:
    """Take a sheet away, or bring one back."""
    return _page(request)


def _page(request: HttpRequest, error: str = "", status: int = 200) -> HttpResponse:
    mine = mine_of(request)
    code = text_param(request, "territorio", limit=40) or (mine.territory.code if mine else "")
    return render(request, "sheets/sheets.html", {"code": code, "error": error}, status=status)


@never_cache
@require_safe
def export(request: HttpRequest, form: str) -> HttpResponse:
    """The claims of a territory with the codes and what each column is."""
    code = text_param(request, "territorio", limit=40)
    rows = [queries.row_of(claim) for claim in queries.claims_of(code)]
    return _file("minga", form, adapters.table(rows, COLUMNS))


def _file(name: str, form: str, table: list[list[str]]) -> HttpResponse:
    media_type, write = adapters.FORMS[form]
    made = write([("Afirmaciones", table), ("Códigos", codes()), ("Columnas", explained())])
    response = HttpResponse(made, content_type=media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return response


@takes(2 * adapters.LARGEST)  # a little too large is told on the page
@require_POST
def take_in(request: HttpRequest) -> HttpResponse:
    """Read a sheet and keep it for a day, with what it would do."""
    sent = request.FILES.get("hoja")
    try:
        if sent is None or isinstance(sent, list):
            raise SheetRefused("none")
        if (sent.size or 0) > adapters.LARGEST:
            raise SheetRefused("too_big")
        rows = rows_of(adapters.read(sent.read()))
    except SheetRefused as refused:
        return _page(request, why_not(refused.code, refused.detail), 422)
    return redirect("sheet", hold(rows=rows, by=actor_of(request)).key)


@never_cache
@require_safe
def sheet(request: HttpRequest, key: str) -> HttpResponse:
    """What a sheet would do, or did."""
    found = _held(request, key)
    said = [
        (number, row, one, reason(one))
        for number, (row, one) in enumerate(zip(found.rows, found.outcomes, strict=True), 2)
        if one["outcome"] != Outcome.UNCHANGED
    ]
    counts = Counter(one["outcome"] for one in found.outcomes)
    context = {
        "sheet": found,
        "rows": said[:SHOWN],
        "more": max(0, len(said) - SHOWN),
        "counts": {one.value: counts[one] for one in Outcome},
        "good": counts[Outcome.NEW] + counts[Outcome.CORRECTED],
    }
    return render(request, "sheets/sheet.html", context)


@require_POST
def confirm(request: HttpRequest, key: str) -> HttpResponse:
    """Propose what its good rows say; a second time changes nothing."""
    with suppress(AlreadyConfirmed):
        bring_in(sheet=_held(request, key), by=actor_of(request))
    return redirect("sheet", key)


@never_cache
@require_safe
def refused(request: HttpRequest, key: str, form: str) -> HttpResponse:
    """The rows that stay out, in the same form, each with the reason in a column of its own."""
    found = _held(request, key)
    rows = [
        {**row, REASON: reason(one)}
        for row, one in zip(found.rows, found.outcomes, strict=True)
        if one["outcome"] == Outcome.REFUSED
    ]
    return _file("minga-no-entraron", form, adapters.table(rows, [*COLUMNS, REASON]))


def _held(request: HttpRequest, key: str) -> SheetImport:
    found = queries.held(key, actor_of(request))
    if found is None:
        raise Http404
    return found
