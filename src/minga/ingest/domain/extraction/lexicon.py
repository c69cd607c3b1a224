"""The words of one language by which acts, instruments and dates are recognised, compiled from its data file."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from minga.ingest.domain.extraction.tokens import Token, folded_word
from minga.kit.inflection import plural
from minga.kit.text import fold

_ACUTE = "áóéíú"
# Before an English name they make it another's: "Premier Wall" is a person, "South Yorkshire" not Yorkshire.
OF_ANOTHER = frozenset(
    {"mayor", "governor", "premier", "president", "councillor", "senator", "minister"}
    | {"north", "south", "east", "west", "upper", "lower", "new"}
)
_WITHOUT_PARTICIPLE = frozenset({"member", "in_force", "modal", "bind"})


@dataclass(frozen=True)
class Verb:
    """What a form says was done ("created"), or how it binds another ("plan", "modal"), and in which tense."""

    event: str
    tense: str


# The words of a phrase and what it means.
_Entry = tuple[tuple[str, ...], Any]


@dataclass(frozen=True)
class Rule:
    """An instrument by its head: its code where one of the stems stands in its phrase; no stems ask for nothing."""

    code: str
    stems: tuple[str, ...]


@dataclass
class Phrases:
    """Phrases of one or more words with what each means; the longest that begins at a word is found."""

    # By first word, then by second: "la" begins a hundred stand-ins. A phrase of one word has "" for its second.
    known: dict[str, dict[str, list[_Entry]]] = field(default_factory=dict)
    # Words that may stand inside a phrase: "es *también* miembro".
    between: frozenset[str] = frozenset()
    # Words that lead in a date, which may stand inside as well: "fue *en 2016* la sede de".
    leads: frozenset[str] = frozenset()
    months: frozenset[str] = frozenset()

    def add(self, phrase: str, meaning: Any) -> None:
        """Learn a phrase; "_" parts its words, and "~" before it says that its marks are unknown.

        A word that ends in an accented vowel is only known with its accent.
        """
        words = tuple(phrase.lower().split("_"))
        first, second = (folded_word(word).lstrip("~") for word in (*words, "")[:2])
        self.known.setdefault(first, {}).setdefault(second, []).append((words, meaning))

    def at(self, words: Sequence[Token], start: int) -> tuple[int, list[Any]]:
        """The end (exclusive) of the longest phrase at a word, and all its meanings; (start, []) without one."""
        end, meanings = start, list[Any]()
        begun = self.known.get(words[start].folded)
        if begun is None:
            return end, meanings
        for phrase, meaning in self._begun(begun, words, start):
            stop = self._stop(phrase, words, start)
            if stop > start and stop >= end:
                meanings = [*(meanings if stop == end else ()), meaning]
                end = stop
        return end, meanings

    def _begun(self, begun: Mapping[str, list[_Entry]], words: Sequence[Token], start: int) -> list[_Entry]:
        """The phrases whose second word follows a first one, at once or after words that may stand between."""
        found, place = begun.get("", []), start + 1
        while place < len(words):
            second = words[place].folded
            if second in begun:
                found = [*found, *begun[second]]
            if second not in self.between and second not in self.leads:
                break
            after = self._after(words, place)
            if after == place:
                break
            place = after
        return found

    def _after(self, words: Sequence[Token], place: int) -> int:
        """Where a word or a date that may stand inside a phrase ends; the same place where there is none."""
        if words[place].folded in self.between:
            return place + 1
        if words[place].folded in self.leads:
            for end in range(place + 1, min(place + 6, len(words))):
                if words[end].text.isdecimal() and len(words[end].text) == 4:
                    return end + 1
                if len(words[end].text) > 2 and words[end].folded not in self.months:
                    break
        return place

    def _stop(self, phrase: tuple[str, ...], words: Sequence[Token], start: int) -> int:
        """Where a phrase that begins at a word ends, words between its own passed over; `start` where it does not."""
        place = start
        for part in phrase:
            while start < place < len(words) and not _same(part, words[place]):
                after = self._after(words, place)
                if after == place:
                    break
                place = after
            if place >= len(words) or not _same(part, words[place]):
                return start
            place += 1
        return place

    def ending(self, words: Sequence[Token], end: int, longest: int = 4) -> tuple[int, list[Any]]:
        """The start of the longest phrase that ends before `end`, and its meanings; (end, []) where there is none."""
        for start in range(max(0, end - longest), end):
            meanings = [
                meaning
                for phrases in self.known.get(words[start].folded, {}).values()
                for phrase, meaning in phrases
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
        self.lists, self.phrases, self.of_regions = Phrases(), Phrases(), Phrases()
        self.verbs.between = self.words("adverbs")
        self.verbs.leads = self.words("bare_in") | self.words("since")
        self.verbs.months = self.words("months")
        self.bodies = Phrases()
        self._learn(self.bodies, data.get("bodies", ""), "body")
        self.no_instruments = Phrases()
        self._learn(self.no_instruments, data["no_instruments"], "none")
        if code == "en":
            self.verbs.between |= {"it", "them"}  # "brought it back"
        self._read_verbs()
        self._read_instruments(common)
        for level, words in data["level_words"].items():
            for word in words.split():
                self._learn(self.levels, " ".join(plurals(word, code)), level)
        self._read_stand_ins()
        # What a stand-in may begin with: no other word need be looked at.
        self.begins_stand_in = frozenset({*self.coref.known, *self.words("poss"), *self.words("pronouns"), "the"})
        for kind in ("later", "before", "next_year", "coming_year", "same_year", "last_year"):
            self._learn(self.phrases, data[kind], kind)
        self.numbers = {fold(word): value for word, value in data["numbers"].items()}
        self.several = frozenset(word for word, value in self.numbers.items() if value > 1)
        self.decades = {fold(word): value for word, value in data["decades"].items()}
        articles = {"los", "os", "les"} if code != "en" else set[str]()
        self.opening_decades = frozenset({*self.words("decade"), *self.decades, *articles})
        self.months = {fold(word): month for month, word in enumerate(data["months"].split(), 1)}
        self.homes = Phrases()
        for words, countries in data["level_homes"].items():
            self.homes.add(words, frozenset(countries.split()))
        self.neighbours = {country: frozenset(codes.split()) for country, codes in common["neighbours"].items()}
        self.home = frozenset(common["spoken_in"][code].split())
        # Words that name a government by its level; an assembly may be of anything.
        self.governments = frozenset(
            fold(word).replace("_", " ")
            for level, words in data["level_words"].items()
            if level not in ("first", "upper")
            for word in words.split()
        )
        self.chairs = self.words("chairs")
        self._twins = tuple(self.words("twin_stems"))
        self.international = tuple(_folded(data["international"]))
        # The first words of all that `dates` and `objects` look for: most words are none.
        self.begins_date = frozenset(
            {*self.opening_decades, *self.words("less_than_years"), *self.phrases.known, *self.numbers}
        )
        self.begins_thing = frozenset({*self.networks.known, *self.organs.known, *self.heads.known, *self.chairs})

    def words(self, name: str) -> frozenset[str]:
        """A list of single words of the data file, folded; read once. A list that a language has not is empty."""
        if name not in self._sets:
            self._sets[name] = frozenset(_folded(self.data.get(name, "")))
        return self._sets[name]

    def is_of_twins(self, word: str) -> bool:
        """Whether a folded word tells of twinnings: "hermanada", "jumelages"."""
        return word.startswith(self._twins)

    def says(self, name: str, word: Token) -> bool:
        """Whether a word is of a list, its marks included where it has some: "Pará" is not "para"."""
        if word.folded not in self.words(name):
            return False
        return word.low == word.folded or word.low in self.data[name].split()

    def _learn(self, phrases: Phrases, words: str, meaning: Any) -> None:
        for word in words.split():
            phrases.add(word, meaning)

    def _read_verbs(self) -> None:
        for event, lemmas in self.data["verbs"].items():
            for lemma in lemmas.split():
                for tense, form in conjugated(lemma, self.data["paradigms"], self.data["irregular"]):
                    # "Integrado por", "posible" : what only binds or holds has no participle of its own.
                    if tense != "part" or event not in _WITHOUT_PARTICIPLE:
                        self.verbs.add(form.replace("-", "_"), Verb(event, tense))
        copulas, articles, sisters = (words.split() for words in self.data["sisters"])
        for copula, noun in product(copulas, sisters):
            for form in (f"{copula}_{noun}", *(f"{copula}_{article}_{noun}" for article in articles)):
                self.verbs.add(form, Verb("twinned", "part"))
        for event, tenses in self.data["forms"].items():
            for tense, forms in tenses.items():
                for form in forms.replace("|", " ").split():
                    self.verbs.add(form, Verb(event, tense))

    def _read_stand_ins(self) -> None:
        """ "La ciudad", "dicha ciudad", "el propio municipio": every word that points with every noun."""
        pointing = self.data["stand_in_words"].split()
        for kind, nouns in self.data["coref"].items():
            for noun in nouns.split():
                for word in pointing:
                    self.coref.add(f"{word}_{noun}", kind)
        for kind, words in self.data["stand_ins"].items():
            self._learn(self.coref, words, kind)

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
        for name in common["networks_of_regions"].split("|"):
            self.of_regions.add("_".join(name.replace("-", " ").split()), "network_membership")
        self.begins_regions = frozenset(self.of_regions.known)


def _folded(words: str) -> list[str]:
    return [fold(word).replace("_", " ") for word in words.split()]


def conjugated(
    lemma: str, paradigms: Mapping[str, Mapping[str, str]], irregular: Mapping[str, Mapping[str, str]]
) -> Iterable[tuple[str, str]]:
    """Every (tense, form) of a verb; none where its ending is of no paradigm.

    "poner_en_marcha" is the verb with the words that follow it; "cerrar/cierr" has another stem where it is stressed;
    "dotarse_de" and "se_doter_de" carry their pronoun. What `irregular` gives of a verb stands in place of the rule's.
    """
    head, *rest = lemma.split("_")
    pronoun, head, rest = (f"{head}_", rest[0], rest[1:]) if head == "se" else ("", head, rest)
    verb, _mark, stressed = head.partition("/")
    bare = verb.removesuffix("se")
    if not verb.endswith("rse") or not bare.endswith(tuple(filter(None, paradigms))):
        bare = verb  # "dotarse" has a pronoun, "endorse" has none
    tail = "".join(f"_{word}" for word in rest)
    for tense, form in _forms(bare, stressed, paradigms, irregular.get(bare, {})):
        if bare != verb:
            yield from ((tense, f"{shape}{tail}") for shape in _with_pronoun(tense, form))
        else:
            yield tense, f"{pronoun}{form}{tail}"


def _with_pronoun(tense: str, form: str) -> tuple[str, ...]:
    """ "Se dotó", "dotarse" and the Portuguese "dotou-se"; a participle stands without."""
    if tense == "part":
        return (form,)
    return (f"{form}se",) if tense in ("inf", "ger", "law") else (f"se_{form}", f"{form}_se")


def _forms(
    verb: str, stressed: str, paradigms: Mapping[str, Mapping[str, str]], given: Mapping[str, str]
) -> Iterable[tuple[str, str]]:
    for tense, forms in given.items():
        yield from ((tense, form) for form in forms.split())
    for ending, tenses in paradigms.items():
        if verb.endswith(ending):
            for tense, endings in tenses.items():
                stem = stressed if stressed and tense in ("pres", "law") else verb.removesuffix(ending)
                # The stress of "créase" is written, but where it stands the rule does not say.
                mark = "~" if tense == "law" else ""
                if tense not in given:
                    yield from (
                        (tense, f"{mark}{fold(stem) if mark else stem}{end.strip('-')}") for end in endings.split()
                    )
            return


def plurals(phrase: str, lang: str) -> list[str]:
    """A phrase, and with the regular plural of its first word, and of all its words; marks of plurals are unknown."""
    first, *rest = phrase.split("_")
    many = [plural(fold(word), lang) for word in (first, *rest) if word]
    return list(dict.fromkeys((phrase, "_".join((f"~{many[0]}", *rest)), "_".join(f"~{word}" for word in many))))
