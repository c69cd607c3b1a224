"""Answering a question: understood, retrieved, filtered, counted, in pages."""

import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from minga.evidence.domain.statuses import Stance
from minga.evidence.domain.vocabulary import vocabulary
from minga.evidence.models import Citation, Claim, Passage
from minga.evidence.queries import disputed_refs
from minga.kit.text import printable
from minga.search.answers import Answer, Result
from minga.search.domain import ranking
from minga.search.domain.filters import Filters
from minga.search.models import SearchEntry
from minga.search.retrieval import retrieve, where
from minga.search.understood import read

LONGEST_QUESTION = 500
SORTS = ("relevance", "date", "evidence")
_EVIDENCE_ORDER = {"quoted": 0, "located": 1, "cited": 2, "": 3}
# Entries without a condition in common with the question are not listed past this many.
_MOST = 400


@dataclass(frozen=True)
class _Pool:
    """All results before paging: rows with their score, the dated ones first."""

    rows: list[SearchEntry]
    scores: dict[int, float]
    nearest: bool
    text_only: bool
    undated: int


def find(
    question: str,
    filters: Filters | None = None,
    *,
    page: int = 1,
    per_page: int = 20,
    sort: str = "relevance",
    ignore: frozenset[str] = frozenset(),
) -> Answer:
    """Answer a question in one page of results.

    filters    the reader's own conditions; they win over what the question says
    sort       "relevance", "date" (latest first, undated last) or "evidence" (quoted first)
    ignore     keys of understood chips that the reader removed, "instrument:organ"
    """
    began = time.monotonic()
    whole = " ".join(printable(question).split())
    asked = whole[:LONGEST_QUESTION]
    understood = read(asked, ignore)
    applied = (filters or Filters()).over(understood.filters)
    pool = _pool(understood.words, applied)
    rows = _sorted(pool, sort)
    pages = max(1, -(-len(rows) // per_page))
    page = min(max(page, 1), pages)
    shown = rows[(page - 1) * per_page : page * per_page]
    return Answer(
        question=asked,
        understood=understood,
        applied=applied,
        results=_results(shown, pool.scores),
        total=len(rows),
        page=page,
        pages=pages,
        nearest=pool.nearest,
        facets=_facets(rows),
        undated_count=pool.undated,
        text_only=pool.text_only,
        cut=len(whole) > LONGEST_QUESTION,
        took_ms=(time.monotonic() - began) * 1000,
    )


def _pool(words: str, applied: Filters) -> _Pool:
    expanded = _expanded(applied)
    if not words.strip():
        return _filtered(expanded)
    found = retrieve(words, condition=where(expanded))
    supported = [hit for hit in found.hits if ranking.supports(hit)]
    nearest = bool(found.hits) and not supported
    hits = supported or found.hits[:10]
    rows = SearchEntry.objects.defer("tsv", "body").in_bulk([hit.key for hit in hits])
    undated = []
    if expanded.dated:
        undated = [
            hit for hit in retrieve(words, condition=where(expanded, undated=True)).hits if ranking.supports(hit)
        ]
        rows |= SearchEntry.objects.defer("tsv", "body").in_bulk([hit.key for hit in undated])
        found.scores.update({hit.key: 0.0 for hit in undated})
    ordered = [rows[hit.key] for hit in (*hits, *undated) if hit.key in rows]
    return _Pool(ordered, found.scores, nearest, text_only=not found.by_meaning, undated=len(undated))


def _filtered(expanded: Filters) -> _Pool:
    """Everything that meets the conditions; nothing where there is no condition."""
    if expanded == Filters():
        return _Pool([], {}, nearest=False, text_only=False, undated=0)
    dated = _meeting(expanded, undated=False)
    undated = _meeting(expanded, undated=True) if expanded.dated else []
    return _Pool([*dated, *undated], {}, nearest=False, text_only=False, undated=len(undated))


def _meeting(expanded: Filters, *, undated: bool) -> list[SearchEntry]:
    condition = where(expanded, undated=undated)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT e.id FROM search_entry e WHERE {condition.sql} AND e.kind = 'claim' "  # noqa: S608 - conditions are ours, values are parameters
            f"ORDER BY e.claim_kind DESC, array_position(ARRAY['quoted','located','cited'], e.evidence::text), "
            f"e.year_first, e.ref LIMIT {_MOST}",
            condition.params,
        )
        keys = [row[0] for row in cursor.fetchall()]
    rows = SearchEntry.objects.defer("tsv", "body").in_bulk(keys)
    return [rows[key] for key in keys]


def _expanded(filters: Filters) -> Filters:
    """The conditions with broader concepts opened into the narrower ones that claims carry."""
    words = vocabulary()
    instruments = {
        code
        for top in filters.instruments
        if words.has(top, "instrument")
        for code in words.narrower(top, "instrument")
    }
    unknown = {code for code in filters.instruments if not words.has(code, "instrument")}
    return Filters(**{**filters.__dict__, "instruments": tuple(sorted(instruments | unknown))})


def _sorted(pool: _Pool, sort: str) -> list[SearchEntry]:
    cut = len(pool.rows) - pool.undated
    dated, undated = pool.rows[:cut], pool.rows[cut:]
    if sort == "date":
        dated.sort(key=lambda row: (row.year_first is None, -(row.year_first or 0), row.ref))
    elif sort == "evidence":
        dated.sort(key=lambda row: _EVIDENCE_ORDER.get(row.evidence, 3))
    return [*dated, *undated]


def _facets(rows: Sequence[SearchEntry]) -> dict[str, list[tuple[str, int]]]:
    counters: dict[str, Counter[str]] = {
        "country": Counter(row.country for row in rows if row.country),
        "level": Counter(row.level for row in rows if row.level),
        "instrument": Counter(row.instrument for row in rows if row.instrument),
        "area": Counter(area for row in rows for area in row.areas),
        "decade": Counter(str(row.year_first // 10 * 10) for row in rows if row.year_first),
        "evidence": Counter(row.evidence for row in rows if row.evidence),
    }
    return {name: sorted(counter.items(), key=lambda item: (-item[1], item[0])) for name, counter in counters.items()}


def _results(rows: Sequence[SearchEntry], scores: dict[int, float]) -> list[Result]:
    claims = {
        claim.ref: claim
        for claim in Claim.objects.with_citations().filter(ref__in=[row.ref for row in rows if row.kind == "claim"])
    }
    passages = _passages([row.ref for row in rows if row.kind == "passage"])
    disputed = disputed_refs() if claims else set()
    results = []
    for row in rows:
        score = scores.get(row.pk, 0.0)
        if row.kind == "claim" and row.ref in claims:
            results.append(_of_claim(claims[row.ref], score, disputed))
        elif row.ref in passages:
            results.append(_of_passage(passages[row.ref], score))
    return results


def _passages(refs: Sequence[str]) -> dict[str, Passage]:
    hashes = [ref.split("#")[0] for ref in refs]
    if not hashes:
        return {}
    found = Passage.objects.select_related("extracted__document__source").filter(
        extracted__document__sha256__regex=f"^({'|'.join(hashes)})"
    )
    return {passage.ref: passage for passage in found}


def _of_claim(claim: Claim, score: float, disputed: set[str]) -> Result:
    citations: list[Citation] = list(claim.citations.all())
    supporting = [citation for citation in citations if citation.stance == Stance.SUPPORTS] or citations
    best = min(supporting, key=lambda citation: (not citation.is_pinned, not citation.locator, citation.pk))
    return Result(
        kind="claim",
        ref=claim.ref,
        statement=claim.statement,
        status=claim.status,
        claim_kind=claim.kind,
        evidence=claim.evidence,
        territory=claim.territory,
        organization=claim.organization,
        instrument=claim.instrument,
        event=claim.event,
        areas=tuple(claim.areas),
        when=claim.when,
        year_first=claim.year_first,
        quote=best.quote,
        note=best.note,
        source=_source(best.source, best.locator),
        score=score,
        url=claim.get_absolute_url(),
        disputed=claim.ref in disputed,
        claim=claim,
    )


def _source(source: object, locator: str) -> dict[str, object]:
    return {name: getattr(source, name) for name in ("title", "authors", "year", "url")} | {"locator": locator}


def _of_passage(passage: Passage, score: float) -> Result:
    locator = passage.label and f"nota {passage.label}"
    return Result(
        kind="passage",
        ref=passage.ref,
        statement="",
        status="",
        claim_kind="",
        evidence="quoted",
        territory=None,
        organization=None,
        instrument="",
        event="",
        areas=(),
        when="",
        year_first=None,
        quote=passage.body,
        note="",
        source=_source(passage.extracted.document.source, locator),
        score=score,
        url=passage.get_absolute_url(),
    )
