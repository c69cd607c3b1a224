"""Learning from wishes that were asked in many words: of four hundred at a time, each must find its own among all.

Each wish stands in several languages and in two manners: as a list of answered questions has it, and as an officer
tells her case. One of each manner is drawn, whatever their languages; the loss is that of finding the right one in both
directions (InfoNCE: van den Oord et al. 2018, https://arxiv.org/abs/1807.03748), descended by Adam (Kingma and Ba 2015,
https://arxiv.org/abs/1412.6980). Noise is added to the vectors, and concerns are left out by chance: with some thousand
wishes a model would else learn the texts and not the wishes.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from minga.desk.domain.concerns import LANGUAGES
from minga.desk.domain.learned import Learned, Vector, table

STEPS = 1000
# Found by leaving wishes out, and those around them do as well: see docs/adr/0021-the-desk.md.
_TOGETHER, _TEMPERATURE = 400, 0.05
_NOISE, _LEFT_OUT = 0.7, 0.4
_RATE, _RATE_OF_CONCERNS, _TO_NOTHING = 2e-3, 8e-4, 0.02
_KEEPS, _KEEPS_SQUARES = 0.9, 0.999
_WARMING, _SEED = 0.3, 7


class NotLessons(ValueError):
    """A line that is no wish in many words; the message says where and what is wrong."""


@dataclass(frozen=True)
class Wish:
    """What one may want to know, by language: as a list of answered questions has it, and as officers ask for it."""

    key: str
    said: Mapping[str, tuple[str, str]]


def wish_in(line: str) -> Wish:
    """A wish: {"wish": "…", "es": ["as answered", "as asked"], "pt": […], …}. Raises NotLessons."""
    try:
        told = json.loads(line)
        said = {language: (str(one[0]), str(one[1])) for language in LANGUAGES if (one := told.get(language))}
        if not said or not all(text.strip() for pair in said.values() for text in pair):
            raise NotLessons("es, pt, en, fr")
        return Wish(str(told["wish"]), said)
    except (ValueError, KeyError, IndexError, TypeError, AttributeError) as error:
        raise NotLessons(str(error)) from error


@dataclass(frozen=True)
class Lessons:
    """Texts, a row each: vectors (n x d, of length one), language, concerns, key of the wish, whether as answered."""

    vectors: Vector
    languages: Sequence[str]
    concerns: Sequence[Sequence[str]]
    wishes: Sequence[str]
    answered: Sequence[bool]


def learn(lessons: Lessons, *, steps: int = STEPS, advance: Callable[[], None] = lambda: None) -> Learned:
    """What tells one wish from another. The same lessons teach the same, but for the last digits of the arithmetic.

    advance   called after each step
    """
    codes = {code: place for place, code in enumerate(sorted({*chain.from_iterable(lessons.concerns)}))}
    about = table(lessons.concerns, codes)
    vectors, common = _less_its_manner(lessons.vectors, lessons)
    told, common_told = _less_its_manner(about, lessons)
    course = _Course(vectors, told, _Pairs.of(lessons), np.random.default_rng(_SEED))
    for step in range(steps):
        course.step(step, _pace(step / steps))
        advance()
    manners = {key: common[key] @ course.matrix + common_told[key] @ course.added for key in common}
    return Learned(
        course.matrix,
        {code: course.added[place] for code, place in codes.items()},
        {language: one for (language, answered), one in manners.items() if answered},
        {language: one for (language, answered), one in manners.items() if not answered},
    )


def _less_its_manner(values: Vector, lessons: Lessons) -> tuple[Vector, dict[tuple[str, bool], Vector]]:
    """The rows without what their language and manner have in common, and that."""
    moved, common = values.copy(), dict[tuple[str, bool], Vector]()
    keys = list(zip(lessons.languages, lessons.answered, strict=True))
    for key in dict.fromkeys(keys):
        own = np.array([one == key for one in keys])
        common[key] = values[own].mean(axis=0)
        moved[own] -= common[key]
    return moved, common


def _pace(done: float) -> float:
    """How much of the full rate is gone by when so much is done: it rises, and falls as a cosine does."""
    return done / _WARMING if done < _WARMING else 0.5 * (1 + np.cos(np.pi * (done - _WARMING) / (1 - _WARMING)))


@dataclass(frozen=True)
class _Pairs:
    """The rows of each wish in each manner: `order[first : first + count]`; two rows, answered and asked."""

    order: NDArray[np.int64]
    first: NDArray[np.int64]
    count: NDArray[np.int64]

    @classmethod
    def of(cls, lessons: Lessons) -> "_Pairs":
        """Of those wishes that stand in both manners."""
        rows: dict[str, tuple[list[int], list[int]]] = {}
        for place, (wish, answered) in enumerate(zip(lessons.wishes, lessons.answered, strict=True)):
            rows.setdefault(wish, ([], []))[0 if answered else 1].append(place)
        whole = [each for each in rows.values() if all(each)]
        flat = list(chain.from_iterable(each[side] for side in (0, 1) for each in whole))
        count = np.array([[len(each[side]) for each in whole] for side in (0, 1)])
        first = np.concatenate([[0], np.cumsum(count.ravel())[:-1]]).reshape(count.shape)
        return cls(np.array(flat), first, count)

    def drawn(self, dice: np.random.Generator) -> NDArray[np.int64]:
        """One row of each manner for some wishes, the answered ones first."""
        chosen = dice.permutation(self.count.shape[1])[:_TOGETHER]
        first, count = self.first[:, chosen], self.count[:, chosen]
        found: NDArray[np.int64] = self.order[first + np.floor(dice.random(count.shape) * count).astype(np.int64)]
        return found.ravel()


class _Course:
    """What is being learned: the matrix, which begins as one that changes nothing, and what each concern adds."""

    def __init__(self, vectors: Vector, about: Vector, pairs: _Pairs, dice: np.random.Generator) -> None:
        self.matrix: Vector = np.eye(vectors.shape[1], dtype=np.float32)
        self.added: Vector = np.zeros((about.shape[1], vectors.shape[1]), np.float32)
        self._nothing = self.matrix.copy()
        self._lessons, self._pairs, self._dice = (vectors, about), pairs, dice
        self._moments = [(np.zeros_like(one), np.zeros_like(one)) for one in (self.matrix, self.added)]

    def step(self, number: int, pace: float) -> None:
        """Draw, compare, and go one step down."""
        rows = self._pairs.drawn(self._dice)
        vectors, about = self._blurred(rows)
        slope = _slope(vectors @ self.matrix + about @ self.added)
        self.matrix -= _RATE * pace * self._direction(0, vectors.T @ slope, number)
        self.added -= _RATE_OF_CONCERNS * pace * self._direction(1, about.T @ slope, number)
        self.matrix -= _RATE * pace * _TO_NOTHING * (self.matrix - self._nothing)
        self.added -= _RATE_OF_CONCERNS * pace * _TO_NOTHING * self.added

    def _blurred(self, rows: NDArray[np.int64]) -> tuple[Vector, Vector]:
        vectors, about = (each[rows] for each in self._lessons)
        noise = self._dice.standard_normal(vectors.shape, dtype=np.float32)
        kept = self._dice.random(about.shape, dtype=np.float32) >= _LEFT_OUT
        # As long as the vector itself, times _NOISE.
        scale = np.float32(_NOISE / np.sqrt(vectors.shape[1]))
        return vectors + scale * noise, about * kept / np.float32(1 - _LEFT_OUT)

    def _direction(self, which: int, slope: Vector, number: int) -> Vector:
        """Adam's."""
        mean, square = self._moments[which]
        mean += (1 - _KEEPS) * (slope - mean)
        square += (1 - _KEEPS_SQUARES) * (slope**2 - square)
        passed = number + 1
        made: Vector = (mean / (1 - _KEEPS**passed)) / (np.sqrt(square / (1 - _KEEPS_SQUARES**passed)) + 1e-8)
        return made


def _slope(meant: Vector) -> Vector:
    """Of the loss by each meaning: the first half are the answered ones, the second those asked, in the same order."""
    lengths = np.linalg.norm(meant, axis=1, keepdims=True) + 1e-9
    unit, many = meant / lengths, len(meant) // 2
    answered, asked = unit[:many], unit[many:]
    near = asked @ answered.T / _TEMPERATURE
    pull = (_chances(near, 1) + _chances(near, 0) - 2 * np.eye(many, dtype=np.float32)) / (many * _TEMPERATURE)
    turned = np.concatenate([pull.T @ asked, pull @ answered])
    made: Vector = (turned - (turned * unit).sum(axis=1, keepdims=True) * unit) / lengths
    return made


def _chances(near: Vector, axis: int) -> Vector:
    raised = np.exp(near - near.max(axis=axis, keepdims=True))
    made: Vector = raised / raised.sum(axis=axis, keepdims=True)
    return made
