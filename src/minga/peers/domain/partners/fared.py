"""How bonds fared, as far as anything stands on record: since when, the last year told of, and what ended.

A list of sister cities says that a bond was signed once and no more. Silence is neither life nor death: whoever reads
this is told how many of the bonds have a year at all.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from minga.peers.domain.goals import ENDING

# A bond of which something is told within so many years is one of which something recent is known.
RECENT_YEARS = 10


@dataclass(frozen=True)
class Meeting:
    """One public act that names two governments, by codes; the years are those it may mean, None where unknown."""

    ref: str
    one: str
    other: str
    event: str = ""
    first: int | None = None
    last: int | None = None


@dataclass(frozen=True)
class Fared:
    """What is on record of a set of bonds, each between two governments.

    bonds    how many pairs of governments are told of
    dated    of how many a year is known
    ended    of how many the last that is told is an ending
    recent   of how many something is told in the last ten years, other than an ending
    first, last     the first and the last year told of; None where none is
    """

    bonds: int = 0
    dated: int = 0
    ended: int = 0
    recent: int = 0
    first: int | None = None
    last: int | None = None

    @property
    def is_silent(self) -> bool:
        """Whether nothing but the bonds themselves is on record."""
        return not self.dated and not self.ended


def fared(meetings: Iterable[Meeting], *, this_year: int) -> Fared:
    """What these acts say of the bonds between the pairs they name. Their order does not matter."""
    bonds: dict[frozenset[str], list[Meeting]] = {}
    for each in meetings:
        bonds.setdefault(frozenset((each.one, each.other)), []).append(each)
    years = [_years(acts) for acts in bonds.values()]
    every = [year for each in years for year in each]
    return Fared(
        bonds=len(bonds),
        dated=sum(bool(each) for each in years),
        ended=sum(_ended(acts) for acts in bonds.values()),
        recent=sum(_recent(acts, this_year) for acts in bonds.values()),
        first=min(every, default=None),
        last=max(every, default=None),
    )


def _years(acts: Iterable[Meeting]) -> list[int]:
    return [year for act in acts for year in (act.first, act.last) if year is not None and act.event != "planned"]


def _ended(acts: list[Meeting]) -> bool:
    """Some ending that no other act follows in time; where dates do not tell, the ending stands."""
    endings = [act for act in acts if act.event == ENDING]
    if not endings:
        return False
    ended = max(_years(endings), default=None)
    later = _years(act for act in acts if act.event != ENDING)
    return ended is None or not any(year > ended for year in later)


def _recent(acts: list[Meeting], this_year: int) -> bool:
    alive = _years(act for act in acts if act.event != ENDING)
    return any(this_year - RECENT_YEARS <= year <= this_year for year in alive)
