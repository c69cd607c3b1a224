"""How words and meaning are weighed against each other. The weights stand here and nowhere else."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

# BM25 with its customary constants (Robertson and Zaragoza 2009).
K1 = 1.2
B = 0.75
# What a full word match is worth beside a cosine: the middle of a plateau (0.5 to 1 differ by .006 on any set).
WORDS_WEIGHT = 0.7
# A hit supports an answer from this part of the question on that it covers by conditions, words and meaning.
ENOUGH = 0.6
# The same for a question in a language that the index does not speak: its words cannot be held, only meant.
ENOUGH_ACROSS = 0.5
# What a cosine of one is worth beside full coverage.
MEANING_WORTH = 1.0


@dataclass(frozen=True)
class Hit:
    """What is known of an entry beside a question.

    cosine  None without vectors
    bm25    its score by words, zero or more
    share   how much of the question's idf weight its words hold, 0 to 1
    """

    key: int
    cosine: float | None
    bm25: float
    share: float


def idf(entries: int, total: int) -> float:
    """How much a stem says that stands in `entries` of `total`; never negative."""
    return math.log(1 + (total - entries + 0.5) / (entries + 0.5))


def bm25(counts: Mapping[str, int], length: int, average: float, weights: Mapping[str, float]) -> float:
    """The BM25 score of an entry: occurrences of each stem, its length in words, and the weight of each stem."""
    norm = K1 * (1 - B + B * length / max(average, 1.0))
    return sum(weights[stem] * n * (K1 + 1) / (n + norm) for stem, n in counts.items())


def fuse(hits: Iterable[Hit]) -> dict[int, float]:
    """The score of each entry: cosine + weight x top² x BM25 / best BM25.

    `top` is the largest share of the question's weight that any entry holds. Where no entry holds much of it (the
    question is in another language), words count little and the fusion is never below its better half.
    """
    hits = list(hits)
    top = max((hit.share for hit in hits), default=0.0)
    best = max((hit.bm25 for hit in hits), default=0.0) or 1.0
    return {hit.key: (hit.cosine or 0.0) + WORDS_WEIGHT * top**2 * hit.bm25 / best for hit in hits}


@dataclass(frozen=True)
class Whole:
    """All that a question says.

    conditions  how many were understood; a hit meets them all, or it would not have been found
    words       how many are left over beside them, of whose weight a hit holds its `share`
    foreign     the index does not speak the question's language
    """

    conditions: int
    words: int
    foreign: bool = False


def coverage(hit: Hit, whole: Whole) -> float:
    """The part of a question that a hit covers, 0 to 1: each condition it meets and each word it holds counts alike."""
    return (whole.conditions + hit.share * whole.words) / max(whole.conditions + whole.words, 1)


def supports(hit: Hit, whole: Whole) -> bool:
    """Whether a hit can stand as an answer rather than as the nearest thing there is."""
    enough = ENOUGH_ACROSS if whole.foreign else ENOUGH
    return coverage(hit, whole) + MEANING_WORTH * (hit.cosine or 0.0) >= enough
