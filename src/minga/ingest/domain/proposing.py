"""Proposals that are kept: where they stand, and the name each has for ever."""

import hashlib
from collections.abc import Iterable
from enum import StrEnum

PREFIX = "PR-"
# What stands in the place of a rule where a person proposed it.
PERSON = "person"


class Standing(StrEnum):
    """What became of a proposal; "gone" where a later reading of the document no longer finds it."""

    OPEN = "open"
    ACCEPTED = "accepted"
    CORRECTED = "corrected"
    REJECTED = "rejected"
    GONE = "gone"


JUDGED = (Standing.ACCEPTED, Standing.CORRECTED, Standing.REJECTED)


class Relation(StrEnum):
    """Whether a proposal tells something new, or says again what a claim of the base says."""

    NEW = "new"
    REPEATS = "repeats"


def ref_of(sha256: str, territory: str, instrument: str, event: str, when: str, areas: Iterable[str]) -> str:
    """The public name of a proposal, "PR-3F2A…": the same words read the same way bear the same name.

    sha256  of the document's bytes; the rest are the codes of what is proposed
    """
    parts = "\n".join([sha256, territory, instrument, event, when, " ".join(sorted(areas))])
    return f"{PREFIX}{hashlib.sha256(parts.encode()).hexdigest()[:12].upper()}"
