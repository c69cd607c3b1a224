"""Words of a text with their places, folded for comparing; and the folded text with a map back to the original."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from minga.kit.text import fold

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Token:
    """One word: as written, in small letters, folded (no marks), and `text[start:end]` of it."""

    text: str
    low: str
    folded: str
    start: int
    end: int

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.text[0].isupper()


@lru_cache(maxsize=65_536)  # a text says the same words again and again
def folded_word(word: str) -> str:
    """One word as it is compared: no marks, no case."""
    return fold(word)


def tokens(text: str) -> list[Token]:
    """All words and numbers, in order; apostrophes and hyphens part words ("l'État" is two)."""
    return [
        Token(found[0], found[0].lower(), folded_word(found[0]), found.start(), found.end())
        for found in _WORD.finditer(text)
    ]


@dataclass(frozen=True)
class Folded:
    """Folded text where everything but letters and digits is one space; `origin[i]` is where character i came from."""

    text: str
    origin: Sequence[int]


def folded(text: str) -> Folded:
    """See `Folded`. Offsets count code points."""
    chars: list[str] = []
    origin: list[int] = []
    for place, char in enumerate(text):
        for piece in _plain(char):
            if piece != " " or (chars and chars[-1] != " "):
                chars.append(piece)
                origin.append(place)
    return Folded("".join(chars), origin)


@lru_cache(maxsize=4096)
def _plain(char: str) -> str:
    if char.isascii():
        return char.lower() if char.isalnum() else " "
    kept = "".join(c for c in unicodedata.normalize("NFKD", char) if not unicodedata.combining(c)).casefold()
    # A combining mark on its own disappears; what is no letter is a space.
    return "".join(c if c.isalnum() else " " for c in kept)


def spoken_names(text: str, words: Sequence[Token], longest: int = 6) -> Iterator[str]:
    """Every run of words that could be a name, folded as the gazetteer folds: it begins with a capital."""
    for first, word in enumerate(words):
        if word.capital:
            for last in words[first : first + longest]:
                run = fold(text[word.start : last.end])
                yield run
                if (spaced := folded(run).text) != run:
                    yield spaced
