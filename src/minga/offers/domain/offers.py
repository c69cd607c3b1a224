"""An offer: what it is about, which way it goes, in what form, and what makes one that can be made."""

from collections.abc import Collection, Set
from dataclasses import dataclass
from enum import StrEnum

from minga.offers.domain.modalities import Modality

LONGEST_WORDS = 600
MOST_AREAS, MOST_CLAIMS, MOST_A_YEAR = 8, 8, 100
# Where nobody says how often a year.
USUAL_A_YEAR = 4
# In which an exchange may be held (ISO 639-1): those of the house, and those of its territories and their neighbours.
LANGUAGES = ("es", "pt", "en", "fr", "qu", "gn", "ay", "ca", "gl", "eu", "it", "de")


class Direction(StrEnum):
    """Which way an offer goes, seen from the office that makes it; codes of the vocabulary."""

    OFFER = "offer"
    DEMAND = "demand"
    TWO_WAY = "two_way"


TEACHES = frozenset({Direction.OFFER, Direction.TWO_WAY})
LEARNS = frozenset({Direction.DEMAND, Direction.TWO_WAY})


class State(StrEnum):
    """Where an offer stands; it is found while it is active, and by its own office before and after."""

    DRAFT = "draft"
    ACTIVE = "active"
    ASLEEP = "asleep"
    WITHDRAWN = "withdrawn"


class Act(StrEnum):
    """What its office may do with one."""

    CHANGE = "change"
    PUBLISH = "publish"
    RENEW = "renew"
    WITHDRAW = "withdraw"


MAY = {
    State.DRAFT: (Act.CHANGE, Act.PUBLISH, Act.WITHDRAW),
    State.ACTIVE: (Act.CHANGE, Act.RENEW, Act.WITHDRAW),
    State.ASLEEP: (Act.CHANGE, Act.RENEW, Act.WITHDRAW),
    State.WITHDRAWN: (),
}


class Fault(StrEnum):
    """What is missing or wrong in what an office says."""

    TOPIC = "topic"
    AREAS = "areas"
    LANGUAGES = "languages"
    CAPACITY = "capacity"
    WORDS = "words"
    CLAIMS = "claims"


class OfferRefused(ValueError):
    """It says too little, too much or something unknown; `faults` say what."""

    def __init__(self, faults: Collection[Fault]) -> None:
        super().__init__(", ".join(faults))
        self.faults = tuple(faults)


class NotNow(ValueError):
    """It cannot be done with an offer where it stands."""


@dataclass(frozen=True)
class Said:
    """What an office says in an offer.

    instrument  a code of the vocabulary, "" where only areas are named
    areas       codes of the vocabulary
    modality    the most that it gives, or what it asks for
    languages   in which it can be held (ISO 639-1)
    per_year    how many exchanges in a calendar year; None where it teaches nobody
    claims      refs that show it
    """

    instrument: str
    areas: tuple[str, ...]
    direction: Direction
    modality: Modality
    languages: tuple[str, ...]
    per_year: int | None = None
    claims: tuple[str, ...] = ()
    words: str = ""


def faults(said: Said, *, instruments: Set[str], areas: Set[str], claims: Set[str]) -> list[Fault]:
    """What keeps it from being kept.

    instruments, areas  codes of the vocabulary
    claims              refs of what is on record of the office's own government, and that everybody may read
    """
    teaches = said.direction in TEACHES
    found = {
        Fault.TOPIC: not (said.instrument or said.areas) or said.instrument not in {"", *instruments},
        Fault.AREAS: not set(said.areas) <= areas or len(said.areas) > MOST_AREAS,
        Fault.LANGUAGES: not said.languages or not set(said.languages) <= set(LANGUAGES),
        Fault.CAPACITY: teaches and not 0 < (said.per_year or 0) <= MOST_A_YEAR,
        Fault.WORDS: len(said.words) > LONGEST_WORDS,
        Fault.CLAIMS: not set(said.claims) <= claims or len(said.claims) > MOST_CLAIMS,
    }
    return [fault for fault, is_there in found.items() if is_there]
