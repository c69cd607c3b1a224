"""The words of the field: instruments, events, areas, states, cells and levels, in four languages."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

LANGUAGES = ("es", "en", "pt", "fr")
DEFAULT_PATH = Path(__file__).parent.parent / "data" / "vocabulary.json"


class VocabularyError(ValueError):
    """The vocabulary contradicts itself."""


class UnknownConcept(KeyError):
    """No concept has this code; the codes are listed in docs/reference/vocabulary.md."""


class UnknownScheme(KeyError):
    """No scheme has this name."""


class UnknownBroader(VocabularyError):
    """A concept names a broader concept that its scheme does not hold."""


class BroaderInCircle(VocabularyError):
    """A concept is, through others, broader than itself."""


class MissingLanguage(VocabularyError):
    """A label, plural or definition is missing or empty in one of the four languages."""


class DuplicateCode(VocabularyError):
    """Two concepts of one scheme share a code."""


class UnknownCell(VocabularyError):
    """The table of profile cells names an instrument or a cell that does not exist."""


@dataclass(frozen=True)
class Concept:
    """One concept: a `label`, `plural` and `definition` per language; `words` are everyday phrases per language."""

    code: str
    scheme: str
    broader: tuple[str, ...]
    label: Mapping[str, str]
    plural: Mapping[str, str]
    definition: Mapping[str, str]
    words: Mapping[str, tuple[str, ...]]
    exact_match: tuple[str, ...] = ()
    close_match: tuple[str, ...] = ()


@dataclass(frozen=True)
class Vocabulary:
    """All concepts, in the order of the file. A code is unique within its scheme.

    Where two schemes share a code ("focal_point" is an instrument and a state), a call without `scheme`
    means the scheme that stands first in the file; instrument, event and area stand first.
    """

    concepts: tuple[Concept, ...]
    schemes: Mapping[str, Mapping[str, str]]
    cells: Mapping[str, str]
    _by_code: dict[str, dict[str, Concept]] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse what contradicts itself: see the errors of this module."""
        for concept in self.concepts:
            self._add(concept)
        for concept in self.concepts:
            self._check_broader(concept)
        for instrument, cell in self.cells.items():
            if not self.has(instrument, "instrument") or not self.has(cell, "cell"):
                raise UnknownCell(f"{instrument} -> {cell}")

    @classmethod
    def load(cls, path: Path = DEFAULT_PATH) -> "Vocabulary":
        """Read the vocabulary file. Raises VocabularyError where it contradicts itself, OSError without it."""
        return cls.of(json.loads(path.read_text(encoding="utf-8")))

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> "Vocabulary":
        """The vocabulary of a file already read: `schemes`, `cell_of` and `concepts`."""
        return cls(tuple(_concept(row) for row in data["concepts"]), data["schemes"], data["cell_of"])

    def has(self, code: str, scheme: str | None = None) -> bool:
        """Whether a scheme (or any scheme) holds the code."""
        found = self._by_code.get(code, {})
        return scheme in found if scheme else bool(found)

    def concept(self, code: str, scheme: str | None = None) -> Concept:
        """The concept of a code. Raises UnknownConcept."""
        if not self.has(code, scheme):
            raise UnknownConcept(code)
        found = self._by_code[code]
        return found[scheme] if scheme else next(found[name] for name in self.schemes if name in found)

    def scheme(self, name: str) -> tuple[Concept, ...]:
        """The concepts of a scheme in their order, broader ones included. Raises UnknownScheme."""
        if name not in self.schemes:
            raise UnknownScheme(name)
        return tuple(concept for concept in self.concepts if concept.scheme == name)

    def claimable(self, name: str) -> tuple[str, ...]:
        """The codes of a scheme that a claim may carry: those that gather no narrower ones."""
        concepts = self.scheme(name)
        gathering = {broader for concept in concepts for broader in concept.broader}
        return tuple(concept.code for concept in concepts if concept.code not in gathering)

    def narrower(self, code: str, scheme: str | None = None) -> set[str]:
        """The code and all that is narrower, at any depth. Raises UnknownConcept."""
        top = self.concept(code, scheme)
        found = {top.code}
        while more := {c.code for c in self.scheme(top.scheme) if found & set(c.broader)} - found:
            found |= more
        return found

    def label(self, code: str, lang: str, plural: bool = False, scheme: str | None = None) -> str:
        """How a concept is called in a language ("pt-br" is "pt"; else Spanish). Raises UnknownConcept."""
        concept = self.concept(code, scheme)
        texts = concept.plural if plural else concept.label
        return texts.get(lang.split("-")[0].lower(), texts["es"])

    def cell_of(self, instrument: str) -> str | None:
        """The cell of the profile that an instrument fills; None for those that fill none. Raises UnknownConcept."""
        return self.cells.get(self.concept(instrument, "instrument").code)

    def _add(self, concept: Concept) -> None:
        if concept.scheme not in self.schemes:
            raise UnknownScheme(concept.scheme)
        for texts in (concept.label, concept.plural, concept.definition):
            if missing := [lang for lang in LANGUAGES if not texts.get(lang, "").strip()]:
                raise MissingLanguage(f"{concept.scheme}:{concept.code} {', '.join(missing)}")
        if self.has(concept.code, concept.scheme):
            raise DuplicateCode(f"{concept.scheme}:{concept.code}")
        self._by_code.setdefault(concept.code, {})[concept.scheme] = concept

    def _check_broader(self, concept: Concept) -> None:
        seen = {concept.code}
        above = set(concept.broader)
        while above:
            if unknown := [code for code in above if not self.has(code, concept.scheme)]:
                raise UnknownBroader(f"{concept.code} -> {unknown[0]}")
            if circle := above & seen:
                raise BroaderInCircle(f"{concept.code} -> {circle.pop()}")
            seen |= above
            above = _union(self.concept(code, concept.scheme).broader for code in above)


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary of this installation, read once."""
    return Vocabulary.load()


def _concept(row: Mapping[str, Any]) -> Concept:
    words = {lang: tuple(phrases) for lang, phrases in row.get("words", {}).items()}
    matches = (tuple(row.get("exact_match", ())), tuple(row.get("close_match", ())))
    return Concept(
        row["code"],
        row["scheme"],
        tuple(row.get("broader", ())),
        row["label"],
        row["plural"],
        row["definition"],
        words,
        *matches,
    )


def _union(groups: Iterable[Iterable[str]]) -> set[str]:
    return {code for group in groups for code in group}
