"""Which territory a name means: the reasons for and against each candidate, and whether one of them wins. Pure.

One wins only where nothing stands against it: it is the only one that fits; or the country of that name, when no first
level shares it; or a government ten times larger than every other of its kind and of at least 100,000 people. The
reasons go with the answer. A state and a city of one name are never told apart by size.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from minga.territories.domain.codes import Level
from minga.territories.domain.names import FIRST

T = TypeVar("T")
MUCH_LARGER = 10
LARGE = 100_000


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

    @property
    def is_first_level(self) -> bool:
        """Whether it stands next below the country."""
        return len(self.ancestors) == 1 and self.level not in (Level.PLACE, Level.CONSORTIUM, Level.METROPOLITAN)


@dataclass(frozen=True)
class Match:
    """How a name was found: by which reading, with which levels asked for, or how alike (0 to 1) where not exact."""

    levels: frozenset[str] = frozenset()
    within: frozenset[str] | None = None
    stage: int = 0
    likeness: float = 1.0
    official: bool = True
    # The words of level are part of the name as it is written: "Estado de México".
    literal: bool = False


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
    inside = [found for found in candidates if _allowed(found.facts, hints)]
    judged = [_judge(found, hints) for found in inside]
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
    return -found.score, facts.level != Level.COUNTRY, small, -(facts.population or 0), facts.code


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


def _judge(found: Candidate[T], hints: Hints) -> Candidate[T]:
    facts, match = found.facts, found.match
    reasons = [_by_name(match)]
    score = 100.0 * match.likeness - 4 * match.stage - (0 if match.official else 3) + 32 * match.literal
    for code, points in _circumstances(facts, match, hints):
        reasons.append(code)
        score += points
    return replace(found, why=tuple(reasons), score=round(score, 2))


def _by_name(match: Match) -> str:
    if match.likeness < 1:
        return "similar_name"
    if match.stage > 0 and match.levels:
        return "name_without_level_word"
    return "exact_name" if match.official else "other_name"


def _circumstances(facts: Facts, match: Match, hints: Hints) -> Iterable[tuple[str, float]]:
    if match.levels:
        if any(fits(facts, level) for level in match.levels):
            yield "level_fits", 30
        elif facts.is_first_level and not match.levels & {Level.MUNICIPALITY, Level.COUNTRY}:
            yield "first_level_by_another_word", 12
        else:
            yield "level_differs", -30
    if match.within is not None:
        inside = bool(match.within & {*facts.ancestors})
        yield ("inside", 30) if inside else ("outside", -40)
    if hints.country is not None:
        yield "country_fits", 0
    if hints.level is not None:
        yield "level_asked", 0
    if hints.near_population and facts.population:
        ratio = min(hints.near_population, facts.population) / max(hints.near_population, facts.population)
        yield ("size_fits", 10 * ratio) if ratio > 0.5 else ("size_differs", -10 * (1 - ratio))
    if not facts.is_government:
        yield "only_a_place", -25


def _winner(judged: Sequence[Candidate[T]]) -> tuple[Candidate[T] | None, str]:
    fit = [found for found in judged if found.match.likeness == 1 and not _against(found)]
    governments = [found for found in fit if found.facts.is_government] or fit
    supported = _best_supported(governments)
    if len(supported) == 1:
        return supported[0], "only_one_fits"
    countries = [found for found in supported if found.facts.level == Level.COUNTRY]
    if len(countries) == 1 and not any(found.facts.is_first_level for found in supported):
        return countries[0], "country_of_that_name"
    return _much_larger(supported)


def _against(found: Candidate[T]) -> bool:
    return bool({"level_differs", "outside", "size_differs"} & {*found.why})


def _best_supported(found: Sequence[Candidate[T]]) -> list[Candidate[T]]:
    """Those for which the words speak most: level and place that fit, then the most literal reading."""

    def support(one: Candidate[T]) -> tuple[int, int]:
        spoken = sum(code in ("level_fits", "inside", "size_fits") for code in one.why)
        return spoken + one.match.literal, -one.match.stage

    best = max(map(support, found), default=None)
    return [one for one in found if support(one) == best]


def _much_larger(found: Sequence[Candidate[T]]) -> tuple[Candidate[T] | None, str]:
    ordered = sorted(found, key=lambda one: -(one.facts.population or 0))
    if not ordered or any(_kind(one) != _kind(ordered[0]) for one in ordered):
        return None, ""
    largest, next_one = ordered[0].facts.population or 0, max(ordered[1].facts.population or 0, 1)
    return (ordered[0], "much_larger") if largest >= max(LARGE, MUCH_LARGER * next_one) else (None, "")


def _kind(found: Candidate[T]) -> str:
    return FIRST if found.facts.is_first_level and not found.facts.has_seat else Level.MUNICIPALITY
