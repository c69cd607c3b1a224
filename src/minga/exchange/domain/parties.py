"""As what organizations take part in an exchange, and which of them learn."""

from enum import StrEnum


class Party(StrEnum):
    """As what an organization takes part. The clock is nobody: time that has passed."""

    REQUESTING = "requesting"
    OFFERING = "offering"
    BROKER = "broker"
    UNIVERSITY = "university"
    SPECIALIST = "specialist"
    CLOCK = "clock"


class Teaching(StrEnum):
    """Who teaches whom: the asked one the asking one, the other way round, or each the other."""

    ASKED = "asked"
    ASKING = "asking"
    BOTH = "both"


SIDES = frozenset({Party.REQUESTING, Party.OFFERING})
LEARNERS = {
    Teaching.ASKED: frozenset({Party.REQUESTING}),
    Teaching.ASKING: frozenset({Party.OFFERING}),
    Teaching.BOTH: SIDES,
}
