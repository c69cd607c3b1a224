"""Reads: which territory a name or a code means, names while they are typed, and the way down from a country."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib.postgres.search import TrigramSimilarity
from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Length

from minga.kit.text import fold
from minga.territories import adapters
from minga.territories.domain import (
    BUSY,
    Candidate,
    Facts,
    Hints,
    Level,
    Match,
    Reading,
    Resolution,
    bare,
    fits,
    normal_code,
    rank,
    readings,
)
from minga.territories.models import Edition, Territory, TerritoryName

MAX_CANDIDATES = 20
_MAX_FOUND = 400
_LONGEST = 200

TerritoryResolution = Resolution[Territory]


def as_json(territory: Territory) -> dict[str, Any]:
    """The territory as every door shows it."""
    return {
        "name": territory.name,
        "country": territory.country,
        "level": territory.level,
        "code": territory.code,
        "geonames_id": territory.geonames_id,
    }


def resolve(name: str, hints: Hints | None = None) -> TerritoryResolution:
    """Which territory a name means, with every candidate and the reasons; two to five queries.

    A code is taken as a code. Never raises, whatever the text; nothing found is no territory and no candidates.
    """
    hints = _clean(hints or Hints())
    folded = fold(name[: 4 * _LONGEST])
    if not folded or len(folded) > _LONGEST:
        return Resolution(None, [])
    if (coded := by_code(name)).candidates:
        return rank(coded.candidates, hints) if hints != Hints() else coded
    ways = readings(folded)
    found = _exact(ways, hints)
    if not found:
        found = _alike(ways, hints)
    resolution = rank(found, hints)
    return Resolution(resolution.territory, resolution.candidates[:MAX_CANDIDATES])


def _clean(hints: Hints) -> Hints:
    country = (hints.country or "").strip().upper() or None
    return Hints(country, hints.level or None, normal_code(hints.parent or "") or None, hints.near_population)


def _exact(ways: list[Reading], hints: Hints) -> list[Candidate[Territory]]:
    """Territories called exactly as one of the readings; each once, by its most literal reading that fits."""
    names = {way.name for way in ways}
    within = {part: _codes_called(part) for way in ways for part in way.within}
    rows = list(_rows(TerritoryName.objects.filter(folded__in=names), hints)[:_MAX_FOUND])
    seated = _seated(row.territory_id for row in rows)
    best: dict[str, Candidate[Territory]] = {}
    for row in rows:
        for way in ways:
            if way.name == row.folded:
                found = _candidate(row, way, within, seated)
                best[row.territory.code] = _better(best.get(row.territory.code), found)
    outside = [found for found in best.values() if found.match.within is not None]
    if outside and not any(found.match.within & {*found.facts.ancestors} for found in outside if found.match.within):
        best |= _named_after_the_comma(ways, hints, best)
    return list(best.values())


def _named_after_the_comma(
    ways: list[Reading], hints: Hints, best: dict[str, Candidate[Territory]]
) -> dict[str, Candidate[Territory]]:
    """ "Bogotá, Cundinamarca", where Bogotá lies in no Cundinamarca, may mean Cundinamarca: that is for the reader."""
    parts = {part for way in ways for part in way.within}
    rows = list(_rows(TerritoryName.objects.filter(folded__in=parts), hints)[:_MAX_FOUND])
    seated, after = _seated(row.territory_id for row in rows), Match(stage=ways[-1].depth + 1, within=frozenset())
    return {
        row.territory.code: Candidate(row.territory, _facts(row.territory, seated), after)
        for row in rows
        if row.territory.code not in best and row.territory.level != Level.COUNTRY and row.territory.is_government
    }


def _rows(names: "QuerySet[TerritoryName]", hints: Hints) -> "QuerySet[TerritoryName]":
    if hints.country:
        names = names.filter(territory__country=hints.country)
    if hints.parent:
        names = names.filter(Q(territory__ancestors__contains=[hints.parent]) | Q(territory__code=hints.parent))
    return names.select_related("territory").order_by("-weight", "territory_id")


def _codes_called(name: str) -> frozenset[str]:
    rows = TerritoryName.objects.filter(folded__in={name, bare(name)}, weight__gte=30)
    codes = set(rows.values_list("territory__code", flat=True)[:_MAX_FOUND])
    return frozenset(codes | ({name.upper()} if len(name) == 2 else set()))


def _seated(keys: Iterable[int]) -> set[int]:
    rows = TerritoryName.objects.filter(territory_id__in=set(keys), kind=TerritoryName.Kind.SEAT)
    return set(rows.values_list("territory_id", flat=True))


def _facts(territory: Territory, seated: set[int]) -> Facts:
    return Facts(
        territory.code,
        territory.level,
        territory.country,
        tuple(territory.ancestors),
        territory.population,
        territory.is_government,
        territory.pk in seated,
    )


def _candidate(
    row: TerritoryName, way: Reading, within: dict[str, frozenset[str]], seated: set[int]
) -> Candidate[Territory]:
    codes = frozenset[str]().union(*(within[part] for part in way.within)) if way.within else None
    official = row.kind in (TerritoryName.Kind.OFFICIAL, TerritoryName.Kind.EXONYM, TerritoryName.Kind.SEAT)
    match = Match(way.levels, codes, way.depth, 1.0, official or row.language == "x-bare", way.literal)
    return Candidate(row.territory, _facts(row.territory, seated), match)


def _better(one: Candidate[Territory] | None, other: Candidate[Territory]) -> Candidate[Territory]:
    def worth(found: Candidate[Territory]) -> tuple[bool, bool, int, bool]:
        fitting = any(fits(found.facts, level) for level in found.match.levels)
        inside = bool(found.match.within and found.match.within & {*found.facts.ancestors})
        return inside, fitting or found.match.literal, -found.match.stage, found.match.official

    return other if one is None or worth(other) > worth(one) else one


def _alike(ways: list[Reading], hints: Hints) -> list[Candidate[Territory]]:
    """Territories with a name like the shortest reading, from three letters on: a slip of the keyboard."""
    way = ways[-1] if ways else Reading("", frozenset())
    if len(way.name) < 3:
        return []
    names = TerritoryName.objects.filter(folded__trigram_similar=way.name)
    scored = _rows(names, hints).annotate(likeness=TrigramSimilarity("folded", way.name))
    likeness = dict(scored.order_by("-likeness", "-weight").values_list("pk", "likeness")[:_MAX_FOUND])
    rows = list(_rows(names.filter(pk__in=likeness), hints))
    rows = sorted(rows, key=lambda row: -likeness[row.pk])[: 3 * MAX_CANDIDATES]
    seated = _seated(row.territory_id for row in rows)
    found: dict[str, Candidate[Territory]] = {}
    for row in rows:
        match = Match(way.levels, None, way.depth, min(likeness[row.pk], 0.99))
        found.setdefault(row.territory.code, Candidate(row.territory, _facts(row.territory, seated), match))
    return list(found.values())


def by_code(text: str) -> TerritoryResolution:
    """The territory of a code: canonical, ISO, or one of its others; a bare code where one country has it.

    A bare code of several countries gives candidates and no territory. At most three queries.
    """
    code = normal_code(text[:60].replace("\x00", ""))
    if not code or len(code) > 40:
        return Resolution(None, [])
    found = list(Territory.objects.filter(code=code))
    found = found or list(Territory.objects.filter(Q(iso_code=code) | Q(other_codes__contains=[code])))
    if not found and any(char.isdigit() for char in code):
        found = list(Territory.objects.filter(_bare_code(code)).order_by("code")[:MAX_CANDIDATES])
    why = ("code",)
    candidates = [Candidate(one, _facts(one, set()), Match(), why, 100.0) for one in found]
    return Resolution(found[0] if len(found) == 1 else None, candidates)


def _bare_code(code: str) -> Q:
    wanted = Q(national_code=code)
    if code.isascii() and code.isdigit() and len(code) < 18:
        wanted |= Q(geonames_id=int(code))
    return wanted


def by_slug(slug: str) -> Territory | None:
    """The territory of an address such as "co-19137-caldono": the longest beginning of it that is a code."""
    parts = slug[:_LONGEST].replace("\x00", "").split("-")
    codes = [normal_code("-".join(parts[:length])) for length in range(1, len(parts) + 1)]
    return max(Territory.objects.filter(code__in=codes), key=lambda found: len(found.code), default=None)


def typeahead(prefix: str, limit: int = 10) -> list[Territory]:
    """Territories while a name is typed: by prefix, governments and large ones first; from three letters by likeness.

    Two or three queries.
    """
    folded = fold(prefix[:_LONGEST])
    if not folded:
        return []
    # LIKE with the pattern's own signs escaped is what a prefix index serves.
    names = TerritoryName.objects.filter(folded__startswith=folded)
    if len(folded) < 3:
        names = names.filter(weight__gte=BUSY)
    found = _first(names.order_by("-weight", Length("folded"), "territory_id"), limit)
    if len(found) < limit and len(folded) >= 3:
        alike = TerritoryName.objects.filter(folded__trigram_similar=folded)
        ordered = alike.annotate(likeness=TrigramSimilarity("folded", folded)).order_by("-likeness", "-weight")
        found |= {key: None for key in _first(ordered, limit) if key not in found}
    return _in_order([*found][:limit])


def _first(names: "QuerySet[TerritoryName]", limit: int) -> dict[int, None]:
    # A territory has a handful of names alike: six times as many rows give enough territories.
    return dict.fromkeys(list(names.values_list("territory_id", flat=True)[: 6 * limit])[: 6 * limit])


def _in_order(keys: list[int]) -> list[Territory]:
    found = Territory.objects.select_related("parent").in_bulk(keys)
    return [found[key] for key in keys]


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
    facts = _facts(territory, _seated([territory.pk]))
    return [row for row in rows if any(fits(facts, level) for level in row["levels"])]


def problems() -> Iterator[str]:
    """Everything that does not hold among the territories, in words; nothing where all is well. Six queries."""
    edition = Edition.objects.filter(source="gazetteer").first()
    if edition is None:
        yield "gazetteer: never loaded"
        return
    held = Counter(Territory.objects.values_list("level", flat=True))
    for level, count in edition.counts.items():
        if held[level] < count:
            yield f"gazetteer: {held[level]} of level {level}, {count} were loaded"
    yield from _broken_lines()
    nameless = Territory.objects.filter(~Exists(TerritoryName.objects.filter(territory=OuterRef("pk"))))
    yield from (f"{code}: has no name to be found by" for code in nameless.values_list("code", flat=True)[:100])


def _broken_lines() -> Iterator[str]:
    """Parents in another country, and ancestors that are not those of the parent and the parent: no cycle passes."""
    abroad = Territory.objects.exclude(parent=None).exclude(parent__country=F("country"))
    yield from (f"{code}: its parent is in another country" for code in abroad.values_list("code", flat=True)[:100])
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT child.code FROM territories_territory child JOIN territories_territory above "
            "ON above.id = child.parent_id WHERE child.ancestors <> above.ancestors || above.code LIMIT 100"
        )
        yield from (f"{code}: its ancestors are not those of its parent" for (code,) in cursor.fetchall())
