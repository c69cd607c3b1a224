"""Which territory a name means: the reasons for and against each candidate, and whether one of them wins. Pure.

One wins only where nothing stands against it: it is the only one that fits; or the country of that name, when no first
level shares it; or a government of at least 100,000 people, ten times larger than every other of its kind and a hundred
times larger than those of another. The reasons go with the answer. Two first levels of one name are never told apart by
size, nor are a state and its capital; a state and a village may be.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from minga.territories.domain.codes import Level
from minga.territories.domain.names import FIRST, UPPER, sense

T = TypeVar("T")
# How many times larger than its equals, and than governments of another kind, one must be to win by its size.
MUCH_LARGER, FAR_LARGER = 10, 100
LARGE = 100_000
# These go by their word of level: who says "Los Ángeles" does not mean Los Angeles County.
_GO_BY_THEIR_WORD = frozenset({Level.COUNTY, Level.METROPOLITAN, Level.CONSORTIUM, Level.DISTRICT})


@dataclass(frozen=True)
class Hints:
    """What is known beside the name: alpha-2 of the country, a level, the code of one above, a size in inhabitants."""

    country: str | None = None
    level: str | None = None
    parent: str | None = None
    near_population: int | None = None


@dataclass(frozen=True)
class Facts:
    """What ranking needs to know of a territory."""

    code: str
    level: str
    country: str
    ancestors: tuple[str, ...]
    population: int | None
    is_government: bool
    has_seat: bool = False
    # In all its towns, as far as they are counted; of the seat alone where that is all we know.
    people: int | None = None

    @property
    def size(self) -> int:
        """How many people it governs, as far as we know; 0 where nobody says."""
        return max(self.people or 0, self.population or 0)

    @property
    def is_first_level(self) -> bool:
        """Whether it stands next below the country."""
        return len(self.ancestors) == 1 and self.level not in (Level.PLACE, Level.CONSORTIUM, Level.METROPOLITAN)


@dataclass(frozen=True)
class Match:
    """How a name was found: by which reading, with which levels asked for, or how alike (0 to 1) where not exact.

    within       for each part that was named as holding it, the codes of the territories so called
    literal      the words of level are part of the name as it is written: "Estado de México"
    bare         found by its name without its own word of level
    abbreviated  found by an abbreviation: "SP"
    seat         found by the name of the town it is governed from
    lands        the countries where the words of level are at home
    longer       its name begins or ends with the one asked for: "Ecatepec" of Ecatepec de Morelos
    """

    levels: frozenset[str] = frozenset()
    within: tuple[frozenset[str], ...] | None = None
    stage: int = 0
    likeness: float = 1.0
    official: bool = True
    literal: bool = False
    bare: bool = False
    abbreviated: bool = False
    longer: bool = False
    seat: bool = False
    lands: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Candidate(Generic[T]):
    """A territory that the name may mean, with the codes of the reasons why (never sentences)."""

    territory: T
    facts: Facts
    match: Match
    why: tuple[str, ...] = ()
    score: float = 0.0


@dataclass(frozen=True)
class Resolution(Generic[T]):
    """The one territory that is meant, or None; and all candidates, the likeliest first."""

    territory: T | None
    candidates: list[Candidate[T]]


def rank(candidates: Iterable[Candidate[T]], hints: Hints | None = None) -> Resolution[T]:
    """Order what was found and say which one wins, if one does."""
    hints = hints or Hints()
    allowed = [found for found in candidates if _allowed(found.facts, hints)]
    judged = [_judge(found, hints) for found in allowed]
    judged.sort(key=_order)
    winner, reason = _winner(judged)
    if winner is None:
        return Resolution(None, judged)
    winner = replace(winner, why=(*winner.why, reason))
    others = [found for found in judged if found.facts.code != winner.facts.code]
    return Resolution(winner.territory, [winner, *others])


def _order(found: Candidate[T]) -> tuple[float, bool, bool, int, str]:
    facts = found.facts
    small = not (facts.is_first_level or facts.level == Level.COUNTRY)
    return -found.score, facts.level != Level.COUNTRY, small, -facts.size, facts.code


def _allowed(facts: Facts, hints: Hints) -> bool:
    # What the reader says outright is a condition; what the words suggest is only a reason.
    return (
        (hints.country is None or facts.country == hints.country)
        and (hints.level is None or fits(facts, hints.level))
        and (hints.parent is None or hints.parent in (*facts.ancestors, facts.code))
    )


def fits(facts: Facts, level: str) -> bool:
    """Whether a territory is of a level; a city that is a state is a municipality as well."""
    if level == FIRST:
        return facts.is_first_level
    return facts.level == level or (level == Level.MUNICIPALITY and facts.is_first_level and facts.has_seat)


def speaks_of(facts: Facts, asked: str) -> bool:
    """Whether a word of level may mean this territory, in the country where it is."""
    level = sense(asked, facts.country)
    return (level == UPPER and (facts.is_first_level or facts.level == Level.COUNTRY)) or fits(facts, level)


def inside(facts: Facts, within: tuple[frozenset[str], ...]) -> bool:
    """Whether it lies in every part that was named; a capital that is a first level lies in itself: Brasília, DF."""
    own = {facts.code} if facts.is_first_level and facts.has_seat else set[str]()
    return all(part & {*facts.ancestors, *own} for part in within)


def _judge(found: Candidate[T], hints: Hints) -> Candidate[T]:
    match = found.match
    reasons = [_by_name(match)]
    score = 100.0 * match.likeness - 4 * match.stage - (0 if match.official else 3) + 32 * match.literal
    for code, points in _circumstances(found, hints):
        reasons.append(code)
        score += points
    return replace(found, why=tuple(reasons), score=round(score, 2))


def _by_name(match: Match) -> str:
    if match.longer:
        return "part_of_name"
    if match.likeness < 1:
        return "similar_name"
    if match.abbreviated:
        return "abbreviation"
    if match.seat:
        return "name_of_its_seat"
    if match.stage > 0 and match.levels:
        return "name_without_level_word"
    return "exact_name" if match.official else "other_name"


def _circumstances(found: Candidate[T], hints: Hints) -> Iterable[tuple[str, float]]:
    facts, match = found.facts, found.match
    if match.levels:
        asked = {sense(level, facts.country) for level in match.levels}
        if any(speaks_of(facts, level) for level in match.levels):
            yield "level_fits", 30
        elif facts.is_first_level and not asked & {Level.MUNICIPALITY, Level.COUNTRY}:
            yield "first_level_by_another_word", 12
        else:
            yield "level_differs", -30
    if match.within is not None:
        yield ("inside", 30) if inside(facts, match.within) else ("outside", -40)
    if facts.country in match.lands:
        yield "word_of_its_country", 8
    if _lacks_its_word(found):
        yield "without_its_word", -6
    if hints.country is not None:
        yield "country_fits", 0
    if hints.level is not None:
        yield "level_asked", 0
    if hints.near_population and facts.population:
        ratio = min(hints.near_population, facts.population) / max(hints.near_population, facts.population)
        yield ("size_fits", 10 * ratio) if ratio > 0.5 else ("size_differs", -10 * (1 - ratio))
    if not facts.is_government:
        yield "only_a_place", -25


def _lacks_its_word(found: Candidate[T]) -> bool:
    facts, match = found.facts, found.match
    return match.bare and facts.level in _GO_BY_THEIR_WORD and not match.levels


def _winner(judged: Sequence[Candidate[T]]) -> tuple[Candidate[T] | None, str]:
    fit = [found for found in judged if _certain(found.match) and not _against(found)]
    governments = [found for found in fit if found.facts.is_government] or fit
    winner, reason = _among(_best_supported(governments))
    if winner and any(found not in governments and _exceeds(found, winner, MUCH_LARGER) for found in fit):
        return None, ""
    return winner, reason


def _among(supported: Sequence[Candidate[T]]) -> tuple[Candidate[T] | None, str]:
    if len(supported) == 1:
        only = supported[0]
        return (None, "") if only.match.longer and only.facts.size < LARGE else (only, "only_one_fits")
    countries = [found for found in supported if found.facts.level == Level.COUNTRY]
    if len(countries) == 1 and not any(_rivals(found, countries[0]) for found in supported):
        return countries[0], "country_of_that_name"
    return _much_larger(supported)


def _rivals(found: Candidate[T], country: Candidate[T]) -> bool:
    """Whether what bears a country's name may be meant instead: a first level, or a large city (Armenia, Quindío)."""
    if found is country:
        return False
    return found.facts.is_first_level or (found.facts.size >= LARGE and not _exceeds(country, found, FAR_LARGER))


def _certain(match: Match) -> bool:
    return match.likeness == 1 or match.longer


def _against(found: Candidate[T]) -> bool:
    return bool({"level_differs", "outside", "size_differs"} & {*found.why})


def _best_supported(found: Sequence[Candidate[T]]) -> list[Candidate[T]]:
    """Those for which the words speak most: level and place that fit, then the most literal reading."""

    def support(one: Candidate[T]) -> tuple[int, bool, int]:
        spoken = sum(code in ("level_fits", "inside", "size_fits", "word_of_its_country") for code in one.why)
        return spoken + one.match.literal, "without_its_word" not in one.why, -one.match.stage

    best = max(map(support, found), default=None)
    return [one for one in found if support(one) == best]


def _much_larger(found: Sequence[Candidate[T]]) -> tuple[Candidate[T] | None, str]:
    ordered = sorted(found, key=lambda one: -one.facts.size)
    if ordered and all(_exceeds(ordered[0], other, _times(ordered[0], other)) for other in ordered[1:]):
        return ordered[0], "much_larger"
    return None, ""


def _times(one: Candidate[T], other: Candidate[T]) -> float:
    """How many times larger one must be to be meant rather than the other."""
    kinds = {_kind(one), _kind(other)}
    # A town of which nobody counts the people is small; a state is not.
    if kinds == {FIRST} or not (other.facts.size or _kind(other) == Level.MUNICIPALITY):
        return float("inf")
    return MUCH_LARGER if kinds == {Level.MUNICIPALITY} else FAR_LARGER


def _exceeds(one: Candidate[T], other: Candidate[T], times: float) -> bool:
    return one.facts.size >= max(LARGE, times * max(other.facts.size, 1))


def _kind(found: Candidate[T]) -> str:
    facts = found.facts
    if facts.is_first_level and not facts.has_seat:
        return FIRST
    return Level.MUNICIPALITY if facts.has_seat or facts.level in (Level.MUNICIPALITY, Level.PLACE) else facts.level
