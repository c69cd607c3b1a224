"""Which territory a name or a code means, and what it may be while it is typed."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Case, F, IntegerField, Q, QuerySet, When
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
    apart,
    bare,
    inside,
    normal_code,
    rank,
    readings,
    speaks_of,
    tails,
)
from minga.territories.models import Territory, TerritoryName

MAX_CANDIDATES = 20
_MAX_FOUND = 400
_LONGEST = 200
# A name of fewer letters begins too many others.
_SHORTEST = 4
# How alike a name is whose end is another's whole name.
_LIKE_THE_END = 0.8
# A name typed to its end stands before those of some thirty times as many people.
_WHOLE = 10

TerritoryResolution = Resolution[Territory]


def resolve(name: str, hints: Hints | None = None) -> TerritoryResolution:
    """Which territory a name means, with every candidate and the reasons; at most a dozen queries.

    A code is taken as a code. Never raises, whatever the text; nothing found is no territory and no candidates.
    """
    hints = _clean(hints or Hints())
    folded = fold(name[: 4 * _LONGEST])
    if not folded or len(folded) > _LONGEST:
        return Resolution(None, [])
    if coded := _coded(name, hints):
        return coded
    ways = readings(folded)
    found = next(filter(None, (look(ways, hints) for look in (_exact, _apart, _longer, _alike))), [])
    if all(one.match.within and not inside(one.facts, one.match.within) for one in found):
        found = [*found, *(one for one in _alike(ways, hints) if one.match.within)]
    resolution = rank(found, hints)
    return Resolution(resolution.territory, resolution.candidates[:MAX_CANDIDATES])


def _clean(hints: Hints) -> Hints:
    country = (hints.country or "").strip().upper() or None
    return Hints(country, hints.level or None, normal_code(hints.parent or "") or None, hints.near_population)


def _coded(name: str, hints: Hints) -> TerritoryResolution | None:
    """The answer where the text is a code; what is called or abbreviated so stands behind it. None where it is none."""
    coded = by_code(name, country=hints.country)
    if hints != Hints():
        coded = rank(coded.candidates, hints)
    if not coded.candidates:
        return None
    seen = {found.territory.code for found in coded.candidates}
    others = [found for found in _exact(readings(fold(name)), hints) if found.territory.code not in seen]
    more = rank(others, hints).candidates
    return Resolution(coded.territory, [*coded.candidates, *more][:MAX_CANDIDATES])


def _exact(ways: list[Reading], hints: Hints) -> list[Candidate[Territory]]:
    """Territories called exactly as one of the readings; each once, by its most literal reading that fits."""
    within = {part: _codes_called(part) for way in ways for part in way.within}
    best = _called(ways, within, hints)
    for way in ways:
        for found in _abbreviated(way.name, hints, way, within):
            best.setdefault(found.facts.code, found)
    outside = [found for found in best.values() if found.match.within is not None]
    if outside and not any(inside(found.facts, found.match.within or ()) for found in outside):
        widened = {part: codes | _codes_beginning(part) for part, codes in within.items()}
        best |= _called(ways, widened, hints)
        if not any(found.match.within is None or inside(found.facts, found.match.within) for found in best.values()):
            best |= _named_after_the_comma(ways, hints, best)
    return list(best.values())


def _called(
    ways: Iterable[Reading], within: Mapping[str, frozenset[str]], hints: Hints
) -> dict[str, Candidate[Territory]]:
    by_name: dict[str, list[Reading]] = {}
    for way in ways:
        by_name.setdefault(way.name, []).append(way)
    rows = list(_rows(TerritoryName.objects.filter(folded__in=by_name), hints)[:_MAX_FOUND])
    seated = seated_among(row.territory_id for row in rows)
    best: dict[str, Candidate[Territory]] = {}
    for row in rows:
        for way in by_name[row.folded]:
            found = _candidate(row, way, within, seated)
            best[row.territory.code] = _better(best.get(row.territory.code), found)
    return best


def _named_after_the_comma(
    ways: list[Reading], hints: Hints, best: dict[str, Candidate[Territory]]
) -> dict[str, Candidate[Territory]]:
    """ "Bogotá, Cundinamarca", where Bogotá lies in no Cundinamarca, may mean Cundinamarca: that is for the reader."""
    parts = {part for way in ways for part in way.within}
    rows = list(_rows(TerritoryName.objects.filter(folded__in=parts), hints)[:_MAX_FOUND])
    seated, after = (
        seated_among(row.territory_id for row in rows),
        Match(stage=ways[-1].depth + 1, within=(frozenset(),)),
    )
    return {
        row.territory.code: Candidate(row.territory, facts_of(row.territory, seated), after)
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
    """The codes of the governments of a name, or of what it abbreviates."""
    rows = TerritoryName.objects.filter(folded__in={name, bare(name)}, territory__is_government=True)
    codes = set(rows.values_list("territory__code", flat=True)[:_MAX_FOUND])
    codes |= set(Territory.objects.filter(_short_for(name, None)).values_list("code", flat=True))
    return frozenset(codes | ({name.upper()} if len(name) == 2 else set()))


def _codes_beginning(name: str) -> frozenset[str]:
    """The codes of first levels whose name begins with these words: "Valle" of Valle del Cauca."""
    rows = TerritoryName.objects.filter(folded__startswith=f"{name} ", territory__is_government=True)
    return frozenset(rows.filter(territory__ancestors__len=1).values_list("territory__code", flat=True)[:_MAX_FOUND])


def _short_for(name: str, country: str | None) -> Q:
    """Which territories a few letters abbreviate: by the project's list, or as the end of an ISO 3166-2 code."""
    short = re.sub(r"[. ]", "", name).upper()
    codes = adapters.abbreviations().get(short, frozenset())
    wanted = Q(code__in=codes)
    if 2 <= len(short) <= 3 and short.isascii() and short.isalpha():
        wanted |= Q(iso_code__in=[f"{alpha2}-{short}" for alpha2 in ([country] if country else adapters.countries())])
    return wanted


def _abbreviated(
    name: str, hints: Hints, way: Reading | None = None, within: Mapping[str, frozenset[str]] | None = None
) -> list[Candidate[Territory]]:
    rows = list(Territory.objects.filter(_short_for(name, hints.country), is_government=True)[:_MAX_FOUND])
    seated = seated_among(row.pk for row in rows)
    levels, parts, stage = (way.levels, _parts(way, within or {}), way.depth) if way else (frozenset[str](), None, 0)
    match = Match(levels, parts, stage, official=False, abbreviated=True)
    return [Candidate(row, facts_of(row, seated), match) for row in rows]


def seated_among(keys: Iterable[int]) -> set[int]:
    """Those among these keys of territories that have a seat."""
    rows = TerritoryName.objects.filter(territory_id__in=set(keys), kind=TerritoryName.Kind.SEAT)
    return set(rows.values_list("territory_id", flat=True))


def facts_of(territory: Territory, seated: set[int]) -> Facts:
    """What ranking needs to know of a territory; `seated` are the keys of those that have a seat."""
    return Facts(
        territory.code,
        territory.level,
        territory.country,
        tuple(territory.ancestors),
        territory.population,
        territory.is_government,
        territory.pk in seated,
        territory.people,
    )


def _candidate(
    row: TerritoryName, way: Reading, within: Mapping[str, frozenset[str]], seated: set[int]
) -> Candidate[Territory]:
    territory, kind = row.territory, TerritoryName.Kind
    match = Match(
        way.levels,
        _parts(way, within),
        way.depth,
        official=row.kind != kind.ALTERNATE or row.language == "x-bare",
        literal=way.literal,
        bare=row.kind == kind.ALTERNATE and row.folded != fold(territory.name) and row.folded in fold(territory.name),
        seat=row.kind == kind.SEAT and row.folded not in fold(territory.name),
        lands=way.lands,
    )
    return Candidate(territory, facts_of(territory, seated), match)


def _parts(way: Reading, within: Mapping[str, frozenset[str]]) -> tuple[frozenset[str], ...] | None:
    return tuple(within[part] for part in way.within) or None


def _better(one: Candidate[Territory] | None, other: Candidate[Territory]) -> Candidate[Territory]:
    def worth(found: Candidate[Territory]) -> tuple[int, bool, int, bool, bool]:
        facts, match = found.facts, found.match
        fitting = any(speaks_of(facts, level) for level in match.levels)
        within = 1 if match.within is None else 2 * inside(facts, match.within)
        return within, fitting or match.literal, -match.stage, not match.bare, match.official

    return other if one is None or worth(other) > worth(one) else one


def _apart(ways: list[Reading], hints: Hints) -> list[Candidate[Territory]]:
    """ "Belém do Pará", where nothing is called so, is Belém within Pará; only what lies there."""
    split = [reading for way in ways for reading in apart(way)]
    within = {part: _codes_called(part) for way in split for part in way.within}
    found = _called(split, within, hints).values()
    return [one for one in found if one.match.within and inside(one.facts, one.match.within)]


def _longer(ways: list[Reading], hints: Hints) -> list[Candidate[Territory]]:
    """Governments whose name begins or ends with the whole name that was asked for: "Ecatepec", "Buga"."""
    way = ways[-1]
    if len(way.name) < _SHORTEST or not way.name.replace(" ", "").isalnum():
        return []
    names = TerritoryName.objects.exclude(language="x-bare").filter(territory__is_government=True)
    joined = names.filter(
        Q(folded__contains=way.name),
        Q(folded__regex=rf"^{way.name} (de|del|do|da|dos|das)\M| (de|del|do|da) {way.name}$"),
    )
    rows = list(_rows(joined, hints)[:_MAX_FOUND])
    seated = seated_among(row.territory_id for row in rows)
    within = {part: _codes_called(part) for part in way.within}
    match = Match(way.levels, _parts(way, within), way.depth, likeness=0.9, longer=True)
    return list(
        {row.territory_id: Candidate(row.territory, facts_of(row.territory, seated), match) for row in rows}.values()
    )


def _alike(ways: list[Reading], hints: Hints) -> list[Candidate[Territory]]:
    """Territories with a name like the shortest reading, from three letters on: a slip of the keyboard.

    So are those called as the end of it: "Villa de San Juan de Pasto".
    """
    way = ways[-1]
    if len(way.name) < 3:
        return []
    within = {part: _codes_called(part) for part in way.within}
    names = TerritoryName.objects.filter(folded__trigram_similar=way.name)
    scored = _rows(names, hints).annotate(likeness=TrigramSimilarity("folded", way.name))
    likeness = dict(scored.order_by("-likeness", "-weight").values_list("pk", "likeness")[: 3 * MAX_CANDIDATES])
    ends = _rows(TerritoryName.objects.filter(folded__in=tails(way.name)), hints)[:_MAX_FOUND]
    likeness |= dict.fromkeys(ends.values_list("pk", flat=True), _LIKE_THE_END)
    rows = list(_rows(TerritoryName.objects.filter(pk__in=likeness), hints))
    rows.sort(key=lambda row: -likeness[row.pk])
    seated = seated_among(row.territory_id for row in rows)
    found: dict[str, Candidate[Territory]] = {}
    for row in rows:
        facts, parts = facts_of(row.territory, seated), _parts(way, within)
        match = Match(
            way.levels, parts if parts and inside(facts, parts) else None, way.depth, min(likeness[row.pk], 0.99)
        )
        found.setdefault(row.territory.code, Candidate(row.territory, facts, match))
    return list(found.values())


def by_code(text: str, *, country: str | None = None) -> TerritoryResolution:
    """The territory of a code: canonical, ISO, or one of its others; a bare code where one country has it.

    "DIVIPOLA 05001" says its country. A bare code of several countries gives candidates and no territory. At most
    three queries.
    """
    system, code = _system(normal_code(text[:60].replace("\x00", "")))
    if not code or len(code) > 40:
        return Resolution(None, [])
    found = list(Territory.objects.filter(code=code))
    found = found or list(Territory.objects.filter(Q(iso_code=code) | Q(other_codes__contains=[code])))
    if not found and any(char.isdigit() for char in code):
        bare_codes = Territory.objects.filter(_bare_code(code, country or system)).order_by("code")
        found = list((bare_codes.filter(country=system) if system else bare_codes)[:MAX_CANDIDATES])
    why = ("code",)
    candidates = [Candidate(one, facts_of(one, set()), Match(), why, 100.0) for one in found]
    return Resolution(found[0] if len(found) == 1 else None, candidates)


# The names of national codes, and whose they are.
_SYSTEMS = {"DIVIPOLA": "CO", "DANE": "CO", "IBGE": "BR", "INEGI": "MX"}


def _system(code: str) -> tuple[str | None, str]:
    name, _space, rest = code.partition(" ")
    return (_SYSTEMS[name], rest.strip()) if name in _SYSTEMS and rest else (None, code)


def _bare_code(code: str, country: str | None) -> Q:
    # Tables lose the zero in front: with its country, 5001 is 05001.
    wanted = Q(national_code__in={code, code.zfill(5)} if country else {code})
    if code.isascii() and code.isdigit() and len(code) < 18:
        wanted |= Q(geonames_id=int(code))
    return wanted


@dataclass(frozen=True)
class Suggestion:
    """A territory offered while a name is typed; `called` is the name that begins so, where its own does not."""

    territory: Territory
    called: str = ""


def typeahead(prefix: str, limit: int = 10) -> list[Suggestion]:
    """Territories while a name is typed: by prefix, the ones with most people first; else what it may mean.

    A name that is whole already stands before longer ones. Where no name begins so, words of level are taken off, and
    from three letters on commas and slips of the keyboard are understood as `resolve` does. Two queries, or a dozen.
    """
    folded = fold(prefix[:_LONGEST])
    if not folded:
        return []
    begun = _beginning(folded, limit)
    if begun or len(folded) < 3:
        return begun
    way = readings(folded)[-1]
    if way.levels and not way.within and (begun := _beginning(way.name, 6 * limit)):
        return sorted(begun, key=lambda found: not _is_said(found.territory, way))[:limit]
    return [Suggestion(found.territory) for found in resolve(prefix).candidates[:limit]]


def _is_said(territory: Territory, way: Reading) -> bool:
    """Whether the words of level speak of this territory."""
    facts = facts_of(territory, set())
    at_home = not way.lands or territory.country in way.lands
    return at_home and any(speaks_of(facts, level) for level in way.levels)


def _beginning(folded: str, limit: int) -> list[Suggestion]:
    # LIKE with the pattern's own signs escaped is what a prefix index serves.
    names = TerritoryName.objects.filter(folded__startswith=folded)
    if len(folded) < 3:
        names = names.filter(weight__gte=BUSY)
    whole = Case(When(folded=folded, then=F("weight") + _WHOLE), default=F("weight"), output_field=IntegerField())
    ordered = names.annotate(likely=whole).order_by("-likely", Length("folded"), "territory_id")
    # A territory has a handful of names alike: six times as many rows give enough territories.
    called: dict[int, str] = {}
    for key, name in ordered.values_list("territory_id", "name")[: 6 * limit]:
        called.setdefault(key, name)
    keys = [*called][:limit]
    found = Territory.objects.select_related("parent").in_bulk(keys)
    return [Suggestion(found[key], "" if folded in fold(found[key].name) else called[key]) for key in keys]
