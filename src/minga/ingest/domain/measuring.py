"""How well claims are read from passages whose claims a careful reader has written down: precision, recall, F1."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

MEASURES = ("territory + instrument", "+ year", "+ event")
RESAMPLES = 1000
# What those who write passages call the levels, beside the names of the vocabulary.
_KINDS = {
    "local": "local municipality municipal district place metropolitan city town village borough commune parish"
    " township",
    "middle": "middle intermediate subnational state province region department canton county prefecture oblast island"
    " consortium autonomous_community",
    "country": "country national nation",
}
_KIND_OF = {level: kind for kind, levels in _KINDS.items() for level in levels.split()}


@dataclass(frozen=True)
class Found:
    """A claim as it is compared: whose (a key of the gold, or a code), what, when, which event.

    confidence   as it was stated, 0 where none was; nothing is compared by it
    """

    territory: str
    instrument: str
    year: int | None
    event: str
    confidence: float = field(default=0.0, compare=False)

    def key(self, measure: int) -> tuple[object, ...]:
        """What must be the same for a measure of MEASURES."""
        return (self.territory, self.instrument, self.year, self.event)[: 2 + measure]


@dataclass(frozen=True)
class Read:
    """One passage: what should be found, and what was."""

    id: str
    lang: str
    gold: tuple[Found, ...]
    ours: tuple[Found, ...]


class Effect(StrEnum):
    """What a change did to one proposal: a right one won or lost, a wrong one come or gone."""

    WON = "won"
    LOST = "lost"
    NEW_ERROR = "new_error"
    ERROR_GONE = "error_gone"


@dataclass(frozen=True)
class Difference:
    """A proposal that stands before or after a change alone, in the passage of this id."""

    effect: Effect
    id: str
    found: Found


def kind_of(level: str) -> str:
    """A level as it is compared: local, middle or country. Raises ValueError for a word that is no level."""
    try:
        return _KIND_OF[level.strip().lower().replace(" ", "_")]
    except KeyError:
        raise ValueError(f"level: {level}") from None


def counts(passages: Iterable[Read], measure: int) -> tuple[int, int, int]:
    """How many were right, how many found, how many there are."""
    right = found = wanted = 0
    for one in passages:
        gold, ours = {f.key(measure) for f in one.gold}, {f.key(measure) for f in one.ours}
        right, found, wanted = right + len(gold & ours), found + len(ours), wanted + len(gold)
    return right, found, wanted


def f1(right: int, found: int, wanted: int) -> float:
    """The harmonic mean of precision and recall; 0 where nothing is right."""
    return 2 * right / (found + wanted) if right else 0.0


def interval(passages: Sequence[Read], measure: int) -> tuple[float, float]:
    """The middle 95 % of F1 over resampled passages, the same every time."""
    chance = random.Random(7)  # noqa: S311 - the same draws every time
    each = [counts([one], measure) for one in passages]
    drawn = sorted(
        f1(*(sum(part) for part in zip(*chance.choices(each, k=len(each)), strict=True))) for _ in range(RESAMPLES)
    )
    return drawn[int(0.025 * RESAMPLES)], drawn[int(0.975 * RESAMPLES) - 1]


def differences(before: Sequence[Read], after: Sequence[Read]) -> list[Difference]:
    """Every proposal that a change brought or took, passage by passage, by its whole key (event included)."""
    told = []
    for old, new in zip(before, after, strict=True):
        gold = {f.key(2) for f in old.gold}
        was, now = {f.key(2): f for f in old.ours}, {f.key(2): f for f in new.ours}
        come = [(now[key], Effect.WON if key in gold else Effect.NEW_ERROR) for key in now.keys() - was.keys()]
        gone = [(was[key], Effect.LOST if key in gold else Effect.ERROR_GONE) for key in was.keys() - now.keys()]
        told += [
            Difference(effect, old.id, found)
            for found, effect in sorted([*come, *gone], key=lambda one: (one[1], str(one[0])))
        ]
    return told
