"""In which words an index is asked: in a language that it speaks, with places by the names they have there."""

import time
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from babel import Locale
from django.db import connection

from minga.kit.text import fold
from minga.search.domain.tokens import mixed_case, tokenize
from minga.search.domain.understanding import Chip, Understood
from minga.search.lexicon import city_names, lexicon
from minga.search.understood import Reading
from minga.territories.models import TerritoryName

# A language in which less than this share of the entries stands is none of the index's.
_SPOKEN = 0.05
_SECONDS = 60
# About so many entries tell it: to read a million takes longer than to answer.
_SAMPLE = 20_000
# Shorter ones differ by language: UN and ONU, EU and UE.
_INITIALS = 3
# Why a place that a question names does not filter, though it is a place.
_STILL_A_PLACE = frozenset({"counterpart", "ambiguous", "several", "removed"})


@dataclass(frozen=True)
class Searched:
    """What is searched: `words`, stemmed as `language`; of the places among them the names and the codes.

    foreign   the index does not speak the question's language, so that few of its words can be found there
    names     what an entry must name to stand as an answer, one of them at least; none where it does not matter
    codes     territories in which it may lie instead
    """

    words: str
    language: str
    foreign: bool = False
    names: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()


def searched(reading: Reading, aside: Container[str] = ()) -> Searched:
    """The words that no condition took, as the index would say them.

    aside   keys of chips that were conditions and are so no more: what they name stands before any other place
    """
    told = reading.understood
    chips = [chip for chip in told.chips if not chip.applied and chip.reason in _STILL_A_PLACE]
    places = [chip for chip in chips if chip.kind == "territory"]
    places = [chip for chip in places if chip.key in aside] or places
    language = language_of_index(told.language)
    words = told.words
    if language != told.language:
        for chip in chips:
            words = _replaced(words, chip, language)
    codes = tuple(chip.code for chip in places if chip.code)
    names = [row.name for row in _names(codes)] + [chip.text for chip in places if not chip.code]
    if not places:
        names = _proper(told, foreign=language != told.language)
    return Searched(words, language, language != told.language, tuple(dict.fromkeys(names)), codes)


def _proper(told: Understood, *, foreign: bool) -> list[str]:
    """The words with a capital that no condition took and that are no words of ours: "FAMSI", "Katmandú".

    The first word of a question has its capital for another reason; where all words have one, it says nothing.
    In a foreign question only letters that are the same in every language count: "C40", "FONARI".
    """
    tokens, left = tokenize(told.question), set(told.words.split())
    named = [token for token in tokens[1:] if token.capital and token.text in left]
    named = [token for token in named if not foreign or (token.text.isupper() and len(token.text) >= _INITIALS)]
    return [token.text for token in named if not lexicon().knows(token.folded)] if mixed_case(tokens) else []


def language_of_index(asked: str) -> str:
    """The language in which to ask: that of the question if the index speaks it, else the commonest there."""
    shares = _shares(str(connection.settings_dict["NAME"]), int(time.monotonic() / _SECONDS))
    return asked if not shares or shares.get(asked, 0) >= _SPOKEN else max(shares, key=lambda lang: shares[lang])


@lru_cache(maxsize=1)
def _shares(base: str, minute: int) -> dict[str, float]:
    """The share of each language among the entries of a base, of a large one about; asked again every minute."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT entries FROM search_lexeme WHERE lexeme = ''")
        total = next(iter(cursor.fetchone() or [0]))
        part = 100.0 * min(1.0, _SAMPLE / max(total, 1))
        cursor.execute(
            "SELECT language, count(*) FROM search_entry TABLESAMPLE SYSTEM (%s) REPEATABLE (7) GROUP BY language",
            [part],
        )
        counts = dict(cursor.fetchall())
    return {language: count / sum(counts.values()) for language, count in counts.items()}


def _replaced(words: str, chip: Chip, language: str) -> str:
    """The words with a place as it is called in a language; as they are where that is not known."""
    name = _name_of(chip, language)
    return words.replace(chip.text, name) if name else words


def _name_of(chip: Chip, language: str) -> str:
    code = chip.code or next(iter(chip.alternatives), "")
    if chip.kind == "country":
        return str(Locale(language).territories.get(code, ""))
    city = city_names().get(fold(chip.text))
    if city and city.country == code[:2]:
        return city.names[language]
    own = [row.name for row in _names([code]) if row.language == language]
    return next(iter(own), "")


def _names(codes: Sequence[str]) -> Iterable[TerritoryName]:
    """The names of some territories; no query where there are none."""
    return TerritoryName.objects.filter(territory__code__in=codes) if codes else ()
