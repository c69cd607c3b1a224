"""All governments that have acts on record, in columns; kept between questions, brought up to date as claims change.

A claim that is saved, judged or replaced has its own event in the journal: only what its territory has on record is
read again. A whole batch (a register brought in) has one event for all, and everything is read anew: in a web server
beside the readers, who meanwhile get the landscape before (`keeping`).
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from threading import Lock

import numpy as np
from django.db import connection
from django.db.models import Max
from numpy.typing import NDArray

from minga.evidence.models import Claim
from minga.journal.models import Event
from minga.peers import ground as land
from minga.peers import reading
from minga.peers.domain.goals import Act, Goal
from minga.peers.domain.kin import kin, lines
from minga.peers.domain.likeness import Flags, Floats, Places, take
from minga.peers.domain.ordering import Telling
from minga.peers.domain.standing import Acts, Standing, standing, telling
from minga.territories.models import Territory

# Events are numbered when they are written and seen when they are committed: so many back are looked at again.
_LATE = 200
_GAZETTEER, _BATCH, _CLAIM = "territories.edition", "evidence.collection", "evidence.claim"
# More claims changed than this, and all is read anew.
_FEW = 300
# So many combinations of what is lacked and held are kept reckoned: two megabytes each where 14,000 are ahead.
_KEPT_AHEAD = 16


@dataclass(frozen=True)
class Ahead:
    """Those below the State that reached something of what one lacks, and how well each can tell of the way.

    rows        of the landscape; the other two are in this order
    places      their columns
    """

    rows: NDArray[np.int64]
    places: Places
    telling: Mapping[Telling, Floats]


@dataclass(frozen=True)
class Landscape:
    """The governments that have acts on record, in the order of their codes.

    keys, codes     of the n governments
    places          their columns
    acts            what they have on record, as of the events `seen`
    bound           every bond that is more than a plan: key, and key of the partner, below zero that of an organization
    background      how many public claims that are no activity a territory has, by key
    """

    ground: land.Ground
    keys: NDArray[np.int64]
    codes: tuple[str, ...]
    places: Places
    acts: Acts
    bound: NDArray[np.int64]
    background: Mapping[int, int]

    def row(self, code: str) -> int | None:
        """The row of a territory's code; None where nothing of it is on record."""
        at = bisect_left(self.codes, code)
        return at if at < len(self.codes) and self.codes[at] == code else None

    def row_of_key(self, key: int) -> int | None:
        """The row of a territory's key; None where nothing of it is on record."""
        order, keys = self._by_key
        at = int(np.searchsorted(keys, key))
        return int(order[at]) if at < len(keys) and keys[at] == key else None

    def standing(self, goal: Goal) -> Standing:
        """Where all stand towards a goal."""
        if goal not in self._standings:
            self._standings[goal] = standing(goal, self.acts)
        return self._standings[goal]

    def ahead(self, lacking: Sequence[Goal], held: Sequence[Goal]) -> Ahead:
        """Who is ahead of one that lacks and holds these goals. Many lack and hold the same."""
        asked = tuple(lacking), frozenset(held)
        if asked not in self._ahead:
            if len(self._ahead) >= _KEPT_AHEAD:
                self._ahead.clear()
            told = telling(self.acts, *([self.standing(goal) for goal in goals] for goals in asked))
            rows = np.flatnonzero((told[Telling.STEPS] > 0) & (self.places.tier != 0))
            self._ahead[asked] = Ahead(rows, take(self.places, rows), {part: told[part][rows] for part in told})
        return self._ahead[asked]

    def kin(self, territory: Territory) -> Flags:
        """Whose territory is that of this government or a part of it, or holds it: by row, itself included."""
        at = self.ground.row(territory.pk)
        if at is None:
            return np.zeros(len(self.codes), bool)
        return kin(self._lines, lines(self.ground.above, np.array([at]))[:, 0])

    @cached_property
    def _lines(self) -> NDArray[np.int64]:
        """What each lies in, by rows of the ground."""
        return lines(self.ground.above, np.searchsorted(self.ground.keys, self.keys))

    @cached_property
    def by_country(self) -> Counter[int]:
        """How many of the governments below the State have acts on record, by the index of their country."""
        return Counter(self.places.country[self.places.tier != 0].tolist())

    @cached_property
    def _standings(self) -> dict[Goal, Standing]:
        return {}

    @cached_property
    def _ahead(self) -> dict[tuple[tuple[Goal, ...], frozenset[Goal]], Ahead]:
        return {}

    @cached_property
    def _by_key(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        order = np.argsort(self.keys)
        return order, self.keys[order]


def places_at(ground: land.Ground, rows: NDArray[np.int64]) -> Places:
    """The columns that likeness compares, of these rows of the ground; with no areas and no partners yet."""
    none = np.zeros(0, np.int32)
    return Places(
        country=ground.country[rows],
        tier=ground.tier[rows],
        level=ground.level[rows],
        region=ground.region[rows],
        seated=ground.seated[rows],
        size=ground.size[rows],
        rank=ground.rank[rows],
        latitude=ground.latitude[rows],
        longitude=ground.longitude[rows],
        coast=ground.coast[rows],
        capital=ground.capital[rows],
        areas=np.zeros(len(rows), np.uint32),
        partners=(none, none),
    )


@dataclass(frozen=True)
class _Known:
    """What is kept: the landscape, what it was made of, and the events it has seen."""

    base: str
    floor: int
    seen: frozenset[int]
    last: int
    record: reading.Record
    landscape: Landscape


class _Memory:
    """What this process keeps; one thread at a time brings it up to date.

    beside  has it brought up to date beside whoever asks; None where whoever asks waits for it
    """

    known: _Known | None = None
    making = Lock()
    beside: Callable[[], None] | None = None


def forget() -> None:
    """Keep nothing."""
    _Memory.known = None


def landscape() -> Landscape:
    """All governments with acts on record, as of the journal's last event; one query where nothing changed.

    While one thread brings it up to date, the others are given the one before; so is whoever asks first after a whole
    batch, where this process has it read anew beside its readers.
    """
    known = _kept()
    if known and (_is_current(known) or _Memory.making.locked()):
        return known.landscape
    if known and _Memory.beside and _is_much(known) and make_beside():
        return known.landscape
    return renewed()


def renewed() -> Landscape:
    """The same, waited for: as of the journal's last event, once whoever is at it has done."""
    with _Memory.making:
        known = _kept()
        if known is None or not _is_current(known):
            known = _Memory.known = _renewed(known)
        return known.landscape


def have_made_beside(act: Callable[[], None] | None) -> None:
    """What to do in this process when all is to be read anew, so that nobody waits for it; None: wait."""
    _Memory.beside = act


def make_beside() -> bool:
    """Have it brought up to date beside whoever asks; whether this process does so."""
    if _Memory.beside:
        _Memory.beside()
    return _Memory.beside is not None


def ground() -> land.Ground:
    """The governments of the gazetteer."""
    return landscape().ground


def alone(territory: Territory, world: Landscape | None = None) -> tuple[Places, tuple[Act, ...]] | None:
    """One government as a table of one row, with its acts, in this landscape or the newest; None where it is none."""
    world = world or landscape()
    row, at = world.row_of_key(territory.pk), world.ground.row(territory.pk)
    if row is not None:
        return take(world.places, np.array([row])), world.acts[row]
    return None if at is None else (places_at(world.ground, np.array([at])), ())


def _kept() -> _Known | None:
    """What is kept of the base that is spoken to."""
    return _Memory.known if _Memory.known and _Memory.known.base == _base() else None


def _base() -> str:
    return f"{connection.settings_dict['HOST']}/{connection.settings_dict['NAME']}"


def _is_current(known: _Known) -> bool:
    with connection.cursor() as cursor:  # asked before every answer: to put it together would take longer than it takes
        cursor.execute("SELECT max(id), count(*) FROM journal_event WHERE id > %s", [known.floor])
        last, count = cursor.fetchone()
    return (last or known.floor, count) == (known.last, len(known.seen))


def _events(floor: int) -> list[tuple[int, str, str]]:
    return list(Event.objects.filter(pk__gt=floor).values_list("pk", "object_type", "object_ref"))


def _is_much(known: _Known) -> bool:
    """Whether everything would have to be read anew."""
    events = _events(known.floor)
    news = [(kind, ref) for key, kind, ref in events if key not in known.seen]
    return not known.seen <= {key for key, _, _ in events} or _is_all(news)


def _is_all(news: Sequence[tuple[str, str]]) -> bool:
    """Whether these events, given as type and name of their objects, say no more than that much has changed."""
    return (
        any(kind in (_GAZETTEER, _BATCH) for kind, _ in news) or len({r for kind, r in news if kind == _CLAIM}) > _FEW
    )


def _renewed(known: _Known | None) -> _Known:
    floor = known.floor if known else _floor()
    events = _events(floor)
    seen = frozenset(key for key, _, _ in events)
    if known is None or not known.seen <= seen:  # another base under the same name, or a test undone
        ground, record = land.read(), reading.read()
    else:
        ground, record = _read(known, [(kind, ref) for key, kind, ref in events if key not in known.seen])
    is_same = known is not None and record is known.record
    made = known.landscape if known and is_same else _made(ground, record)
    return _trimmed(_Known(_base(), floor, seen, max(seen, default=floor), record, made))


def _floor() -> int:
    return max((Event.objects.aggregate(last=Max("pk"))["last"] or 0) - _LATE, 0)


def _trimmed(known: _Known) -> _Known:
    """The same, without the events that are long past."""
    floor = max(known.floor, known.last - _LATE)
    return replace(known, floor=floor, seen=frozenset(key for key in known.seen if key > floor))


def _read(known: _Known, events: Sequence[tuple[str, str]]) -> tuple[land.Ground, reading.Record]:
    """The ground and the record after these events, given as type and name of their objects."""
    if any(kind == _GAZETTEER for kind, _ in events):
        return land.read(), reading.read()
    ground, refs = known.landscape.ground, {ref for kind, ref in events if kind == _CLAIM}
    if _is_all(events):
        return ground, reading.read()
    now = Claim.objects.filter(ref__in=refs, territory__isnull=False).values_list("territory", flat=True)
    changed = known.record.keys_of(refs) | set(now) if refs else set[int]()
    return ground, reading.again(known.record, changed) if changed else known.record


def _made(ground: land.Ground, record: reading.Record) -> Landscape:
    named = np.array(list(record.codes), np.int64)
    governs = named[reading.rows_of(ground.keys, named) >= 0].tolist()
    keys = np.array(sorted(governs, key=record.codes.__getitem__), np.int64)
    acts, bonds = record.acts(keys), record.bonds(keys)
    places = places_at(ground, np.searchsorted(ground.keys, keys))
    return Landscape(
        ground=ground,
        keys=keys,
        codes=tuple(record.codes[int(key)] for key in keys),
        places=replace(places, areas=acts.areas_by_row(), partners=bonds),
        acts=acts,
        bound=record.firm,
        background=Counter(record.background.values()),
    )
