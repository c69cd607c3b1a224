"""Loading: the only way in which territories, their names and organizations come to be."""

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.db import connection, transaction
from django.db.models import ProtectedError

from minga.journal.actions import record
from minga.kit.memory import uncollected
from minga.kit.text import fold, slugify
from minga.territories import adapters
from minga.territories.domain.assembly import Draft, assemble
from minga.territories.domain.codes import Level
from minga.territories.domain.members import MemberRow, Outcome, Told
from minga.territories.domain.names import bare
from minga.territories.models import Affiliation, Edition, Organization, Territory
from minga.territories.queries import codes_of

Progress = Callable[[int, int], None]
_FIELDS = (
    "id", "code", "name", "level", "country", "parent_id", "ancestors", "geonames_id", "iso_code", "national_code",
    "other_codes", "population", "people", "latitude", "longitude", "is_government", "stands_for_municipality",
)  # fmt: skip
_NEXT_KEY = "SELECT setval(pg_get_serial_sequence('territories_territory', 'id'), max(id)) FROM territories_territory"
_NAME_FIELDS = ("territory_id", "name", "folded", "kind", "language", "weight")


class NoFederation(ValueError):
    """Only a federation has members."""


class OverlayNamesNobody(Exception):
    """A row of the overlay speaks of a code that the gazetteer does not have."""


def load_gazetteer(*, progress: Progress | None = None, by: int | None = None) -> dict[str, int]:
    """Load every country, subdivision and place, with the project's overlay; one transaction, one event.

    Does nothing where the same edition is already loaded. A later edition changes rows in place: codes and keys stay.
    Returns the counts by level. Raises SourceDiffers or OverlayNamesNobody, and then nothing is changed.
    """
    fingerprint = adapters.fingerprint()
    edition = Edition.objects.filter(source="gazetteer").first()
    if edition and edition.fingerprint == fingerprint:
        return dict(edition.counts)
    with uncollected():
        drafts = _drafts()
        counts = {level.value: sum(draft.level == level for draft in drafts) for level in Level}
        _load(drafts, fingerprint, counts, progress or _silent, by)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE territories_territory, territories_territoryname")
    return counts


@transaction.atomic
def _load(drafts: list[Draft], fingerprint: str, counts: dict[str, int], progress: Progress, by: int | None) -> None:
    _store(drafts, progress)
    Edition.objects.update_or_create(source="gazetteer", defaults={"fingerprint": fingerprint, "counts": counts})
    record("gazetteer.loaded", by=by, object_type="territories.edition", object_ref="gazetteer", after=counts)


def _silent(done: int, total: int) -> None:
    """Nobody watches."""


def _drafts() -> list[Draft]:
    countries, divisions, cities = adapters.read_source()
    drafts = assemble(countries, divisions, cities, adapters.read_table())
    by_code = {code: draft for draft in drafts for code in (*draft.other_codes, draft.code)}
    for draft in drafts:
        if draft.level == Level.COUNTRY and draft.is_government:
            _name_country(draft)
    _name_cities(drafts)
    _overlay(drafts, by_code)
    return drafts


def _overlay(drafts: list[Draft], by_code: dict[str, Draft]) -> None:
    overlay = adapters.read_overlay()
    added = {row["code"] for row in overlay["territories"]}
    wanted = {row["parent"] for row in overlay["territories"]}
    said = (overlay["names"], overlay["corrections"], overlay["seats"], overlay["abbreviations"])
    wanted |= {row["code"] for rows in said for row in rows}
    if missing := wanted - added - by_code.keys():
        raise OverlayNamesNobody(", ".join(sorted(missing)))
    drafts.extend(_added(row, by_code) for row in overlay["territories"])
    for row in overlay["names"]:
        draft = by_code[row["code"]]
        draft.call(row["name"], row["kind"], row["language"])
        if row["kind"] == "official":
            draft.name = row["name"]
    for row in overlay["corrections"]:
        draft = by_code[row["code"]]
        draft.level, draft.is_government = Level(row["level"]), row["is_government"]


def _name_country(draft: Draft) -> None:
    for language, name in adapters.country_names(draft.code):
        draft.name = name if language == "es" else draft.name
        draft.call(name, "official", language)


def _name_cities(drafts: list[Draft]) -> None:
    """Give cities the names of four languages, and show them by that of their own country where it has one language."""
    bearers: dict[tuple[str, str], list[Draft]] = {}
    for draft in drafts:
        if draft.has_seat or draft.stands_for_municipality:
            for name in {fold(name) for name, _kind, _language in draft.names}:
                bearers.setdefault((draft.country, name), []).append(draft)
    for city in adapters.city_names():
        found = bearers.get((city.country, fold(city.called["en"])), [])
        if not found:
            continue
        largest = max(found, key=lambda draft: (draft.people or 0, draft.code))
        for language, name in city.called.items():
            largest.call(name, "exonym", language)
        if (
            city.own
            and fold(largest.name) == fold(city.called["en"])
            and not fold(city.own).startswith(fold(largest.name))
        ):
            largest.name = city.own
            largest.call(city.own, "official")


def _added(row: dict[str, Any], by_code: dict[str, Draft]) -> Draft:
    draft = Draft(row["code"], row["name"], Level(row["level"]), row["country"], by_code[row["parent"]])
    draft.is_government = "until" not in row  # of the year it ended; who was one is found by its name
    draft.call(row["name"], "official")
    for alias in row["aliases"]:
        draft.call(alias, "alternate")
    by_code[draft.code] = draft
    return draft


def _store(drafts: list[Draft], progress: Progress) -> None:
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE territories_territory IN SHARE ROW EXCLUSIVE MODE")
        known = dict(Territory.objects.values_list("code", "pk"))
        ids = _number(drafts, known)
        names = [row for draft in drafts for row in _names(draft, ids[draft.code])]
        total = len(drafts) + len(names)
        rows = (_row(draft, ids) for draft in drafts)
        if known:
            _merge(cursor, _counting(rows, progress, 0, total))
        else:
            _copy(cursor, "territories_territory", _FIELDS, _counting(rows, progress, 0, total))
            cursor.execute(_NEXT_KEY)
        cursor.execute("DELETE FROM territories_territoryname")
        _rename(cursor, _counting(names, progress, len(drafts), total))
    _retire(known.keys() - ids.keys())


def _number(drafts: Iterable[Draft], known: dict[str, int]) -> dict[str, int]:
    """A key for each code: the one it has, or the next that is free."""
    free = max(known.values(), default=0)
    ids: dict[str, int] = {}
    for draft in drafts:
        if draft.code not in known:
            free += 1
        ids[draft.code] = known.get(draft.code, free)
    return ids


def _counting(rows: Iterable[Any], progress: Progress, start: int, total: int) -> Iterator[Any]:
    for number, row in enumerate(rows, start=start + 1):
        if number % 5000 == 0 or number == total:
            progress(number, total)
        yield row


def _copy(cursor: Any, table: str, fields: Iterable[str], rows: Iterable[Any]) -> None:
    with cursor.copy(f"COPY {table} ({', '.join(fields)}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _merge(cursor: Any, rows: Iterable[Any]) -> None:
    """Bring a later edition in: rows that differ are changed in place and new ones added."""
    cursor.execute("CREATE TEMP TABLE incoming (LIKE territories_territory)")
    _copy(cursor, "incoming", _FIELDS, rows)
    columns = ", ".join(_FIELDS)
    changed = [field for field in _FIELDS if field not in ("id", "code")]
    pairs = ", ".join(f"{field} = excluded.{field}" for field in changed)
    old, new = (", ".join(f"{side}.{field}" for field in changed) for side in ("territories_territory", "excluded"))
    cursor.execute(
        f"INSERT INTO territories_territory ({columns}) SELECT {columns} FROM incoming ORDER BY id "  # noqa: S608 - ours
        f"ON CONFLICT (code) DO UPDATE SET {pairs} WHERE ({old}) IS DISTINCT FROM ({new})"
    )
    cursor.execute("DROP TABLE incoming")
    cursor.execute(_NEXT_KEY)


def _rename(cursor: Any, rows: Iterable[Any]) -> None:
    """Fill the names, their two large indexes built once at the end, which is three times as fast."""
    cursor.execute("DROP INDEX name_trigrams")
    _copy(cursor, "territories_territoryname", _NAME_FIELDS, rows)
    # The keys are checked now: an index is not built over rows whose checks are still to come.
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    cursor.execute("SET LOCAL maintenance_work_mem = '256MB'")
    cursor.execute("CREATE INDEX name_trigrams ON territories_territoryname USING gin (folded gin_trgm_ops)")


def _retire(codes: set[str]) -> None:
    """Remove what the new edition no longer has; what somebody speaks of stays, as a place that can still be found."""
    gone = Territory.objects.filter(code__in=codes)
    for territory in sorted(gone, key=lambda one: -len(one.ancestors)):
        try:
            with transaction.atomic():
                territory.delete()
        except ProtectedError:
            Territory.objects.filter(pk=territory.pk).update(is_government=False)
            territory.names.create(name=territory.name, folded=fold(territory.name), kind="official", weight=1)


def _row(draft: Draft, ids: dict[str, int]) -> tuple[Any, ...]:
    others = sorted(set(draft.other_codes) - {draft.code})
    return (
        ids[draft.code], draft.code, draft.name, draft.level.value, draft.country,
        ids[draft.parent.code] if draft.parent else None, draft.ancestors, draft.geonames_id, draft.iso_code,
        draft.national_code, others, draft.population, draft.people, draft.latitude, draft.longitude,
        draft.is_government, draft.stands_for_municipality,
    )  # fmt: skip


def _names(draft: Draft, key: int) -> Iterator[tuple[Any, ...]]:
    """The names as stored: each once per language, and once more without its words of level, stops and hyphens.

    An alternate name weighs half: whoever types "ros" hardly means Rushen.
    """
    weight, seen = draft.weight(), set[tuple[str, str]]()
    for name, kind, language in sorted(draft.names, key=lambda row: _ORDER[row[1]]):
        mark = (fold(name), language if draft.level == Level.COUNTRY else kind if kind == "seat" else "")
        if mark not in seen:
            seen.add(mark)
            tag = language or ("x-seat" if kind == "seat" else "")
            yield key, name, mark[0], kind, tag, weight // 2 if kind == "alternate" else weight
    called = {folded for folded, _mark in seen}
    plain = {folded.replace(".", "").replace("-", " ") for folded in called}
    for short in sorted((plain | {bare(folded) for folded in called | plain}) - called):
        if len(short) > 1:
            yield key, short, short, "alternate", "x-bare", weight // 2


_ORDER = {"official": 0, "exonym": 1, "alternate": 2, "seat": 3}


@transaction.atomic
def load_organizations(*, by: int | None = None) -> dict[str, int]:
    """Load the organizations of the project's file; rows that are there already are brought up to date.

    Returns how many were added, changed and left as they were.
    Raises OverlayNamesNobody where a row belongs to a territory that is not in the gazetteer.
    """
    counts = {"added": 0, "changed": 0, "unchanged": 0}
    for row in adapters.read_organizations():
        counts[_organization(row)] += 1
    if counts["added"] or counts["changed"]:
        record("organizations.loaded", by=by, object_type="territories.organization", object_ref="*", after=counts)
    return counts


def _organization(row: dict[str, Any]) -> str:
    territory = Territory.objects.filter(code=row["territory"]).first() if row.get("territory") else None
    if row.get("territory") and territory is None:
        raise OverlayNamesNobody(json.dumps(row, ensure_ascii=False))
    wanted = {field: row.get(field) or "" for field in ("name", "short_name", "kind", "country", "url")}
    found = Organization.objects.filter(slug=row["slug"]).first()
    if found is None:
        Organization.objects.create(slug=row["slug"], territory=territory, **wanted)
        return "added"
    if found.territory == territory and all(getattr(found, field) == value for field, value in wanted.items()):
        return "unchanged"
    found.territory = territory
    for field, value in wanted.items():
        setattr(found, field, value)
    found.save()
    return "changed"


@transaction.atomic
def add_office(*, name: str, territory: Territory, by: int | None = None) -> Organization:
    """An office of a territory that was in no register; somebody has approved it. Its address begins with the code."""
    slug = f"{territory.code.lower()}-{slugify(name)}"[:110].strip("-")
    taken = Organization.objects.filter(slug__startswith=slug).count()
    office = Organization.objects.create(
        slug=f"{slug}-{taken + 1}" if taken else slug,
        name=name,
        kind=Organization.Kind.OFFICE,
        country=territory.country,
        territory=territory,
    )
    record("organization.added", office, by=by, after={"territory": territory.code})
    return office


@transaction.atomic
def add_demo_organization(*, slug: str, name: str, kind: str, code: str, by: int | None = None) -> Organization:
    """An organization that is none, for a demo; its name says so."""
    territory = Territory.objects.filter(code=code).first()
    made = Organization.objects.create(slug=slug, name=name, kind=kind, country="CO", territory=territory)
    record("organization.added", made, by=by, after={"demo": True})
    return made


@transaction.atomic
def bring_members(*, federation: Organization, rows: Iterable[MemberRow], by: int | None = None) -> list[Told]:
    """Put a federation's list of members on record: what became of each row. The same list again changes nothing.

    Members that the list does not name stay; one leaves by a day in its row. Raises NoFederation.
    """
    if federation.kind != Organization.Kind.FEDERATION:
        raise NoFederation(federation.slug)
    Organization.objects.select_for_update().get(pk=federation.pk)  # one list after the other
    codes, seen, told = codes_of(federation.country), set[str](), list[Told]()
    for row in rows:
        meant = () if row.fault else codes.meant(row.code)
        if len(meant) != 1:
            told.append(Told(row, row.fault or (Outcome.AMBIGUOUS if meant else Outcome.UNKNOWN)))
            continue
        repeated = meant[0] in seen
        seen.add(meant[0])
        told.append(Told(row, Outcome.REPEATED if repeated else _affiliate(federation, row, meant[0]), meant[0]))
    _tell_members(federation, told, by)
    return told


def _affiliate(federation: Organization, row: MemberRow, code: str) -> Outcome:
    rows = Affiliation.objects.filter(federation=federation, territory__code=code)
    now = rows.open().first()
    if now is None:
        if row.ended and rows.filter(ended=row.ended).exists():
            return Outcome.UNCHANGED
        territory = Territory.objects.get(code=code)
        Affiliation.objects.create(federation=federation, territory=territory, since=row.since, ended=row.ended)
        return Outcome.ADDED
    since = row.since or now.since
    if row.ended and since and row.ended < since:
        return Outcome.BAD_DATE
    if (since, row.ended) == (now.since, None):
        return Outcome.UNCHANGED
    now.since, now.ended = since, row.ended
    now.save()
    return Outcome.ENDED if row.ended else Outcome.CHANGED


def _tell_members(federation: Organization, told: list[Told], by: int | None) -> None:
    changed = (Outcome.ADDED, Outcome.CHANGED, Outcome.ENDED)
    after = {one.value: [each.territory for each in told if each.outcome == one] for one in changed}
    if any(after.values()):
        record("federation.members", federation, by=by, after={verb: codes for verb, codes in after.items() if codes})
