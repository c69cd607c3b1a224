"""From the files of a register to the plan of what they give: read, located, and told as claims."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from minga.evidence.domain.drafts import CounterpartDraft
from minga.registers import adapters, queries
from minga.registers.adapters import FileAtFault, Record
from minga.registers.domain import partners, projects, twinnings
from minga.registers.domain.plans import Group, Outcome, Plan, Row, distinct
from minga.registers.domain.values import ValueAtFault
from minga.registers.queries import Progress

T = TypeVar("T")
Settings = dict[str, Any]


def plan(register: str, files: Sequence[Path], *, progress: Progress | None = None) -> Plan:
    """What a register's files give. Raises FileAtFault.

    files       the register's own, then the one of its places where it has one
    progress    told how many names have been looked up
    """
    settings = adapters.settings_of(register)
    slug = settings["collection"]["slug"]
    groups = READERS[register](files, settings["words"], progress)
    return Plan(register, tuple(_of_collection(group, slug) for group in groups))


def fingerprint(files: Iterable[Path]) -> str:
    """The edition of a register: its files, the gazetteer they are read against, and our rules. Raises FileAtFault."""
    return adapters.fingerprint(files, queries.gazetteer_edition())


def _of_collection(group: Group, slug: str) -> Group:
    return replace(group, drafts=tuple(replace(draft, collection=slug) for draft in group.drafts))


def _twinnings(files: Sequence[Path], settings: Settings, progress: Progress | None) -> list[Group]:
    words = twinnings.Words(
        **{**settings, "items": frozenset(settings["items"]), "elsewhere": frozenset(settings["elsewhere"])}
    )
    records = adapters.table(files[0], twinnings.COLUMNS)
    keys = distinct(twinnings.key_of(record.cells) for record in records)
    read, refused = _read(records, keys, lambda record: twinnings.read(record.line, record.cells, words.lists))
    found = queries.locate((end for _, pairing in read for end in pairing.ends), progress=progress)
    return [*refused, *twinnings.plan(read, found, words, queries.country_names())]


def _partners(files: Sequence[Path], settings: Settings, progress: Progress | None) -> list[Group]:
    words = partners.Words(**settings)
    try:
        entries = partners.entries(adapters.document(files[0]))
    except ValueAtFault as error:
        raise FileAtFault("field", files[0], error.column) from error
    records = [Record(line, entry) for line, entry in enumerate(entries, 1)]
    keys = distinct(partners.key_of(record.cells) for record in records)
    read, refused = _read(records, keys, lambda record: partners.read(record.line, record.cells, words.parents))
    found = queries.locate((each.partner for _, each in read), progress=progress)
    return [*refused, *partners.plan(read, found, words, queries.country_names())]


def _apc(files: Sequence[Path], settings: Settings, progress: Progress | None) -> list[Group]:
    words = apc_words(settings)
    records = adapters.table(files[0], projects.COLUMNS)
    places = adapters.table(files[1], projects.PLACE_COLUMNS)
    keys = distinct(record.cells["project_id"] for record in records)
    place_keys = distinct(record.cells["project_location_id"] for record in places)
    read, refused = _read(records, keys, lambda record: projects.read_project(record.line, record.cells, words))
    sites, wrong = _read(places, place_keys, lambda record: projects.read_site(record.line, record.cells), part=1)
    known = queries.places_by_id((projects.COUNTRY, site.geonames) for _, site in sites)
    governments = {number: government for number, (_, government) in known.items()}
    return [*refused, *wrong, *projects.plan(read, sites, governments, words)]


def apc_words(settings: Settings) -> projects.Words:
    """What the register of projects has to know, from its data file: tables of sectors, donors, events, precisions."""
    tables = {
        "sectors": {code: projects.Sector(**row) for code, row in settings["sectors"].items()},
        "donors": {name: CounterpartDraft(**row) for name, row in settings["donors"].items()},
        "events": {status: row["event"] for status, row in settings["events"].items()},
        "unnamed": frozenset(settings["unnamed"]),
    }
    return projects.Words(**{**settings, **tables})


def _read(
    records: Iterable[Record], keys: Iterable[str], read: Callable[[Record], T], *, part: int = 0
) -> tuple[list[tuple[str, T]], list[Group]]:
    """The rows that could be read, each under its key, and the others as refused rows that name the column."""
    good: list[tuple[str, T]] = []
    refused: list[Group] = []
    for record, key in zip(records, keys, strict=True):
        try:
            if not record.whole:
                raise ValueAtFault("", "")
            good.append((key, read(record)))
        except ValueAtFault as error:
            reason, said = ("value", f"{error.column}: {error.value}") if error.column else ("cells", "")
            row = Row(key[:200], record.line, _in_short(record), Outcome.REFUSED, reason, said, part=part)
            refused.append(Group((row,)))
    return good, refused


def _in_short(record: Record) -> str:
    return " · ".join(cell for cell in record.cells.values() if cell)[:120]


READERS: dict[str, Callable[[Sequence[Path], Settings, Progress | None], list[Group]]] = {
    "twinnings": _twinnings,
    "partners": _partners,
    "apc": _apc,
}
# Registers that come in two files, the second with the places of what the first holds.
WITH_PLACES = frozenset({"apc"})
