"""Loading: whole, once, and never by half."""

import json
import os
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import IntegrityError, transaction
from psycopg.conninfo import make_conninfo
from pytest_django import DjangoDbBlocker

from minga.journal.models import Event
from minga.kit.memory import uncollected
from minga.territories import actions, adapters
from minga.territories.domain.assembly import CityRow, CountryRow, DivisionRow
from minga.territories.models import Edition, Organization, Territory, TerritoryName
from minga.territories.queries import problems
from tests import databases

COLLECTION = databases.SOURCE / "evidence" / "data" / "collection.jsonl"

STATES = [
    CountryRow("CO", "Colombia", 3686110, ("Republic of Colombia",), None),
    CountryRow("SU", "USSR", None, (), "SUHH"),
]
DIVISIONS = [
    DivisionRow(1, "Cauca", "CO-CAU", "CO.09", 11, "Department", (), 1, None, "CO"),
    DivisionRow(2, "Caldono", None, "CO.09.19137", 12, "", ("Municipio de Caldono",), 2, 1, "CO"),
]
CITIES = [
    CityRow("Caldono", 13, (1, 2), "CO", 3517, 2.8, -76.5),
    CityRow("Pescador", 14, (1, 2), "CO", 0, 2.7, -76.5),
]
OVERLAY: dict[str, list[dict[str, Any]]] = {
    "names": [{"code": "CO-19137", "name": "Kaldono", "kind": "exonym", "language": "es", "source": "a test"}],
    "territories": [
        {
            "code": "CO-X-NORTE",
            "name": "Norte del Cauca",
            "level": "metropolitan",
            "country": "CO",
            "parent": "CO-CAU",
            "aliases": ["AMUNORCA"],
            "source": "a test",
        }
    ],
    "corrections": [{"code": "CO-gn14", "level": "municipality", "is_government": True, "source": "a test"}],
    "abbreviations": [{"code": "CO-CAU", "short": ["Cau."], "source": "a test"}],
    "seats": [],
}


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """A source of one department, one municipality and two towns."""
    monkeypatch.setattr(adapters, "read_source", lambda: (STATES, DIVISIONS, CITIES))
    monkeypatch.setattr(adapters, "read_overlay", lambda: OVERLAY)
    monkeypatch.setattr(adapters, "fingerprint", lambda: "1" * 64)
    return monkeypatch


@pytest.mark.django_db
def test_loading_twice_changes_nothing_and_tells_it_once(small: pytest.MonkeyPatch) -> None:
    seen: list[tuple[int, int]] = []
    first = actions.load_gazetteer(progress=lambda done, total: seen.append((done, total)))
    assert actions.load_gazetteer() == first
    assert first["municipality"] == 2
    assert Event.objects.filter(verb="gazetteer.loaded").count() == 1
    assert seen[-1][0] == seen[-1][1]


@pytest.mark.django_db
def test_the_town_becomes_the_seat_and_zero_people_are_nobody_said(small: pytest.MonkeyPatch) -> None:
    actions.load_gazetteer()
    caldono = Territory.objects.get(code="CO-19137")
    assert (caldono.population, caldono.ancestors) == (3517, ["CO", "CO-CAU"])
    assert Territory.objects.get(code="CO-gn14").population is None
    assert TerritoryName.objects.filter(territory=caldono, folded="kaldono", kind="exonym").exists()
    assert Territory.objects.get(code="CO-X-NORTE").parent == caldono.parent
    assert not Territory.objects.get(code="SUHH").is_government


@pytest.mark.django_db
def test_a_later_edition_keeps_keys_and_codes(small: pytest.MonkeyPatch) -> None:
    actions.load_gazetteer()
    key = Territory.objects.get(code="CO-19137").pk
    small.setattr(adapters, "fingerprint", lambda: "2" * 64)
    larger = CityRow("Caldono", 13, (1, 2), "CO", 4000, 2.8, -76.5)
    small.setattr(adapters, "read_source", lambda: (STATES, DIVISIONS, [larger, *CITIES[1:], new_town()]))
    actions.load_gazetteer()
    caldono = Territory.objects.get(code="CO-19137")
    assert (caldono.pk, caldono.population) == (key, 4000)
    assert Territory.objects.filter(code="CO-gn15").exists()


def new_town() -> CityRow:
    return CityRow("Siberia", 15, (1, 2), "CO", 900, 2.8, -76.4)


@pytest.mark.django_db
def test_what_an_edition_no_longer_has_goes_unless_somebody_speaks_of_it(small: pytest.MonkeyPatch) -> None:
    actions.load_gazetteer()
    town = Territory.objects.get(code="CO-gn14")
    Organization.objects.create(slug="junta", name="Junta", kind="other", territory=town)
    for number, cities in enumerate(([CITIES[0], new_town()], CITIES[:1]), start=2):
        small.setattr(adapters, "fingerprint", lambda number=number: str(number) * 64)
        small.setattr(adapters, "read_source", lambda cities=cities: (STATES, DIVISIONS, cities))
        small.setattr(adapters, "read_overlay", lambda: {**OVERLAY, "corrections": []})
        actions.load_gazetteer()
    town.refresh_from_db()
    assert not town.is_government
    assert town.names.filter(folded="pescador").exists()
    assert not Territory.objects.filter(code="CO-gn15").exists()


@pytest.mark.django_db
def test_a_load_that_breaks_leaves_nothing(small: pytest.MonkeyPatch) -> None:
    def broken(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        actions.load_gazetteer(progress=broken)
    assert not Territory.objects.exists()
    assert not Edition.objects.exists()
    assert actions.load_gazetteer()["country"] == 2


@pytest.mark.django_db
def test_an_overlay_that_names_nobody_is_refused(small: pytest.MonkeyPatch) -> None:
    small.setattr(adapters, "read_overlay", lambda: {**OVERLAY, "corrections": [{"code": "CO-99999"}]})
    with pytest.raises(actions.OverlayNamesNobody, match="CO-99999"):
        actions.load_gazetteer()


def test_another_edition_of_the_source_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(adapters.EXPECTED, "countries", (281, "0" * 64))
    with pytest.raises(adapters.SourceDiffers, match="countries has 281 rows"):
        adapters.read_source()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong",
    [{"code": "co-1"}, {"level": "kingdom"}, {"population": 0}, {"level": "state"}],
    ids=["code in lower case", "unknown level", "nobody lives there", "state without a country"],
)
def test_the_base_refuses_what_must_not_be(wrong: dict[str, Any]) -> None:
    right = {"code": "CO", "name": "Colombia", "level": "country", "country": "CO", "is_government": True}
    with pytest.raises(IntegrityError), transaction.atomic():
        Territory.objects.create(**{**right, **wrong})


@pytest.mark.django_db
def test_organizations_are_added_changed_and_left(small: pytest.MonkeyPatch, tmp_path: Path) -> None:
    actions.load_gazetteer()
    row: dict[str, Any] = {"slug": "fcm", "name": "Federación", "kind": "federation", "country": "CO"}
    for expected in ("added", "unchanged"):
        assert load(small, tmp_path, row)[expected] == 1
    row |= {"territory": "CO-19137", "short_name": "FCM"}
    assert load(small, tmp_path, row)["changed"] == 1
    assert str(Organization.objects.get(slug="fcm")) == "FCM"
    assert Event.objects.filter(verb="organizations.loaded").count() == 2
    with pytest.raises(actions.OverlayNamesNobody):
        load(small, tmp_path, row | {"territory": "CO-99999"})


def load(monkeypatch: pytest.MonkeyPatch, folder: Path, row: dict[str, Any]) -> dict[str, int]:
    (folder / "organizations.jsonl").write_text(json.dumps(row) + "\n\n", encoding="utf-8")
    monkeypatch.setattr(adapters, "DATA", folder)
    return actions.load_organizations()


def test_a_load_killed_in_the_middle_leaves_nothing_and_the_next_one_is_whole(
    small: pytest.MonkeyPatch, django_db_setup: None, django_db_blocker: DjangoDbBlocker, worker: str
) -> None:
    with django_db_blocker.unblock(), databases.clone("schema", f"{worker}_killed") as name:
        address = make_conninfo(os.environ["DATABASE_URL"], dbname=name)

        def kill(done: int, total: int) -> None:
            with psycopg.connect(address, autocommit=True) as other:
                others = "FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()"
                other.execute(f"SELECT pg_terminate_backend(pid) {others}", [name])

        with databases.connected_to(name), pytest.raises(psycopg.OperationalError):
            actions.load_gazetteer(progress=kill)
        with databases.connected_to(name):
            assert (Territory.objects.count(), TerritoryName.objects.count(), Edition.objects.count()) == (0, 0, 0)
            assert sum(actions.load_gazetteer().values()) == Territory.objects.count() == 6
            assert list(problems()) == []
            assert Event.objects.filter(verb="gazetteer.loaded").count() == 1


def test_every_country_of_the_collection_stands_in_the_table_of_governments_and_the_rest_has_a_default() -> None:
    rows = [json.loads(line) for line in COLLECTION.read_text(encoding="utf-8").splitlines()]
    said = [row["territory"] for row in rows] + [party["territory"] for row in rows for party in row["counterparts"]]
    countries = {code.partition("-")[0] for code in said if code and "-" in code}
    table = adapters.read_table()
    assert countries - table.rules.keys() - set(table.same_as_country.values()) == set()
    assert table.of("ZZ") == table.default


def test_every_row_of_the_data_files_says_where_it_comes_from() -> None:
    overlay = adapters.read_overlay()
    rows = [row for name in ("names", "abbreviations", "seats", "territories", "corrections") for row in overlay[name]]
    assert all(row["source"] for row in rows)
    for association in adapters.read_associations():
        assert association["source"]
        # An address is shown only where something confirmed it.
        assert bool(association["url"]) == bool(association.get("checked"))
    assert all(row.get("checked") for row in adapters.read_organizations() if row["url"])


def test_what_is_assembled_of_the_whole_world_is_what_stands_in_the_base(gazetteer: None) -> None:
    with uncollected():
        drafts = actions._drafts()
        told = {draft.code: sum(1 for _row in actions._names(draft, 0)) for draft in drafts}
    assert len(drafts) == len(told)
    assert told.keys() == set(Territory.objects.values_list("code", flat=True))
    assert sum(told.values()) == TerritoryName.objects.count()
