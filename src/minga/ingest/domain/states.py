"""How reading a file can end. Every file ends in exactly one state, which says what happened and what was kept."""

from enum import StrEnum


class State(StrEnum):
    """What became of a file."""

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


# There are passages to search.
WITH_TEXT = frozenset({State.READ, State.PARTIAL})
# Nothing of these is kept: there is nothing, it is no document, or it was made to do harm.
NOT_KEPT = frozenset({State.EMPTY, State.BOMB, State.TOO_BIG, State.UNSUPPORTED, State.UNREADABLE})
# Another day these may be read: a program that is missing may be there then, a machine may be less busy.
WORTH_ANOTHER_TRY = frozenset({State.SCAN, State.NEEDS_OFFICE, State.TOO_SLOW, State.TOO_HUNGRY, State.CRASHED})


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
