"""A list of results through a lens: which are of territories like the reader's, and the order they then have."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db import connection

from minga.search.domain.lens import Lens, Standing, seen
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
    of, background = _territories(pool.keys)
    likeness = lens.likeness(set(of.values()))
    alike = {key: likeness[place] for key, place in of.items() if place in likeness}
    if not alike:
        return Seen(pool.keys)
    behind = background if pool.acts_first else frozenset[int]()
    standing = [Standing(key, pool.scores.get(key, 0.0), alike.get(key, 0.0), key in behind) for key in pool.keys]
    cut = len(pool.keys) - pool.undated
    return Seen([*seen(standing[:cut]), *seen(standing[cut:])], alike)


def _territories(keys: Sequence[int]) -> tuple[dict[int, int], frozenset[int]]:
    """The territory of each entry that has one, and which entries are background."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, territory_id, claim_kind = 'background' FROM search_entry WHERE id = ANY(%s)", [list(keys)]
        )
        rows = cursor.fetchall()
    return {key: place for key, place, _ in rows if place}, frozenset(key for key, _, behind in rows if behind)
