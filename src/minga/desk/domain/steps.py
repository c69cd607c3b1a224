"""The way of a consultation: where it may stand, what may happen to it there, and who may do that."""

from collections.abc import Mapping
from enum import StrEnum


class State(StrEnum):
    """Where a consultation stands. HELD is on no list but the one that is asked for by name."""

    HELD = "held"
    RECEIVED = "received"
    ESCALATED = "escalated"
    TRIAGED = "triaged"
    ASSIGNED = "assigned"
    ANSWERED = "answered"
    HELPED = "helped"
    REOPENED = "reopened"
    CLOSED = "closed"


class Move(StrEnum):
    """What happens to a consultation."""

    RELEASE = "release"  # it looked like a machine's and is not
    TRIAGE = "triage"  # topic, territory and urgency are said
    ASSIGN = "assign"  # to an adviser, a peer or a university; again to another
    ESCALATE = "escalate"  # to the federation above
    ANSWER = "answer"
    HELP = "help"  # the asker says that it helped
    REOPEN = "reopen"  # it did not help, or there is more to say
    CLOSE = "close"  # the desk ends it: answered long ago, or no consultation


class Party(StrEnum):
    """As whom somebody stands before a consultation."""

    ASKER = "asker"
    DESK = "desk"  # of the federation it is at now
    FORMER = "former"  # the desk that passed it on: reads, and does nothing
    ROUTED = "routed"  # whom it was assigned to: writes what it knows, for the desk to send


class Routed(StrEnum):
    """What sort of help a consultation was assigned to."""

    ADVISER = "adviser"
    PEER = "peer"
    UNIVERSITY = "university"


class Channel(StrEnum):
    """How a consultation came."""

    WEB = "web"
    PHONE = "phone"
    WHATSAPP = "whatsapp"
    VISIT = "visit"
    MAIL = "mail"


class Urgency(StrEnum):
    """How soon it matters. URGENT halves the days in which it is to be answered."""

    URGENT = "urgent"
    NORMAL = "normal"
    LOW = "low"


class NotNow(ValueError):
    """Where a consultation stands, this cannot happen to it."""


_WAITING = (State.RECEIVED, State.ESCALATED, State.REOPENED)

TRANSITIONS: Mapping[tuple[State, Move], State] = {
    (State.HELD, Move.RELEASE): State.RECEIVED,
    (State.HELD, Move.CLOSE): State.CLOSED,
    **{(state, Move.TRIAGE): State.TRIAGED for state in (*_WAITING, State.TRIAGED)},
    (State.ASSIGNED, Move.TRIAGE): State.ASSIGNED,  # it stays with whom it is
    **{(state, Move.ASSIGN): State.ASSIGNED for state in (State.TRIAGED, State.ASSIGNED, State.REOPENED)},
    **{(state, Move.ESCALATE): State.ESCALATED for state in (*_WAITING, State.TRIAGED, State.ASSIGNED)},
    **{(state, Move.ANSWER): State.ANSWERED for state in (State.TRIAGED, State.ASSIGNED, State.REOPENED)},
    **{(state, Move.CLOSE): State.CLOSED for state in (*_WAITING, State.TRIAGED, State.ASSIGNED, State.ANSWERED)},
    (State.HELPED, Move.CLOSE): State.CLOSED,
    (State.ANSWERED, Move.HELP): State.HELPED,
    **{(state, Move.REOPEN): State.REOPENED for state in (State.ANSWERED, State.HELPED, State.CLOSED)},
}
# Of what there is to do, this is the asker's.
BY_ASKER = frozenset({Move.HELP, Move.REOPEN})
# The desk waits for nobody to take up again what it closed; that it helped is not for the desk to say.
BY_DESK = frozenset(Move) - {Move.HELP}
MAY: Mapping[Party, frozenset[Move]] = {
    Party.ASKER: BY_ASKER,
    Party.DESK: BY_DESK,
    Party.FORMER: frozenset(),
    Party.ROUTED: frozenset(),
}

# The desk's clock runs in these; in the others it waits for the asker, or for nobody.
CLOCK_RUNS = (State.RECEIVED, State.ESCALATED, State.TRIAGED, State.ASSIGNED, State.REOPENED)
# Somebody has answered.
SAID = (State.ANSWERED, State.HELPED)


def moved(state: State, move: Move) -> State:
    """Where a consultation stands after something happened. Raises NotNow where it cannot happen there."""
    if (state, move) not in TRANSITIONS:
        raise NotNow(f"{move} while {state}")
    return TRANSITIONS[state, move]


def open_to(state: State, party: Party) -> frozenset[Move]:
    """What somebody may do where a consultation stands."""
    return frozenset(move for move in MAY[party] if (state, move) in TRANSITIONS)
