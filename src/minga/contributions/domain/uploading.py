"""How large uploads may be, where one goes on, and where each is."""

from enum import StrEnum

from minga.kit.text import nfc, printable

# So much of a file is sent at a time: a slow link loses at most this.
PART = 512 << 10
# By the hash of so many first bytes a file is known again after a reload.
HEAD = 64 << 10
LARGEST = 256 << 20
# A form without JavaScript sends everything at once.
LARGEST_FORM = 256 << 20
# What one person may have under way, and one organization may send in a day.
MOST_UNDER_WAY = 1 << 30
MOST_A_DAY = 4 << 30
MOST_FILES = 50
EXPIRES_HOURS = 48


class Stage(StrEnum):
    """Where an upload is: it comes, it was handed on to be read, or it ended before."""

    SENDING = "sending"
    HANDED = "handed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


class Full(ValueError):
    """No more is taken; the argument says why: "empty", "file", "files", "person", "organization"."""


class OtherOffset(ValueError):
    """A part does not begin where the file goes on; `offset` is where it does."""

    def __init__(self, offset: int) -> None:
        super().__init__(offset)
        self.offset = offset


def file_name(said: str) -> str:
    """A file's own name as it may be stored and shown: one line, no folders, no control characters."""
    last = " ".join(nfc(printable(said)).split()).replace("\\", "/").rpartition("/")[2]
    return last[-255:].strip(" .") or "documento"


def check_room(size: int, *, files: int, under_way: int, today: int) -> None:
    """Whether a file of so many bytes is taken.

    files, under_way    of the person: files and bytes that are not handed on yet
    today               bytes of the organization in the last day

    Raises Full.
    """
    if size <= 0:
        raise Full("empty")
    if size > LARGEST:
        raise Full("file")
    if files >= MOST_FILES:
        raise Full("files")
    if under_way + size > MOST_UNDER_WAY:
        raise Full("person")
    if today + size > MOST_A_DAY:
        raise Full("organization")


def next_part(offset: int, size: int, given: int, length: int) -> int:
    """How many bytes of a part are taken, where a file of `size` has come to `offset` and it begins at `given`.

    Raises OtherOffset; Full where the part goes beyond the file, or is larger than parts are.
    """
    if given != offset:
        raise OtherOffset(offset)
    if length > PART or offset + length > size:
        raise Full("file")
    return length
