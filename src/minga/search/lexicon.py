"""The lexicon of this installation: the vocabulary, the language files and the names of countries from the CLDR."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from babel import Locale
from babel.core import get_global

from minga.evidence.domain.vocabulary import LANGUAGES, vocabulary
from minga.kit.text import fold
from minga.search.domain.lexicon import Languages, Lexicon
from minga.territories.queries.peoples import demonyms

_DATA = Path(__file__).parent / "data"


@cache
def lexicon() -> Lexicon:
    """The compiled lexicon, built once per process (a tenth of a second)."""
    files = Languages(_read("questions"), _read("verbs"), demonyms(), _read("times"))
    return Lexicon(vocabulary(), files, country_names())


def country_names() -> dict[str, dict[str, str]]:
    """For each ISO 3166-1 alpha-2 code, the country's name in each of the four languages."""
    names: dict[str, dict[str, str]] = {}
    for lang in LANGUAGES:
        for code, name in Locale(lang).territories.items():
            if len(code) == 2 and code.isalpha():
                names.setdefault(code, {})[lang] = name
    return names


@dataclass(frozen=True)
class City:
    """A city of the CLDR: its folded English name, its country, and its name by language where that is another."""

    folded: str
    country: str
    names: Mapping[str, str]


@cache
def city_names() -> dict[str, City]:
    """Cities by every folded name that the four languages give them; only those that some language calls otherwise.

    Source: the exemplar cities of the CLDR's time zones, as Babel brings them.
    """
    cities: dict[str, City] = {}
    zones = {lang: Locale(lang).time_zones for lang in LANGUAGES}
    for zone, country in get_global("zone_territories").items():
        english = zone.rpartition("/")[2].replace("_", " ")
        names = {lang: zones[lang].get(zone, {}).get("city", english) for lang in LANGUAGES}
        if len(set(names.values())) > 1:
            city = City(fold(english), country, names)
            cities.update({fold(name): city for name in names.values()})
    return cities


def _read(name: str) -> Any:
    return json.loads((_DATA / f"{name}.json").read_text(encoding="utf-8"))
