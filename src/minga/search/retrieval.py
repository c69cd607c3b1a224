"""Candidates from words and from meaning, in PostgreSQL, and their one score."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate
from typing import Any, Literal, NamedTuple

from django.db import connection

from minga.search import adapters
from minga.search.domain import ranking
from minga.search.domain.filters import Filters

Mode = Literal["hybrid", "words", "meaning"]
# How many entries the words may bring before ranking, rarest stems first; how many of them are ranked in full.
WORD_ROWS = 5000
WORD_CANDIDATES = 100
VECTOR_CANDIDATES = 80
EF_SEARCH = 120  # of each connection, see `apps`
# Up to so many entries pass the filters, their vectors are compared one by one: exact, and quicker than the index.
EXACT_ENTRIES = 3000

LANGUAGES = ("es", "en", "pt", "fr")
# The model thinks in C, without Python's lock: meanwhile the database looks for the words.
_thinking = ThreadPoolExecutor(2, thread_name_prefix="vector")


@dataclass(frozen=True)
class Where:
    """A condition on `search_entry e`, as SQL with its parameters; empty means none beyond what may be shown.

    narrow  the reader or the question set a condition: few entries may meet it, or none
    """

    sql: str = "true"
    params: list[Any] = field(default_factory=list)
    narrow: bool = True

    @property
    def key(self) -> tuple[str, str]:
        """What no other condition has."""
        return self.sql, repr(self.params)


class Row(NamedTuple):
    """What an entry is counted, ordered and shown by; each as it stands in its column."""

    kind: str
    ref: str
    claim_kind: str
    territory: int | None
    country: str
    level: str
    instrument: str
    areas: list[str]
    year_first: int | None
    evidence: str
    licence: str


_ROW = (
    "e.kind, e.ref, e.claim_kind, e.territory_id, e.country, e.level, e.instrument, e.areas, e.year_first, "
    "e.evidence, e.licence"
)


@dataclass(frozen=True)
class Found:
    """Ranked entries, best first, with what the score is made of; `by_meaning` is False where vectors were missing.

    rows    of each hit, by key
    """

    hits: list[ranking.Hit] = field(default_factory=list)
    scores: dict[int, float] = field(default_factory=dict)
    by_meaning: bool = False
    rows: dict[int, Row] = field(default_factory=dict)


@dataclass(frozen=True)
class _Asked:
    """What the index knows of a question: its stems, how many entries there are, how many meet its condition.

    stems   with the number of entries that hold them and their weight; unknown stems weigh too
    total   as last counted
    met     counted up to one more than are compared one by one
    """

    stems: dict[str, tuple[int, float]]
    total: int
    met: int


def where(filters: Filters, *, undated: bool = False) -> Where:
    """The filters as SQL. What is not open is never a passage; `undated` asks for those without a year instead."""
    parts = ["(e.kind = 'claim' OR e.access = 'open')"]
    params: list[Any] = []
    equal = (
        ("e.country = ANY(%s)", list(filters.countries)),
        ("e.lineage @> ARRAY[%s]::varchar[]", filters.territory),
        ("e.level = %s", filters.level),
        ("e.instrument = ANY(%s)", list(filters.instruments)),
        ("e.event = ANY(%s)", list(filters.events)),
        ("e.areas && %s::varchar[]", list(filters.areas)),
        ("e.evidence = %s", filters.evidence),
    )
    for sql, value in equal:
        if value:
            parts.append(sql)
            params.append(value)
    if undated:
        parts.append("e.year_first IS NULL AND e.year_last IS NULL")
    elif filters.dated:
        parts.append("coalesce(e.year_last, e.year_first) >= %s AND coalesce(e.year_first, e.year_last) <= %s")
        params += [filters.year_from or -9999, filters.year_to or 9999]
    return Where(" AND ".join(parts), params, narrow=undated or filters != Filters())


@lru_cache(maxsize=1)
def _detector() -> Any:
    import py3langid  # loads its tables; only where a question is asked

    py3langid.set_languages(list(LANGUAGES))
    return py3langid


def language_of(text: str) -> str:
    """The likeliest of the four languages; Spanish for a text without letters."""
    if not any(char.isalpha() for char in text):
        return "es"
    return str(_detector().classify(text)[0])


def retrieve(question: str, *, condition: Where | None = None, mode: Mode = "hybrid", language: str = "") -> Found:
    """The entries that speak of a question, ranked. An empty question finds nothing.

    mode    "words" and "meaning" are the two halves, for measuring
    """
    condition = condition or where(Filters())
    # Where a condition may leave nothing to compare, that is known first: a vector costs more than all the rest.
    thought = _thinking.submit(_vector, question) if mode != "words" and not condition.narrow else None
    with connection.cursor() as cursor:
        asked = _asked(cursor, question if mode != "meaning" else "", language or language_of(question), condition)
        if not asked.met:
            return Found()
        if mode != "words" and condition.narrow:
            thought = _thinking.submit(_vector, question)
        keys = _word_candidates(cursor, asked, condition)
        vector = thought.result() if thought else None
        near = _vector_candidates(cursor, vector, condition, asked.met)
        hits, rows = _measure(cursor, sorted({*keys, *near}), asked.stems, vector)
    scores = ranking.fuse(hits)
    hits.sort(key=lambda hit: (-scores[hit.key], hit.key))
    by_meaning = vector is not None and any(hit.cosine is not None for hit in hits)
    return Found(hits, scores, by_meaning, rows)


def _vector(question: str) -> str | None:
    if not question.strip() or not adapters.available():
        return None
    try:
        vector = adapters.question_vector(question)
    except adapters.ModelMissing:
        return None  # an endpoint that does not answer: the words alone
    return "[" + ",".join(f"{x:.6f}" for x in vector) + "]"


def _asked(cursor: Any, question: str, language: str, condition: Where) -> _Asked:
    """One query: the stems, under the empty stem how many entries there are, under none how many meet the condition."""
    met = f"SELECT count(*) FROM (SELECT 1 FROM search_entry e WHERE {condition.sql} LIMIT {EXACT_ENTRIES + 1}) m"  # noqa: S608 - conditions are ours
    cursor.execute(
        "SELECT s, coalesce(l.entries, 0) FROM unnest(tsvector_to_array(public.minga_tsv(%s, %s))) s "  # noqa: S608 - as above
        "LEFT JOIN search_lexeme l ON l.lexeme = s "
        "UNION ALL SELECT lexeme, entries FROM search_lexeme WHERE lexeme = ''"
        + (f" UNION ALL SELECT NULL, ({met})" if condition.narrow else ""),
        [language, question, *(condition.params if condition.narrow else ())],
    )
    counts: dict[str | None, int] = dict(cursor.fetchall())
    total = counts.pop("", 0)
    met_by = counts.pop(None, 0) if condition.narrow else EXACT_ENTRIES + 1
    return _Asked({stem: (n, ranking.idf(n, total)) for stem, n in counts.items() if stem}, total, met_by)


def _rarest(stems: dict[str, tuple[int, float]], total: int) -> list[str]:
    """The rarest stems that together bring a bounded number of rows; at least one that stands anywhere.

    All of them where the whole index is no larger than the bound.
    """
    known = sorted((entries, stem) for stem, (entries, _) in stems.items() if entries)
    rows = list(accumulate(entries for entries, _ in known))
    return [stem for n, (_, stem) in enumerate(known) if n == 0 or total <= WORD_ROWS or rows[n] <= WORD_ROWS]


def _query(stems: Sequence[str]) -> str:
    quoted = (stem.replace("\\", "\\\\").replace("'", "''") for stem in stems)
    return " | ".join(f"'{stem}'" for stem in quoted)


def _word_candidates(cursor: Any, asked: _Asked, condition: Where) -> list[int]:
    rarest = _rarest(asked.stems, asked.total)
    if not rarest:
        return []
    known = [(stem, weight) for stem, (entries, weight) in asked.stems.items() if entries]
    share = " + ".join("CASE WHEN c.tsv @@ %s::tsquery THEN %s::float8 ELSE 0 END" for _ in known)
    weights = [value for stem, weight in known for value in (_query([stem]), weight)]
    # The inner LIMIT only guards against a table of document counts that has not been renewed yet.
    cursor.execute(
        f"WITH c AS MATERIALIZED (SELECT e.id, e.tsv FROM search_entry e "  # noqa: S608 - conditions are ours, values are parameters
        f"WHERE e.tsv @@ %s::tsquery AND {condition.sql} LIMIT {WORD_ROWS * 2}) "
        f"SELECT c.id FROM c ORDER BY {share} DESC, c.id LIMIT {WORD_CANDIDATES}",
        [_query(rarest), *condition.params, *weights],
    )
    return [row[0] for row in cursor.fetchall()]


def _vector_candidates(cursor: Any, vector: str | None, condition: Where, met: int) -> list[int]:
    if vector is None:
        return []
    if met <= EXACT_ENTRIES:
        cursor.execute(
            f"SELECT w.entry_id FROM search_window w WHERE w.entry_id = ANY(ARRAY("  # noqa: S608 - as above
            f"SELECT e.id FROM search_entry e WHERE {condition.sql})) "
            f"GROUP BY w.entry_id ORDER BY min(w.embedding <=> %s::halfvec), w.entry_id LIMIT {VECTOR_CANDIDATES}",
            [*condition.params, vector],
        )
        return [row[0] for row in cursor.fetchall()]
    cursor.execute(
        f"SELECT e.id FROM search_window w JOIN search_entry e ON e.id = w.entry_id WHERE {condition.sql} "  # noqa: S608 - as above
        f"ORDER BY w.embedding <=> %s::halfvec LIMIT {VECTOR_CANDIDATES}",
        [*condition.params, vector],
    )
    return list(dict.fromkeys(row[0] for row in cursor.fetchall()))


def _measure(
    cursor: Any, keys: list[int], stems: dict[str, tuple[int, float]], vector: str | None
) -> tuple[list[ranking.Hit], dict[int, Row]]:
    """Cosine, BM25 and share of the question's weight for each candidate of either side, and its row. One query."""
    weights = {stem: weight for stem, (_, weight) in stems.items()}
    whole = sum(weights.values()) or 1.0
    found = _measured(cursor, keys, list(weights), vector)
    average = sum(length for _, length, *_ in found) / max(len(found), 1)
    hits, rows = [], {}
    for key, length, cosine, said, times, *row in found:
        counts = dict(zip(said or (), times or (), strict=True))
        share = sum(weights[stem] for stem in counts) / whole
        hits.append(ranking.Hit(key, cosine, ranking.bm25(counts, length, average, weights), share))
        rows[key] = Row(*row)
    return hits, rows


def _measured(cursor: Any, keys: list[int], stems: list[str], vector: str | None) -> list[Any]:
    """Of each entry: key, length in words, cosine of its nearest window, which stems it says and how often, its row."""
    cursor.execute(
        "SELECT e.id, coalesce(length(e.tsv), 1), (SELECT 1 - min(w.embedding <=> %s::halfvec) FROM search_window w "  # noqa: S608 - columns are ours
        f"WHERE w.entry_id = e.id), said.stems, said.times, {_ROW} FROM search_entry e CROSS JOIN LATERAL ("
        "SELECT array_agg(u.lexeme) AS stems, array_agg(greatest(cardinality(u.positions), 1)) AS times "
        # Those that only the meaning brought need not be taken apart.
        "FROM unnest(CASE WHEN e.tsv @@ %s::tsquery THEN e.tsv END) u WHERE u.lexeme = ANY(%s)) said "
        "WHERE e.id = ANY(%s) ORDER BY e.id",
        [vector, _query(stems), stems, keys],
    )
    return list(cursor.fetchall())
