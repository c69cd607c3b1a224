"""A reference that somebody pasted, in whatever form, as the record of a source (CSL-JSON, citeproc-js schema 1.0)."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import rispy
from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares import LatexDecodingMiddleware

from minga.contributions.domain.plain import doi_in, understood
from minga.evidence.fetching import NotFetched, fetch
from minga.kit.text import nfc, printable

LONGEST = 20_000
_CSL = "application/vnd.citationstyles.csl+json"
_SECONDS, _MOST_BYTES = 8.0, 1 << 20
_BIBTEX = {"article": "article-journal", "book": "book", "inbook": "chapter", "incollection": "chapter",
           "inproceedings": "paper-conference", "conference": "paper-conference", "phdthesis": "thesis",
           "mastersthesis": "thesis", "techreport": "report"}  # fmt: skip
_RIS = {"JOUR": "article-journal", "BOOK": "book", "CHAP": "chapter", "CONF": "paper-conference",
        "CPAPER": "paper-conference", "THES": "thesis", "RPRT": "report", "ELEC": "webpage",
        "NEWS": "article-newspaper"}  # fmt: skip
# What a source's form has, in the words of CSL-JSON.
FIELDS = ("type", "title", "author", "issued", "container-title", "publisher", "URL", "DOI")


class NotAReference(ValueError):
    """It is in none of the forms, or in one with faults; the argument says which: "bibtex", "ris", "csl", "plain"."""


class NotLookedUp(ValueError):
    """The register of DOIs did not answer, or does not know it; the argument is the DOI."""


@dataclass(frozen=True)
class Pasted:
    """A record, and the pieces that were not understood."""

    csl: dict[str, Any]
    left: tuple[str, ...] = field(default=())


def read(text: str) -> Pasted:
    """What was pasted: a DOI (which is looked up), BibTeX, RIS, CSL-JSON or plain text.

    Raises NotAReference, NotLookedUp.
    """
    text = nfc(printable(text[:LONGEST])).strip()
    if doi := doi_in(text):
        return Pasted(looked_up(doi))
    if text.startswith("@"):
        return _bibtex(text)
    if re.match(r"TY\s{1,2}-", text):
        return _ris(text)
    if text.startswith(("{", "[")):
        return _json(text)
    found = understood(text)
    if "title" not in found.csl:
        raise NotAReference("plain")
    return Pasted(found.csl, found.left)


def looked_up(doi: str) -> dict[str, Any]:
    """What the register of DOIs knows of one, by content negotiation at doi.org. Raises NotLookedUp."""
    try:
        answer = fetch(f"https://doi.org/{doi}", most_bytes=_MOST_BYTES, seconds=_SECONDS, accept=_CSL)
        said = json.loads(answer.data) if answer.status == 200 else None
    except (NotFetched, ValueError, RecursionError) as error:
        raise NotLookedUp(doi) from error
    if not isinstance(said, dict) or not said.get("title"):
        raise NotLookedUp(doi)
    return {**_tidy(said), "DOI": doi}


def _tidy(said: Mapping[str, Any]) -> dict[str, Any]:
    """Of an item only what a source's form holds, in its shape; registers give titles as lists, and markup in them."""
    item: dict[str, Any] = {}
    for name in ("type", "title", "container-title", "publisher", "URL", "DOI"):
        value = said.get(name)
        value = value[0] if isinstance(value, list) and value else value
        if isinstance(value, str) and value.strip():
            item[name] = " ".join(re.sub(r"<[^>]{1,40}>", "", nfc(printable(value))).split())
    if authors := [_author(one) for one in said.get("author") or [] if isinstance(one, dict)]:
        item["author"] = [one for one in authors if one]
    if year := _year(said.get("issued")):
        item["issued"] = {"date-parts": [[year]]}
    return item


def _author(one: Mapping[str, Any]) -> dict[str, str]:
    names = {key: str(one[key]) for key in ("family", "given", "literal") if isinstance(one.get(key), str)}
    return names or ({"literal": one["name"]} if isinstance(one.get("name"), str) else {})


def _year(issued: Any) -> int | None:
    digits = re.search(r"\b(1[4-9]\d\d|20\d\d)\b", json.dumps(issued, default=str))
    return int(digits[1]) if digits else None


def _bibtex(text: str) -> Pasted:
    library = parse_string(text, append_middleware=[LatexDecodingMiddleware()])
    if not library.entries:
        raise NotAReference("bibtex")
    entry = library.entries[0]
    fields = {name.lower(): str(one.value).replace("{", "").replace("}", "") for name, one in entry.fields_dict.items()}
    item = {
        "type": _BIBTEX.get(entry.entry_type.lower(), "document"),
        "title": fields.pop("title", ""),
        "author": [_named(name) for name in re.split(r"\s+and\s+", fields.pop("author", "")) if name.strip()],
        "issued": fields.pop("year", "") or fields.pop("date", ""),
        "container-title": fields.pop("journal", "") or fields.pop("booktitle", ""),
        "publisher": fields.pop("publisher", "") or fields.pop("institution", "") or fields.pop("school", ""),
        "URL": fields.pop("url", ""),
        "DOI": doi_in(fields.pop("doi", "")),
    }
    return _checked(item, "bibtex", [f"{name}: {value}" for name, value in fields.items()])


def _named(name: str) -> dict[str, str]:
    family, comma, given = (part.strip() for part in name.partition(","))
    return {"family": family, "given": given} if comma else {"literal": family}


def _ris(text: str) -> Pasted:
    try:
        entries = rispy.loads(text if re.search(r"^ER\s{1,2}-", text, re.M) else f"{text}\nER  - \n")
    except (OSError, ValueError) as error:
        raise NotAReference("ris") from error
    if not entries:
        raise NotAReference("ris")
    one = dict(entries[0])
    item = {
        "type": _RIS.get(str(one.pop("type_of_reference", "")), "document"),
        "title": one.pop("title", "") or one.pop("primary_title", ""),
        "author": [_named(name) for name in one.pop("authors", None) or one.pop("first_authors", [])],
        "issued": one.pop("year", "") or one.pop("publication_year", "") or one.pop("date", ""),
        "container-title": one.pop("journal_name", "") or one.pop("secondary_title", ""),
        "publisher": one.pop("publisher", ""),
        "URL": (one.pop("urls", None) or [""])[0],
        "DOI": doi_in(str(one.pop("doi", ""))),
    }
    return _checked(item, "ris", [f"{name}: {value}" for name, value in one.items() if name != "id"])


def _json(text: str) -> Pasted:
    try:
        said = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise NotAReference("csl") from error
    said = said[0] if isinstance(said, list) and said else said
    if not isinstance(said, dict):
        raise NotAReference("csl")
    left = [f"{name}: {value}" for name, value in said.items() if name not in (*FIELDS, "id")]
    return _checked(said, "csl", left)


def _checked(said: Mapping[str, Any], form: str, left: list[str]) -> Pasted:
    item = _tidy(said)
    if "title" not in item:
        raise NotAReference(form)
    return Pasted(item, tuple(" ".join(piece.split())[:120] for piece in left))
