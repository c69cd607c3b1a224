"""Words of a text with their places, folded for comparing; and the folded text with a map back to the original."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from minga.kit.text import fold

_WORD = re.compile(r"[^\W_]+")
# Stretches of folded text, each with the one space that is kept after it.
_KEPT = re.compile(r"[^ ]+ ?")
# Stands for a character that folds to none or to several.
_UNLIKE = "\0"


class Token(NamedTuple):  # a tuple, for a text has as many of them as words
    """One word: as written, in small letters, folded (no marks), and `text[start:end]` of it."""

    text: str
    low: str
    folded: str
    start: int
    end: int

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital letter, which may stand second: "eThekwini"."""
        return self.text[0].isupper() or self.text[1:2].isupper()


@lru_cache(maxsize=65_536)  # a text says the same words again and again
def folded_word(word: str) -> str:
    """One word as it is compared: no marks, no case."""
    return fold(word)


def tokens(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """All words and numbers of `text[start:end]`, in order; apostrophes and hyphens part words ("l'État" is two)."""
    return [
        Token(word := found[0], word.lower(), folded_word(word), found.start(), found.end())
        for found in _WORD.finditer(text, start, len(text) if end is None else end)
    ]


@dataclass(frozen=True)
class Folded:
    """Folded text where everything but letters and digits is one space; `origin[i]` is where character i came from."""

    text: str
    origin: Sequence[int]


def folded(text: str) -> Folded:
    """See `Folded`. Offsets count code points."""
    alike = text.translate(_alike)
    if _UNLIKE in alike:
        return _folded_each(text)
    kept = list(_KEPT.finditer(alike))
    origin = [place for found in kept for place in range(found.start(), found.end())]
    return Folded("".join(found[0] for found in kept), origin)


def _folded_each(text: str) -> Folded:
    """The same, character by character, for a text with characters that fold to none or to several."""
    chars: list[str] = []
    origin: list[int] = []
    for place, char in enumerate(text):
        for piece in _plain(char):
            if piece != " " or (chars and chars[-1] != " "):
                chars.append(piece)
                origin.append(place)
    return Folded("".join(chars), origin)


class _Alike(dict[int, str]):
    """For `str.translate`: what each character is folded to, looked up once; a mark where that is not one character."""

    def __missing__(self, code: int) -> str:
        plain = _plain(chr(code))
        self[code] = plain if len(plain) == 1 else _UNLIKE
        return self[code]


_alike = _Alike()


@lru_cache(maxsize=4096)
def _plain(char: str) -> str:
    if char.isascii():
        return char.lower() if char.isalnum() else " "
    kept = "".join(c for c in unicodedata.normalize("NFKD", char) if not unicodedata.combining(c)).casefold()
    # A combining mark on its own disappears; what is no letter is a space.
    return "".join(c if c.isalnum() else " " for c in kept)


class Said(NamedTuple):
    """What a text says that could be a name, folded, and the words, folded, that it writes in small letters too."""

    names: frozenset[str]
    small: frozenset[str]


def said_in(text: str) -> Said:
    """All that the gazetteer must be asked for before a text is read: tens of thousands of names for a long law."""
    words = tokens(text)
    small = frozenset(word.folded for word in words if word.text.islower())
    return Said(frozenset(spoken_names(text, words)), small)


def spoken_names(text: str, words: Sequence[Token], longest: int = 6) -> Iterator[str]:
    """Every run of words that could be a name, folded as the gazetteer folds: it begins with a capital.

    With its signs, and where it has any, once more with spaces in their place.
    """
    for first, word in enumerate(words):
        if not word.capital:
            continue
        run, spaced = word.folded, _spaced(word.folded)
        yield run
        if spaced != run:
            yield spaced
        for before, after in pairwise(words[first : first + longest]):
            gap = text[before.end : after.start]
            run += _between(gap) + after.folded
            spaced += " " + _spaced(after.folded) if gap == " " else _spaced(_between(gap)) + _spaced(after.folded)
            yield run
            if spaced != run:
                yield spaced


@lru_cache(maxsize=65_536)
def _spaced(piece: str) -> str:
    return folded(f"x{piece}x").text[1:-1]


@lru_cache(maxsize=4096)
def _between(gap: str) -> str:
    """What stands between two words as `fold` leaves it; letters on both sides, for it strips the ends."""
    return fold(f"x{gap}x")[1:-1]
