"""A list of results through a lens: which are of territories like the reader's, and the order they then have."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db import connection

from minga.search.domain.lens import Lens, Standing, likest_first, seen
from minga.search.pools import Pool


@dataclass(frozen=True)
class Seen:
    """The keys in their order, and of how many of them the territory is like the reader's."""

    keys: list[int]
    alike: Mapping[int, float] = field(default_factory=dict)


def through(pool: Pool, lens: Lens) -> Seen:
    """A pool by relevance, seen through a lens; what has no date stays behind. One query and those of the lens.

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
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT e.id, e.territory_id, e.claim_kind = 'background' FROM search_entry e "  # noqa: S608 - as in pools
            f"WHERE {pool.chosen.sql}",
            pool.chosen.params,
        )
        rows = cursor.fetchall()
    return {key: place for key, place, _ in rows if place}, frozenset(key for key, _, behind in rows if behind)
