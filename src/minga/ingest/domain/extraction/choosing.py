"""Which territory a name in a text means: the words beside it, the country of the document, what else is named."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import log10

from minga.ingest.domain.extraction.gazetteer import Called, Place
from minga.kit.text import fold

# Two candidates nearer than this are ambiguous: a tenfold difference in size is one point.
_CLOSE = 1.0
_AT_HOME = 1.2
_HINTED = 1.5
_SHORTENED = 3.0
_SAID_SO = 2.0
_HELD = 3.0
_COUNTRY = 5.0
_GREAT = 100_000
_SURE = 1.5
_A_SMALL_COUNTRY = 500_000
_UNTOLD = 10_000
# What speaks against a country among names that are none.
_NO_COUNTRY = 4.0
# Islands, and regions that are no more: who governs many towns is not small.
_UNTOLD_MIDDLE = 300_000


@dataclass
class Named:
    """A name in a text with all it may mean. `start` and `end` are words; `begin` is where its words of level begin.

    levels   what its words of level ask for ("municipality", "first", "state"…)
    holders  those of them that stand between it and the country
    within   codes of what is said to hold it: "Manizales, Caldas"
    homes    countries whose governments are called by its words of level ("ayuntamiento" is of Spain and Mexico)
    partner  "with" stands before it
    hints    levels of which adjectives and stand-ins beside it speak: "ley provincial", "el gobernador"
    among_cities  its sentence speaks of cities
    with_article  French: "le Québec" is the province, "Québec" the city
    people   code of the country or region whose adjective stands before it: "la ciudad peruana de Piura"
    plural   its word of level is one of several: "municipios de Cuba"; `holds` where it names no second one
    held     codes of what a head said to hold all that it lists: "Municipios de Entre Ríos:"
    that_of  it stands for a word of level that is not said again: "la Región de Tarapacá… la de Antofagasta"
    said_as  the code of whom the same name meant before, where words of level or a parent told it
    short_of codes of whom a longer name said before may mean, whose first word this is
    paired   it stands before a comma and a first level that does not hold it: "Bogotá, Cundinamarca"
    """

    start: int
    end: int
    begin: int
    candidates: Sequence[Called]
    levels: tuple[str, ...] = ()
    actor: str = ""
    within: tuple[frozenset[str], ...] = ()
    holders: tuple[Place, ...] = ()
    paired: tuple[Place, ...] = ()
    chosen: Place | None = None
    others: tuple[Place, ...] = ()
    written: str = ""
    with_article: bool = False
    rather_a_town: float = 0.8
    among_cities: bool = False
    homes: frozenset[str] = frozenset()
    partner: bool = False
    hints: frozenset[str] = frozenset()
    people: str = ""
    plural: bool = False
    holds: bool = False
    held: frozenset[str] = frozenset()
    that_of: bool = False
    said_as: str = ""
    short_of: frozenset[str] = frozenset()
    mates: list["Named"] = field(default_factory=list, repr=False)


def fits(place: Place, level: str) -> bool:
    """Whether a word of level may speak of a place."""
    if level == "municipality":
        return place.is_local
    if level == "first":
        return place.is_middle or (place.has_seat and len(place.ancestors) == 1)
    if level == "capital":
        return not place.is_local or place.has_seat
    if level == "island":
        return not place.is_country
    return place.level == level or (level == "department" and place.has_seat)


def choose(
    names: Sequence[Named],
    country: str | None = None,
    home: Collection[str] = (),
    neighbours: Mapping[str, Collection[str]] | None = None,
) -> None:
    """Give each name the place it means, and the others it may mean. Twice, so that each helps to read the others.

    `home` are the countries where the language of the text is spoken: a little likelier; so are the `neighbours` of
    the countries that are named, partners included.
    """
    for _time in range(2):
        around = _countries(names, country, home, neighbours or {})
        spoken = {named.chosen.code for named in names if named.chosen}
        peers = _of_the_middle(names)
        _say_again(names)
        for named in names:
            _choose(named, around, spoken, peers)


def _say_again(names: Sequence[Named]) -> None:
    """Let a bare name mean whom it meant where more was said of it, and "la de X" be of the level said before it."""
    told: dict[str, str] = {}
    level: tuple[str, ...] = ()
    for named in names:
        said = fold(named.written)
        if named.levels or named.within or named.people:
            told[said] = named.chosen.code if named.chosen else ""
        else:
            named.said_as = told.get(said, "")
            if named.that_of and level and not named.hints:
                named.hints = frozenset(level)
        if named.chosen and (named.levels or named.that_of):
            level = ("municipality",) if named.chosen.is_local else ("first",)


def _countries(
    names: Iterable[Named], country: str | None, home: Collection[str], neighbours: Mapping[str, Collection[str]]
) -> Mapping[str, float]:
    around: Counter[str] = Counter()
    for named in names:
        if named.chosen and not named.others and not named.partner and not _may_be_a_city(named, named.chosen):
            around[named.chosen.country] += 1 + named.chosen.is_country
    bonus = {code: min(1.5, 0.5 + 0.5 * count) for code, count in around.items()}
    bonus |= {code: bonus.get(code, 0.0) + 0.6 for code in home}
    for beside in {other for code in around for other in neighbours.get(code, ())}:
        bonus[beside] = bonus.get(beside, 0.0) + 0.4
    if country:
        bonus[country] = 3.0
    return bonus


def _of_the_middle(names: Sequence[Named]) -> float:
    """From -1 to 1: whether the subjects whose level is said are towns or what stands above them."""
    told = [named.chosen for named in names if named.levels and named.chosen and not named.partner]
    return sum(1 if place.is_middle else -1 for place in told) / len(told) if told else 0.0


def _choose(named: Named, around: Mapping[str, float], spoken: set[str], peers: float) -> None:
    best: dict[str, tuple[float, Place]] = {}
    for called in named.candidates:
        worth = _worth(called, named, around, spoken, peers)
        if called.place.code not in best or worth > best[called.place.code][0]:
            best[called.place.code] = worth, called.place
    order = sorted(best.values(), key=lambda found: (-found[0], found[1].code))
    named.chosen = order[0][1]
    close = [place for worth, place in order[1:5] if order[0][0] - worth < _CLOSE]
    named.others = (*named.paired, *close)


def _worth(called: Called, named: Named, around: Mapping[str, float], spoken: set[str], peers: float) -> float:
    place = called.place
    # Of Chile's communes and Peru's districts nobody says how large they are.
    untold = _UNTOLD_MIDDLE if place.is_middle else _UNTOLD
    worth = (
        log10(place.size + 10 if place.size or not place.is_government else untold)
        + (0.6 if called.written == named.written else 0.0 if called.official else -0.7)
        + (
            0
            if place.is_government
            else -1.5
            if place.size < _GREAT or place.is_middle or place.level == "district"
            else -0.2
        )
    )
    # A partner is as well abroad: what else is named says nothing of it.
    worth += 0.0 if named.partner else around.get(place.country, 0.0)
    worth += _AT_HOME * (place.country in named.homes)
    worth += _by_level(place, named.levels)
    if named.people:
        worth += 6 if named.people in (place.country, place.code, *place.ancestors) else -2
    if named.within:
        worth += 8 if all(_holds(parent, place) for parent in named.within) else -4
    if not named.levels:
        worth += 0.4 * peers if place.is_middle else 0.0
        worth += sum(_HINTED for level in named.hints if fits(place, level))
        worth += _without_level(called, named)
        worth -= _COUNTRY * (place.is_country and _is_of_another(named, place, around))
    mates = [mate.chosen for mate in named.mates if mate.chosen and mate is not named]
    if mates and not named.levels:
        worth += 1.2 * sum(mate.is_local == place.is_local for mate in mates) / len(mates)
        worth -= _NO_COUNTRY * (place.is_country and not any(mate.is_country for mate in mates) and len(mates) > 1)
    worth += _HELD if named.held & {*place.ancestors} else 0.0
    worth += _SAID_SO * (place.code == named.said_as and not named.levels)
    if place.code in named.short_of:
        worth += _SHORTENED if place.code in spoken else 0.0
    return worth + (0.4 if place.code in spoken else 0)


def _is_of_another(named: Named, country: Place, around: Mapping[str, float]) -> bool:
    """ "Manizales, *Armenia* y Pereira": a city of a country of which much is told, not the country of its name."""
    told = [one for one in _great_cities(named, country) if around.get(one.country, 0.0) >= _SURE + 0.6]
    return bool(told) and not named.partner and around.get(country.code, 0.0) < 1.0


def _may_be_a_city(named: Named, chosen: Place) -> bool:
    """Whether what was taken for a country may be a city elsewhere: it tells of no country then."""
    return chosen.is_country and bool(_great_cities(named, chosen))


def _great_cities(named: Named, country: Place) -> list[Place]:
    """The great governments that bear a country's name and lie in another."""
    return [
        one.place
        for one in named.candidates
        if one.official and one.place.is_government and one.place.size > _GREAT and one.place.country != country.code
    ]


def _without_level(called: Called, named: Named) -> float:
    """Who names no level means the country, else the city rather than the territory around it."""
    if called.place.is_country:
        return 0.0 if _is_all_of_it(called.place, named) else _as_country(called)
    if called.place.is_local:
        return (named.among_cities and called.place.is_government) + (
            0.0 if named.with_article else named.rather_a_town
        )
    return 1.0 if named.with_article and called.place.is_middle else 0.0


def _is_all_of_it(country: Place, named: Named) -> bool:
    """ "Singapore", "La Réunion": one government that nearly all who live in a country have, of the same name."""
    inside = [one.place for one in named.candidates if one.place.country == country.code and not one.place.is_country]
    return country.size > 0 and any(place.is_government and place.size > 0.45 * country.size for place in inside)


def _as_country(called: Called) -> float:
    """What being a country adds: much, but not by a rare name, nor by a part of its own ("Salvador").

    A country smaller than a town of its name is seldom meant: "Granada".
    """
    if called.place.size < _A_SMALL_COUNTRY:
        return 1.5
    part = fold(called.written) != fold(called.place.name) and fold(called.written) in fold(called.place.name).split()
    return 0.0 if part else 5.0 if called.official else 1.0


def _by_level(place: Place, levels: Sequence[str]) -> float:
    worth = 0.0
    for level in levels:
        if level == "upper":
            worth += 1.5 if place.is_middle else 0.0
        else:
            worth += 6 if fits(place, level) else -6
    return worth


def _holds(parent: frozenset[str], place: Place) -> bool:
    return bool(parent & {*place.ancestors})
