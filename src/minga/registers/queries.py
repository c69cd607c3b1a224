"""Reads: which territory each end of a row is, what an import would change, and what waits for a reviewer."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from django.db import connection
from django.db.models import Count

from minga.evidence.domain.drafts import ClaimDraft
from minga.evidence.domain.statuses import Status
from minga.evidence.models import Claim
from minga.kit.text import fold
from minga.registers.domain.ends import End, Found, Place, by_id, by_name, governed_by, ids_by_item
from minga.registers.models import RegisterEdition, RegisterRow
from minga.territories.domain import Hints, readings
from minga.territories.models import Edition, Territory, TerritoryName
from minga.territories.queries import resolve

Progress = Callable[[int, int], None]
# So many values in one condition are still one quick query; of codes in a list, past so many the index is left aside.
_MANY, _CODES = 5000, 500


def places_by_id(ids: Iterable[tuple[str, int]]) -> dict[int, tuple[Place, Place]]:
    """For GeoNames ids, each with its country: the place itself, and the one that governs it (as a rule the same).

    The id of a seat leads to its municipality, which has it among its codes.
    """
    wanted = sorted(set(ids))
    found: dict[int, tuple[Place, Place]] = {}
    territories = Territory.objects.select_related("parent")
    for start in range(0, len(wanted), _CODES):
        codes = [f"{country}-gn{number}" for country, number in wanted[start : start + _CODES]]
        for territory in territories.filter(other_codes__overlap=codes):
            found |= dict.fromkeys(_other_ids(territory), (_place(territory), _governing(territory)))
    # A place's own id goes before one that another has among its codes.
    for start in range(0, len(wanted), _MANY):
        for territory in territories.filter(geonames_id__in=[number for _, number in wanted[start : start + _MANY]]):
            found[territory.geonames_id or 0] = (_place(territory), _governing(territory))
    return found


def _other_ids(territory: Territory) -> list[int]:
    return [int(code.rpartition("-gn")[2]) for code in territory.other_codes if "-gn" in code]


def _place(territory: Territory) -> Place:
    return Place(
        code=territory.code,
        name=territory.name,
        country=territory.country,
        level=territory.level,
        is_government=territory.is_government,
        geonames=territory.geonames_id,
        latitude=territory.latitude,
        longitude=territory.longitude,
    )


def _with_towns(territory: Territory) -> Place:
    """The place with the points of the towns in it, where it has no point of its own. One query at most."""
    place = _place(territory)
    if place.points:
        return place
    towns = Territory.objects.filter(ancestors__contains=[territory.code], latitude__isnull=False)
    points = towns.values_list("latitude", "longitude")
    return replace(
        place, towns=tuple((north, east) for north, east in points if north is not None and east is not None)
    )


def _governing(territory: Territory) -> Place:
    place = _place(territory)
    if territory.is_government or territory.parent is None:
        return place
    holder = _place(territory.parent)
    return holder if governed_by(place, holder) else place


def locate(ends: Iterable[End], *, progress: Progress | None = None) -> dict[End, Found]:
    """The place of every end: by its id, else by the id that other rows give its item, else by its name.

    A name alone is never enough: its point or the territory that holds it must bear it out. No city is looked for
    twice; a handful of queries for all ids, and three or four for each name that stands in the gazetteer.
    """
    every = dict.fromkeys(ends)
    items = ids_by_item(every)
    ids = {end: end.geonames or items.get(end.wikidata) for end in every}
    known = places_by_id((end.country, number) for end, number in ids.items() if number)
    found: dict[End, Found] = {}
    unknown = []
    for end, number in ids.items():
        if end.in_another_country:
            found[end] = Found(None, "in_another_country", doubt=True)
        elif number in known:
            found[end] = _governed(by_id(end, known[number][0]), known[number][1])
        elif not end.country:
            found[end] = Found(None, "country_unknown")
        else:
            unknown.append(end)
    return found | _by_names(unknown, progress or _silent)


def _governed(found: Found, government: Place) -> Found:
    return Found(government) if found.place else found


def _silent(done: int, total: int) -> None:
    """Nobody watches."""


def _by_names(ends: list[End], progress: Progress) -> dict[End, Found]:
    named: dict[tuple[str, str, str], list[End]] = defaultdict(list)
    for end in ends:
        named[end.name, end.country, end.parent].append(end)
    standing = _standing(named)
    found: dict[End, Found] = {}
    for done, ((name, country, parent), alike) in enumerate(named.items(), 1):
        if (name, country) in standing:
            resolution = resolve(name, Hints(country=country, parent=parent or None))
            exact = sum(candidate.match.likeness == 1 for candidate in resolution.candidates)
            if resolution.territory:
                place, government = _with_towns(resolution.territory), _governing(resolution.territory)
                found |= {end: _governed(by_name(end, place, candidates=exact), government) for end in alike}
            else:
                found |= {end: by_name(end, None, candidates=exact) for end in alike}
        else:
            found |= {end: Found(None, "not_found") for end in alike}
        progress(done, len(named))
    return found


def _standing(named: Iterable[tuple[str, str, str]]) -> set[tuple[str, str]]:
    """The names that some territory of their country bears in one of their readings: only these can be resolved."""
    ways = {(name, country): {way.name for way in readings(fold(name))} for name, country, _ in named}
    words = sorted({word for names in ways.values() for word in names})
    held: set[tuple[str, str]] = set()
    for start in range(0, len(words), _MANY):
        rows = TerritoryName.objects.filter(folded__in=words[start : start + _MANY])
        held |= set(rows.values_list("folded", "territory__country"))
    return {
        (name, country) for (name, country), names in ways.items() if any((word, country) in held for word in names)
    }


def country_names() -> dict[str, str]:
    """The names of the countries of today by alpha-2, in Spanish. One query."""
    return dict(Territory.objects.countries().values_list("code", "name"))


def gazetteer_edition() -> str:
    """Which gazetteer is loaded; "" where none is."""
    return Edition.objects.filter(source="gazetteer").values_list("fingerprint", flat=True).first() or ""


def compare(drafts: Iterable[ClaimDraft]) -> dict[str, str]:
    """What storing drafts would do to each, by ref: "added", "changed", "unchanged" or "kept"; a query per 5,000."""
    fingerprints = {draft.ref: draft.fingerprint for draft in drafts}
    refs = sorted(fingerprints)
    fates: dict[str, str] = {}
    for start in range(0, len(refs), _MANY):
        part = refs[start : start + _MANY]
        rows = Claim.objects.filter(ref__in=part).values_list("ref", "fingerprint", "status")
        stored = {ref: (fingerprint, status) for ref, fingerprint, status in rows}
        fates |= {ref: _would(stored.get(ref), fingerprints[ref]) for ref in part}
    return fates


def _would(stored: tuple[str, str] | None, fingerprint: str) -> str:
    if stored is None:
        return "added"
    if stored[0] == fingerprint:
        return "unchanged"
    return "changed" if stored[1] in (Status.PROPOSED, Status.RECORDED) else "kept"


def is_complete(register: str, fingerprint: str) -> bool:
    """Whether this very edition was brought in whole and its claims still stand. Two queries at most."""
    edition = RegisterEdition.objects.filter(register=register, fingerprint=fingerprint).first()
    if edition is None:
        return False
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(DISTINCT claim.ref) FROM registers_registerrow r, unnest(r.refs) named "
            "JOIN evidence_claim claim ON claim.ref = named WHERE r.register = %s",
            [register],
        )
        return bool(cursor.fetchone()[0] == edition.claims)


def rows_of(register: str) -> "Iterator[RegisterRow]":
    """Every row of a register, in the order of its files."""
    return RegisterRow.objects.filter(register=register).order_by("part", "line", "key").iterator(chunk_size=_MANY)


def tallies() -> list[tuple[str, str, str, int]]:
    """How many rows of each register have each outcome and reason, the commonest first. One query."""
    rows = RegisterRow.objects.order_by().values_list("register", "outcome", "reason").annotate(count=Count("pk"))
    return sorted(rows, key=lambda row: (row[0], row[1], -row[3], row[2]))


def to_review(register: str, reason: str = "") -> "Iterator[RegisterRow]":
    """The rows of a register that wait for a reviewer, those of one reason where it is given."""
    rows = RegisterRow.objects.to_review().filter(register=register)
    return (
        (rows.filter(reason=reason) if reason else rows).order_by("reason", "part", "line").iterator(chunk_size=_MANY)
    )


def problems() -> Iterator[str]:
    """Every row that names a claim which is not there; at most a hundred."""
    with_claims = RegisterRow.objects.exclude(refs=[])
    known = set(Claim.objects.of_registers().values_list("ref", flat=True))
    missing = (
        f"register {row.register}: row {row.line} names {ref}, which is no claim"
        for row in with_claims.iterator(chunk_size=_MANY)
        for ref in row.refs
        if ref not in known
    )
    yield from (line for _, line in zip(range(100), missing, strict=False))
