"""A register comes in whole with every row accounted for; again it changes nothing; killed, it is simply run again."""

import csv
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker

from minga.cli import build_parser
from minga.evidence.actions import accept
from minga.evidence.models import Change, Claim, Collection
from minga.evidence.queries import problems as evidence_problems
from minga.journal.models import Event
from minga.registers import actions, intake
from minga.registers.adapters import settings_of
from minga.registers.models import RegisterEdition, RegisterRow
from minga.registers.queries import is_complete, problems
from tests import databases
from tests.registers.samples import (
    AMASYA,
    BARCELONA,
    BERAT,
    BOTH,
    CAMBRIDGE,
    MEDELLIN,
    MEDELLIN_BY_ITEM,
    MILAN,
    NOWHERE,
    POLTAVA,
    UNNA,
    VARNA,
    WIKIDATA,
    community,
    document,
    pair,
    partner,
    project,
    site,
    table,
)

ROWS = [
    pair(MEDELLIN, BARCELONA, BOTH),
    pair(MILAN, MEDELLIN_BY_ITEM, WIKIDATA),
    pair(MEDELLIN, MILAN),
    pair(BERAT, AMASYA),
    pair(BERAT, NOWHERE),
    pair(BERAT, CAMBRIDGE, flag="b:near_GB"),
    pair(BERAT, VARNA, flag="b:country?"),
    pair(BERAT, UNNA),
    pair(POLTAVA, MILAN, "ua_skew", "1988", "a:no_coord"),
    {**pair(BERAT, BARCELONA), "lat_a": "norte"},
]
OUTCOMES = ["claimed"] * 4 + ["partly", "review", "partly", "review", "left_out", "refused"]


@pytest.fixture
def lists(tmp_path: Path) -> Path:
    """A small file of sister cities, with one row of every kind of dirt."""
    return table(tmp_path / "twinnings.csv", ROWS)


def run(*args: object) -> int:
    parsed = build_parser().parse_args([str(arg) for arg in args])
    return int(parsed.run(parsed))


def state() -> dict[str, Any]:
    """All that an import can change."""
    return {
        "claims": list(Claim.objects.of_registers().order_by("ref").values_list("ref", "fingerprint", "status")),
        "rows": list(RegisterRow.objects.order_by("register", "key").values_list("key", "outcome", "reason", "refs")),
        "events": Event.objects.count(),
        "changes": Change.objects.count(),
        "edition": list(RegisterEdition.objects.values_list("register", "fingerprint", "finished_at")),
    }


@pytest.mark.usefixtures("gazetteer")
def test_every_row_ends_in_the_report_and_in_the_table(lists: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report = lists.with_name("report.csv")
    assert run("import", lists, "--as", "twinnings", "--report", report) == 1, "a row was refused"
    with report.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [row["outcome"] for row in rows] == OUTCOMES
    assert [row["row"] for row in rows] == [str(n) for n in range(2, 12)]
    assert rows[0]["claims"] == "added added"
    assert rows[-1]["detail"] == "lat_a: norte"
    assert list(RegisterRow.objects.order_by("line").values_list("outcome", flat=True)) == OUTCOMES
    told = capsys.readouterr()
    assert "8 afirmaciones: 8 nuevas." in told.out
    assert "twinnings.csv:11: una columna no tiene lo que debe lat_a: norte" in told.err
    assert {collection.licence for collection in Collection.objects.filter(is_register=True)} == {"CC-BY-SA-4.0"}
    assert Claim.objects.get(ref="TW-3173435-3674954").citations.count() == 2, "one per list"
    assert [*problems(), *evidence_problems()] == []


@pytest.mark.usefixtures("gazetteer")
def test_a_dry_run_says_what_would_happen_and_writes_nothing(lists: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = state()
    report = lists.with_name("report.jsonl")
    assert run("import", lists, "--as", "twinnings", "--dry-run", "--report", report) == 1
    assert state() == before
    told = capsys.readouterr().out
    assert "Ensayo: no se ha guardado nada" in told
    assert "8 afirmaciones: 8 nuevas." in told
    assert "Según las listas de Wikipedia" in told
    assert [json.loads(line)["outcome"] for line in report.read_text().splitlines()] == OUTCOMES


@pytest.mark.usefixtures("gazetteer")
def test_a_second_run_changes_nothing_and_still_reports_every_row(
    lists: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run("import", lists, "--as", "twinnings")
    before = state()
    report = lists.with_name("report.csv")
    assert run("import", lists, "--as", "twinnings", "--report", report) == 1
    assert state() == before
    assert "8 afirmaciones: 8 sin cambios." in capsys.readouterr().out
    with report.open(encoding="utf-8") as file:
        assert [row["outcome"] for row in csv.DictReader(file)] == OUTCOMES


@pytest.mark.usefixtures("gazetteer")
def test_the_same_rows_in_another_order_change_no_claim(lists: Path) -> None:
    run("import", lists, "--as", "twinnings")
    before = state()
    run("import", table(lists, ROWS[::-1]), "--as", "twinnings")
    after = state()
    assert (after["claims"], after["changes"]) == (before["claims"], before["changes"])
    assert RegisterEdition.objects.count() == 1


@pytest.mark.usefixtures("gazetteer")
def test_rows_that_are_no_longer_in_the_file_leave_the_table_and_judged_claims_are_kept(lists: Path) -> None:
    run("import", lists, "--as", "twinnings")
    claim = Claim.objects.get(ref="TW-3128760-3674954")
    accept(claim=claim, organ="Federación")
    run("import", table(lists, [pair(MEDELLIN, BARCELONA)]), "--as", "twinnings")
    assert RegisterRow.objects.count() == 1
    assert claim.citations.count() == 2, "it was judged with both"
    assert Claim.objects.get(ref="TW-3674954-3128760").citations.count() == 1


@pytest.mark.usefixtures("gazetteer")
def test_an_edition_whose_claims_are_gone_is_not_taken_for_complete(lists: Path) -> None:
    run("import", lists, "--as", "twinnings")
    fingerprint = intake.fingerprint([lists])
    assert is_complete("twinnings", fingerprint)
    assert not is_complete("twinnings", "another")
    Claim.objects.get(ref="TW-3674954-3128760").delete()
    assert not is_complete("twinnings", fingerprint)
    assert list(problems()) == ["register twinnings: row 2 names TW-3674954-3128760, which is no claim"]
    run("import", lists, "--as", "twinnings")
    assert is_complete("twinnings", fingerprint)


@pytest.mark.usefixtures("gazetteer")
def test_small_batches_give_the_same_as_one(lists: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("import", lists, "--as", "twinnings")
    claims, told = state()["claims"], Event.objects.filter(verb="claims.saved")
    assert told.count() == 1
    RegisterEdition.objects.all().delete()
    monkeypatch.setattr(actions, "_BATCH", 2)
    monkeypatch.setattr(intake, "fingerprint", lambda files: "another")
    run("import", table(lists, [*ROWS, pair(MILAN, BARCELONA), pair(BERAT, MILAN)]), "--as", "twinnings")
    assert told.count() == 3, "one event per batch that changed anything"
    assert set(claims) < set(state()["claims"])


@pytest.mark.usefixtures("gazetteer")
def test_a_claim_the_base_refuses_makes_its_row_refused(lists: Path) -> None:
    plan = intake.plan("twinnings", [lists])
    about = settings_of("twinnings")
    report = actions.bring_in(plan=plan, collection=about["collection"], sources=[], fingerprint="x")
    row = next(row for row in report.rows if row.line == 2)
    assert (row.outcome, row.reason, row.refs) == ("refused", "claim_refused", ())
    assert row.detail == "source: wikipedia-ciudades-hermanadas-2026"


@pytest.mark.usefixtures("gazetteer")
def test_projects_come_in_with_their_places(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    projects = table(tmp_path / "projects.csv", [project(), project("COL2", status="Pipeline")])
    rows = [site("COL1", "3689815", "Antioquia", "4", "ADM1"), site("COL1", "3686110", "Colombia", "6", "PCLI")]
    places = table(tmp_path / "places.csv", [*rows, {**rows[0], "geoname_id": "x"}])
    assert run("import", projects, "--as", "apc", "--locations", places) == 1
    told = capsys.readouterr()
    assert "1 afirmaciones: 1 nuevas." in told.out
    assert "projects.csv:3: una columna no tiene lo que debe status: Pipeline" in told.err
    assert "places.csv:4: una columna no tiene lo que debe geoname_id: x" in told.err
    assert Claim.objects.get(ref="APC-COL1-3689815").collection.licence == "ODC-By-1.0"


@pytest.mark.usefixtures("gazetteer")
def test_partners_come_in_where_their_region_bears_them_out(tmp_path: Path) -> None:
    path = document(tmp_path / "partners.json", community(partner(), partner("Nadie", partner_region=None)))
    assert run("import", path, "--as", "partners") == 0
    claim = Claim.objects.of_registers().get()
    assert (claim.territory and claim.territory.name, claim.when) == ("Leinfelden-Echterdingen", "1988")
    assert claim.citations.get().relies_on is not None


@pytest.mark.usefixtures("gazetteer")
def test_what_waits_for_a_reviewer_can_be_listed(lists: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("registers") == 0
    assert "No se ha traído ningún registro" in capsys.readouterr().out
    run("import", lists, "--as", "twinnings")
    capsys.readouterr()
    run("registers", "--review", "twinnings", "--json")
    listed = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert sorted(row["reason"] for row in listed) == sorted(
        ["in_another_country", "not_found", "country_unknown", "level_differs"]
    )
    run("registers", "--review", "twinnings", "--reason", "level_differs")
    assert capsys.readouterr().out == "9\tlevel_differs\tBerat (AL) – Unna (district) (DE)\tUnna (district) (DE)\n"
    run("registers")
    assert "10 filas:" in capsys.readouterr().out
    run("registers", "--json")
    assert {"register": "twinnings", "outcome": "left_out", "reason": "in_another_register", "rows": 1} in json.loads(
        capsys.readouterr().out
    )


@pytest.mark.usefixtures("gazetteer")
@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("nada.csv", "--as", "twinnings"), "No hay ningún fichero en"),
        (("twinnings.csv", "--as", "apc"), "necesita también --locations"),
        (("twinnings.csv", "--as", "twinnings", "--locations", "twinnings.csv"), "--locations solo va con"),
        (("twinnings.csv", "--as", "apc", "--locations", "twinnings.csv"), "project_id, project_title"),
        (("twinnings.csv", "--as", "partners"), "no se puede leer como JSON (línea 1)"),
        (("list.json", "--as", "partners"), "«hromadas»"),
        (("twinnings.csv", "--as", "twinnings", "--report", "r.txt"), "debe acabar en .csv o .jsonl"),
    ],
)
def test_a_file_at_fault_is_told_in_one_sentence(
    lists: Path, args: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    lists.with_name("list.json").write_text("[]")
    monkeypatch.chdir(lists.parent)
    assert run("import", *args) == 1
    error = capsys.readouterr().err
    assert said in error
    assert "Traceback" not in error
    assert RegisterRow.objects.count() == 0


@pytest.mark.django_db
def test_without_a_gazetteer_there_is_nothing_to_stand_on(lists: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("import", lists, "--as", "twinnings") == 1
    assert "hace falta el nomenclátor: «minga load»" in capsys.readouterr().err


@pytest.mark.usefixtures("gazetteer")
def test_two_imports_at_once_are_refused(
    lists: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "_PAUSE_SECONDS", 0)
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [actions._LOCK])
        assert run("import", lists, "--as", "twinnings") == 1
    finally:
        other.close()
    assert "Otro proceso está trayendo un registro" in capsys.readouterr().err


@pytest.fixture(scope="module")
def base(django_db_setup: None, django_db_blocker: DjangoDbBlocker, worker: str, tmp_path_factory: Any) -> Any:
    """The environment of a process with a base of its own that holds the gazetteer."""
    with django_db_blocker.unblock(), databases.clone("gazetteer", f"{worker}_import") as name:
        before, _, parameters = os.environ["DATABASE_URL"].partition("?")
        url = f"{before.rpartition('/')[0]}/{name}?{parameters}"
        home = tmp_path_factory.mktemp("home")
        yield (
            {**os.environ, "DATABASE_URL": url, "MINGA_HOME": str(home), "PYTHONPATH": str(databases.SOURCE.parent)},
            name,
        )


def test_killed_at_any_moment_and_run_again_it_completes(base: Any, shared: Path, tmp_path: Path) -> None:
    environment, name = base
    whole = shared / "data" / "twinning" / "twinning_pairs.csv"
    with whole.open(encoding="utf-8") as file:
        rows = [row for n, row in enumerate(csv.DictReader(file)) if n % 18 == 0]  # two batches
    lists = table(tmp_path / "lists.csv", rows)
    command = [sys.executable, "-m", "minga", "import", str(lists), "--as", "twinnings"]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    with databases.connected_to(name):
        while RegisterRow.objects.count() == 0 and process.poll() is None:
            connection.close()
            time.sleep(0.05)
        process.send_signal(signal.SIGKILL)
        process.wait()
        before = Claim.objects.count()
        assert before > 0
        assert not RegisterEdition.objects.exclude(fingerprint="").exists(), "it is not taken for complete"
        assert [*problems(), *evidence_problems()] == [], "what is there is whole"
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        assert RegisterRow.objects.count() == len(rows)
        assert Claim.objects.count() > before
        after = state()
        again = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        assert "nada cambia" in again.stdout
        assert state() == after
        assert [*problems(), *evidence_problems()] == []
