"""How near a question is to those that were answered, in whatever languages both were asked.

Of a text counts what it means, as `learned` has it. A multilingual model puts two texts of one language nearer than two
of one meaning, and a mayor's office greets, tells its case and thanks in words of its own. What the texts of a language
have in common is therefore taken away before two of them are compared: from answered ones what those share, from the
one that is asked what the others that wait share with it; where a desk has few, what such texts share elsewhere. Beside
it stand the concerns of which nothing was learned (`concerns`): those both texts are about, the rarer the more.
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from minga.desk.domain.learned import Learned, Vector, table

DIMENSIONS = 384
# So many texts that share nothing stand beside those of a language: of two texts little is known to be common.
_UNKNOWN = 3.0
# What both are about weighs so much beside what both mean, and less of a text of which little is told: its rarities,
# as a length, are compared with this one.
_ABOUT, _FAINT = 0.8, 4.0


@dataclass(frozen=True)
class Text:
    """What one text means (384 numbers), its language, and the codes of what it is about."""

    vector: Vector
    language: str
    concerns: Sequence[str] = ()


@dataclass(frozen=True)
class Texts:
    """What some texts mean, one row each (n x 384), the language of each, and what each is about."""

    vectors: Vector
    languages: Sequence[str]
    concerns: Sequence[Sequence[str]]


def nearness(asked: Text, answered: Texts, waiting: Texts, learned: Learned) -> Vector:
    """How near a question is to each answered one: the larger the nearer, at most 1.8.

    waiting   the questions that wait for an answer, this one among them or not
    learned   that with which all their meanings were made
    """
    if not answered.languages:
        return np.zeros(0, np.float32)
    tongues = answered.languages, waiting.languages, asked.language
    near = _compared((answered.vectors, waiting.vectors, asked.vector), tongues, (learned.answered, learned.asked))
    known = {code: rare for code, rare in rarities(answered, waiting).items() if code not in learned.concerns}
    if not known:
        return near
    codes = {code: place for place, code in enumerate(known)}
    weights = np.array([known[code] for code in codes], np.float32)
    about = [table(each, codes) * weights for each in (answered.concerns, waiting.concerns, [asked.concerns])]
    beside = _compared((about[0], about[1], about[2][0]), tongues, ({}, {}), _FAINT)
    return near + _ABOUT * beside


def rarities(answered: Texts, waiting: Texts) -> dict[str, float]:
    """How much each concern tells: the logarithm of how many texts there are to one that has it."""
    texts = [*answered.concerns, *waiting.concerns]
    counted = Counter(chain.from_iterable(texts))
    return {code: math.log((len(texts) + 1) / (count + 1)) for code, count in counted.items()}


def _compared(
    values: tuple[Vector, Vector, Vector],
    languages: tuple[Sequence[str], Sequence[str], str],
    elsewhere: tuple[Mapping[str, Vector], Mapping[str, Vector]],
    faint: float = 0,
) -> Vector:
    """The cosine of one with each answered one, less what their languages share; `faint` is added to each length.

    values      of the answered ones, of those that wait, of the one that is asked
    elsewhere   what answered ones, and what asked ones of a language share elsewhere
    """
    answered, waiting, asked = values
    before = _common(answered, languages[0], elsewhere[0])
    now = _common(waiting, languages[1], {**before, **elsewhere[1]})
    names, which = np.unique(np.array(languages[0]), return_inverse=True)
    shared = np.stack([before[str(name)] for name in names])[which]
    mine = asked - now.get(languages[2], np.zeros_like(asked))
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
