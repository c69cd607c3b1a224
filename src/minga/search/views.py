"""The search page and its lists as files."""

from collections.abc import Callable
from itertools import groupby

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from minga.evidence.domain.licences import DEFAULT
from minga.frame.forms import text_param
from minga.kit.tables import XLSX
from minga.search import exports, shown
from minga.search.addresses import OF_AUTHORS, Search
from minga.search.answers import Answer, Result
from minga.search.domain.lens import Lens
from minga.search.queries import find

PER_PAGE = 20
# A list as a file holds so many results at most, and the page says so.
MOST_EXPORTED = 1000
_FILES = {
    "csv": ("text/csv; charset=utf-8", exports.as_csv),
    "xlsx": (XLSX, exports.as_xlsx),
    "ris": ("application/x-research-info-systems; charset=utf-8", exports.as_ris),
}
# What is like the reader's territory is known above this room, which passes it down.
SeenFrom = Callable[[HttpRequest], Lens | None]


def nowhere(request: HttpRequest) -> None:
    """No territory from which results are seen."""


@require_safe
def search(request: HttpRequest, seen_from: SeenFrom = nowhere) -> HttpResponse:
    """The question as it was understood, and the claims and passages that answer it."""
    asked = Search.of(request)
    if not asked.question and not asked.conditions:
        return render(request, "search/search.html", {"search": asked})
    lens = seen_from(request)
    answer = _answer(asked, lens, page=asked.page, per_page=PER_PAGE)
    context = {
        "search": asked,
        "question": asked.question[:2000],
        "answer": answer,
        "lens": shown.lens(asked, lens),
        "chips": shown.chips(asked, answer),
        "facets": shown.facets(asked, answer),
        "groups": _groups(answer, grouped=asked.grouped),
        "page": Paginator(range(answer.total), PER_PAGE).get_page(answer.page),
        "undated_at": asked.at(_page_of_undated(answer)),
        "orders": shown.orders(asked),
        "files": shown.files(asked, answer, _FILES),
        "most_exported": MOST_EXPORTED if answer.total > MOST_EXPORTED else None,
    }
    return render(request, "search/search.html", context)


@require_safe
def export(request: HttpRequest, form: str, seen_from: SeenFrom = nowhere) -> HttpResponse:
    """What of a search may be taken away under one licence, ours where none is named, in the order of the page."""
    asked = Search.of(request)
    if not asked.question and not asked.conditions:
        return redirect("search")
    licence = text_param(request, "licencia", limit=20) or DEFAULT.value
    under = "" if licence == OF_AUTHORS else licence
    results = _answer(asked, seen_from(request), page=1, per_page=MOST_EXPORTED, licence=under).results
    media_type, write = _FILES[form]
    response = HttpResponse(write(results), content_type=media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="minga-{slugify(licence)}.{form}"'
    return response


def _answer(asked: Search, lens: Lens | None, *, page: int, per_page: int, licence: str | None = None) -> Answer:
    return find(
        asked.question,
        asked.filters,
        page=page,
        per_page=per_page,
        sort=asked.sort,
        ignore=frozenset(asked.removed),
        licence=licence,
        lens=lens if asked.is_seen_from_mine else None,
    )


def _page_of_undated(answer: Answer) -> int:
    return (answer.total - answer.undated_count) // PER_PAGE + 1


def _groups(answer: Answer, *, grouped: bool) -> list[tuple[object, bool, list[Result]]]:
    """The page's results as (heading, undated, results): by territory where asked, the undated always apart."""
    first_undated = answer.total - answer.undated_count - (answer.page - 1) * PER_PAGE
    marked = [(result, bool(answer.undated_count) and n >= first_undated) for n, result in enumerate(answer.results)]
    if grouped:
        # One heading per territory, in the order in which the best of each stands.
        places: dict[object, int] = {}
        for result, _ in marked:
            places.setdefault(_subject(result), len(places))
        marked.sort(key=lambda row: (row[1], places[_subject(row[0])]))
    runs = groupby(marked, key=lambda row: (_subject(row[0]) if grouped else None, row[1]))
    return [(subject, undated, [result for result, _ in rows]) for (subject, undated), rows in runs]


def _subject(result: Result) -> object:
    return result.territory or result.organization
