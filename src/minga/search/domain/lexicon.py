"""The words by which a question means something, compiled once from the vocabulary and the language files."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from minga.evidence.domain.vocabulary import LANGUAGES, Concept, Vocabulary
from minga.kit import inflection
from minga.search.domain.tokens import Token, plain, words

_OF = "de"
_KINDS = {"instrument": "instrument", "event": "event", "area": "area", "level": "level"}


@dataclass(frozen=True)
class Entry:
    """What a phrase means. `sure` is False for what is only suggested; `reason` then says why, in a code."""

    kind: str
    code: str
    lang: str
    sure: bool = True
    reason: str = ""


@dataclass
class Node:
    """A place in the tree of phrases: the words that may follow and what the phrase so far means."""

    children: dict[str, "Node"] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)


@dataclass(frozen=True)
class Languages:
    """The language files of the search room as read from JSON: questions, verbs, demonyms, times."""

    questions: Mapping[str, Any]
    verbs: Mapping[str, Any]
    demonyms: Mapping[str, Mapping[str, Sequence[str]]]
    times: Mapping[str, Any]


class Lexicon:
    """Phrases, their inflected forms and the small word lists that the parser needs. Build once, read always."""

    def __init__(
        self, vocabulary: Vocabulary, languages: Languages, countries: Mapping[str, Mapping[str, str]]
    ) -> None:
        """`countries` maps an alpha-2 code to its name in each language ({"BR": {"es": "Brasil", …}})."""
        self.vocabulary = vocabulary
        self.times = languages.times
        self.verbs = languages.verbs
        self.demonyms = languages.demonyms
        self._questions = languages.questions
        self._root = Node()
        self._lemmas: dict[str, set[str]] = defaultdict(set)
        self._speech: dict[str, set[str]] = defaultdict(set)
        self._read_lists()
        self._read_plain()
        self._read_concepts()
        self._read_soft()
        self._read_verbs()
        self._read_countries(countries)
        self._read_demonyms(languages.demonyms)

    def longest(self, tokens: Sequence[Token], start: int) -> tuple[int, tuple[Entry, ...]]:
        """The longest known phrase that begins at a word: its end (exclusive), what it means; (start, ()) if none."""
        end, entries = start, dict[Entry, None]()
        stack = [(self._root, start)]
        while stack:
            node, position = stack.pop()
            for child, after in self._steps(node, tokens, start, position):
                if child.entries and after >= end:
                    # Two lemmas of one form ("awards", the noun and the verb) both count.
                    entries = dict.fromkeys([*(entries if after == end else ()), *child.entries])
                    end = after
                stack.append((child, after))
        return end, tuple(sorted(entries, key=lambda entry: (entry.kind, entry.code, entry.lang)))

    def language_of(self, tokens: Sequence[Token]) -> str:
        """The likeliest of the four languages; Spanish where the words do not tell."""
        score = dict.fromkeys(LANGUAGES, 0.0)
        for word in dict.fromkeys(token.folded for token in tokens):
            for lang in self.function_words.get(word, ()):
                score[lang] += 1 / len(self.function_words[word])
            for lang in self._speech.get(word, ()):
                score[lang] += 0.7 / len(self._speech[word])
        written = "".join(token.text for token in tokens).lower()
        for lang, signs in (("es", "ñ"), ("pt", "ãõâ"), ("fr", "èêœù")):
            score[lang] += sum(sign in written for sign in signs)
        return max(LANGUAGES, key=lambda lang: score[lang])

    def is_common(self, folded: Sequence[str]) -> bool:
        """Whether a name is one everyday word ("la paz"), so that it takes more than its letters to be a place."""
        content = [word for word in folded if word not in self.stop]
        return len(content) <= 1 and all(word in self.common or word in self._speech for word in content)

    def knows(self, word: str) -> bool:
        """Whether a word stands in any phrase of the lexicon."""
        return word in self._lemmas

    def holds_together(self, word: str, lang: str) -> bool:
        """Whether a word only holds a sentence together: question words, articles, prepositions, auxiliaries."""
        return word in self.stop and word not in self._not_stop[lang]

    def false_friend(self, word: str, lang: str) -> bool:
        """Whether a word looks like one of ours but means something else in this language ("oficina" in Portuguese)."""
        return word in self._false_friends[lang]

    def as_written(self, word: str) -> Entry | None:
        """What a word means only with its accent or its capitals: "cerró" but not "cerro", "US" but not "us"."""
        return self._as_written.get(word) or self._as_written.get(word.lower())

    def title_levels(self, word: str) -> tuple[str, ...]:
        """The levels that a title announces ("alcaldía de" a municipality); empty for any other word."""
        return self._titles.get(word, ())

    def _steps(self, node: Node, tokens: Sequence[Token], start: int, position: int) -> Iterator[tuple[Node, int]]:
        if position >= len(tokens) or (position > start and not tokens[position].joined):
            return
        folded = tokens[position].folded
        for lemma in self._lemmas.get(folded, (folded,)):
            if lemma in node.children:
                yield node.children[lemma], position + 1
        # "oficina de la cooperación": articles do not break a phrase.
        if position > start and folded in self.articles:
            yield from self._steps(node, tokens, start, position + 1)

    def _add(self, phrase: str, entry: Entry, *, inflect: bool = True) -> None:
        node, kept = self._root, [word for i, word in enumerate(words(phrase)) if not i or word not in self.articles]
        for word in kept:
            lemma = _OF if word in self.of else word
            self._lemmas[word].add(lemma)
            if inflect and lemma != _OF and len(word) > 2 and word not in self.stop:
                self._learn(lemma, inflection.forms(word, entry.lang), entry.lang)
            node = node.children.setdefault(lemma, Node())
        if kept and entry not in node.entries:
            node.entries.append(entry)

    def _learn(self, lemma: str, forms: Iterable[str], lang: str) -> None:
        for form in forms:
            self._lemmas[form].add(lemma)
            self._speech[form].add(lang)

    def _read_lists(self) -> None:
        lists = self._questions
        function_words: dict[str, set[str]] = defaultdict(set)
        for lang in LANGUAGES:
            for word in words(lists["languages"][lang]):
                function_words[word].add(lang)
        self.function_words = function_words
        self.stop = frozenset(function_words) | {word for lang in LANGUAGES for word in words(lists["stop"][lang])}
        self._not_stop = {lang: _set(lists["not_stop"][lang]) for lang in LANGUAGES}
        self.articles_of = self._read_articles()
        self.articles = frozenset[str]().union(*self.articles_of.values()) - {"a"}
        self.name_starts = _set(lists["name_starts"]) | self.articles
        self.of, self.between = _set(lists["of"]), _set(lists["between"])
        self.at, self.with_, self.and_ = _set(lists["at"]), _set(lists["with"]), _set(lists["and"])
        self.negations = {lang: _set(lists["negations"][lang]) for lang in LANGUAGES}
        self.except_ = _set(lists["except"])
        self.clause_breaks, self.common = _set(lists["clause_breaks"]), _set(lists["common"])
        self.level_before, self.level_after = _set(lists["level_hosts_before"]), _set(lists["level_hosts_after"])
        self.level_not_after = _set(lists["level_not_after"])
        self.level_conjunctions = {word: _set(before) for word, before in lists["level_conjunctions"].items()}
        self.level_of_country: Mapping[str, Mapping[str, str]] = lists["level_of_country"]
        self.hosts, self.foreign_actors = _all_forms(lists["demonym_hosts"]), _all_forms(lists["foreign_actors"])
        self.unsure_countries = frozenset(lists["bare_countries_unsure"])
        self._false_friends = {lang: _set(found) for lang, found in lists["false_friends"].items()}
        self._titles = self._read_titles()
        self._as_written = {form: self._accented_entry(code) for form, code in self.verbs["only_accented"].items()}
        self._as_written |= dict.fromkeys(("US", "USA"), Entry("country", "US", "en"))
        self.loose_verbs = frozenset(self.verbs["with_instrument_only"])
        for lemma in self.of:
            self._lemmas[lemma].add(_OF)

    def _read_articles(self) -> dict[str, frozenset[str]]:
        """The articles by language: its own, and those of the others that are no other word in it."""
        own = {lang: _set(found) for lang, found in self._questions["articles"].items()}
        known = {lang: {w for w, langs in self.function_words.items() if lang in langs} for lang in LANGUAGES}
        known = {lang: found | set(words(self._questions["stop"][lang])) for lang, found in known.items()}
        every = frozenset[str]().union(*own.values()) - {"a"}
        return {lang: own[lang] | (every - known[lang]) for lang in LANGUAGES}

    def _accented_entry(self, code: str) -> Entry:
        return Entry(_KINDS[self.vocabulary.concept(code).scheme], code, "")

    def _read_titles(self) -> dict[str, tuple[str, ...]]:
        titles: dict[str, tuple[str, ...]] = {}
        for level, phrases in self._questions["titles"].items():
            for phrase in phrases:
                titles[words(phrase)[-1]] = tuple(self._questions["title_levels"][level])
        return titles

    def _read_plain(self) -> None:
        for phrase in self._questions["plain"]:
            self._add(phrase, Entry("plain", "", "", False), inflect=False)

        for phrase in self._questions["abroad"]:
            self._add(phrase, Entry("abroad", "", "", False), inflect=False)

    def _read_concepts(self) -> None:
        soft = set(self._questions["soft_concepts"])
        soft_levels = {words(phrase) for phrase in self._questions["soft_levels"]}
        for scheme, kind in _KINDS.items():
            for concept in self.vocabulary.scheme(scheme):
                for lang, phrase in _phrases(concept):
                    if kind == "event" and self._is_verb(lang, phrase):
                        # "Crear una oficina" says what someone wants, not what was done: offered, never applied.
                        self._add(phrase, Entry(kind, concept.code, lang, False, "wish"), inflect=False)
                        continue
                    sure = concept.code not in soft and not (scheme == "level" and words(phrase) in soft_levels)
                    self._add(phrase, Entry(kind, concept.code, lang, sure, "" if sure else "hint"))

    def _read_soft(self) -> None:
        for code, phrases in self._questions["soft"].items():
            kind = _KINDS[self.vocabulary.concept(code).scheme]
            for lang, found in phrases.items():
                for phrase in found:
                    self._add(phrase, Entry(kind, code, lang, False, "hint"))

    def _read_verbs(self) -> None:
        verbal = [*self.vocabulary.scheme("event"), self.vocabulary.concept("twinning")]
        refused = set(self.verbs["not_verbs"])
        for concept in verbal:
            for lang, phrase in _phrases(concept):
                self._add_verb(concept, lang, phrase, refused)
        for code, by_lang in self.verbs["irregular"].items():
            for lang, found in by_lang.items():
                for phrase in found:
                    self._add(phrase, Entry(_KINDS[self.vocabulary.concept(code).scheme], code, lang), inflect=False)
        for code, found in self.verbs["unaccented"].items():
            for phrase in found:
                self._add(phrase, Entry("event", code, "fr"), inflect=False)

    def _add_verb(self, concept: Concept, lang: str, phrase: str, refused: set[str]) -> None:
        lemma = plain(phrase.removeprefix("to "))
        if not self._is_verb(lang, phrase) or " " in phrase.removeprefix("to "):
            return
        done, wish = inflection.verb_forms(lemma, lang, self.verbs["paradigms"][lang])
        for form in done - refused:
            self._add(form, Entry(_KINDS[concept.scheme], concept.code, lang), inflect=False)
            self._speech[form].add(lang)
        for form in wish - done - refused:
            sure = concept.scheme != "event"
            self._add(
                form, Entry(_KINDS[concept.scheme], concept.code, lang, sure, "" if sure else "wish"), inflect=False
            )

    def _is_verb(self, lang: str, phrase: str) -> bool:
        """Whether a phrase begins with an infinitive ("crear", "unirse a"); in English it is written with "to"."""
        first = plain(phrase.split()[0]).removesuffix("se")
        return first == "to" if lang == "en" else first.endswith(tuple(self.verbs["paradigms"][lang]))

    def _read_countries(self, countries: Mapping[str, Mapping[str, str]]) -> None:
        refused = set(self._questions["not_countries"])
        for code, names in countries.items():
            if code not in refused:
                for lang, name in names.items():
                    self._add(name, Entry("country", code, lang), inflect=False)
        for code, names_ in self._questions["country_aliases"].items():
            for name in names_:
                self._add(name, Entry("country", code, ""), inflect=False)

    def _read_demonyms(self, demonyms: Mapping[str, Mapping[str, Sequence[str]]]) -> None:
        for code, by_lang in demonyms.items():
            for lang, found in by_lang.items():
                for phrase in found:
                    *before, last = words(phrase)
                    for form in inflection.demonym_forms(last, lang):
                        kind = "regional" if "-" in code else "demonym"
                        self._add(" ".join([*before, form]), Entry(kind, code, lang), inflect=False)
                        self._speech[form].add(lang)


def _phrases(concept: Concept) -> Iterator[tuple[str, str]]:
    for lang, phrases in concept.words.items():
        for phrase in phrases:
            yield lang, phrase


def _set(phrases: Iterable[str]) -> frozenset[str]:
    return frozenset(plain(phrase) for phrase in phrases)


def _all_forms(found: Iterable[str]) -> frozenset[str]:
    return frozenset(form for word in found for lang in LANGUAGES for form in inflection.forms(plain(word), lang))
