"""The words of one language by which acts, instruments and dates are recognised, compiled from its data file."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from minga.ingest.domain.extraction.tokens import Token, folded_word
from minga.kit.inflection import plural
from minga.kit.text import fold

_ACUTE = "óéíú"


@dataclass(frozen=True)
class Verb:
    """What a form says was done ("created"), or how it binds another ("plan", "modal"), and in which tense."""

    event: str
    tense: str


@dataclass(frozen=True)
class Rule:
    """An instrument by its head: its code where one of the stems stands in its phrase; no stems ask for nothing."""

    code: str
    stems: tuple[str, ...]


@dataclass
class Phrases:
    """Phrases of one or more words with what each means; the longest that begins at a word is found."""

    known: dict[str, list[tuple[tuple[str, ...], Any]]] = field(default_factory=lambda: defaultdict(list))
    # The same by the first two words, None where there is but one: forty phrases begin with "la".
    begun: dict[str, dict[str | None, list[tuple[tuple[str, ...], Any]]]] = field(default_factory=dict)

    def add(self, phrase: str, meaning: Any) -> None:
        """Learn a phrase; "_" parts its words, and "~" before it says that its marks are unknown.

        A word that ends in an accented vowel is only known with its accent.
        """
        words = tuple(phrase.lower().split("_"))
        first = fold(words[0]).lstrip("~")
        second = fold(words[1]).lstrip("~") if words[1:] else None
        self.known[first].append((words, meaning))
        self.begun.setdefault(first, {}).setdefault(second, []).append((words, meaning))

    def at(self, words: Sequence[Token], start: int) -> tuple[int, list[Any]]:
        """The end (exclusive) of the longest phrase at a word, and all its meanings; (start, []) without one."""
        end, meanings = start, list[Any]()
        begun = self.begun.get(words[start].folded)
        if begun is None:
            return end, meanings
        second = words[start + 1].folded if start + 1 < len(words) else ""
        for phrase, meaning in (*begun.get(None, ()), *begun.get(second, ())):
            stop = start + len(phrase)
            if stop >= end and stop <= len(words) and all(map(_same, phrase, words[start:stop])):
                meanings = [*(meanings if stop == end else ()), meaning]
                end = stop
        return end, meanings

    def ending(self, words: Sequence[Token], end: int, longest: int = 4) -> tuple[int, list[Any]]:
        """The start of the longest phrase that ends before `end`, and its meanings; (end, []) where there is none."""
        for start in range(max(0, end - longest), end):
            meanings = [
                meaning
                for phrase, meaning in self.known.get(words[start].folded, ())
                if start + len(phrase) == end and all(map(_same, phrase, words[start:end]))
            ]
            if meanings:
                return start, meanings
        return end, []


def _same(word: str, token: Token) -> bool:
    """Marks may be left out ("direccion"), never added ("pública" is no "publica"); "cerró" is no "cerro"."""
    if word[0] == "~":
        return token.folded == word[1:]
    return token.low == word or (word[-1] not in _ACUTE and token.low == token.folded == folded_word(word))


class Language:
    """One language's lexicon. Build once, read always."""

    def __init__(
        self, code: str, data: Mapping[str, Any], common: Mapping[str, Any], peoples: Mapping[str, str] | None = None
    ) -> None:
        """`peoples` maps a folded adjective of a country to the country's alpha-2 code ("alemana": "DE")."""
        self.code, self.data, self.peoples = code, data, peoples or {}
        self._sets: dict[str, frozenset[str]] = {}
        self.verbs, self.heads, self.organs = Phrases(), Phrases(), Phrases()
        self.levels, self.coref, self.networks = Phrases(), Phrases(), Phrases()
        self.lists, self.phrases = Phrases(), Phrases()
        self._read_verbs()
        self._read_instruments(common)
        for level, words in data["level_words"].items():
            self._learn(self.levels, words, level)
        for kind, words in data["coref"].items():
            self._learn(self.coref, words, kind)
        for kind in ("later", "before", "next_year", "same_year", "last_year"):
            self._learn(self.phrases, data[kind], kind)
        self.numbers = {fold(word): value for word, value in data["numbers"].items()}
        self.decades = {fold(word): value for word, value in data["decades"].items()}
        articles = {"los", "os", "les"} if code != "en" else set[str]()
        self.opening_decades = frozenset({*self.words("decade"), *self.decades, *articles})
        self.months = {fold(word): month for month, word in enumerate(data["months"].split(), 1)}
        self.home = frozenset(common["spoken_in"][code].split())
        self.international = tuple(_folded(data["international"]))
        # The first words of all that `dates` and `objects` look for: most words are none.
        self.begins_date = frozenset({*self.opening_decades, *self.phrases.known, *self.numbers})
        self.begins_thing = frozenset({*self.networks.known, *self.organs.known, *self.heads.known})

    def words(self, name: str) -> frozenset[str]:
        """A list of single words of the data file, folded; read once."""
        if name not in self._sets:
            self._sets[name] = frozenset(_folded(self.data[name]))
        return self._sets[name]

    def _learn(self, phrases: Phrases, words: str, meaning: Any) -> None:
        for word in words.split():
            phrases.add(word, meaning)

    def _read_verbs(self) -> None:
        for event, lemmas in self.data["verbs"].items():
            for lemma in lemmas.split():
                for tense, form in conjugated(lemma, self.data["paradigms"]):
                    self.verbs.add(form, Verb(event, tense))
        for event, tenses in self.data["forms"].items():
            for tense, forms in tenses.items():
                for form in forms.replace("|", " ").split():
                    self.verbs.add(form, Verb(event, tense))

    def _read_instruments(self, common: Mapping[str, Any]) -> None:
        for heads, stems, code in self.data["instruments"]:
            for head in heads.split():
                for form in plurals(head, self.code):
                    self.heads.add(form, Rule(code, tuple(_folded(stems))))
        for code, heads in self.data["organ_heads"].items():
            for head in heads.split():
                for form in plurals(head, self.code):
                    self.organs.add(form, code)
        for code, heads in self.data["list_heads"].items():
            self._learn(self.lists, heads, code)
        for name in common["networks"].split("|"):
            self.networks.add("_".join(name.replace("-", " ").split()), "network_membership")


def _folded(words: str) -> list[str]:
    return [fold(word).replace("_", " ") for word in words.split()]


def conjugated(lemma: str, paradigms: Mapping[str, Mapping[str, str]]) -> Iterable[tuple[str, str]]:
    """Every (tense, form) of a verb of a known paradigm; none where its ending is of none."""
    for ending, tenses in paradigms.items():
        if lemma.endswith(ending):
            stem = lemma.removesuffix(ending)
            for tense, endings in tenses.items():
                for end in endings.split():
                    yield tense, stem + end.strip("-")
            return


def plurals(phrase: str, lang: str) -> list[str]:
    """A phrase, and with the regular plural of its first word, and of all its words; marks of plurals are unknown."""
    first, *rest = phrase.split("_")
    many = [plural(fold(word), lang) for word in (first, *rest) if word]
    return list(dict.fromkeys((phrase, "_".join((f"~{many[0]}", *rest)), "_".join(f"~{word}" for word in many))))
