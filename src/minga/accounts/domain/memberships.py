"""How a person comes to act for an organization, and how an organization comes to take part."""

import hashlib
from enum import StrEnum

from minga.accounts.domain.permissions import MEMBER_ROLES, Role


class Standing(StrEnum):
    """Where a membership or the part of an organization stands; what has ended may be asked for anew."""

    ASKED = "asked"
    ACTIVE = "active"
    REFUSED = "refused"
    ENDED = "ended"


# What somebody decided: it is signed.
DECIDED = (Standing.ACTIVE, Standing.REFUSED, Standing.ENDED)

# What one person may have waiting for an answer at one time.
MOST_ASKED = 5
INVITATION_DAYS = 14
FEDERATION = "federation"


def roles_in(kind: str) -> tuple[Role, ...]:
    """The roles that an organization of this kind may give: advisers sit in federations alone."""
    return MEMBER_ROLES if kind == FEDERATION else tuple(role for role in MEMBER_ROLES if role != Role.ADVISER)


def hashed(token: str) -> str:
    """What of an invitation's token stands in the base: its SHA-256, in hexadecimal."""
    return hashlib.sha256(token.encode()).hexdigest()
