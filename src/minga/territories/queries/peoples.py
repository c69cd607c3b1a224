"""The adjectives of countries and regions: "alemán" of Germany, "vasco" of the Basque Country."""

import json
from collections.abc import Mapping, Sequence
from functools import cache

from minga.kit.inflection import demonym_forms
from minga.kit.text import fold
from minga.territories.adapters import DATA


@cache
def demonyms() -> Mapping[str, Mapping[str, Sequence[str]]]:
    """For each code of a country or region its adjectives in the masculine singular, by language."""
    read: dict[str, dict[str, list[str]]] = json.loads((DATA / "demonyms.json").read_text(encoding="utf-8"))
    return read


@cache
def peoples(language: str) -> Mapping[str, str]:
    """For every folded form of an adjective in a language, the code whose it is: "alemanas" is of DE."""
    return {
        form: code
        for code, adjectives in demonyms().items()
        for adjective in adjectives.get(language, ())
        for form in demonym_forms(fold(adjective), language)
    }
