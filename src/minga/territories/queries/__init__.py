"""Reads: which territory a name or a code means, names while they are typed, and the way down from a country."""

from minga.territories.queries.browsing import (
    as_json,
    associations_for,
    by_slug,
    children,
    countries,
    first_levels,
    lineage,
    municipalities,
)
from minga.territories.queries.checking import problems
from minga.territories.queries.members import codes_of, members_of
from minga.territories.queries.resolving import (
    MAX_CANDIDATES,
    Suggestion,
    TerritoryResolution,
    by_code,
    resolve,
    typeahead,
)

__all__ = [
    "MAX_CANDIDATES",
    "Suggestion",
    "TerritoryResolution",
    "as_json",
    "associations_for",
    "by_code",
    "by_slug",
    "children",
    "codes_of",
    "countries",
    "first_levels",
    "lineage",
    "members_of",
    "municipalities",
    "problems",
    "resolve",
    "typeahead",
]
