"""Addresses to fetch: how much, how long, and why nothing may come of one."""

from enum import StrEnum
from urllib.parse import unquote, urlsplit

FETCH = "contributions.fetch"
MOST_A_DAY = 100
MOST_BYTES = 50 << 20
SECONDS = 60.0


class Failed(StrEnum):
    """Why nothing came of an address."""

    NOT_AN_ADDRESS = "not_an_address"
    REFUSED = "refused"
    NO_ANSWER = "no_answer"
    TOO_SLOW = "too_slow"
    TOO_LONG = "too_long"
    REDIRECTS = "redirects"
    STATUS = "status"
    NOT_ALLOWED = "not_allowed"
    ENDED = "ended"


_KINDS = {
    "NotAnAddress": Failed.NOT_AN_ADDRESS,
    "AddressRefused": Failed.REFUSED,
    "TooSlow": Failed.TOO_SLOW,
    "TooLong": Failed.TOO_LONG,
    "TooManyRedirects": Failed.REDIRECTS,
}


def failed_by(error: str) -> Failed:
    """The reason that a kind of error of the fetcher is."""
    return _KINDS.get(error, Failed.NO_ANSWER)


def name_at(url: str) -> str:
    """What a page is called as a file: the end of its address, else the name of its host."""
    there = urlsplit(url)
    last = unquote(there.path).rstrip("/").rpartition("/")[2]
    return " ".join("".join(char for char in last if char.isprintable()).split())[-200:] or there.netloc[:200]
