"""How near a question is to those that were answered, in whatever languages both were asked.

A multilingual model puts two texts of one language nearer than two of one meaning, and a mayor's office greets, tells
its case and thanks in words of its own. What the texts of a language have in common is therefore taken away before
two of them are compared: from answered ones what those share, from the one that is asked what the others that wait
share with it. Words are not counted: between languages they say nothing, and within one the vector knows them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float32]
DIMENSIONS = 384
# So many texts that share nothing stand beside those of a language: of two texts little is known to be common.
_UNKNOWN = 3.0
_NOTHING: Mapping[str, Vector] = {}


@dataclass(frozen=True)
class Texts:
    """What some texts mean, one row each (n x 384, of length one), and the language of each."""

    vectors: Vector
    languages: Sequence[str]


def nearness(asked: Vector, language: str, answered: Texts, waiting: Texts) -> Vector:
    """How near a question is to each answered one, -1 to 1.

    asked     what its whole text means, 384 numbers of length one
    waiting   the questions that wait for an answer, this one among them or not
    """
    if not answered.languages:
        return np.zeros(0, np.float32)
    before = _common(answered, _NOTHING)
    now = _common(waiting, before)
    names, which = np.unique(np.array(answered.languages), return_inverse=True)
    shared = np.stack([before[str(name)] for name in names])[which]
    mine = asked - now.get(language, before.get(language, np.zeros_like(asked)))
    near: Vector = _unit(answered.vectors - shared) @ _unit(mine)
    return near


def _common(texts: Texts, before: Mapping[str, Vector]) -> dict[str, Vector]:
    """What the texts of each language share; what is known of it from before counts as `_UNKNOWN` texts."""
    found, names = dict(before), np.array(texts.languages)
    for language in dict.fromkeys(texts.languages):
        own = texts.vectors[names == language]
        total = own.sum(axis=0) + _UNKNOWN * before.get(language, np.zeros(own.shape[1], np.float32))
        found[language] = (total / (len(own) + _UNKNOWN)).astype(np.float32)
    return found


def _unit(vectors: Vector) -> Vector:
    made: Vector = vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-9)
    return made
