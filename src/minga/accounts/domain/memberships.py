"""How a person comes to act for an organization, and how an organization comes to take part."""

from enum import StrEnum


class Standing(StrEnum):
    """Where a membership or the part of an organization stands; what has ended may be asked for anew."""

    ASKED = "asked"
    ACTIVE = "active"
    REFUSED = "refused"
    ENDED = "ended"


# What somebody decided: it is signed.
DECIDED = (Standing.ACTIVE, Standing.REFUSED, Standing.ENDED)
