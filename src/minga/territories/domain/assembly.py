"""From the records of the source to one territory per government. Pure: rows in, drafts out.

Rules, in order:
- a first-level unit that the source also lists as a country (Puerto Rico, Réunion) is that country;
- a city that is a first level (Berlin, Bogotá, Brasília) is one territory with the town and the unit inside it;
- where the second level is the municipality, the town of the same name is its seat and others are places in it;
- elsewhere a city stands in for its municipality;
- a town that the project's table names as a seat (Tegucigalpa of Distrito Central) is one, whatever it is called.
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
    alpha3: str = ""


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
    """How one country is governed, from the project's table.

    municipal_in  ISO codes of the first levels where alone the second level is the municipality
    """

    first: Level | None = None
    second: Level | None = None
    second_is_municipality: bool = False
    second_is_government: bool | None = None
    national_code: str = ""
    single_second_is_first: bool = False
    state_numbers: Mapping[str, str] = field(default_factory=dict)
    municipal_in: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """The project's table of governments: rules per country and for all others, first levels that are countries or
    cities, and the GeoNames ids of towns that are seats with the codes of what they govern.
    """

    rules: Mapping[str, Rules]
    same_as_country: Mapping[str, str]
    cities: Mapping[str, Mapping[str, str]]
    default: Rules = field(default_factory=Rules)
    seats: Mapping[int, str] = field(default_factory=dict)

    def of(self, country: str) -> Rules:
        """The rules of a country; the default where the table says nothing."""
        return self.rules.get(country, self.default)


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
    # In all its towns, as far as they are counted.
    people: int | None = None
    names: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def ancestors(self) -> list[str]:
        """Codes of those above, the country first."""
        return [*self.parent.ancestors, self.parent.code] if self.parent else []

    def call(self, name: str, kind: str, language: str = "") -> None:
        """Give it one more name; spaces are made single, an empty one is left out.

        A name in two languages, "Gasteiz / Vitoria", is three: each alone, and both, joined in either order.
        """
        if clean := " ".join(name.split()):
            self.names.append((clean, kind, language))
        one, slash, other = clean.partition("/")
        if slash and "/" not in other and one.strip() and other.strip():
            for half in (one.strip(), other.strip()):
                self.names.append((half, kind, language))
            for joined in (f"{one.strip()}-{other.strip()}", f"{other.strip()}-{one.strip()}"):
                self.names.append((joined, "alternate", language))

    def sit(self, city: CityRow) -> None:
        """Make a town its seat."""
        self.call(city.name, "seat")
        self.population = city.population or None
        self.latitude, self.longitude = city.latitude, city.longitude
        self.other_codes.append(f"{self.country}-gn{city.geonames_id}")
        self.has_seat = True

    def weight(self) -> int:
        """How likely its name is meant, 0 to 100: countries, then governments by their people, then places.

        Seven points are ten times as many people; a first level stands three before a city as large as it, a country
        twelve.
        """
        size = round(7 * math.log10(people)) if (people := self.people or self.population) else 0
        if self.level == Level.COUNTRY:
            return max(60, min(95, 32 + size)) if self.is_government else 30
        if not self.is_government:
            return 5 + size // 2
        first = self.parent is not None and self.parent.level == Level.COUNTRY and not self.stands_for_municipality
        return max(45, 23 + size) if first else max(30, 20 + size)


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
    drafts.extend(rest)
    _count_people(drafts)
    return drafts


def _count_people(drafts: Iterable[Draft]) -> None:
    """Add up the towns of each territory. A town's own count may hold its quarters already: the larger one is it."""
    inside: dict[int, int] = defaultdict(int)
    for draft in sorted(drafts, key=lambda draft: -len(draft.ancestors)):
        draft.people = max(draft.population or 0, inside[id(draft)]) or None
        if draft.parent:
            inside[id(draft.parent)] += draft.people or 0


def _country(row: CountryRow) -> Draft:
    draft = Draft(row.former or row.alpha2, row.name, Level.COUNTRY, row.alpha2, geonames_id=row.geonames_id)
    draft.iso_code = draft.code
    draft.is_government = row.former is None
    draft.other_codes = [row.alpha3] if row.alpha3 and draft.is_government else []
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
    if _is_municipality(draft, table):
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


def _is_municipality(draft: Draft, table: Table) -> bool:
    """Whether the source's own unit is the municipality there, so that its towns are places."""
    return table.of(draft.country).second_is_municipality and draft.level == Level.MUNICIPALITY


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
    named = {code: draft for draft in placed.values() for code in (*draft.other_codes, draft.code)}
    left: list[tuple[CityRow, Draft]] = []
    order = sorted(cities, key=lambda city: (city.geonames_id not in table.seats, -city.population, city.geonames_id))
    for city in order:
        held = [placed[line] for line in city.lines]
        inner = max(held, key=lambda draft: len(draft.ancestors), default=states[city.country])
        home = named.get(table.seats.get(city.geonames_id, "")) or next(
            filter(None, (_home(city, near, homes) for near in _around(inner, held))), None
        )
        home = home or _namesake(city, inner, table)
        if home is None:
            left.append((city, inner))
        else:
            home.sit(city)
    _promote(placed.values(), left, table)
    return (_town(city, inner, table) for city, inner in left)


def _around(inner: Draft, held: Iterable[Draft]) -> Iterator[Draft]:
    yield inner
    yield from (draft for draft in held if draft.is_one_city and draft is not inner)


def _namesake(city: CityRow, inner: Draft, table: Table) -> Draft | None:
    """The municipality whose largest town goes by a longer or shorter form of its name: Cartagena de Indias, Tumaco."""
    if inner.has_seat or not _is_municipality(inner, table):
        return None
    town, own = _words(city.name), _words(inner.name)
    shorter = min(len(town), len(own))
    return inner if town[:shorter] == own[:shorter] or town[-shorter:] == own[-shorter:] else None


def _words(name: str) -> list[str]:
    return bare(fold(name)).replace("-", " ").split()


def _promote(divisions: Iterable[Draft], left: Iterable[tuple[CityRow, Draft]], table: Table) -> None:
    """Make municipalities of the second level where some first level has them alone, as Buenos Aires its partidos.

    Where a town beside it has its name, that town stands for it.
    """
    towns: dict[str, set[str]] = defaultdict(set)
    for city, inner in left:
        for code in (*inner.ancestors, inner.code):
            towns[code].add(bare(fold(city.name)))
    for draft in divisions:
        above = draft.parent.code if draft.parent else ""
        name = without_level(draft.name)
        if above in table.of(draft.country).municipal_in and fold(name) not in towns[above]:
            draft.level, draft.is_government, draft.name = Level.MUNICIPALITY, True, name
            draft.call(draft.name, "official")


def _homes(drafts: Iterable[Draft], table: Table) -> dict[tuple[str, str], list[Draft]]:
    """The governments that may have a town of their name as seat, by (code of itself or of the one above, name)."""
    homes: dict[tuple[str, str], list[Draft]] = defaultdict(list)
    for draft in {id(draft): draft for draft in drafts}.values():
        if not (_is_municipality(draft, table) or draft.is_one_city):
            continue
        for name in {called.replace("-", " ") for called in _bare_names(draft)}:
            for code in (draft.code, *draft.ancestors[-1:]):
                homes[code, name].append(draft)
    return homes


def _home(city: CityRow, inner: Draft, homes: Mapping[tuple[str, str], list[Draft]]) -> Draft | None:
    # A town filed under the state alone (São Paulo) is looked for among the state's municipalities, if only one fits.
    called = fold(city.name)
    names = (bare(called).replace("-", " "), called.replace("-", " "))
    found = homes.get((inner.code, names[0])) or homes.get((inner.code, names[1])) or []
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
