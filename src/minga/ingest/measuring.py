"""Passages with their written claims against what is read from them, on the gazetteer of this installation."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from minga.ingest.domain.measuring import Found, Read, kind_of
from minga.kit.text import fold
from minga.territories.models import Territory, TerritoryName


def read(row: dict[str, Any], ask: Callable[[dict[str, Any]], Iterable[Any]]) -> Read:
    """A passage read by `ask`, its territories named as the gold names them where they are the same.

    row     {"id", "lang", "text", "claims": [{"territory", "country", "level", "instrument", "event", "year"}]}
    Raises ValueError where a level of the gold is no word of a level.
    """
    proposals = list(ask(row))
    names = _names({one.place.code for one in proposals})
    gold = [
        Found(f"{claim['territory']} ({claim['country']}, {kind_of(claim['level'])})", claim["instrument"],
              claim["year"], claim["event"])
        for claim in row["claims"]
    ]  # fmt: skip
    ours = [
        Found(_called(one.place, names[one.place.code], row["claims"]), one.instrument, one.year_first, one.event,
              getattr(one, "confidence", 0.0))
        for one in proposals
    ]  # fmt: skip
    return Read(row["id"], row["lang"], tuple(gold), tuple(ours))


def _names(codes: set[str]) -> dict[str, set[str]]:
    names: dict[str, set[str]] = defaultdict(set)
    for code, name in TerritoryName.objects.filter(territory__code__in=codes).values_list("territory__code", "folded"):
        names[code].add(name)
    for code, name in Territory.objects.filter(code__in=codes).values_list("code", "name"):
        names[code].add(fold(name))
    return names


def _called(place: Any, names: set[str], claims: Sequence[dict[str, Any]]) -> str:
    for claim in claims:
        # A county may be what governs a town (Ireland, Great Britain) or what holds many.
        same_kind = kind_of(claim["level"]) == _kind(place) or place.has_seat or place.level == "county"
        if claim["country"] == place.country and same_kind and fold(claim["territory"]) in names:
            return f"{claim['territory']} ({claim['country']}, {kind_of(claim['level'])})"
    return f"{place.name} ({place.country}, {_kind(place)})"


def _kind(place: Any) -> str:
    """Its level as it is compared: a district right under the country, as in Portugal, stands in the middle."""
    return "middle" if place.is_middle and not place.has_seat else kind_of(place.level)
