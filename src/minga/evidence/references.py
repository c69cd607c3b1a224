"""A source as a bibliographic reference: one line for readers, BibTeX, RIS and CSL-JSON for reference managers.

A record is a CSL-JSON item (citeproc-js schema 1.0): type, title, author, issued, container-title, publisher, URL, DOI.
"""

import json
import re
from collections.abc import Mapping
from typing import Any

import rispy
from django.utils.translation import gettext as _

Record = Mapping[str, Any]

# CSL types on the left; RIS (Research Information Systems, 2011) and BibTeX (btxdoc, 1988) names of the nearest kind.
_RIS = {
    "article-journal": "JOUR",
    "article-newspaper": "NEWS",
    "article-magazine": "MGZN",
    "book": "BOOK",
    "chapter": "CHAP",
    "report": "RPRT",
    "thesis": "THES",
    "paper-conference": "CPAPER",
    "legislation": "STAT",
    "webpage": "ELEC",
    "post-weblog": "BLOG",
}
_BIBTEX = {
    "article-journal": "article",
    "article-newspaper": "article",
    "article-magazine": "article",
    "book": "book",
    "chapter": "incollection",
    "report": "techreport",
    "thesis": "phdthesis",
    "paper-conference": "inproceedings",
}
_CONTAINER = {"article": "journal", "incollection": "booktitle", "inproceedings": "booktitle"}
_ESCAPED = re.compile(r"([&%$#_{}])")


def authors(csl: Record) -> list[str]:
    """Who wrote it: "Family, Given" for persons, the name as it is for bodies."""
    return [name for person in csl.get("author") or [] if (name := _name(person))]


def surname(csl: Record) -> str:
    """Who is named first, as briefly as one can: a family name, or a body's name; "" where nobody is."""
    first = (csl.get("author") or [{}])[0]
    return str(first.get("family") or first.get("literal") or "")


def year(csl: Record) -> str:
    """The year it came out, as four digits; "" where it is unknown."""
    issued = csl.get("issued") or {}
    parts = issued.get("date-parts") or [[]]
    written = str(parts[0][0]) if parts[0] else str(issued.get("raw") or issued.get("literal") or "")
    found = re.search(r"\d{4}", written)
    return found[0] if found else ""


def in_words(csl: Record) -> str:
    """One line in the manner of APA: "Schiavon, J. (2010). Title. Container. Publisher. https://…"."""
    when = year(csl) or _("s. f.")
    title = str(csl.get("title") or "").rstrip(".")
    written = authors(csl)
    opening = [f"{_joined(written)} ({when})", title] if written else [f"{title} ({when})"]
    rest = [str(csl.get(key) or "").rstrip(".") for key in ("container-title", "publisher")]
    line = ". ".join(dict.fromkeys(part for part in [*opening, *rest] if part))
    return f"{line}. {_link(csl)}".strip()


def bibtex(csl: Record, *, key: str, note: str = "") -> str:
    """A BibTeX entry, in UTF-8, with TeX's own characters escaped."""
    kind = _BIBTEX.get(str(csl.get("type")), "misc")
    fields = {
        "title": csl.get("title"),
        "author": " and ".join(_tex_name(person) for person in csl.get("author") or []),
        "year": year(csl),
        _CONTAINER.get(kind, "howpublished"): csl.get("container-title"),
        "publisher": csl.get("publisher"),
        "note": note,
    }
    lines = [f"  {name} = {{{_ESCAPED.sub(_escape, str(value))}}}," for name, value in fields.items() if value]
    lines += [f"  {name.lower()} = {{{csl[name]}}}," for name in ("DOI", "URL") if csl.get(name)]
    return "\n".join([f"@{kind}{{{key},", *lines, "}", ""])


def ris(records: list[tuple[Record, str]]) -> str:
    """RIS entries for (record, note) pairs."""
    return str(rispy.dumps([_ris_entry(csl, note) for csl, note in records]))


def csl_json(csl: Record, *, note: str = "") -> str:
    """The record itself as a CSL-JSON list of one."""
    return json.dumps([{**csl, **({"note": note} if note else {})}], ensure_ascii=False, indent=2)


def _ris_entry(csl: Record, note: str) -> dict[str, Any]:
    entry = {
        "type_of_reference": _RIS.get(str(csl.get("type")), "GEN"),
        "authors": authors(csl),
        "title": csl.get("title"),
        "year": year(csl),
        "secondary_title": csl.get("container-title"),
        "publisher": csl.get("publisher"),
        "doi": csl.get("DOI"),
        "urls": [csl["URL"]] if csl.get("URL") else [],
        "notes": [note] if note else [],
    }
    return {name: value for name, value in entry.items() if value}


def _name(person: Mapping[str, str]) -> str:
    if literal := person.get("literal"):
        return literal
    return ", ".join(part for part in (person.get("family", ""), person.get("given", "")) if part)


def _tex_name(person: Mapping[str, str]) -> str:
    # Braces keep BibTeX from taking a body's name apart.
    return f"{{{person['literal']}}}" if person.get("literal") else _name(person)


def _escape(found: re.Match[str]) -> str:
    # The braces that guard a body's name are ours, not the source's.
    return found[1] if found[1] in "{}" else f"\\{found[1]}"


def _joined(names: list[str]) -> str:
    if len(names) < 2:
        return "".join(names)
    if len(names) > 3:
        return _("%(name)s y otros") % {"name": names[0]}
    return _("%(names)s y %(last)s") % {"names": ", ".join(names[:-1]), "last": names[-1]}


def _link(csl: Record) -> str:
    return f"https://doi.org/{csl['DOI']}" if csl.get("DOI") else str(csl.get("URL") or "")
