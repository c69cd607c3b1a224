"""What was understood and what can be narrowed, as links for the page."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from minga.evidence.domain.licences import DEFAULT, Licence
from minga.evidence.domain.vocabulary import UnknownConcept, vocabulary
from minga.frame import words
from minga.search.addresses import PARAMS, Search
from minga.search.answers import Answer
from minga.search.counts import FACETS, LICENCE
from minga.search.domain.lens import Lens
from minga.territories.mine import PARAM as MINE
from minga.territories.models import Territory

_SCHEMES = ("instrument", "event", "area", "level")
_MOST_ALTERNATIVES = 8


@dataclass(frozen=True)
class Link:
    """A label and where it leads."""

    label: str
    href: str


@dataclass(frozen=True)
class Files:
    """What of a list may be taken away under one licence, as files of several forms."""

    title: str
    count: int
    links: tuple[Link, ...]


@dataclass(frozen=True)
class Order:
    """An order in which results may stand, how it is said, and the address that puts them in it."""

    code: str
    label: str
    href: str


@dataclass(frozen=True)
class ShownChip:
    """Something understood, or a condition the reader set; `away` takes it off, `narrower` puts others in its place.

    `reason` is a code: why it does not filter; "" where it does.
    """

    label: str
    kind: str
    away: str
    narrower: tuple[Link, ...] = ()
    reason: str = ""
    text: str = ""


@dataclass(frozen=True)
class FacetValue:
    """One value of a facet: its count, and the address that narrows to it, or widens again where it is `active`."""

    label: str
    count: int
    href: str
    active: bool


@dataclass(frozen=True)
class Facet:
    """A facet with its commonest values and the rest."""

    kind: str
    values: tuple[FacetValue, ...]
    more: tuple[FacetValue, ...]


def orders(search: Search) -> list[Order]:
    """The orders a reader may choose among."""
    said = {"relevancia": _("relevancia"), "fecha": _("fecha"), "prueba": _("prueba")}
    return [Order(code, label, search.ordered(code)) for code, label in said.items()]


def lens(search: Search, seen_from: Lens | None) -> ShownChip | None:
    """The territory from which the results are seen; by date and by evidence it orders nothing, and says so."""
    if seen_from is None:
        return None
    removed = MINE in search.removed
    reason = "removed" if removed else ("order" if search.sort != "relevance" else "")
    away = search.again_with(MINE) if removed else search.without(MINE)
    return ShownChip(seen_from.name, "mine", away, reason=reason)


def chips(search: Search, answer: Answer) -> list[ShownChip]:
    """The reader's own conditions, then what was understood of the question and not overruled by them. One query."""
    understood = [chip for chip in answer.understood.chips if PARAMS[chip.kind] not in search.conditions]
    territories = _territories(search, understood)
    own = [
        ShownChip(label_of(kind, search.conditions[param], territories), kind, search.narrowed(**{param: ""}))
        for kind, param in PARAMS.items()
        if param in search.conditions
    ]
    return own + [_chip(search, chip, territories) for chip in understood]


def facets(search: Search, answer: Answer) -> list[Facet]:
    """The facets that have something to choose between, or a choice to take back; none of what only is the nearest.

    What was set aside stays aside in the narrower list, or the counts would not be those of what follows.
    """
    aside = tuple(chip.key for chip in answer.understood.chips if chip.reason == "empty")
    search = replace(search, removed=(*search.removed, *aside))
    found = []
    for kind in FACETS:
        values = tuple(_values(search, kind, [] if answer.nearest else answer.facets[kind]))
        if len(values) > 1 or any(value.active for value in values):
            found.append(Facet(kind, values[:6], values[6:]))
    return found


def files(search: Search, answer: Answer, forms: Iterable[str]) -> list[Files]:
    """The list as files: one row of links for each licence in it, the project's own first."""
    found = sorted(answer.facets[LICENCE], key=lambda row: (row[0] != DEFAULT, row[0] == "", -row[1]))
    return [
        Files(
            Licence(code).called if code else _("palabras de sus autores"),
            count,
            tuple(Link(form.upper(), search.export(form, code)) for form in forms),
        )
        for code, count in found
    ]


def label_of(kind: str, code: str, territories: dict[str, Territory] | None = None) -> str:
    """How a condition is said in the page's language."""
    language = get_language() or "es"
    if kind in _SCHEMES:
        try:
            return vocabulary().label(code, language, scheme=kind)
        except UnknownConcept:
            return code
    if kind == "territory":
        found = (territories or {}).get(code)
        return f"{found.name} ({found.code})" if found else code
    if kind == "country":
        return words.country(code)
    return _said(kind, code)


def _said(kind: str, code: str) -> str:
    if kind == "from":
        return _("desde %(year)s") % {"year": code}
    if kind == "to":
        return _("hasta %(year)s") % {"year": code}
    if kind == "decade":
        return _("década de %(year)s") % {"year": code}
    return {
        "quoted": _("con cita textual"),
        "located": _("con lugar en la fuente"),
        "cited": _("sin cita textual"),
    }.get(code, code)


def _chip(search: Search, chip: object, territories: dict[str, Territory]) -> ShownChip:
    kind, code, key = (str(getattr(chip, name)) for name in ("kind", "code", "key"))
    reason, text = str(getattr(chip, "reason", "")), str(getattr(chip, "text", ""))
    others = tuple(getattr(chip, "alternatives", ()))[:_MOST_ALTERNATIVES]
    if reason and code and reason != "removed":
        others = (code, *others)
    param = PARAMS[kind]
    narrower = tuple(Link(label_of(kind, other, territories), search.narrowed(**{param: other})) for other in others)
    label = label_of(kind, code, territories) if code else text
    away = search.again_with(key) if reason == "removed" else search.without(key)
    return ShownChip(label, kind, away, narrower if reason != "removed" else (), reason, text)


def _territories(search: Search, chips: Iterable[object]) -> dict[str, Territory]:
    codes = {search.conditions["territorio"]} if "territorio" in search.conditions else set()
    for chip in chips:
        if getattr(chip, "kind", "") == "territory":
            codes |= {str(getattr(chip, "code", "")), *getattr(chip, "alternatives", ())[:_MOST_ALTERNATIVES]}
    return {found.code: found for found in Territory.objects.filter(code__in=codes)} if codes else {}


def _values(search: Search, kind: str, counts: Iterable[tuple[str, int]]) -> Iterator[FacetValue]:
    for code, count in counts:
        conditions = _conditions(kind, code)
        active = all(search.conditions.get(param) == value for param, value in conditions.items())
        href = search.narrowed(**(dict.fromkeys(conditions, "") if active else conditions))
        yield FacetValue(label_of(kind, code), count, href, active)


def _conditions(kind: str, code: str) -> dict[str, str]:
    if kind == "decade":
        return {"desde": code, "hasta": str(int(code) + 9)}
    return {PARAMS[kind]: code}
