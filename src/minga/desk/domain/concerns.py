"""What a question is about, told by words of the field in four languages: cost, staff, council, twinning, visa …

A model of meaning knows what two texts sound like; an office wants to know whether both ask what a thing costs. Each
concern is a list of words and phrases by language, and those that both texts hold, whatever their languages, make
them alike. The words are those of the field as its people use them: many, loose, and none of them decides alone.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256

from minga.kit.text import fold

LANGUAGES = ("es", "pt", "en", "fr")
# By code, a `name` in Spanish, and by language phrases with commas between; a word that ends in * begins longer ones.
# `proper`, with any word, says that it is the name of a network, a fund or a prize.
Listed = Mapping[str, Mapping[str, str]]
_WORD = re.compile(r"[a-z0-9]+\*?")
_Phrase = tuple[str, ...]


class NotConcerns(ValueError):
    """The list has another shape: it is no table of tables of text, or a new concern has no name."""


def joined(lists: Sequence[Listed]) -> Listed:
    """Several lists as one: a later one adds words to the concerns before it, names them anew, or adds concerns."""
    made: dict[str, dict[str, str]] = {}
    for listed in lists:
        for code, said in _checked(listed):
            known = made.setdefault(code, {})
            more = {key: f"{known[key]}, {text}" for key, text in said.items() if key in known and key != "name"}
            known.update(said | more)
            if not known.get("name"):
                raise NotConcerns(code)
    return made


def _checked(listed: object) -> Iterator[tuple[str, dict[str, str]]]:
    if not isinstance(listed, Mapping):
        raise NotConcerns
    for code, said in listed.items():
        known = {"name", "proper", *LANGUAGES}
        if not isinstance(said, Mapping) or not all(key in known and isinstance(said[key], str) for key in said):
            raise NotConcerns(code)
        yield code, dict(said)


class Concerns:
    """A compiled list. `mark` is another one where any word is; `names` tells each concern in Spanish.

    proper   names of networks, funds, prizes: each is told too seldom to be learned of, and counts by its rarity
    """

    def __init__(self, listed: Listed) -> None:
        self.names = {code: said["name"] for code, said in listed.items()}
        self.proper = frozenset(code for code, said in listed.items() if said.get("proper"))
        self.mark = sha256(json.dumps(listed, sort_keys=True).encode()).hexdigest()[:8]
        # By language and first word of a phrase: its other words, and what it tells.
        self._starts: dict[str, dict[str, list[tuple[_Phrase, str]]]] = {one: defaultdict(list) for one in LANGUAGES}
        for code, said in listed.items():
            for language in LANGUAGES:
                for phrase in said.get(language, "").split(","):
                    if pieces := _WORD.findall(fold(phrase)):
                        self._starts[language][pieces[0]].append((tuple(pieces[1:]), code))

    def told(self, text: str, language: str) -> tuple[str, ...]:
        """The codes of what a text is about, each once, in alphabetical order; none in a language that is not known."""
        starts, words = self._starts.get(language, {}), re.findall(r"[a-z0-9]+", fold(text))
        found = {
            code
            for place, word in enumerate(words)
            for key in _keys(word)
            for rest, code in starts.get(key, ())
            if _goes_on(words[place + 1 : place + 1 + len(rest)], rest)
        }
        return tuple(sorted(found))


def _keys(word: str) -> Iterator[str]:
    yield word
    for end in range(1, len(word) + 1):
        yield f"{word[:end]}*"


def _goes_on(words: Sequence[str], rest: _Phrase) -> bool:
    """Whether these words are those pieces; one that ends in * stands for every word that begins so."""
    return len(words) == len(rest) and all(
        word.startswith(piece[:-1]) if piece.endswith("*") else word == piece
        for word, piece in zip(words, rest, strict=True)
    )
