"""Candidates from words and from meaning, in PostgreSQL, and their one score."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate
from typing import Any, Literal

from django.db import connection, transaction

from minga.search import adapters
from minga.search.domain import ranking
from minga.search.domain.filters import Filters

Mode = Literal["hybrid", "words", "meaning"]
# How many entries the words may bring before ranking, rarest stems first; how many of them are ranked in full.
WORD_ROWS = 5000
WORD_CANDIDATES = 100
VECTOR_CANDIDATES = 80
EF_SEARCH = 120
# Up to so many entries pass the filters, their vectors are compared one by one: exact, and quicker than the index.
EXACT_ENTRIES = 3000

LANGUAGES = ("es", "en", "pt", "fr")
# The model thinks in C, without Python's lock: meanwhile the database looks for the words.
_thinking = ThreadPoolExecutor(2, thread_name_prefix="vector")


@dataclass(frozen=True)
class Where:
    """A condition on `search_entry e`, as SQL with its parameters; empty means none beyond what may be shown."""

    sql: str = "true"
    params: list[Any] = field(default_factory=list)


@dataclass(frozen=True)
class Found:
    """Ranked entries, best first, with what the score is made of; `by_meaning` is False where vectors were missing."""

    hits: list[ranking.Hit]
    scores: dict[int, float]
    by_meaning: bool


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
    return Where(" AND ".join(parts), params)


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
    thought = _thinking.submit(_vector, question) if mode != "words" else None
    with transaction.atomic(), connection.cursor() as cursor:
        total = _entries(cursor)
        stems = _stems(cursor, question, language or language_of(question), total) if mode != "meaning" else {}
        keys = _word_candidates(cursor, stems, condition, total)
        vector = thought.result() if thought else None
        near = _vector_candidates(cursor, vector, condition)
        hits = _measure(cursor, sorted({*keys, *near}), stems, vector)
    scores = ranking.fuse(hits)
    hits.sort(key=lambda hit: (-scores[hit.key], hit.key))
    return Found(hits, scores, by_meaning=vector is not None and any(hit.cosine is not None for hit in hits))


def _vector(question: str) -> str | None:
    if not question.strip() or not adapters.available():
        return None
    try:
        vector = adapters.question_vector(question)
    except adapters.ModelMissing:
        return None  # an endpoint that does not answer: the words alone
    return "[" + ",".join(f"{x:.6f}" for x in vector) + "]"


def _stems(cursor: Any, question: str, language: str, total: int) -> dict[str, tuple[int, float]]:
    """The question's stems with the number of entries that hold them and their weight; unknown stems weigh too."""
    cursor.execute(
        "SELECT s, coalesce(l.entries, 0) FROM unnest(tsvector_to_array(public.minga_tsv(%s, %s))) s "
        "LEFT JOIN search_lexeme l ON l.lexeme = s",
        [language, question],
    )
    return {stem: (entries, ranking.idf(entries, total)) for stem, entries in cursor.fetchall()}


def _entries(cursor: Any) -> int:
    """How many entries there are, as last counted: the empty stem's count."""
    cursor.execute("SELECT entries FROM search_lexeme WHERE lexeme = ''")
    return int(next(iter(cursor.fetchone() or [0])))


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


def _word_candidates(cursor: Any, stems: dict[str, tuple[int, float]], condition: Where, total: int) -> list[int]:
    rarest = _rarest(stems, total)
    if not rarest:
        return []
    known = [stem for stem, (entries, _) in stems.items() if entries]
    share = " + ".join("(c.tsv @@ %s::tsquery)::int * %s" for _ in known)
    weights = [value for stem in known for value in (_query([stem]), stems[stem][1])]
    # The inner LIMIT only guards against a table of document counts that has not been renewed yet.
    cursor.execute(
        f"WITH c AS MATERIALIZED (SELECT e.id, e.tsv FROM search_entry e "  # noqa: S608 - conditions are ours, values are parameters
        f"WHERE e.tsv @@ %s::tsquery AND {condition.sql} LIMIT {WORD_ROWS * 2}) "
        f"SELECT c.id FROM c ORDER BY {share} DESC, c.id LIMIT {WORD_CANDIDATES}",
        [_query(rarest), *condition.params, *weights],
    )
    return [row[0] for row in cursor.fetchall()]


def _vector_candidates(cursor: Any, vector: str | None, condition: Where) -> list[int]:
    if vector is None:
        return []
    cursor.execute(
        f"SELECT count(*) FROM (SELECT 1 FROM search_entry e WHERE {condition.sql} LIMIT {EXACT_ENTRIES + 1}) s",  # noqa: S608 - conditions are ours
        condition.params,
    )
    if cursor.fetchone()[0] <= EXACT_ENTRIES:
        cursor.execute(
            f"SELECT e.id FROM search_entry e JOIN search_window w ON w.entry_id = e.id WHERE {condition.sql} "  # noqa: S608 - as above
            f"GROUP BY e.id ORDER BY min(w.embedding <=> %s::halfvec), e.id LIMIT {VECTOR_CANDIDATES}",
            [*condition.params, vector],
        )
        return [row[0] for row in cursor.fetchall()]
    cursor.execute(f"SET LOCAL hnsw.ef_search = {EF_SEARCH}; SET LOCAL hnsw.iterative_scan = relaxed_order")
    cursor.execute(
        f"SELECT e.id FROM search_window w JOIN search_entry e ON e.id = w.entry_id WHERE {condition.sql} "  # noqa: S608 - as above
        f"ORDER BY w.embedding <=> %s::halfvec LIMIT {VECTOR_CANDIDATES}",
        [*condition.params, vector],
    )
    return list(dict.fromkeys(row[0] for row in cursor.fetchall()))


def _measure(
    cursor: Any, keys: list[int], stems: dict[str, tuple[int, float]], vector: str | None
) -> list[ranking.Hit]:
    """Cosine, BM25 and share of the question's weight for each candidate of either side."""
    weights = {stem: weight for stem, (_, weight) in stems.items()}
    whole = sum(weights.values()) or 1.0
    counts, lengths = _counts(cursor, keys, list(weights))
    cosines = _cosines(cursor, keys, vector)
    average = sum(lengths.values()) / len(lengths) if lengths else 1.0
    return [
        ranking.Hit(
            key=key,
            cosine=cosines.get(key),
            bm25=ranking.bm25(counts.get(key, {}), lengths.get(key, 1), average, weights),
            share=sum(weights[stem] for stem in counts.get(key, {})) / whole,
        )
        for key in keys
    ]


def _counts(cursor: Any, keys: list[int], stems: list[str]) -> tuple[dict[int, dict[str, int]], dict[int, int]]:
    if not stems:
        return {}, {}
    cursor.execute(
        "SELECT e.id, u.lexeme, cardinality(u.positions) FROM search_entry e, unnest(e.tsv) u "
        "WHERE e.id = ANY(%s) AND u.lexeme = ANY(%s)",
        [keys, stems],
    )
    counts: dict[int, dict[str, int]] = {}
    for key, stem, n in cursor.fetchall():
        counts.setdefault(key, {})[stem] = n or 1
    cursor.execute("SELECT id, length(tsv) FROM search_entry WHERE id = ANY(%s)", [keys])
    return counts, dict(cursor.fetchall())


def _cosines(cursor: Any, keys: list[int], vector: str | None) -> dict[int, float]:
    if vector is None:
        return {}
    cursor.execute(
        "SELECT entry_id, 1 - min(embedding <=> %s::halfvec) FROM search_window "
        "WHERE entry_id = ANY(%s) GROUP BY entry_id",
        [vector, keys],
    )
    return dict(cursor.fetchall())
