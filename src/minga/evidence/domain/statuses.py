"""The words a claim, a citation and a document can stand under."""

from enum import StrEnum


class Status(StrEnum):
    """Where a claim stands. "En disputa" is no status: it is derived from contradiction."""

    PROPOSED = "proposed"
    RECORDED = "recorded"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"


PUBLIC = (Status.RECORDED, Status.ACCEPTED)


class Kind(StrEnum):
    """A claim tells of an act of a government; background (absence, proposal, study, opinion) is never counted."""

    CLAIM = "claim"
    BACKGROUND = "background"


class Stance(StrEnum):
    """What a citation does for its claim."""

    SUPPORTS = "supports"
    CONTRADICTS = "contradicts"


class Access(StrEnum):
    """How much of a document its owner or licence lets us show."""

    OPEN = "open"
    QUOTES = "quotes"
    PRIVATE = "private"


class Verdict(StrEnum):
    """What a judge said of a claim."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    DISPUTED = "disputed"


class Evidence(StrEnum):
    """How strongly a claim is tied to its source, strongest first."""

    QUOTED = "quoted"
    LOCATED = "located"
    CITED = "cited"


def evidence_of(*, pinned: bool, located: bool) -> Evidence:
    """The quality of a claim's evidence: words pinned in an archived text, a locator, or a bare reference."""
    if pinned:
        return Evidence.QUOTED
    return Evidence.LOCATED if located else Evidence.CITED
