"""The way down from a country, the way up from a territory, and whom it may turn to."""

from typing import Any

from django.db.models import QuerySet

from minga.territories import adapters
from minga.territories.domain import Level, fits, normal_code
from minga.territories.models import Territory
from minga.territories.queries.resolving import facts_of, seated_among

_LONGEST = 200


def as_json(territory: Territory) -> dict[str, Any]:
    """The territory as every door shows it."""
    return {
        "name": territory.name,
        "country": territory.country,
        "level": territory.level,
        "code": territory.code,
        "geonames_id": territory.geonames_id,
    }


def by_slug(slug: str) -> Territory | None:
    """The territory of an address such as "co-19137-caldono": the longest beginning of it that is a code."""
    parts = slug[:_LONGEST].replace("\x00", "").split("-")
    codes = [normal_code("-".join(parts[:length])) for length in range(1, len(parts) + 1)]
    return max(Territory.objects.filter(code__in=codes), key=lambda found: len(found.code), default=None)


def countries() -> "QuerySet[Territory]":
    """The countries of today, by name."""
    return Territory.objects.countries().order_by("name")


def children(territory: Territory, *, governments_only: bool = True) -> "QuerySet[Territory]":
    """Those directly below a territory, by name; the caller cuts the page."""
    below = Territory.objects.filter(parent=territory)
    return (below.governments() if governments_only else below).order_by("name", "code")


def first_levels(country: str) -> "QuerySet[Territory]":
    """The first level of a country: what stands next below it, without towns filed under the country alone."""
    below = Territory.objects.filter(parent__code=country, is_government=True)
    return below.exclude(stands_for_municipality=True).order_by("name", "code")


def municipalities(territory: Territory) -> "QuerySet[Territory]":
    """Every municipality anywhere below a territory, by name."""
    below = Territory.objects.filter(ancestors__contains=[territory.code], level=Level.MUNICIPALITY)
    return below.governments().order_by("name", "code")


def lineage(territory: Territory) -> list[Territory]:
    """Those above a territory, the country first. One query."""
    found = {above.code: above for above in Territory.objects.filter(code__in=territory.ancestors)}
    return [found[code] for code in territory.ancestors if code in found]


def associations_for(territory: Territory) -> list[dict[str, Any]]:
    """The national associations that serve a territory: those of its country, of its own level first."""
    rows = [row for row in adapters.read_associations() if row["country"] == territory.country]
    if territory.level == Level.COUNTRY:
        return rows
    facts = facts_of(territory, seated_among([territory.pk]))
    return [row for row in rows if any(fits(facts, level) for level in row["levels"])]
