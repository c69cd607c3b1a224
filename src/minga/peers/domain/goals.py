"""What a government has on record, and what another has that it lacks.

A goal is something a government may want to reach: an organ of its own, a strategy, a delegation… It is reached by an
act of one of its instruments that was more than a plan. What ended counts as reached: whoever closed an office has the
experience of having had one, and the words say that it ended.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

# A plan is no experience yet.
NOT_YET = frozenset({"planned"})
BEGINNINGS = frozenset({"created", "recreated", "adopted", "signed", "joined"})
ENDING, RETURN = "discontinued", "recreated"
# Years within which one step is told as after another.
GENERATION = 30


@dataclass(frozen=True)
class Goal:
    """What one may want to reach: by acts of any of these instruments, or that speak of any of these areas."""

    code: str
    instruments: frozenset[str] = frozenset()
    areas: frozenset[str] = frozenset()

    def takes(self, act: "Act") -> bool:
        """Whether an act reaches it."""
        if act.event in NOT_YET:
            return False
        return act.instrument in self.instruments or bool(self.areas & act.areas)


@dataclass(frozen=True, order=True)
class Act:
    """One claim of activity on record; years are calendar years, None where the source gives none.

    register    of which register it is a row; "" where somebody read it on its own
    """

    ref: str
    instrument: str
    event: str = ""
    first: int | None = None
    last: int | None = None
    areas: frozenset[str] = frozenset()
    register: str = ""

    @property
    def year(self) -> int | None:
        """The first year it can mean."""
        return self.first if self.first is not None else self.last

    @property
    def surely_by(self) -> int | None:
        """The year by which it had come to pass, whichever of its years is meant."""
        return self.last if self.last is not None else self.first

    @property
    def witness(self) -> str:
        """Whose word it is: its own, or that of a register, however many of its rows say so."""
        return self.register or self.ref


@dataclass(frozen=True)
class Holding:
    """That a goal was reached: since when as far as is known, by which claims, and when it ended for good.

    instrument  of the claim that shows `since`
    since       the first year in which it began or stood
    began       whether `since` is the year of a beginning, and not merely a year in which it stood
    step        the last year in which something of it began, the earliest that can be meant; None where no date tells
    stood_by    the first year by which it surely stood; None where no date tells
    refs        the claims: the one that shows `since` first, then by year
    witnesses   whose word it is: claims, and registers that count once
    undated     whether an act of it has no year: it may be older than `since`
    """

    goal: str
    instrument: str
    since: int | None
    began: bool
    ended: int | None
    step: int | None
    stood_by: int | None
    refs: tuple[str, ...]
    witnesses: frozenset[str]
    undated: bool = False


@dataclass(frozen=True)
class After:
    """What was reached before a step: the goal, and how many years earlier, or at least so many.

    at_least    it merely stood in that year, or some of it has no year and may be older
    """

    goal: str
    years: int
    at_least: bool


@dataclass(frozen=True)
class Moved:
    """A step taken by one who stood where mine stands: in `year`, when `had` of the `of` things mine holds stood."""

    year: int
    had: int
    of: int

    @property
    def share(self) -> float:
        """How much of my state was its state, between 0 and 1."""
        return self.had / self.of


@dataclass(frozen=True)
class Ahead:
    """A goal that another government reached and mine did not.

    after   the goal it had reached before; None where dates do not tell
    moved   the step as one from where mine stands now; None where no date shows that it stood there
    """

    holding: Holding
    after: After | None
    moved: Moved | None


def holding(goal: Goal, acts: Iterable[Act]) -> Holding | None:
    """What the acts say of a goal; None where no act reaches it. Order of the acts does not matter."""
    found = [act for act in acts if goal.takes(act)]
    if not found:
        return None
    begun = [act for act in found if act.event in BEGINNINGS]
    stood = [act for act in found if act.event != ENDING]
    # What stood before its first beginning on record is older than that beginning.
    since = min(_years(stood), default=None)
    began = since is not None and since in _years(begun)
    telling = {act.ref for act in (begun if began else stood) if act.year == since}
    ordered = _in_time(found, telling) if len(found) > 1 else found
    return Holding(
        goal=goal.code,
        instrument=ordered[0].instrument,
        since=since,
        began=began,
        ended=_ended(found) if len(stood) < len(found) else None,
        step=max((act.first for act in begun if act.first is not None), default=None),
        stood_by=min((act.surely_by for act in stood if act.surely_by is not None), default=None),
        refs=tuple(act.ref for act in ordered),
        witnesses=frozenset(act.witness for act in found),
        undated=any(act.year is None for act in found),
    )


def _in_time(acts: Iterable[Act], telling: Collection[str]) -> list[Act]:
    """Those that tell first, then by year, those without one last."""
    return sorted(acts, key=lambda act: (act.ref not in telling, act.year is None, act.year or 0, act.ref))


def _years(acts: Iterable[Act]) -> list[int]:
    return [act.year for act in acts if act.year is not None]


def _ended(acts: Sequence[Act]) -> int | None:
    """The year of the last ending; None where something of the kind stood later, or it came back in that year.

    One delegation closed out of twenty is no end of delegations: since the last ending that was answered by a return,
    no more may have begun than ended.
    """
    dated = _years(act for act in acts if act.event == ENDING)
    returned = max(_years(act for act in acts if act.event == RETURN), default=None)
    others = _years(act for act in acts if act.event != ENDING)
    if not dated or returned == max(dated) or any(year > max(dated) for year in others):
        return None
    answered = [year for year in dated if returned is not None and year <= returned]
    later = [act for act in acts if not answered or act.year is None or act.year > max(answered)]
    begun, ended = (sum(act.event in kind for act in later) for kind in (BEGINNINGS, {ENDING}))
    return max(dated) if begun <= ended else None


def holdings(goals: Iterable[Goal], acts: Sequence[Act]) -> dict[str, Holding]:
    """What the acts reach, by goal. Most goals are of no act here: those are not looked for one by one."""
    told = {act.instrument for act in acts}, frozenset[str]().union(*(act.areas for act in acts))
    likely = [goal for goal in goals if not (goal.instruments.isdisjoint(told[0]) and goal.areas.isdisjoint(told[1]))]
    return {goal.code: found for goal in likely if (found := holding(goal, acts))}


def held(mine: Mapping[str, Holding]) -> list[str]:
    """The goals that stand today: reached, and not ended."""
    return [code for code, one in mine.items() if one.ended is None]


def ahead(mine: Mapping[str, Holding], theirs: Mapping[str, Holding], wanted: Sequence[str]) -> list[Ahead]:
    """The wanted goals that they reached and mine does not hold today, in the order wanted."""
    standing = held(mine)
    lacking = [code for code in wanted if code in theirs and code not in standing]
    return [Ahead(theirs[code], _before(theirs, code), moved(standing, theirs, code)) for code in lacking]


def _before(theirs: Mapping[str, Holding], code: str) -> After | None:
    """The goal reached last before this one began, with the years between; by name where two share the year.

    Only what lies within a generation: after that nobody took one step for having taken the other.
    """
    year = theirs[code].since
    if year is None or not theirs[code].began:
        return None
    earlier = [one for one in theirs.values() if one.since is not None and 0 < year - one.since <= GENERATION]
    if not earlier:
        return None
    last = min(earlier, key=lambda one: (-(one.since or 0), one.goal))
    return After(last.goal, year - (last.since or 0), not last.began or last.undated)


def moved(standing: Sequence[str], theirs: Mapping[str, Holding], code: str) -> Moved | None:
    """The last step to a goal, with how much of what stands at mine stood at theirs in an earlier year.

    A beginning without a date, or of the same year, tells no order. Taking a claim away never raises the share.
    """
    step = theirs[code].step
    if step is None:
        return None
    had = [name for name in standing if name in theirs and _stood_before(theirs[name], step)]
    return Moved(step, len(had), len(standing)) if had else None


def _stood_before(one: Holding, year: int) -> bool:
    return one.stood_by is not None and one.stood_by < year
