"""All that answers a question before it is cut into pages: which entries, in which order, whether they answer it."""

from array import array
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import reduce
from typing import Any

from django.db import connection

from minga.evidence.domain.vocabulary import vocabulary
from minga.search.domain import ranking
from minga.search.domain.filters import Filters
from minga.search.kept import Memory, memory
from minga.search.retrieval import Found, Row, Where, retrieve, where
from minga.search.tongues import Searched, searched
from minga.search.understood import Reading, again

# How many entries stand for an answer where none supports one.
_NEAREST = 10
_BY_EVIDENCE = "CASE e.evidence WHEN 'quoted' THEN 0 WHEN 'located' THEN 1 WHEN 'cited' THEN 2 END"
# The order in which a list stands that conditions alone chose.
LISTED = f"e.claim_kind = 'background', {_BY_EVIDENCE}, e.year_first, e.ref"
_EVIDENCE = {"quoted": 0, "located": 1, "cited": 2}
# The same of rows at hand.
_IN_ORDER: dict[str, Callable[[Row], tuple[Any, ...]]] = {
    "date": lambda row: (row.year_first is None, -(row.year_first or 0), row.ref),
    "evidence": lambda row: (_EVIDENCE.get(row.evidence, len(_EVIDENCE)),),
}
# What a question asks about is set aside first; where and when, only if nothing at all is left otherwise.
_WHAT = frozenset({"level", "event", "instrument", "area"})
_ALL = _WHAT | {"country", "territory", "from", "to"}


@dataclass(frozen=True)
class Pool:
    """The keys of all results, best first: those with a date, then `undated` more without.

    applied     the conditions in force
    scores      by key; empty where the conditions alone chose
    rows        by key, what each is counted and ordered by; empty where the conditions alone chose
    nearest     nothing supports an answer: these are only the nearest things there are
    text_only   the meaning could not be compared
    set_aside   keys of understood chips that were not applied, because nothing that met them answered
    listed_by   the condition that these entries meet and no others, where conditions alone chose them
    acts_first  background stands behind all acts, whatever its score
    memory      what is kept of such lists
    """

    applied: Filters
    keys: list[int] = field(default_factory=list)
    scores: dict[int, float] = field(default_factory=dict)
    rows: Mapping[int, Row] = field(default_factory=dict)
    nearest: bool = False
    text_only: bool = False
    undated: int = 0
    set_aside: frozenset[str] = frozenset()
    listed_by: Where | None = None
    acts_first: bool = False
    memory: Memory = field(default_factory=Memory)

    @property
    def answers(self) -> bool:
        """Whether something answers as it was asked; what has no date is no answer to a question about a time."""
        return not self.nearest and len(self.keys) > self.undated

    @property
    def chosen(self) -> Where:
        """The condition its entries alone meet: a long list is asked for by what chose it, not by its keys."""
        return self.listed_by or Where("e.id = ANY(%s)", [self.keys])

    def as_nearest(self) -> "Pool":
        """The same, but what stands first in it is only near."""
        keys = self.keys[:_NEAREST]
        return replace(self, keys=keys, nearest=bool(keys), undated=0, listed_by=None)

    def of_licence(self, licence: str) -> "Pool":
        """Those that may be taken away under a licence, "" for the words of others; one query of a list."""
        under = {key for key, row in self.rows.items() if row.licence == licence}
        if not self.rows:
            under = set(_of(Where(f"{self.chosen.sql} AND e.licence = %s", [*self.chosen.params, licence]), "e.id"))
        keys = [key for key in self.keys if key in under]
        dated = sum(key in under for key in self.keys[: len(self.keys) - self.undated])
        return replace(self, keys=keys, undated=len(keys) - dated, listed_by=None)


def gather(question: str, reading: Reading, own: Filters, ignore: frozenset[str]) -> Pool:
    """All that answers a question under the reader's `own` conditions, which nothing sets aside.

    Where nothing answers, what was understood is taken back and searched as words: it may have been understood too
    narrowly. If that brings no answer either, the nearest entries of the first attempt that has any. A question of
    which nothing was left over was understood whole: what it is not answered by is at most near.
    """
    best = _pool(reading, own)
    if best.answers or (best.keys and not reading.words):
        return best
    understood = [chip for chip in reading.chips if chip.applied and not own.has(chip.kind)]
    for kinds in (_WHAT, _ALL):
        aside = frozenset(chip.key for chip in understood if chip.kind in kinds)
        if aside == best.set_aside or (kinds == _ALL and best.keys):
            continue
        pool = _pool(again(reading, ignore | aside), own, aside)
        if pool.answers and reading.words:
            return pool
        best = best if best.keys else pool.as_nearest()
    return best


def _pool(told: Reading, own: Filters, aside: frozenset[str] = frozenset()) -> Pool:
    applied = own.over(told.filters)
    opened = _opened(applied)
    if not told.words.strip():
        return _listed(applied, opened, aside)
    asked = searched(told, aside)
    found = retrieve(asked.words, condition=where(opened), language=asked.language)
    understood = told.filters.count
    # In a list with a date, what has none follows.
    without = Found()
    if applied.dated:
        without = retrieve(asked.words, condition=where(opened, undated=True), language=asked.language)
    dated, undated = (_supported(each, asked, understood, opened) for each in (found, without))
    answered = bool(dated or undated)
    keys = dated if answered else [hit.key for hit in found.hits[:_NEAREST]]
    return Pool(
        applied,
        [*keys, *undated],
        {**without.scores, **found.scores},
        {**without.rows, **found.rows},
        nearest=bool(keys) and not answered,
        text_only=not found.by_meaning,
        undated=len(undated),
        set_aside=aside,
        acts_first=bool(opened.events),
    )


def _listed(applied: Filters, opened: Filters, aside: frozenset[str]) -> Pool:
    """Everything that meets the conditions; nothing where there is no condition."""
    if opened == Filters():
        return Pool(applied)
    conditions = [_but_passages(where(opened))]
    if opened.dated:
        conditions.append(_but_passages(where(opened, undated=True)))
    known = memory()
    dated, *undated = (_listing(known, condition, LISTED) for condition in conditions)
    without = undated[0] if undated else []
    return Pool(
        applied,
        [*dated, *without],
        undated=len(without),
        set_aside=aside,
        acts_first=True,
        listed_by=reduce(_either, conditions),
        memory=known,
    )


def _but_passages(condition: Where) -> Where:
    return Where(f"{condition.sql} AND e.kind <> 'passage'", condition.params)


def _either(one: Where, other: Where) -> Where:
    return Where(f"(({one.sql}) OR ({other.sql}))", [*one.params, *other.params])


def _listing(known: Memory, condition: Where, order: str) -> list[int]:
    """The same as `_of`, kept until the index may be another."""
    return known.kept(("keys", condition.key, order), lambda: array("q", _of(condition, order))).tolist()


def _of(condition: Where, order: str) -> list[int]:
    """The keys of all entries that meet a condition, in an order; one query."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT e.id FROM search_entry e WHERE {condition.sql} ORDER BY {order}",  # noqa: S608 - conditions and orders are ours, values are parameters
            condition.params,
        )
        return [row[0] for row in cursor.fetchall()]


def _supported(found: Found, asked: Searched, understood: int, opened: Filters) -> list[int]:
    """The keys of the entries that can stand as an answer, in their order.

    understood  conditions taken from the question; what the reader set beside it says nothing of the answer
    Under a condition on the event, background comes last: it tells of no act.
    """
    whole = ranking.Whole(conditions=understood, words=len(asked.words.split()), foreign=asked.foreign)
    keys = _naming([hit.key for hit in found.hits if ranking.supports(hit, whole)], asked)
    return sorted(keys, key=lambda key: found.rows[key].claim_kind == "background") if opened.events else keys


def _naming(keys: list[int], asked: Searched) -> list[int]:
    """Those that name a place the question names, or lie in it; all where it names none."""
    if not asked.names or not keys:
        return keys
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH n AS (SELECT l, tsvector_to_array(public.minga_tsv(l, n)) AS stems "
            "FROM unnest(ARRAY['es', 'en', 'pt', 'fr']) l, unnest(%s::text[]) n) "
            "SELECT e.id FROM search_entry e WHERE e.id = ANY(%s) AND (e.lineage && %s::varchar[] OR EXISTS ("
            "SELECT 1 FROM n WHERE n.l = e.language AND n.stems <> '{}' AND n.stems <@ tsvector_to_array(e.tsv)))",
            [list(asked.names), keys, list(asked.codes)],
        )
        named = {row[0] for row in cursor.fetchall()}
    return [key for key in keys if key in named]


def _opened(filters: Filters) -> Filters:
    """The conditions with broader concepts opened into the narrower ones that claims carry."""
    words = vocabulary()
    instruments = {
        code
        for top in filters.instruments
        for code in (words.narrower(top, "instrument") if words.has(top, "instrument") else {top})
    }
    return replace(filters, instruments=tuple(sorted(instruments)))


def ordered(pool: Pool, sort: str) -> list[int]:
    """The keys in an order: "relevance" as they stand, "date" latest first, "evidence" quoted first."""
    cut = len(pool.keys) - pool.undated
    dated, undated = pool.keys[:cut], pool.keys[cut:]
    if sort == "relevance" or not dated:
        return pool.keys
    is_whole = pool.listed_by is not None and not undated
    stood = LISTED if is_whole else "k.place"
    by = {"date": "e.year_first DESC NULLS LAST, e.ref", "evidence": f"{_BY_EVIDENCE}, {stood}"}[sort]
    if is_whole:
        return _listing(pool.memory, pool.chosen, by)
    if pool.rows:
        return sorted(dated, key=lambda key: _IN_ORDER[sort](pool.rows[key])) + undated
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT e.id FROM unnest(%s::bigint[]) WITH ORDINALITY k (id, place) "  # noqa: S608 - orders are ours
            f"JOIN search_entry e USING (id) ORDER BY {by}",
            [dated],
        )
        return [row[0] for row in cursor.fetchall()] + undated
