"""Small registers with the dirt of the real ones, written as files."""

import csv
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

TWIN = [
    "city_a", "country_a", "iso2_a", "lat_a", "lon_a", "wikidata_a", "geonames_a",
    "city_b", "country_b", "iso2_b", "lat_b", "lon_b", "wikidata_b", "geonames_b",
    "year", "sources", "source_url", "geo_flag",
]  # fmt: skip
WIKIPEDIA, WIKIDATA = "wikipedia_lists_2026", "wikidata_p190_2022"
BOTH = f"{WIKIDATA}|{WIKIPEDIA}"
# (name, country as written, alpha-2, latitude, longitude, item, GeoNames id) as the real file has them.
MEDELLIN = ("Medellín", "Colombia", "CO", "6.230833333", "-75.590555555", "Q48278", "3674962")
MEDELLIN_BY_ITEM = ("Medellin", "Colombia", "CO", "6.23", "-75.59", "Q48278", "")
BARCELONA = ("Barcelona", "Spain", "ES", "41.3825", "2.176944444", "Q1492", "3128760")
MILAN = ("Milan", "Italy", "IT", "45.466944444", "9.19", "Q490", "3173435")
BERAT = ("Berat", "Albania", "AL", "40.7022", "19.9583", "Q170244", "3186084")
AMASYA = ("Amasya", "Turkey", "TR", "40.65", "35.8331", "Q170532", "752015")
CAMBRIDGE = ("Cambridge", "United States", "US", "52.205", "0.1225", "", "2653941")
VARNA = ("Varna, Bulgaria", "", "", "43.2167", "27.9167", "", "")
UNNA = ("Unna (district)", "Germany", "DE", "51.5347", "7.6889", "", "2820087")
POLTAVA = ("Полтавська", "Ukraine", "UA", "", "", "", "")
NOWHERE = ("Valdelacosa de Arriba", "Spain", "ES", "40.1", "-3.1", "", "")


def pair(
    one: tuple[str, ...], other: tuple[str, ...], sources: str = WIKIPEDIA, year: str = "", flag: str = ""
) -> dict[str, str]:
    """One row of the lists of sister cities."""
    return dict(zip(TWIN, (*one, *other, year, sources, "", flag), strict=True))


def table(path: Path, rows: Iterable[Mapping[str, str]]) -> Path:
    """The rows as a CSV file with a head."""
    rows = list(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def project(number: str = "COL1", **cells: str) -> dict[str, str]:
    """One project of the agency's register."""
    row = {
        "project_id": number,
        "project_title": "Empoderamiento y protección",
        "PROYECTO": "Empoderamiento y protecci?n",
        "start_actual_isodate": "2012-01-01",
        "end_actual_isodate": "2015-01-01",
        "donors": "Sweden",
        "ad_sector_codes": "152",
        "ad_sector_names": "Conflict prevention and resolution, peace and security",
        "status": "Implementation",
        "MODALIDAD": "Cooperación Financiera",
        "MONEDA": "US Dolar",
        "APORTE NACIONAL": "0",
        "APORTE INTERNACIONAL": "1.460.674,00",
    }
    return {**row, **{name.replace("_", " ") if name.isupper() else name: value for name, value in cells.items()}}


def site(number: str, geonames: str, name: str, precision: str = "3", kind: str = "ADM2") -> dict[str, str]:
    """One place of a project."""
    return {
        "project_id": number,
        "project_location_id": f"{number}_{geonames}",
        "precision_code": precision,
        "geoname_id": geonames,
        "place_name": name,
        "location_type_code": kind,
    }


def partner(name: str = "Leinfelden-Echterdingen", **fields: Any) -> dict[str, Any]:
    """One partner of a community."""
    return {
        "partner_name": name,
        "partner_country": "DE",
        "partner_region": "Baden-Württemberg",
        "since": "1988",
        "source_url": "https://example.org/Liste.html?partner=80",
        "confidence": "registry",
        "ua_name_de": "Poltawa",
        **fields,
    }


def community(*partners: Mapping[str, Any], **fields: Any) -> dict[str, Any]:
    """A Ukrainian community with its partners."""
    about = {"name": "Полтавська міська територіальна громада", "katottg": "UA53080370000025447"}
    return {**about, **fields, "partners": list(partners)}


def document(path: Path, *communities: Mapping[str, Any], **rest: Any) -> Path:
    """The collector's file."""
    path.write_text(json.dumps({"hromadas": list(communities), **rest}, ensure_ascii=False), encoding="utf-8")
    return path
