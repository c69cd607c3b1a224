"""Lists of sister cities: pairs of cities, each pair once whatever the order and the names it is given under."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from minga.evidence.domain.drafts import CitationDraft, ClaimDraft, CounterpartDraft
from minga.evidence.domain.statuses import Kind
from minga.kit.text import fold
from minga.registers.domain import values
from minga.registers.domain.ends import End, Found, identity, ids_by_item
from minga.registers.domain.plans import Group, Outcome, Row
from minga.registers.domain.values import ValueAtFault

_OF_AN_END = ("city", "country", "iso2", "lat", "lon", "wikidata", "geonames")
COLUMNS = (*(f"{name}_{side}" for side in "ab" for name in _OF_AN_END), "year", "sources", "geo_flag")


@dataclass(frozen=True)
class Words:
    """What the register's own file says of its lists: the source of each, and the words of its claims.

    lists        a list's name in the file → the slug of its source, in the order in which a sentence names them
    says         a list's name → how a sentence names it
    items        lists whose place for a pair is named by the Wikidata items of its cities
    elsewhere    lists that another register holds at first hand
    """

    lists: Mapping[str, str]
    says: Mapping[str, str]
    items: frozenset[str]
    elsewhere: frozenset[str]
    undated: str
    dated: str
    same_country: str
    years_differ: str


@dataclass(frozen=True)
class Pairing:
    """One row that could be read: its two ends, its lists and its year."""

    line: int
    one: End
    other: End
    lists: tuple[str, ...]
    year: str

    @property
    def ends(self) -> tuple[End, End]:
        """Both ends."""
        return self.one, self.other

    @property
    def says(self) -> str:
        """The row in a few words: "Berat (AL) – Amasya (TR)"."""
        return f"{self.one.said} – {self.other.said}"


@dataclass(frozen=True)
class City:
    """One city of the register: what makes it one, its commonest name, and the place it is."""

    identity: str
    name: str
    country: str
    country_name: str
    item: str
    found: Found


def read(line: int, row: dict[str, str], lists: Mapping[str, str]) -> Pairing:
    """Read one row. Raises ValueAtFault with the column at fault."""
    flags: dict[str, list[str]] = defaultdict(list)
    for flag in values.text(row, "geo_flag").split(";"):
        side, _, what = flag.partition(":")
        flags[side].append(what)
    named = values.listed(row, "sources")
    if not named or any(name not in lists for name in named):
        raise ValueAtFault("sources", "|".join(named))
    year = values.matching(row, "year", "1[0-9]{3}|20[0-9]{2}")
    one, other = (_end(row, side, tuple(flags.get(side, ()))) for side in "ab")
    return Pairing(line, one, other, tuple(sorted(named)), year)


def _end(row: dict[str, str], side: str, flags: tuple[str, ...]) -> End:
    return End(
        name=values.required(row, f"city_{side}"),
        country=values.matching(row, f"iso2_{side}", "[A-Z]{2}"),
        country_name=values.text(row, f"country_{side}"),
        latitude=values.degrees(row, f"lat_{side}", 90),
        longitude=values.degrees(row, f"lon_{side}", 180),
        geonames=values.whole(row, f"geonames_{side}"),
        wikidata=values.matching(row, f"wikidata_{side}", "Q[0-9]{1,12}"),
        flags=flags,
    )


def key_of(row: dict[str, str]) -> str:
    """The identity of a row, readable or not: what it calls its two ends."""
    return "–".join(
        row[f"geonames_{side}"] or row[f"wikidata_{side}"] or f"{row[f'city_{side}']}@{row[f'iso2_{side}']}"
        for side in "ab"
    )[:200]


def plan(
    pairings: Sequence[tuple[str, Pairing]], found: Mapping[End, Found], words: Words, countries: Mapping[str, str]
) -> Iterator[Group]:
    """What each pair of cities gives.

    pairings     (key, row) for every row that could be read
    found        the place of every end
    countries    names of countries by alpha-2, for the sentences
    """
    items = ids_by_item(end for _, pairing in pairings for end in pairing.ends)
    together: dict[tuple[str, str], list[tuple[str, Pairing]]] = defaultdict(list)
    for key, pairing in pairings:
        if reason := _held_back(pairing, found, words):
            yield Group((_row(key, pairing, *reason),))
            continue
        first, second = sorted(identity(end, found[end], items) for end in pairing.ends)
        if first == second:
            yield Group((_row(key, pairing, Outcome.REVIEW, "same_place"),))
        else:
            together[first, second].append((key, pairing))
    cities = _cities((end for rows in together.values() for _, row in rows for end in row.ends), found, items)
    for ends, rows in together.items():
        one, other = sorted((cities[end] for end in ends), key=lambda city: (fold(city.name), city.identity))
        yield _pair(rows, one, other, words, countries)


def _held_back(pairing: Pairing, found: Mapping[End, Found], words: Words) -> tuple[Outcome, str, str] | None:
    """Why a row gives nothing on its own account, before its pair is looked at."""
    if words.elsewhere.issuperset(pairing.lists):
        return Outcome.LEFT_OUT, "in_another_register", ""
    for end in pairing.ends:
        if found[end].doubt:
            return Outcome.REVIEW, found[end].reason, end.said
    return None


def _row(key: str, pairing: Pairing, outcome: Outcome, reason: str, detail: str = "") -> Row:
    return Row(key, pairing.line, pairing.says, outcome, reason, detail)


def _cities(ends: Iterable[End], found: Mapping[End, Found], items: Mapping[str, int]) -> dict[str, City]:
    """Each city once, by the name most rows give it."""
    named: dict[str, Counter[End]] = defaultdict(Counter)
    for end in ends:
        named[identity(end, found[end], items)][end] += 1
    return {key: _city(key, counted, found) for key, counted in named.items()}


def _city(key: str, ends: Counter[End], found: Mapping[End, Found]) -> City:
    names: Counter[str] = Counter()
    for end, count in ends.items():
        names[end.name] += count
    name = min(names, key=lambda name: (-names[name], name))
    # Whichever of its ends is sure speaks for the city; they have one identity.
    sure = min(ends, key=lambda end: (found[end].place is None, not end.country, end.name, end.country))
    place = found[sure].place
    item = min((end.wikidata for end in ends if end.wikidata), default="")
    return City(key, name, place.country if place else sure.country, sure.country_name, item, found[sure])


def _pair(
    rows: Sequence[tuple[str, Pairing]], one: City, other: City, words: Words, countries: Mapping[str, str]
) -> Group:
    sides = [(one, other), (other, one)]
    subjects = [(city, party) for city, party in sides if city.found.place and city.found.place.is_government]
    drafts = tuple(_draft(city, party, (one, other), rows, words, countries) for city, party in subjects)
    outcome, reason, detail = _outcome([city for city, _ in subjects], one, other)
    refs = tuple(draft.ref for draft in drafts)
    told = tuple(Row(key, row.line, row.says, outcome, reason, detail, refs) for key, row in rows)
    return Group(told, drafts)


def _outcome(subjects: Sequence[City], one: City, other: City) -> tuple[Outcome, str, str]:
    missing = next((city for city in (one, other) if city not in subjects), None)
    if missing is None:
        return (Outcome.CLAIMED, "same_country", "") if one.country == other.country else (Outcome.CLAIMED, "", "")
    reason = missing.found.reason or "not_a_government"
    if not subjects:
        return Outcome.REVIEW, reason, f"{one.name}, {other.name}"
    # A town that is known and has no government of its own leaves nothing for a reviewer to find out.
    return Outcome.CLAIMED if missing.found.place else Outcome.PARTLY, reason, missing.name


def _draft(
    city: City,
    party: City,
    both: tuple[City, City],
    rows: Sequence[tuple[str, Pairing]],
    words: Words,
    countries: Mapping[str, str],
) -> ClaimDraft:
    lists = [name for name in words.lists if any(name in row.lists for _, row in rows)]
    years = sorted({row.year for _, row in rows if row.year})
    when = years[0] if len(years) == 1 else None
    domestic = bool(city.country) and city.country == party.country
    place = party.found.place
    return ClaimDraft(
        ref=f"TW-{city.identity}-{party.identity}",
        kind=Kind.BACKGROUND if domestic else Kind.CLAIM,
        kind_note=words.same_country if domestic else "",
        instrument="twinning",
        event="signed" if when else "in_force",
        when=when,
        statement=_statement(both, lists, when, words, countries),
        territory=city.found.place.code if city.found.place else None,
        subject=city.name,
        counterparts=(CounterpartDraft(party.name, place.code if place else None, country=party.country or None),),
        citations=tuple(_citation(name, both, words) for name in lists),
        curation_note=words.years_differ.format(years=", ".join(years)) if len(years) > 1 else "",
    )


def _statement(
    both: tuple[City, City], lists: Sequence[str], when: str | None, words: Words, countries: Mapping[str, str]
) -> str:
    named = [_in_country(city, countries) for city in both]
    template = words.dated if when else words.undated
    return template.format(
        lists=" y ".join(words.says[name] for name in lists), one=named[0], other=named[1], year=when
    )


def _in_country(city: City, countries: Mapping[str, str]) -> str:
    country = countries.get(city.country, city.country_name)
    return f"{city.name} ({country})" if country else city.name


def _citation(name: str, both: tuple[City, City], words: Words) -> CitationDraft:
    located = name in words.items and all(city.item for city in both)
    return CitationDraft(words.lists[name], locator=", ".join(city.item for city in both) if located else "")
