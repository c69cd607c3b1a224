"""A question cut into words, each with its place in what was typed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from minga.kit.text import fold

# A letter or digit followed by more of them or by the marks that some keyboards send after a letter.
_WORD = re.compile(r"[^\W_][^\W_\u0300-\u036f]*(?:[\u0300-\u036f]+[^\W_]*)*")
# What may stand between two words of one phrase: "cidade-irmã", "d'action", "EE. UU.", "sur/sur".
_JOINT = re.compile(r"[\s\-‐‑'’ʼ`´.\"“”«»/]*\Z")
_PARAGRAPH = re.compile(r"[.!?]\s")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss"})


@dataclass(frozen=True)
class Token:
    """A word: its folded form, its place in code points, how it was written and what stood before it."""

    folded: str
    start: int
    end: int
    text: str
    gap: str

    @property
    def capital(self) -> bool:
        """Whether it was written with a capital letter."""
        return self.text[:1].isupper()

    @property
    def joined(self) -> bool:
        """Whether nothing but space, hyphen, apostrophe or the point of an abbreviation stands before it."""
        return bool(_JOINT.match(self.gap)) and not _PARAGRAPH.search(self.gap)


def tokenize(text: str) -> tuple[Token, ...]:
    """The words of any text whatever, in order; punctuation, symbols and control characters are no words."""
    tokens, last = [], 0
    for match in _WORD.finditer(text):
        folded = plain(match.group())
        if folded:
            tokens.append(Token(folded, match.start(), match.end(), match.group(), text[last : match.start()]))
            last = match.end()
    return tuple(tokens)


def plain(word: str) -> str:
    """A word as words are compared: folded, in one piece, ligatures written out."""
    return fold(word).translate(_LIGATURES).replace(" ", "")


def words(phrase: str) -> tuple[str, ...]:
    """The folded words of a phrase of the lexicon."""
    return tuple(token.folded for token in tokenize(phrase))


def mixed_case(tokens: Sequence[Token]) -> bool:
    """Whether capitals mean something here: some words have one and some longer words do not."""
    longer = [token for token in tokens if len(token.folded) > 3]
    return any(token.capital for token in tokens[1:]) and not all(token.capital for token in longer)
