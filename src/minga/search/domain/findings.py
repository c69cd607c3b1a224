"""What is found in a question before anything is decided: the words, the phrases, the names, each with its stretch."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from minga.kit.text import nfc
from minga.search.domain.lexicon import Entry, Lexicon
from minga.search.domain.places import PlaceMatch, Places
from minga.search.domain.tokens import Token, mixed_case, tokenize

_LONGEST_NAME = 6
_ROMAN = re.compile("[ivx]{1,5}")


@dataclass(frozen=True)
class Question:
    """A question cut into words, with its language and whether its capitals mean something."""

    tokens: tuple[Token, ...]
    language: str
    mixed: bool
    lexicon: Lexicon

    @classmethod
    def read(cls, text: str, lexicon: Lexicon) -> "Question":
        """Cut any text into words and guess its language."""
        tokens = tokenize(text)
        return cls(tokens, lexicon.language_of(tokens), mixed_case(tokens), lexicon)

    def folded(self, first: int, last: int) -> tuple[str, ...]:
        """The folded words of a stretch."""
        return tuple(token.folded for token in self.tokens[first:last])

    def phrase(self, first: int) -> tuple[int, tuple[Entry, ...]]:
        """The longest phrase of the lexicon that begins at a word: its end (exclusive) and what it means."""
        written = self.lexicon.as_written(nfc(self.tokens[first].text)) if first < len(self.tokens) else None
        return (first + 1, (written,)) if written else self.lexicon.longest(self.tokens, first)

    def before(self, first: int) -> int:
        """The place of the word before a stretch, articles skipped; -1 at the beginning or after a break."""
        position = first - 1
        while position >= 0 and self.tokens[position + 1].joined and self.tokens[position].folded in self.articles:
            position -= 1
        return position if position >= 0 and self.tokens[position + 1].joined else -1

    @property
    def articles(self) -> frozenset[str]:
        """The articles of the question's language: the "o" of "China o Perú" is none."""
        return self.lexicon.articles_of[self.language]


@dataclass(frozen=True)
class Span:
    """Words first..last (exclusive) that are a phrase of the lexicon (`entries`) or a name (`match`), never both."""

    first: int
    last: int
    entries: tuple[Entry, ...] = ()
    match: PlaceMatch | None = None


@dataclass(frozen=True)
class Finding:
    """What a stretch means: one future chip. `applied` says whether it filters; if not, `reason` says why in a code."""

    kind: str
    code: str
    first: int
    last: int
    applied: bool = True
    reason: str = ""
    alternatives: tuple[str, ...] = ()
    cue: str = ""
    country: str = ""

    def unless(self, doubt: bool, reason: str) -> "Finding":
        """The same finding, no longer applied where there is a doubt."""
        return replace(self, applied=False, reason=reason) if doubt and self.applied else self


def spans(question: Question, places: Places) -> list[Span]:
    """The phrases and names of a question, none overlapping, in order; the longest win, and phrases before names."""
    found = [*_phrases(question), *_names(question, places)]
    chosen: list[Span] = []
    taken: set[int] = set()
    for span in sorted(found, key=lambda span: _precedence(question, span)):
        stretch = set(range(span.first, span.last))
        if not taken & stretch:
            taken |= stretch
            chosen.append(span)
    return sorted(chosen, key=lambda span: span.first)


def _precedence(question: Question, span: Span) -> tuple[bool, int, bool, int]:
    """Longest first, but a name that is written like a word ("la frontera") never hides a phrase."""
    content = [token for token in question.tokens[span.first : span.last] if token.folded not in question.lexicon.stop]
    plausible = all(token.capital for token in content) if question.mixed else len(content) > 1
    return span.match is not None and not plausible, span.first - span.last, span.match is not None, span.first


def _phrases(question: Question) -> Iterator[Span]:
    lexicon = question.lexicon
    for first, token in enumerate(question.tokens):
        last, entries = question.phrase(first)
        alone = last == first + 1
        if alone and _is_a_name(question, token, entries):
            continue
        if last > first and not (alone and lexicon.false_friend(token.folded, question.language)):
            yield Span(first, last, entries)


def _is_a_name(question: Question, token: Token, entries: Sequence[Entry]) -> bool:
    """Whether what may be an adjective is the place ("la Corse"); only English writes both with a capital."""
    capital = question.mixed and token.capital and question.language != "en"
    return capital and all(entry.kind == "regional" for entry in entries)


def _names(question: Question, places: Places) -> Iterator[Span]:
    stretches: dict[str, list[tuple[int, int]]] = {}
    for first, last in _candidates(question):
        stretches.setdefault(" ".join(question.folded(first, last)), []).append((first, last))
    matches: Mapping[str, PlaceMatch] = places(list(stretches)) if stretches else {}
    for name, match in matches.items():
        for first, last in stretches.get(name, ()):
            if match.candidates:
                yield Span(first, last, match=match)


def _candidates(question: Question) -> Iterator[tuple[int, int]]:
    for first in range(len(question.tokens)):
        if not _may_begin(question, first):
            continue
        for last in range(first + 1, min(first + _LONGEST_NAME, len(question.tokens)) + 1):
            if last > first + 1 and not question.tokens[last - 1].joined:
                break
            if _may_be_name(question, first, last):
                yield first, last


def _may_begin(question: Question, first: int) -> bool:
    word = question.tokens[first].folded
    return word in question.lexicon.name_starts or word not in question.lexicon.stop


def _may_be_name(question: Question, first: int, last: int) -> bool:
    words: Sequence[str] = question.folded(first, last)
    if words[-1] in question.lexicon.stop or all(word.isdigit() for word in words):
        return False
    if last == first + 1 and _ROMAN.fullmatch(words[0]) and question.tokens[first].text.isupper():
        return False
    return last > first + 1 or len(words[0]) > 2 or question.tokens[first].text.isupper()
