"""How near a question is to those that were answered, in whatever languages both were asked.

A multilingual model puts two texts of one language nearer than two of one meaning, and a mayor's office greets, tells
its case and thanks in words of its own. What the texts of a language have in common is therefore taken away before
two of them are compared: from answered ones what those share, from the one that is asked what the others that wait
share with it. Beside what the model knows stands what both are about (`concerns`), the rarer the more it counts. Other
words are not counted: between languages they say nothing, and within one the vector knows them.
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float32]
DIMENSIONS = 384
# So many texts that share nothing stand beside those of a language: of two texts little is known to be common.
_UNKNOWN = 3.0
# What both are about weighs so much beside what both mean, and less of a text of which little is told: its rarities,
# as a length, are compared with this one.
_ABOUT, _FAINT = 0.8, 4.0
_NOTHING: Mapping[str, Vector] = {}


@dataclass(frozen=True)
class Text:
    """What one text means (384 numbers of length one), its language, and the codes of what it is about."""

    vector: Vector
    language: str
    concerns: Sequence[str] = ()


@dataclass(frozen=True)
class Texts:
    """What some texts mean, one row each (n x 384, of length one), the language of each, and what each is about."""

    vectors: Vector
    languages: Sequence[str]
    concerns: Sequence[Sequence[str]]


def nearness(asked: Text, answered: Texts, waiting: Texts) -> Vector:
    """How near a question is to each answered one: the larger the nearer, at most 1.8.

    waiting   the questions that wait for an answer, this one among them or not
    """
    if not answered.languages:
        return np.zeros(0, np.float32)
    known = rarities(answered, waiting)
    codes = {code: place for place, code in enumerate({*known, *asked.concerns})}
    weights = np.array([known.get(code, 0.0) for code in codes], np.float32)
    about = [_table(each, codes) * weights for each in (answered.concerns, waiting.concerns, [asked.concerns])]
    tongues = answered.languages, waiting.languages, asked.language
    meant = _compared(answered.vectors, waiting.vectors, asked.vector, tongues, 0)
    near: Vector = meant + _ABOUT * _compared(about[0], about[1], about[2][0], tongues, _FAINT)
    return near


def rarities(answered: Texts, waiting: Texts) -> dict[str, float]:
    """How much each concern tells: the logarithm of how many texts there are to one that has it."""
    texts = [*answered.concerns, *waiting.concerns]
    counted = Counter(chain.from_iterable(texts))
    return {code: math.log((len(texts) + 1) / (count + 1)) for code, count in counted.items()}


def _table(rows: Sequence[Sequence[str]], codes: Mapping[str, int]) -> Vector:
    """A row for each text and a column for each code: 1 where the text is about it."""
    table = np.zeros((len(rows), len(codes)), np.float32)
    lengths = [len(row) for row in rows]
    table[np.repeat(np.arange(len(rows)), lengths), [codes[code] for row in rows for code in row]] = 1
    return table


def _compared(
    answered: Vector, waiting: Vector, asked: Vector, languages: tuple[Sequence[str], Sequence[str], str], faint: float
) -> Vector:
    """The cosine of one with each answered one, less what their languages share; `faint` is added to each length."""
    before = _common(answered, languages[0], _NOTHING)
    now = _common(waiting, languages[1], before)
    names, which = np.unique(np.array(languages[0]), return_inverse=True)
    shared = np.stack([before[str(name)] for name in names])[which]
    mine = asked - now.get(languages[2], before.get(languages[2], np.zeros_like(asked)))
    near: Vector = _unit(answered - shared, faint) @ _unit(mine, faint)
    return near


def _common(vectors: Vector, languages: Sequence[str], before: Mapping[str, Vector]) -> dict[str, Vector]:
    """What the texts of each language share; what is known of it from before counts as `_UNKNOWN` texts."""
    found, names = dict(before), np.array(languages)
    for language in dict.fromkeys(languages):
        own = vectors[names == language]
        total = own.sum(axis=0) + _UNKNOWN * before.get(language, np.zeros(own.shape[1], np.float32))
        found[language] = (total / (len(own) + _UNKNOWN)).astype(np.float32)
    return found


def _unit(vectors: Vector, faint: float) -> Vector:
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    made: Vector = vectors / np.maximum(lengths + np.float32(faint), np.float32(1e-9))
    return made
