"""Pure helpers for words: folding, normal form, slugs."""

import re
import unicodedata
from itertools import filterfalse

_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'"})
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def nfc(text: str) -> str:
    """The text in Unicode normal form C, the form in which every document is stored."""
    return unicodedata.normalize("NFC", text)


def printable(text: str) -> str:
    """The text without control characters and halves of pairs: PostgreSQL refuses some, and no other is ever meant."""
    return _CONTROL.sub("", text)


def fold(text: str) -> str:
    """The text as it is compared: no marks, no case, one apostrophe, single spaces.

    "  Québec’s  São Paulo" becomes "quebec's sao paulo".
    """
    bare = unicodedata.normalize("NFKD", printable(text).translate(_APOSTROPHES))
    kept = bare if bare.isascii() else "".join(filterfalse(unicodedata.combining, bare))
    return " ".join(kept.casefold().split())


def slugify(text: str) -> str:
    """The text as a piece of an address: ASCII letters and digits joined by hyphens; may be empty."""
    ascii_only = fold(text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-")
