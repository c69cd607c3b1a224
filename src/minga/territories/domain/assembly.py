"""From the records of the source to one territory per government. Pure: rows in, drafts out.

Rules, in order:
- a first-level unit that the source also lists as a country (Puerto Rico, Réunion) is that country;
- a city that is a first level (Berlin, Bogotá, Brasília) is one territory with the town and the unit inside it;
- where the second level is the municipality, the town of the same name is its seat and others are places in it;
- elsewhere a city stands in for its municipality.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from minga.kit.text import fold as fold_anew
from minga.territories.domain.codes import Level, level_of
from minga.territories.domain.names import bare, readable, without_level


@dataclass(frozen=True)
class CountryRow:
    """A country of the source; `former` is the ISO 3166-3 code of one that is no more."""

    alpha2: str
    name: str
    geonames_id: int | None
    aliases: tuple[str, ...]
    former: str | None


@dataclass(frozen=True)
class DivisionRow:
    """A subdivision: `line` and `parent` number rows of this edition only and are never kept."""

    line: int
    name: str
    iso_code: str | None
    source_code: str
    geonames_id: int | None
    kind: str
    aliases: tuple[str, ...]
    tier: int
    parent: int | None
    country: str


@dataclass(frozen=True)
class CityRow:
    """A populated place, with the lines of the subdivisions that hold it, widest first."""

    name: str
    geonames_id: int
    lines: tuple[int, ...]
    country: str
    population: int
    latitude: float
    longitude: float


@dataclass(frozen=True)
class Rules:
    """How one country is governed, from the project's table."""

    first: Level | None = None
    second: Level | None = None
    second_is_municipality: bool = False
    second_is_government: bool | None = None
    national_code: str = ""
    single_second_is_first: bool = False
    state_numbers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Table:
    """The project's table of governments: rules per country, first levels that are countries or cities."""

    rules: Mapping[str, Rules]
    same_as_country: Mapping[str, str]
    cities: Mapping[str, Mapping[str, str]]

    def of(self, country: str) -> Rules:
        """The rules of a country; the default where the table says nothing."""
        return self.rules.get(country, _DEFAULT)


_DEFAULT = Rules()
# A town's name is folded for each government it may be the seat of.
fold = lru_cache(maxsize=1024)(fold_anew)


@dataclass
class Draft:
    """A territory about to be stored."""

    code: str
    name: str
    level: Level
    country: str
    parent: "Draft | None" = None
    geonames_id: int | None = None
    iso_code: str | None = None
    national_code: str | None = None
    other_codes: list[str] = field(default_factory=list)
    population: int | None = None
    latitude: float | None = None
    longitude: float | None = None
    is_government: bool = True
    stands_for_municipality: bool = False
    # Its towns are places, never governments of their own.
    is_one_city: bool = False
    has_seat: bool = False
    names: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def ancestors(self) -> list[str]:
        """Codes of those above, the country first."""
        return [*self.parent.ancestors, self.parent.code] if self.parent else []

    def call(self, name: str, kind: str, language: str = "") -> None:
        """Give it one more name; spaces are made single, an empty one is left out."""
        if clean := " ".join(name.split()):
            self.names.append((clean, kind, language))

    def sit(self, city: CityRow) -> None:
        """Make a town its seat."""
        self.call(city.name, "seat")
        self.population = city.population or None
        self.latitude, self.longitude = city.latitude, city.longitude
        self.other_codes.append(f"{self.country}-gn{city.geonames_id}")
        self.has_seat = True

    def weight(self) -> int:
        """How likely its name is meant, 0 to 100: countries, first levels, then governments by size, then places."""
        size = round(7 * math.log10(self.population)) if self.population else 0
        if self.level == Level.COUNTRY:
            return 95 if self.is_government else 30
        if self.is_government:
            return max(70 if self.parent and self.parent.level == Level.COUNTRY else 30, 20 + size)
        return 5 + size // 2


def assemble(
    countries: Iterable[CountryRow], divisions: Sequence[DivisionRow], cities: Iterable[CityRow], table: Table
) -> list[Draft]:
    """One draft per government or place, parents always before children."""
    states = {row.former or row.alpha2: _country(row) for row in countries}
    placed = _divisions(divisions, states, table)
    rest = _seats(cities, placed, states, table)
    drafts = list(states.values())
    seen = {id(draft) for draft in drafts}
    for line in sorted(placed, key=lambda line: len(placed[line].ancestors)):
        if id(placed[line]) not in seen:
            seen.add(id(placed[line]))
            drafts.append(placed[line])
    return [*drafts, *rest]


def _country(row: CountryRow) -> Draft:
    draft = Draft(row.former or row.alpha2, row.name, Level.COUNTRY, row.alpha2, geonames_id=row.geonames_id)
    draft.iso_code = draft.code
    draft.is_government = row.former is None
    draft.call(row.name, "alternate" if draft.is_government else "official", "en")
    for alias in row.aliases:
        draft.call(alias, "alternate")
    return draft


def _divisions(rows: Sequence[DivisionRow], states: Mapping[str, Draft], table: Table) -> dict[int, Draft]:
    placed: dict[int, Draft] = {}
    children: dict[int, list[DivisionRow]] = defaultdict(list)
    for row in rows:
        if row.parent is not None:
            children[row.parent].append(row)
    for row in sorted(rows, key=lambda row: row.tier):
        above = placed.get(row.parent) if row.parent is not None and row.tier > 1 else None
        parent = above or states[row.country]
        if same := table.same_as_country.get(row.iso_code or ""):
            placed[row.line] = states[same]
            states[same].other_codes.append(row.iso_code or "")
        elif above and _is_the_same(row, above, children[row.parent or 0], table):
            placed[row.line] = _absorb(above, row, table)
        else:
            placed[row.line] = _division(row, parent, table)
    return placed


def _is_the_same(row: DivisionRow, above: Draft, siblings: Sequence[DivisionRow], table: Table) -> bool:
    alone = len(siblings) == 1
    if above.is_one_city:
        return alone or bare(fold(row.name)) in _bare_names(above)
    return alone and table.of(row.country).single_second_is_first and above.level != Level.COUNTRY


def _absorb(above: Draft, row: DivisionRow, table: Table) -> Draft:
    code, national = _code(row, table)
    for name in (row.name, *row.aliases):
        above.call(name, "alternate")
    if national:  # the national code is the one its own papers use
        above.other_codes.append(above.code)
        above.code, above.national_code = code, national
    else:
        above.other_codes.append(code)
    if row.geonames_id and code != f"{row.country}-gn{row.geonames_id}":
        above.other_codes.append(f"{row.country}-gn{row.geonames_id}")
    return above


def _code(row: DivisionRow, table: Table) -> tuple[str, str | None]:
    rules = table.of(row.country)
    last = row.source_code.rpartition(".")[2]
    if row.tier == 2 and rules.national_code == "last":
        return f"{row.country}-{last}", last
    if row.tier == 2 and rules.national_code == "state_and_last":
        national = rules.state_numbers[row.source_code.split(".")[1]] + last
        return f"{row.country}-{national}", national
    return row.iso_code or f"{row.country}-gn{row.geonames_id}", None


def _division(row: DivisionRow, parent: Draft, table: Table) -> Draft:
    rules, city = table.of(row.country), table.cities.get(row.iso_code or "")
    code, national = _code(row, table)
    draft = Draft(code, readable(row.name), _level(row, parent, rules), row.country, parent)
    draft.geonames_id, draft.iso_code, draft.national_code = row.geonames_id, row.iso_code, national
    draft.is_government = _is_government(row, draft, rules)
    draft.is_one_city = city is not None or (row.tier == 1 and draft.level == Level.MUNICIPALITY)
    if rules.second_is_municipality and draft.level == Level.MUNICIPALITY:
        draft.name = without_level(draft.name)
    if city is not None:
        draft.name = city.get("name", draft.name)
        draft.level = Level(city.get("level", draft.level))
        draft.call(city.get("town", ""), "alternate")
    if row.geonames_id and code != f"{row.country}-gn{row.geonames_id}":
        draft.other_codes.append(f"{row.country}-gn{row.geonames_id}")
    draft.call(draft.name, "official")
    for name in (row.name, *row.aliases):
        draft.call(name, "alternate")
    return draft


def _level(row: DivisionRow, parent: Draft, rules: Rules) -> Level:
    if row.tier == 1 and rules.first and not row.kind.casefold().startswith(("city", "capital", "municipality")):
        return rules.first
    if row.tier >= 2 and parent.is_one_city:
        return Level.DISTRICT
    if row.tier == 2 and rules.second_is_municipality:
        return Level.MUNICIPALITY
    if row.tier == 2 and rules.second:
        return rules.second
    return level_of(row.kind, tier=row.tier)


def _is_government(row: DivisionRow, draft: Draft, rules: Rules) -> bool:
    if row.tier == 0:
        return False
    if row.tier == 1 or draft.level == Level.MUNICIPALITY:
        return True
    return bool(row.kind) if rules.second_is_government is None else rules.second_is_government


def _bare_names(draft: Draft) -> set[str]:
    return {folded for name, _kind, _language in draft.names for folded in (fold(name), bare(fold(name)))}


def _seats(
    cities: Iterable[CityRow], placed: Mapping[int, Draft], states: Mapping[str, Draft], table: Table
) -> Iterator[Draft]:
    """Give each municipality its seat; the towns left over become places, or municipalities where they stand in."""
    homes = _homes(placed.values(), table)
    left: list[tuple[CityRow, Draft]] = []
    for city in sorted(cities, key=lambda city: (-city.population, city.geonames_id)):
        held = [placed[line] for line in city.lines]
        inner = max(held, key=lambda draft: len(draft.ancestors), default=states[city.country])
        home = next(filter(None, (_home(city, near, homes) for near in _around(inner, held))), None)
        home = home or _namesake(city, inner, table)
        if home is None:
            left.append((city, inner))
        else:
            home.sit(city)
    return (_town(city, inner, table) for city, inner in left)


def _around(inner: Draft, held: Iterable[Draft]) -> Iterator[Draft]:
    yield inner
    yield from (draft for draft in held if draft.is_one_city and draft is not inner)


def _namesake(city: CityRow, inner: Draft, table: Table) -> Draft | None:
    """The municipality whose largest town goes by a longer or shorter form of its name: Cartagena de Indias."""
    if inner.has_seat or inner.level != Level.MUNICIPALITY or not table.of(city.country).second_is_municipality:
        return None
    town, own = bare(fold(city.name)).split(), bare(fold(inner.name)).split()
    shorter = min(len(town), len(own))
    return inner if town[:shorter] == own[:shorter] else None


def _homes(drafts: Iterable[Draft], table: Table) -> dict[tuple[str, str], list[Draft]]:
    """The governments that may have a town of their name as seat, by (code of itself or of the one above, name)."""
    homes: dict[tuple[str, str], list[Draft]] = defaultdict(list)
    for draft in {id(draft): draft for draft in drafts}.values():
        municipal = table.of(draft.country).second_is_municipality and draft.level == Level.MUNICIPALITY
        if not (municipal or draft.is_one_city):
            continue
        for name in _bare_names(draft):
            for code in (draft.code, *draft.ancestors[-1:]):
                homes[code, name].append(draft)
    return homes


def _home(city: CityRow, inner: Draft, homes: Mapping[tuple[str, str], list[Draft]]) -> Draft | None:
    # A town filed under the state alone (São Paulo) is looked for among the state's municipalities, if only one fits.
    found = homes.get((inner.code, bare(fold(city.name)))) or homes.get((inner.code, fold(city.name))) or []
    free = [draft for draft in found if not draft.has_seat]
    return free[0] if len(found) == 1 and free else None


def _town(city: CityRow, inner: Draft, table: Table) -> Draft:
    stands = not table.of(city.country).second_is_municipality and not inner.is_one_city
    level = Level.MUNICIPALITY if stands else Level.PLACE
    draft = Draft(f"{city.country}-gn{city.geonames_id}", " ".join(city.name.split()), level, city.country, inner)
    draft.geonames_id, draft.population = city.geonames_id, city.population or None
    draft.latitude, draft.longitude = city.latitude, city.longitude
    draft.is_government = draft.stands_for_municipality = stands
    draft.call(city.name, "official")
    return draft
