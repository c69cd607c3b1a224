"""Where many governments stand, in columns: the same as `goals` and `ordering.telling` say of one, for all at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce

import numpy as np
from numpy.typing import NDArray

from minga.peers.domain.goals import BEGINNINGS, ENDING, NOT_YET, Act, Goal
from minga.peers.domain.ordering import ENOUGH_CLAIMS, Telling

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Names:
    """The codes that the columns number, each from 1; 0 is any other."""

    instruments: tuple[str, ...]
    events: tuple[str, ...]
    areas: tuple[str, ...]

    def instrument(self, code: str) -> int:
        """The number of an instrument."""
        return self.instruments.index(code) + 1 if code in self.instruments else 0

    def event(self, code: str) -> int:
        """The number of an event."""
        return self.events.index(code) + 1 if code in self.events else 0

    def numbers(self, instruments: Iterable[str] = (), events: Iterable[str] = ()) -> list[int]:
        """The numbers of those that are known; an unknown one is nobody's."""
        found = [*map(self.instrument, instruments), *map(self.event, events)]
        return [number for number in found if number]

    def bits(self, areas: Sequence[str] | frozenset[str]) -> int:
        """The areas as bits, in the order of the names."""
        return sum(1 << place for place, code in enumerate(self.areas) if code in areas)


@dataclass(frozen=True)
class Acts:
    """The acts of n governments in columns of length m, those of a government together and in the order of its row.

    row                 the government
    instrument, event   numbers of `Names`
    first, last         years; nan where the source gives none
    areas               bits of `Names`
    register            the number of the register it is a row of; -1 for none
    ref                 the claim
    """

    names: Names
    count: int
    row: NDArray[np.int32]
    instrument: NDArray[np.int16]
    event: NDArray[np.int16]
    first: Floats
    last: Floats
    areas: NDArray[np.uint32]
    register: NDArray[np.int32]
    ref: NDArray[np.object_]

    def __getitem__(self, row: int) -> tuple[Act, ...]:
        """The acts of one government."""
        begin, end = self._begins[row : row + 2].tolist()
        columns = (self.ref, self.instrument, self.event, self.first, self.last, self.areas, self.register)
        return tuple(self._act(*each) for each in zip(*(column[begin:end].tolist() for column in columns), strict=True))

    def _act(self, ref: str, instrument: int, event: int, first: float, last: float, areas: int, register: int) -> Act:
        return Act(
            ref=ref,
            instrument=self.names.instruments[instrument - 1] if instrument else "",
            event=self.names.events[event - 1] if event else "",
            first=_year(first),
            last=_year(last),
            areas=self._areas_of(areas),
            register=str(register) if register >= 0 else "",
        )

    def _areas_of(self, bits: int) -> frozenset[str]:
        if bits not in self._spelt:
            self._spelt[bits] = frozenset(code for place, code in enumerate(self.names.areas) if bits >> place & 1)
        return self._spelt[bits]

    @cached_property
    def _spelt(self) -> dict[int, frozenset[str]]:
        return {}

    @cached_property
    def _begins(self) -> NDArray[np.int64]:
        """Where the acts of each government begin, and those of the last end."""
        return np.searchsorted(self.row, np.arange(self.count + 1, dtype=self.row.dtype))

    def areas_by_row(self) -> NDArray[np.uint32]:
        """The areas that the acts of each government speak of."""
        found = np.zeros(self.count, np.uint32)
        np.bitwise_or.at(found, self.row, self.areas)
        return found


def _year(value: float) -> int | None:
    return None if value != value else int(value)


@dataclass(frozen=True)
class Standing:
    """Where each of n governments stands towards one goal.

    takes       which of the m acts reach it
    reached     whether any act of the government does
    step        the last year in which something of it began; minus infinity where no date tells
    stood_by    the first year by which it surely stood; infinity where no date tells
    """

    takes: Flags
    reached: Flags
    step: Floats
    stood_by: Floats


def standing(goal: Goal, acts: Acts) -> Standing:
    """Where all stand towards a goal."""
    names = acts.names
    takes = np.isin(acts.instrument, names.numbers(instruments=goal.instruments))
    takes |= (acts.areas & np.uint32(names.bits(goal.areas))) > 0
    takes &= ~np.isin(acts.event, names.numbers(events=NOT_YET))
    reached = np.zeros(acts.count, bool)
    reached[acts.row[takes]] = True
    begins = takes & np.isin(acts.event, names.numbers(events=BEGINNINGS)) & ~np.isnan(acts.first)
    step = np.full(acts.count, -np.inf)
    np.maximum.at(step, acts.row[begins], acts.first[begins])
    by = np.where(np.isnan(acts.last), acts.first, acts.last)
    stands = takes & ~np.isin(acts.event, names.numbers(events=[ENDING])) & ~np.isnan(by)
    stood_by = np.full(acts.count, np.inf)
    np.minimum.at(stood_by, acts.row[stands], by[stands])
    return Standing(takes, reached, step, stood_by)


def telling(acts: Acts, lacking: Sequence[Standing], held: Sequence[Standing]) -> dict[Telling, Floats]:
    """How well each government can tell of the way: see `ordering.telling`.

    lacking     the wanted goals that mine lacks
    held        the goals that stand at mine
    """
    steps = np.sum([one.reached for one in lacking], axis=0) if lacking else np.zeros(acts.count)
    return {
        Telling.STEPS: np.asarray(steps / max(len(lacking), 1), float),
        Telling.MOVED: _moved(acts.count, lacking, held),
        Telling.EVIDENCE: np.minimum(_witnesses(acts, lacking) / ENOUGH_CLAIMS, 1.0),
    }


def _moved(count: int, lacking: Sequence[Standing], held: Sequence[Standing]) -> Floats:
    found = np.zeros(count)
    for goal in lacking if held else ():
        had = np.sum([one.stood_by < goal.step for one in held], axis=0)
        found = np.maximum(found, had / len(held))
    return found


def _witnesses(acts: Acts, lacking: Sequence[Standing]) -> Floats:
    """How many claims show it, the rows of one register counting once."""
    shown = reduce(np.logical_or, (one.takes for one in lacking), np.zeros(len(acts.row), bool))
    found = np.bincount(acts.row[shown & (acts.register < 0)], minlength=acts.count).astype(float)
    for register in np.unique(acts.register[shown & (acts.register >= 0)]):
        rows = acts.row[shown & (acts.register == register)]
        found += np.bincount(rows, minlength=acts.count) > 0
    return found
