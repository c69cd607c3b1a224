"""What extraction stands on here: the gazetteer in the database, the vocabulary, the language files of the room."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from minga.evidence.domain.vocabulary import LANGUAGES, Vocabulary, vocabulary
from minga.ingest.domain.extraction import (
    Called,
    Gazetteer,
    Language,
    Phrases,
    Place,
    Proposal,
    Reader,
    Said,
    propose,
    said_in,
    tokens,
)
from minga.ingest.domain.extraction.lexicon import plurals
from minga.territories.models import Territory, TerritoryName
from minga.territories.queries.peoples import peoples
from minga.territories.queries.resolving import seated_among
from minga.territories.queries.spoken import called_one_of

_DATA = Path(__file__).parent / "data"
VOCABULARY = "vocabulary"
# What stands in the place of the room's own files while a change is tried.
_tried: dict[str, Any] = {}
# Letters that one or two of the languages have.
_SIGNS = {
    "ñ": ("es",),
    "¿": ("es",),
    "ã": ("pt",),
    "õ": ("pt",),
    "ç": ("pt", "fr"),
    "è": ("fr",),
    "ê": ("fr", "pt"),
    "œ": ("fr",),
}


def extract(text: str, *, language: str | None = None, country: str | None = None) -> list[Proposal]:
    """The claims that a text seems to make; nothing is stored.

    text      in Unicode NFC; the offsets of proposals count its code points
    language  es, en, pt or fr; recognised where it is not given
    country   ISO 3166-1 alpha-2 of the document, where it is known: its places are meant sooner
    """
    return propose(text, reader_of(text, language=language, country=country), chances())


def reader_of(text: str, *, language: str | None = None, country: str | None = None) -> Reader:
    """All that reading a text stands on; it may be sent to a process without a database. Arguments as of `extract`."""
    spoken = language or language_of(text)
    return Reader(gazetteer_of(said_in(text), spoken), *words_of(spoken), country)


def words_of(language: str) -> tuple[Language, Phrases, Mapping[str, frozenset[str]]]:
    """What reading stands on that is the same for every text of a language."""
    return lexicon(language), area_words(language), compatible()


def language_of(text: str) -> str:
    """The likeliest of the four languages by its words; Spanish where they do not tell."""
    counts = Counter(word.low for word in tokens(text[:20_000]))
    known = {lang: _own_words(lang) for lang in LANGUAGES}
    shared = {word: sum(word in known[lang] for lang in LANGUAGES) for word in counts}
    # A word of several languages says less.
    signs = Counter(lang for char in text[:20_000] for lang in _SIGNS.get(char, ""))
    return max(
        LANGUAGES,
        key=lambda lang: sum(counts[word] / shared[word] for word in known[lang] & counts.keys()) + signs[lang] / 2,
    )


@cache
def _own_words(language: str) -> frozenset[str]:
    """The little words of a language, and those of its governments and instruments."""
    data = data_of(language)
    lists = [
        data["function_words"],
        *(data[name][key] for name in ("level_words", "organ_heads", "list_heads") for key in data[name]),
    ]
    lists += data["verbs"].values()
    return frozenset(word for words in lists for word in words.replace("_", " ").split())


@cache
def lexicon(language: str) -> Language:
    """The compiled lexicon of a language."""
    return Language(language, data_of(language), data_of("common"), peoples(language))


@cache
def area_words(language: str) -> Phrases:
    """The words of the vocabulary's areas in a language, with their plurals."""
    phrases = Phrases()
    for concept in (_tried.get(VOCABULARY) or vocabulary()).scheme("area"):
        for word in concept.words.get(language, ()):
            joined = "_".join(word.replace("-", " ").replace("'", " ").split())
            for form in plurals(joined, language):
                phrases.add(form, concept.code)
    for word, code in data_of("common")["areas"][language].items():
        phrases.add(word, code)
    return phrases


@cache
def compatible() -> Mapping[str, frozenset[str]]:
    """Which instruments each event can be of."""
    return {event: frozenset(codes.split()) for event, codes in data_of("common")["compatible"].items()}


@cache
def chances() -> dict[str, float]:
    """How often each class of proposals was right, among passages kept out of the tuning."""
    return {str(key): float(value) for key, value in data_of("confidence")["right"].items()}


def gazetteer_of(said: Said, language: str = "es") -> Gazetteer:
    """The territories whose names can stand in a text, however long: three queries."""
    rows = called_one_of(said.names).select_related("territory").only(
        "name", "folded", "kind", "language", "territory__code", "territory__name", "territory__country",
        "territory__level", "territory__ancestors", "territory__population", "territory__people",
        "territory__geonames_id", "territory__is_government",
    )  # fmt: skip
    seated = seated_among({row.territory_id for row in rows})
    names: dict[str, list[Called]] = defaultdict(list)
    for row in rows:
        official = row.kind != TerritoryName.Kind.ALTERNATE or row.language == "x-bare"
        names[row.folded].append(Called(_place(row.territory, seated), official, row.name))
    return Gazetteer(dict(names), said.small, dict(_by_their_people(said.names | said.small, language)))


def _by_their_people(spoken: Iterable[str], language: str) -> Iterator[tuple[str, Called]]:
    """The adjectives of regions and cities among some words: "vasco", "Scottish"."""
    # A country's own government is no subject of ours; a region's code has a hyphen.
    said = {word: code for word in spoken if "-" in (code := peoples(language).get(word, ""))}
    known = Territory.objects.in_bulk(set(said.values()), field_name="code") if said else {}
    seated = seated_among({territory.pk for territory in known.values()}) if known else ()
    for word, code in said.items():
        if code in known:
            yield word, Called(_place(known[code], seated), True, word)


def _place(territory: Territory, seated: Iterable[int]) -> Place:
    return Place(
        territory.code,
        territory.name,
        territory.country,
        territory.level,
        tuple(territory.ancestors),
        max(territory.people or 0, territory.population or 0),
        territory.geonames_id,
        # What the source does not know and is no government has been one: a region of France before 2016.
        territory.is_government or "-X-" in territory.code,
        territory.pk in seated,
    )


@contextmanager
def trying(files: Mapping[str, Any], words: Vocabulary | None = None) -> Iterator[None]:
    """Extraction with other data files in the place of those of the room, until the end of the block.

    files   by name ("es", "common"), as JSON holds them; `words` stands for the vocabulary
    """
    before = dict(_tried)
    _tried.update({**files, **({VOCABULARY: words} if words else {})})
    _forget()
    try:
        yield
    finally:
        _tried.clear()
        _tried.update(before)
        _forget()


def _forget() -> None:
    for kept in (lexicon, area_words, compatible, chances, _own_words):
        kept.cache_clear()


def data_of(name: str) -> Any:
    """A data file of the room as extraction uses it now."""
    return _tried.get(name) or json.loads((_DATA / f"{name}.json").read_text(encoding="utf-8"))
