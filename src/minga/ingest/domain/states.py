"""Where a file that was handed in is: it waits, or reading it ended, which says what happened and what was kept."""

from enum import StrEnum


class State(StrEnum):
    """What became of a file."""

    WAITING = "waiting"
    READ = "read"
    PARTIAL = "partial"
    SCAN = "scan"
    NO_TEXT = "no_text"
    PASSWORD = "password"  # noqa: S105 - a state, no secret
    DAMAGED = "damaged"
    TRUNCATED = "truncated"
    NEEDS_OFFICE = "needs_office"
    TOO_SLOW = "too_slow"
    TOO_HUNGRY = "too_hungry"
    CRASHED = "crashed"
    EMPTY = "empty"
    BOMB = "bomb"
    TOO_BIG = "too_big"
    UNSUPPORTED = "unsupported"
    UNREADABLE = "unreadable"
    CANCELLED = "cancelled"


# There are passages to search.
WITH_TEXT = frozenset({State.READ, State.PARTIAL})
# Nothing of these is kept: there is nothing, it is no document, it was made to do harm, or somebody took it back.
NOT_KEPT = frozenset({State.EMPTY, State.BOMB, State.TOO_BIG, State.UNSUPPORTED, State.UNREADABLE, State.CANCELLED})
# A file that waits is no document yet.
WITHOUT_DOCUMENT = NOT_KEPT | {State.WAITING}
# Another day these may be read: a program that is missing may be there then, a machine may be less busy.
WORTH_ANOTHER_TRY = frozenset(
    {State.SCAN, State.NEEDS_OFFICE, State.TOO_SLOW, State.TOO_HUNGRY, State.CRASHED, State.CANCELLED}
)
# The names of what is done later: with a file that waits, and with a text that is new.
READ, PROPOSE = "ingest.read", "ingest.propose"


class Note(StrEnum):
    """What a reader should know of a text beside its state; some go with a number."""

    OTHER_FORMAT = "other_format"
    LETTERS_LOST = "letters_lost"
    ENCODED_TWICE = "encoded_twice"
    PAGES_UNREAD = "pages_unread"
    PAGES_CLAIMED = "pages_claimed"
    SCANNED_PAGES = "scanned_pages"
    BY_OCR = "by_ocr"
    BY_OFFICE = "by_office"
    CUT_SHORT = "cut_short"


class Refused(Exception):
    """A file cannot be read as text; `state` says why."""

    def __init__(self, state: State, detail: str = "") -> None:
        super().__init__(f"{state}: {detail}")
        self.state, self.detail = state, detail
