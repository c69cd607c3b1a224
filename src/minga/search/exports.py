"""A list of results as a table or for a reference manager. A file holds rows of one licence and says which."""

import csv
import io
from collections.abc import Iterator, Sequence

import rispy
from django.utils.translation import gettext as _

from minga.kit import tables
from minga.kit.tables import escaped
from minga.search.answers import Result


def columns() -> list[str]:
    """The heads of the table."""
    return [
        _("ref"),
        _("territorio"),
        _("código"),
        _("país"),
        _("afirmación"),
        _("instrumento"),
        _("suceso"),
        _("áreas"),
        _("cuándo"),
        _("clase"),
        _("estado"),
        _("evidencia"),
        _("cita textual"),
        _("nota"),
        _("fuente"),
        _("autores"),
        _("año de la fuente"),
        _("localizador"),
        _("dirección"),
        _("colección"),
        _("licencia"),
        _("atribución"),
    ]


def row(result: Result) -> list[str]:
    """The cells of one result, safe to open in a spreadsheet."""
    territory, source, collection = result.territory, result.source, result.collection
    cells = [
        result.ref,
        territory.name if territory else (result.organization.name if result.organization else ""),
        territory.code if territory else "",
        territory.country if territory else "",
        result.statement,
        result.instrument,
        result.event,
        "; ".join(result.areas),
        result.when,
        result.claim_kind,
        result.status,
        result.evidence,
        result.quote,
        result.note,
        source["title"],
        source["authors"],
        source["year"] or "",
        source["locator"],
        source["url"],
        collection.title if collection else "",
        collection.licence if collection else _("de sus autores"),
        collection.attribution if collection else source["authors"],
    ]
    return [escaped(str(cell)) for cell in cells]


def as_csv(results: Sequence[Result]) -> Iterator[str]:
    """Lines of a CSV file in UTF-8, with the mark by which spreadsheets know it."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    yield "\ufeff"
    for cells in (columns(), *map(row, results)):
        writer.writerow(cells)
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()


def as_xlsx(results: Sequence[Result]) -> bytes:
    """A workbook with one sheet; no cell is a formula or a link."""
    return tables.as_xlsx([("Minga", (columns(), *map(row, results)))])


def as_ris(results: Sequence[Result]) -> str:
    """The sources of the results, each once, as RIS."""
    sources = {(r.source["title"], r.source["url"]): r.source for r in results}
    return str(rispy.dumps([_reference(source) for source in sources.values()]))


def _reference(source: dict[str, object]) -> dict[str, object]:
    entry: dict[str, object] = {"type_of_reference": "GEN", "title": source["title"]}
    if authors := str(source["authors"]):
        entry["authors"] = authors.split("; ")
    if source["year"]:
        entry["year"] = str(source["year"])
    if source["url"]:
        entry["urls"] = [source["url"]]
    return entry
