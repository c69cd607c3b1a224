"""Which territory a name in a question means, if one only; else the candidates, never a guess."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

# A name is one place when the largest bearer holds this share of all its bearers' people.
_SHARE = 0.9
# First-level governments count as this many people at least: their population is often missing.
_FIRST_LEVEL = 2_000_000
_UNKNOWN = 1_000
_FIRST = frozenset({"state", "region", "province", "department", "canton"})


@dataclass(frozen=True)
class Place:
    """A government that bears a name. `ancestors` are codes, country first; `population` None is unknown.

    `main` is False where the name is an alternate name; it then stands behind an equal that bears it as its own.
    """

    code: str
    name: str
    level: str
    country: str
    ancestors: tuple[str, ...] = ()
    population: int | None = None
    main: bool = True

    @property
    def weight(self) -> int:
        """About how many people would mean this one: population, with a floor for first levels."""
        floor = _FIRST_LEVEL if self.level in _FIRST and len(self.ancestors) <= 1 else _UNKNOWN
        return max(self.population or 0, floor)


@dataclass(frozen=True)
class PlaceMatch:
    """All governments (not countries, seats or mere settlements beside a government) that bear one name."""

    candidates: tuple[Place, ...]


# For folded n-grams of a question, those that are names, each with its bearers. One call per question.
Places = Callable[[Sequence[str]], Mapping[str, PlaceMatch]]


@dataclass(frozen=True)
class Context:
    """What stands around a name: levels that its title announces, countries and containing territories named."""

    levels: Collection[str] = ()
    countries: Collection[str] = ()
    containers: Collection[str] = field(default_factory=frozenset)


@dataclass(frozen=True)
class Choice:
    """The place meant, or None where several are; `others` are the other bearers, the likeliest first.

    `at_odds` is True where the question names a country and no bearer lies in it.
    """

    place: Place | None
    others: tuple[Place, ...] = ()
    at_odds: bool = False


def choose(match: PlaceMatch, context: Context = Context()) -> Choice:
    """The one place that a name means in its context.

    Where one bearer contains the others (São Paulo the state and the city) the container is chosen, because a search
    within it loses nothing, and the rest are offered. Where bearers lie apart, one is chosen only if nearly everyone
    would mean it (Medellín); of the many Rosarios none is, until the question says which.
    """
    bearers = sorted(match.candidates, key=lambda place: (-place.weight, not place.main, place.code))
    told = _keep(bearers, lambda place: place.level in context.levels)
    told = _keep(told, lambda place: bool(set(place.ancestors) & set(context.containers)))
    within = [place for place in told if place.country in context.countries]
    at_odds = bool(context.countries) and not within
    told = sorted(_widest(within or told), key=lambda place: -_weight(place, bearers))
    others = tuple(place for place in bearers if place not in told[:1])
    weights = [_weight(place, bearers) for place in told]
    if len(told) == 1 or (told and weights[0] >= _SHARE * sum(weights)):
        return Choice(told[0], others, at_odds)
    return Choice(None, tuple(told) + tuple(place for place in others if place not in told), at_odds)


def _weight(place: Place, bearers: Sequence[Place]) -> int:
    """A container is meant by as many as what bears its name in it: nobody gives the people of Barcelona's province."""
    return max(place.weight, *(other.weight for other in bearers if place.code in other.ancestors), 0)


def _keep(places: list[Place], wanted: Callable[[Place], bool]) -> list[Place]:
    """Those that are wanted, or all where none is: a hint that fits nobody tells nothing."""
    return [place for place in places if wanted(place)] or places


def _widest(places: Iterable[Place]) -> list[Place]:
    kept = list(places)
    codes = {place.code for place in kept}
    return [place for place in kept if not codes & (set(place.ancestors) - {place.code})]
