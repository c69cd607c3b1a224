"""How many of the results have each value of each facet."""

from collections import Counter
from collections.abc import Iterable

from django.db import connection

from minga.search.pools import Pool
from minga.search.retrieval import Row, Where

# What results are counted by.
FACETS = ("country", "level", "instrument", "area", "decade", "evidence")
# Taken away apart: no file holds rows of two licences.
LICENCE = "licence"
_COLUMNS = {
    "country": "e.country",
    "level": "e.level",
    "instrument": "e.instrument",
    "decade": "(e.year_first / 10 * 10)::text",
    "evidence": "e.evidence",
    LICENCE: "e.licence",
}

Counts = dict[str, list[tuple[str, int]]]


def facets(pool: Pool) -> Counts:
    """How many of the results have each value, by facet, the commonest first, and by "licence".

    Two queries of a list that conditions alone chose, and their answer is kept; of what was found by words and meaning
    the rows are at hand.
    """
    if pool.rows:
        return _of_rows([pool.rows[key] for key in pool.keys])
    if pool.listed_by is None:
        return _of_list(pool.chosen)
    return pool.memory.kept(("facets", pool.listed_by.key), lambda: _of_list(pool.chosen))


def _of_rows(rows: list[Row]) -> Counts:
    values: dict[str, Iterable[str | None]] = {
        "country": (row.country for row in rows),
        "level": (row.level for row in rows),
        "instrument": (row.instrument for row in rows),
        "area": (area for row in rows for area in row.areas),
        "decade": (str(row.year_first // 10 * 10) if row.year_first is not None else None for row in rows),
        "evidence": (row.evidence for row in rows),
    }
    counted = {name: _commonest(filter(None, each)) for name, each in values.items()}
    return counted | {LICENCE: _commonest(row.licence for row in rows)}


def _commonest(values: Iterable[str]) -> list[tuple[str, int]]:
    return sorted(Counter(values).items(), key=lambda row: (-row[1], row[0]))


def _of_list(chosen: Where) -> Counts:
    names = ", ".join(_COLUMNS)
    each = ", ".join(f"({name})" for name in _COLUMNS)
    columns = ", ".join(f"{sql} AS {name}" for name, sql in _COLUMNS.items())
    found: dict[str, list[tuple[str, int]]] = {name: [] for name in (*FACETS, LICENCE)}
    with connection.cursor() as cursor:
        # GROUPING has a bit for each column, set where a row does not count by it; the first column's is the highest.
        cursor.execute(
            f"SELECT GROUPING({names}), coalesce({names}), count(*) AS n FROM (SELECT {columns} FROM search_entry e "  # noqa: S608 - conditions and columns are ours, values are parameters
            f"WHERE {chosen.sql}) c GROUP BY GROUPING SETS ({each}) ORDER BY n DESC, 2",
            chosen.params,
        )
        counted = {_without(place): name for place, name in enumerate(_COLUMNS)}
        for bits, value, count in cursor.fetchall():
            if value or (value is not None and counted[bits] == LICENCE):
                found[counted[bits]].append((value, count))
        cursor.execute(
            f"SELECT area, count(*) AS n FROM search_entry e, unnest(e.areas) area "  # noqa: S608 - as above
            f"WHERE {chosen.sql} AND e.areas <> '{{}}' GROUP BY area ORDER BY n DESC, area",
            chosen.params,
        )
        found["area"] = cursor.fetchall()
    return found


def _without(place: int) -> int:
    """The bits of GROUPING where rows are counted by one column alone."""
    whole = (1 << len(_COLUMNS)) - 1
    return whole ^ (1 << (len(_COLUMNS) - 1 - place))
