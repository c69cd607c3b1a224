"""A list of results through a lens: which are of territories like the reader's, and the order they then have."""

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from django.db import connection

from minga.search.domain.lens import Lens, Standing, likest_first, seen
from minga.search.pools import Pool
from minga.search.retrieval import Where


@dataclass(frozen=True)
class Seen:
    """The keys in their order, and of how many of them the territory is like the reader's."""

    keys: list[int]
    alike: Mapping[int, float] = field(default_factory=dict)


def through(pool: Pool, lens: Lens) -> Seen:
    """A pool by relevance, seen through a lens; what has no date stays behind. Of a list one query and the lens's.

    Of a list of 49,000 that one query is what takes longest: whatever asks for its keys twice pays twice.
    """
    of, background = _territories(pool)
    likeness = lens.likeness(set(of.values()))
    alike = {key: likeness[place] for key, place in of.items() if place in likeness}
    if not alike:
        return Seen(pool.keys)
    behind = background if pool.acts_first else frozenset[int]()
    cut = len(pool.keys) - pool.undated
    parts = pool.keys[:cut], pool.keys[cut:]
    return Seen([key for keys in parts for key in _ordered(keys, pool.scores, alike, behind)], alike)


def _ordered(
    keys: Sequence[int], scores: Mapping[int, float], alike: Mapping[int, float], behind: frozenset[int]
) -> list[int]:
    if not scores:
        return likest_first(keys, alike, behind)
    return seen([Standing(key, scores.get(key, 0.0), alike.get(key, 0.0), key in behind) for key in keys])


def _territories(pool: Pool) -> tuple[dict[int, int], frozenset[int]]:
    """The territory of each entry that has one, and which entries are background."""
    if pool.rows:
        told = [(key, pool.rows[key]) for key in pool.keys]
        places = {key: row.territory for key, row in told if row.territory}
        return places, frozenset(key for key, row in told if row.claim_kind == "background")
    read = partial(_columns, pool.chosen)
    keys, places_of, background = pool.memory.kept(("places", pool.chosen.key), read) if pool.listed_by else read()
    return {key: place for key, place in zip(keys, places_of, strict=True) if place}, background


def _columns(condition: Where) -> "tuple[array[int], array[int], frozenset[int]]":
    """The entries that meet a condition: keys, territory of each (0 for none), and which are background."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT e.id, coalesce(e.territory_id, 0), e.claim_kind = 'background' FROM search_entry e "  # noqa: S608 - as in pools
            f"WHERE {condition.sql}",
            condition.params,
        )
        rows = cursor.fetchall()
    keys, places = (array("q", (row[column] for row in rows)) for column in (0, 1))
    return keys, places, frozenset(key for key, _, behind in rows if behind)
