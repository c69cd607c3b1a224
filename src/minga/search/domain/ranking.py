"""How words and meaning are weighed against each other. The weights stand here and nowhere else."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

# BM25 with its customary constants (Robertson and Zaragoza 2009).
K1 = 1.2
B = 0.75
# What a full word match is worth beside a cosine: the middle of a plateau (0.5 to 1 differ by .006 on any set).
WORDS_WEIGHT = 0.7
# Below this cosine to the question, and with less than this share of its words, a hit supports no answer. Set where 97
# of 100 questions about other things (sport, chemistry, history) find no support in the collection: docs/adr/0003.
SUPPORT_COSINE = 0.35
SUPPORT_SHARE = 0.5


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


def supports(hit: Hit) -> bool:
    """Whether a hit can stand as an answer rather than as the nearest thing there is."""
    return hit.share >= SUPPORT_SHARE or (hit.cosine or 0.0) >= SUPPORT_COSINE
