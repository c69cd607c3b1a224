"""What can be said of judgements without a base: how sure a rule is, which passages are gold, what a reason says."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

# Proposals of a rule may be accepted together where so many were judged, and the share that was right is, with
# 97.5 % confidence, at least so high.
LEAST_JUDGED, LEAST_SHARE = 50, 0.95
_Z = 1.959963985  # of a two-sided interval of 95 %

# Why something is rejected, by the key that says it; the sentence is kept with the judgement.
REASONS: Mapping[str, str] = {
    "1": "Las palabras no dicen eso.",
    "2": "Hablan de otro territorio.",
    "3": "Es un antecedente: una propuesta, una opinión o un estudio, no un acto.",
    "4": "No es acción exterior.",
    "5": "Está mal leído o no se entiende.",
    "6": "Ya consta, y no añade nada.",
}


def surely(right: int, judged: int) -> float:
    """The lower end of Wilson's interval of 95 % for a share; 0 where nothing was judged.

    Source: E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927).
    """
    if not judged:
        return 0.0
    share, per = right / judged, _Z * _Z / judged
    middle = share + per / 2
    spread = _Z * sqrt((share * (1 - share) + per / 4) / judged)
    return max(0.0, (middle - spread) / (1 + per))


@dataclass(frozen=True)
class Fared:
    """How a rule fared in a language, in proposals that persons judged one by one.

    right       accepted as they were proposed
    together    accepted with many others since: they prove nothing of the rule
    waiting     wait now
    """

    rule: str
    language: str
    right: int
    corrected: int
    rejected: int
    together: int = 0
    waiting: int = 0

    @property
    def judged(self) -> int:
        """How many were judged one by one."""
        return self.right + self.corrected + self.rejected

    @property
    def share(self) -> float:
        """How many of them were right, of 1."""
        return self.right / self.judged if self.judged else 0.0

    @property
    def least(self) -> float:
        """The share that it has at least, with the confidence of `surely`."""
        return surely(self.right, self.judged)

    @property
    def is_proven(self) -> bool:
        """Whether its proposals may be accepted together."""
        return self.judged >= LEAST_JUDGED and self.least >= LEAST_SHARE


class Outcome(StrEnum):
    """What became of asking for the address of a source."""

    ALIVE = "alive"
    GONE = "gone"  # it answers that there is nothing: 404, 410
    FAILING = "failing"  # it answers with another error, or forbids it to a program
    SILENT = "silent"  # no name, no answer, too slow
    REFUSED = "refused"  # it is no address of the open net


# An address that answers badly is asked again before it is called dead: a server may be down for a day.
DEAD_AFTER = 2
# A source that nobody opened for so long may say something else by now.
STALE_YEARS = 2
_GONE = (404, 410)


def outcome_of(status: int) -> Outcome:
    """What a status of HTTP says of an address."""
    if status < 400:
        return Outcome.ALIVE
    return Outcome.GONE if status in _GONE else Outcome.FAILING
