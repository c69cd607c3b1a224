"""The lexicon of this installation: the vocabulary, the language files and the names of countries from the CLDR."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from babel import Locale

from minga.evidence.domain.vocabulary import LANGUAGES, vocabulary
from minga.search.domain.lexicon import Languages, Lexicon

_DATA = Path(__file__).parent / "data"


@cache
def lexicon() -> Lexicon:
    """The compiled lexicon, built once per process (a tenth of a second)."""
    files = Languages(_read("questions"), _read("verbs"), _read("demonyms"), _read("times"))
    return Lexicon(vocabulary(), files, country_names())


def country_names() -> dict[str, dict[str, str]]:
    """For each ISO 3166-1 alpha-2 code, the country's name in each of the four languages."""
    names: dict[str, dict[str, str]] = {}
    for lang in LANGUAGES:
        for code, name in Locale(lang).territories.items():
            if len(code) == 2 and code.isalpha():
                names.setdefault(code, {})[lang] = name
    return names


def _read(name: str) -> Any:
    return json.loads((_DATA / f"{name}.json").read_text(encoding="utf-8"))
