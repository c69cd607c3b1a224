"""All that answers a question before it is cut into pages: which entries, in which order, whether they answer it."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from django.db import connection

from minga.evidence.domain.vocabulary import vocabulary
from minga.search.domain import ranking
from minga.search.domain.filters import Filters
from minga.search.retrieval import Found, retrieve, where
from minga.search.tongues import Searched, searched
from minga.search.understood import Reading, read

# How many entries stand for an answer where none supports one.
_NEAREST = 10
# What results are counted by.
FACETS = ("country", "level", "instrument", "area", "decade", "evidence")
# What a question asks about is set aside first; where and when, only if nothing at all is left otherwise.
_WHAT = frozenset({"level", "event", "instrument", "area"})
_ALL = _WHAT | {"country", "territory", "from", "to"}


@dataclass(frozen=True)
class Pool:
    """The keys of all results, best first: those with a date, then `undated` more without.

    applied     the conditions in force
    scores      by key; empty where the conditions alone chose
    nearest     nothing supports an answer: these are only the nearest things there are
    text_only   the meaning could not be compared
    set_aside   keys of understood chips that were not applied, because nothing that met them answered
    """

    applied: Filters
    keys: list[int] = field(default_factory=list)
    scores: dict[int, float] = field(default_factory=dict)
    nearest: bool = False
    text_only: bool = False
    undated: int = 0
    set_aside: frozenset[str] = frozenset()

    @property
    def answers(self) -> bool:
        """Whether something answers as it was asked; what has no date is no answer to a question about a time."""
        return not self.nearest and len(self.keys) > self.undated

    def as_nearest(self) -> "Pool":
        """The same, but what stands first in it is only near."""
        keys = self.keys[:_NEAREST]
        return replace(self, keys=keys, nearest=bool(keys), undated=0)


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
        pool = _pool(read(question, ignore | aside), own, aside)
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
    dated = _supported(found, asked, understood)
    undated: list[int] = []
    if applied.dated:
        without = retrieve(asked.words, condition=where(opened, undated=True), language=asked.language)
        undated = _supported(without, asked, understood)
    answered = bool(dated or undated)
    keys = _claims_first(dated, opened) if answered else [hit.key for hit in found.hits[:_NEAREST]]
    return Pool(
        applied,
        [*keys, *_claims_first(undated, opened)],
        found.scores,
        nearest=bool(keys) and not answered,
        text_only=not found.by_meaning,
        undated=len(undated),
        set_aside=aside,
    )


def _listed(applied: Filters, opened: Filters, aside: frozenset[str]) -> Pool:
    """Everything that meets the conditions; nothing where there is no condition."""
    if opened == Filters():
        return Pool(applied)
    dated = _meeting(opened, undated=False)
    undated = _meeting(opened, undated=True) if opened.dated else []
    return Pool(applied, [*dated, *undated], undated=len(undated), set_aside=aside)


def _meeting(opened: Filters, *, undated: bool) -> list[int]:
    condition = where(opened, undated=undated)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT e.id FROM search_entry e WHERE {condition.sql} AND e.kind = 'claim' "  # noqa: S608 - conditions are ours, values are parameters
            f"ORDER BY e.claim_kind DESC, array_position(ARRAY['quoted','located','cited'], e.evidence::text), "
            f"e.year_first, e.ref",
            condition.params,
        )
        return [row[0] for row in cursor.fetchall()]


def _supported(found: Found, asked: Searched, understood: int) -> list[int]:
    """The keys of the entries that can stand as an answer, in their order.

    understood  conditions taken from the question; what the reader set beside it says nothing of the answer
    """
    whole = ranking.Whole(conditions=understood, words=len(asked.words.split()), foreign=asked.foreign)
    return _naming([hit.key for hit in found.hits if ranking.supports(hit, whole)], asked)


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


def _claims_first(keys: list[int], opened: Filters) -> list[int]:
    """Under a condition on the event, background comes last: it tells of no act."""
    if not opened.events or not keys:
        return keys
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM search_entry WHERE id = ANY(%s) AND claim_kind = 'background'", [keys])
        background = {row[0] for row in cursor.fetchall()}
    return sorted(keys, key=lambda key: key in background)


def _opened(filters: Filters) -> Filters:
    """The conditions with broader concepts opened into the narrower ones that claims carry."""
    words = vocabulary()
    instruments = {
        code
        for top in filters.instruments
        for code in (words.narrower(top, "instrument") if words.has(top, "instrument") else {top})
    }
    return replace(filters, instruments=tuple(sorted(instruments)))


def facets(keys: Sequence[int]) -> dict[str, list[tuple[str, int]]]:
    """How many of the results have each value, by facet, the commonest first; one query."""
    found: dict[str, list[tuple[str, int]]] = {name: [] for name in FACETS}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT f.name, f.value, count(*) FROM search_entry e, LATERAL ("
            "VALUES ('country', e.country), ('level', e.level), ('instrument', e.instrument), "
            "('decade', (e.year_first / 10 * 10)::text), ('evidence', e.evidence) "
            "UNION ALL SELECT 'area', unnest(e.areas)) f (name, value) "
            "WHERE e.id = ANY(%s) AND f.value <> '' GROUP BY 1, 2 ORDER BY 3 DESC, 2",
            [list(keys)],
        )
        for name, value, count in cursor.fetchall():
            found[name].append((value, count))
    return found


def ordered(pool: Pool, sort: str) -> list[int]:
    """The keys in an order: "relevance" as they stand, "date" latest first, "evidence" quoted first."""
    cut = len(pool.keys) - pool.undated
    dated, undated = pool.keys[:cut], pool.keys[cut:]
    if sort == "relevance" or not dated:
        return pool.keys
    by = {
        "date": "e.year_first DESC NULLS LAST, e.ref",
        "evidence": "array_position(ARRAY['quoted','located','cited'], e.evidence::text), array_position(%s, e.id)",
    }[sort]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT e.id FROM search_entry e WHERE e.id = ANY(%s) ORDER BY {by}",  # noqa: S608 - orders are ours
            [dated] + ([dated] if sort == "evidence" else []),
        )
        return [row[0] for row in cursor.fetchall()] + undated
