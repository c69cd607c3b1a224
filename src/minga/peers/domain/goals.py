"""What a government has on record, and what another has that it lacks.

A goal is something a government may want to reach: an organ of its own, a strategy, a delegation… It is reached by an
act of one of its instruments that was more than a plan. What ended counts as reached: whoever closed an office has the
experience of having had one, and the words say that it ended.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

# A plan is no experience yet.
_NOT_YET = frozenset({"planned"})
BEGINNINGS = frozenset({"created", "recreated", "adopted", "signed", "joined"})
ENDING, RETURN = "discontinued", "recreated"


@dataclass(frozen=True)
class Goal:
    """What one may want to reach: by acts of any of these instruments, or that speak of any of these areas."""

    code: str
    instruments: frozenset[str] = frozenset()
    areas: frozenset[str] = frozenset()

    def takes(self, act: "Act") -> bool:
        """Whether an act reaches it."""
        if act.event in _NOT_YET:
            return False
        return act.instrument in self.instruments or bool(self.areas & act.areas)


@dataclass(frozen=True, order=True)
class Act:
    """One claim of activity on record; years are calendar years, None where the source gives none."""

    ref: str
    instrument: str
    event: str = ""
    first: int | None = None
    last: int | None = None
    areas: frozenset[str] = frozenset()

    @property
    def year(self) -> int | None:
        """The first year it can mean."""
        return self.first if self.first is not None else self.last


@dataclass(frozen=True)
class Holding:
    """That a goal was reached: since when as far as is known, by which claims, and when it ended for good.

    began        whether `since` is the year of a beginning, and not merely a year in which it stood
    first, last  the first and the last year with an act of it that was no ending
    """

    goal: str
    since: int | None
    began: bool
    ended: int | None
    first: int | None
    last: int | None
    refs: tuple[str, ...]


@dataclass(frozen=True)
class Ahead:
    """A goal that another government reached and mine did not.

    after   the goal it had reached before, and how many years earlier: None where dates do not tell
    moved   whether it stood once where mine stands now: all that mine has, it had by then
    """

    holding: Holding
    after: tuple[str, int] | None
    moved: bool


def holding(goal: Goal, acts: Iterable[Act]) -> Holding | None:
    """What the acts say of a goal; None where no act reaches it. Order of the acts does not matter."""
    found = sorted(act for act in acts if goal.takes(act))
    if not found:
        return None
    begun = _years(act for act in found if act.event in BEGINNINGS)
    stood = _years(act for act in found if act.event != ENDING)
    return Holding(
        goal=goal.code,
        since=min(begun or stood, default=None),
        began=bool(begun),
        ended=_ended(found),
        first=min(stood, default=None),
        last=max(stood, default=None),
        refs=tuple(act.ref for act in found),
    )


def _years(acts: Iterable[Act]) -> list[int]:
    return [act.year for act in acts if act.year is not None]


def _ended(acts: Sequence[Act]) -> int | None:
    """The year of the last ending, unless something of the kind began or stood later."""
    endings = _years(act for act in acts if act.event == ENDING)
    others = _years(act for act in acts if act.event != ENDING)
    if not endings or any(year > max(endings) for year in others):
        return None
    return max(endings)


def holdings(goals: Iterable[Goal], acts: Sequence[Act]) -> dict[str, Holding]:
    """What the acts reach, by goal."""
    return {goal.code: found for goal in goals if (found := holding(goal, acts))}


def ahead(mine: Mapping[str, Holding], theirs: Mapping[str, Holding], wanted: Sequence[str]) -> list[Ahead]:
    """The wanted goals that they reached and mine does not hold today, in the order wanted."""
    lacking = [code for code in wanted if code in theirs and not _holds(mine.get(code))]
    return [Ahead(theirs[code], _before(theirs, code), _moved(mine, theirs, code)) for code in lacking]


def _holds(one: Holding | None) -> bool:
    return one is not None and one.ended is None


def _before(theirs: Mapping[str, Holding], code: str) -> tuple[str, int] | None:
    """The goal reached last before this one, with the years between; by name where two share the year."""
    year = theirs[code].since
    if year is None:
        return None
    dated = [(one.since, name) for name, one in theirs.items() if one.since is not None and one.since < year]
    if not dated:
        return None
    since, name = min(dated, key=lambda each: (-each[0], each[1]))
    return name, year - since


def _moved(mine: Mapping[str, Holding], theirs: Mapping[str, Holding], code: str) -> bool:
    """Some act of the goal is no older than the first sign of each thing that mine holds today."""
    last, held = theirs[code].last, [name for name, one in mine.items() if _holds(one)]
    if last is None or not held:
        return False
    return all(name in theirs and (first := theirs[name].first) is not None and first <= last for name in held)
