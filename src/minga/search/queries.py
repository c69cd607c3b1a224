"""Answering a question: understood, retrieved, filtered, counted, in pages."""

import time
from collections.abc import Collection, Sequence
from dataclasses import replace

from minga.evidence.domain.statuses import Stance
from minga.evidence.models import Citation, Claim, Passage
from minga.evidence.queries import disputed_among
from minga.kit.text import printable
from minga.search import pools, seen
from minga.search.answers import Answer, Result
from minga.search.counts import facets
from minga.search.domain.filters import Filters
from minga.search.domain.lens import Lens
from minga.search.entries import passages_named, with_words
from minga.search.guests import guests
from minga.search.models import SearchEntry
from minga.search.understood import Reading, read

LONGEST_QUESTION = 500
SORTS = ("relevance", "date", "evidence")


def find(
    question: str,
    filters: Filters | None = None,
    *,
    page: int = 1,
    per_page: int = 20,
    sort: str = "relevance",
    ignore: frozenset[str] = frozenset(),
    licence: str | None = None,
    lens: Lens | None = None,
) -> Answer:
    """Answer a question in one page of results.

    filters    the reader's own conditions; they win over what the question says
    sort       "relevance", "date" (latest first, undated last) or "evidence" (quoted first)
    ignore     keys of understood chips that the reader removed, "instrument:organ"
    licence    only those that may be taken away under it, in the same order; "" those that are the words of others
    lens       a territory to see the results from: in order of relevance, those of places like it come sooner
    """
    began = time.monotonic()
    whole = " ".join(printable(question).split())
    asked = whole[:LONGEST_QUESTION]
    reading = read(asked, ignore)
    pool = pools.gather(asked, reading, filters or Filters(), ignore)
    if licence is not None:
        pool = pool.of_licence(licence)
    through = seen.through(pool, lens) if lens and sort == "relevance" else seen.Seen(pools.ordered(pool, sort))
    keys = through.keys
    pages = max(1, -(-len(keys) // per_page))
    page = min(max(page, 1), pages)
    return Answer(
        question=asked,
        understood=_as_applied(reading, pool),
        applied=pool.applied,
        results=_explained(_results(keys[(page - 1) * per_page : page * per_page], pool), through, lens),
        total=len(keys),
        page=page,
        pages=pages,
        nearest=pool.nearest,
        facets=facets(pool),
        undated_count=pool.undated,
        text_only=pool.text_only,
        cut=len(whole) > LONGEST_QUESTION,
        took_ms=(time.monotonic() - began) * 1000,
        alike=len(through.alike),
    )


def _as_applied(reading: Reading, pool: pools.Pool) -> Reading:
    """What was understood, with the chips that were set aside marked as such."""
    chips = tuple(
        replace(chip, applied=False, reason="empty") if chip.key in pool.set_aside else chip
        for chip in reading.understood.chips
    )
    return replace(reading, understood=replace(reading.understood, chips=chips))


def _explained(results: list[Result], through: seen.Seen, lens: Lens | None) -> list[Result]:
    """The results, those of territories like the reader's with the reason."""
    if lens is None or not through.alike:
        return results
    return [replace(each, why=lens.why(each.territory)) if each.territory else each for each in results]


def _results(keys: Sequence[int], pool: pools.Pool) -> list[Result]:
    named = _named(keys, pool)
    claims = _claims([ref for kind, ref in named.values() if kind == "claim"])
    passages = _passages([ref for kind, ref in named.values() if kind == "passage"])
    others = _guests(named.values())
    disputed = disputed_among(claims.values()) if claims else set()
    results = []
    for key in keys:
        kind, ref = named.get(key, ("", ""))
        score = pool.scores.get(key, 0.0)
        if kind == "claim" and ref in claims:
            results.append(_of_claim(claims[ref], score, disputed))
        elif ref in passages:
            results.append(replace(passages[ref], score=score))
        elif (kind, ref) in others:
            results.append(replace(others[kind, ref], score=score))
    return results


def _guests(named: Collection[tuple[str, str]]) -> dict[tuple[str, str], Result]:
    """What of other rooms is among them; what has been withdrawn since it was indexed is not."""
    found: dict[tuple[str, str], Result] = {}
    for guest in guests():
        refs = [ref for kind, ref in named if kind == guest.kind]
        found |= {(guest.kind, ref): result for ref, result in (guest.results(refs) if refs else {}).items()}
    return found


def _named(keys: Sequence[int], pool: pools.Pool) -> dict[int, tuple[str, str]]:
    """Kind and ref of some entries of a pool; one query of a list that conditions alone chose."""
    if pool.rows:
        return {key: (pool.rows[key].kind, pool.rows[key].ref) for key in keys}
    rows = SearchEntry.objects.filter(pk__in=keys).values_list("pk", "kind", "ref")
    return {key: (kind, ref) for key, kind, ref in rows}


def _claims(refs: Sequence[str]) -> dict[str, Claim]:
    return {claim.ref: claim for claim in Claim.objects.with_citations().filter(ref__in=refs)} if refs else {}


def _passages(refs: Sequence[str]) -> dict[str, Result]:
    named = [ref for ref in refs if "#p" in ref]
    found = with_words(passages_named(named)) if named else ()
    return {passage.ref: _of_passage(passage, words) for passage, words in found}


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
        quote=best.shown_quote,
        note=best.note,
        source=_source(best.source, best.locator),
        score=score,
        url=claim.get_absolute_url(),
        disputed=claim.ref in disputed,
        claim=claim,
        collection=claim.collection,
    )


def _source(source: object, locator: str) -> dict[str, object]:
    return {name: getattr(source, name) for name in ("title", "authors", "year", "url")} | {"locator": locator}


def _of_passage(passage: Passage, words: str) -> Result:
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
        quote=words,
        note="",
        source=_source(passage.extracted.document.source, locator),
        score=0.0,
        url=passage.get_absolute_url(),
    )
