"""A backup is everything that is the installation's own, proven; a restore is that and nothing else, or no change."""

import hashlib
import os
import tarfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from psycopg.conninfo import make_conninfo
from pytest_django import DjangoDbBlocker

from minga.accounts import actions
from minga.accounts.models import User
from minga.config import backup, copies, restore
from minga.config.faults import Fault
from minga.ingest import checking, spool
from minga.ingest.actions.handing import hand_in
from minga.ingest.models import Ingestion
from minga.jobs.worker import Worker
from minga.journal.models import Event
from tests import databases

DOCUMENT = b"Nota 5. Rio de Janeiro, 1983."
DIGEST = hashlib.sha256(DOCUMENT).hexdigest()


@pytest.fixture
def base(
    monkeypatch: pytest.MonkeyPatch,
    worker: str,
    own_home: Path,
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[str]:
    """An installation of its own: a base that may be dropped and renamed, with an account and a document in it."""
    with django_db_blocker.unblock(), databases.clone("schema", f"{worker}_copies") as name:
        url = make_conninfo(os.environ["DATABASE_URL"], dbname=name)
        monkeypatch.setenv("DATABASE_URL", url)
        monkeypatch.setitem(settings.DATABASES["default"], "NAME", name)
        with databases.connected_to(name):
            actions.create_user(email="alba@caldono.gov.co", password="siete-cerros-y-un-rio")
            document = own_home / "archive" / DIGEST[:2] / DIGEST
            document.parent.mkdir(parents=True)
            document.write_bytes(DOCUMENT)
            yield name


def state() -> tuple[dict[str, copies.Table], dict[str, str]]:
    archive = settings.MINGA_HOME / "archive"
    with psycopg.connect(os.environ["DATABASE_URL"]) as base:
        tables = copies.tables_of(base)
    return tables, {path.name: copies.sha256_of(path) for path in copies.files_in(archive)}


def test_what_was_lost_comes_back_the_same(base: str, tmp_path: Path) -> None:
    before = state()
    manifest = backup.write(tmp_path / "copia.minga")
    connection.close()
    with psycopg.connect(make_conninfo(os.environ["DATABASE_URL"], dbname="postgres"), autocommit=True) as server:
        server.execute(f"DROP DATABASE {base} WITH (FORCE)")
        server.execute(f"CREATE DATABASE {base} TEMPLATE template0")
    (settings.MINGA_HOME / "archive" / DIGEST[:2] / DIGEST).unlink()
    assert restore.put_back(tmp_path / "copia.minga", replace=False) == manifest
    assert state() == before
    assert User.objects.get().email == "alba@caldono.gov.co"


def test_data_is_replaced_only_when_that_is_said(base: str, tmp_path: Path) -> None:
    backup.write(tmp_path / "copia.minga")
    before = state()
    actions.create_user(email="luis@caldono.gov.co")
    later = settings.MINGA_HOME / "archive" / "aa" / "later"
    later.parent.mkdir()
    later.write_bytes(b"x")
    with pytest.raises(Fault, match="--replace"):
        restore.put_back(tmp_path / "copia.minga", replace=False)
    assert User.objects.count() == 2
    restore.put_back(tmp_path / "copia.minga", replace=True)
    assert state() == before


def test_a_damaged_copy_changes_nothing(base: str, tmp_path: Path) -> None:
    good, bad = tmp_path / "copia.minga", tmp_path / "mala.minga"
    backup.write(good)
    bad.write_bytes(good.read_bytes().replace(DOCUMENT, DOCUMENT.replace(b"1983", b"1984")))
    before = state()
    with pytest.raises(Fault, match="dañada"):
        restore.put_back(bad, replace=True)
    bad.write_bytes(good.read_bytes()[:3000])
    with pytest.raises(Fault, match=r"incompleta|dañada"):
        restore.put_back(bad, replace=True)
    bad.write_bytes(b"hola")
    with pytest.raises(Fault, match="no es una copia"):
        restore.put_back(bad, replace=True)
    assert state() == before
    assert not list(settings.MINGA_HOME.glob(".restore-*"))


@pytest.mark.parametrize("name", ["../fuera", "/fuera", "archive/../../fuera", "archive/aa"])
def test_a_file_that_would_write_outside_its_folder_is_no_copy(base: str, tmp_path: Path, name: str) -> None:
    kinds = {"archive/aa": tarfile.SYMTYPE}
    bad = tmp_path / "mala.minga"
    with tarfile.open(bad, "w") as tar:
        member = tarfile.TarInfo(name)
        member.type, member.linkname = kinds.get(name, tarfile.REGTYPE), "/etc"
        tar.addfile(member)
    with pytest.raises(Fault, match="no es una copia"):
        restore.put_back(bad, replace=True)
    assert not list(settings.MINGA_HOME.glob(".restore-*"))
    assert not list(tmp_path.rglob("fuera"))


def test_a_copy_whose_rows_are_not_those_it_names_changes_nothing(
    base: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(copies, "_table", lambda connection, name: copies.Table(7, "7"))
        backup.write(tmp_path / "copia.minga")
    before = state()
    with pytest.raises(Fault, match="no es igual a la copia"):
        restore.put_back(tmp_path / "copia.minga", replace=True)
    assert state() == before


def test_a_copy_is_never_written_over_another_and_holds_no_secret(base: str, tmp_path: Path) -> None:
    (settings.MINGA_HOME / "secret").write_text("no-debe-salir-de-aquí")
    file = tmp_path / "copia.minga"
    backup.write(file)
    assert file.stat().st_mode & 0o777 == 0o600, "it holds accounts"
    with tarfile.open(file) as tar:
        assert {name.split("/")[0] for name in tar.getnames()} == {"manifest.json", "database.dump", "archive"}
    assert b"no-debe-salir" not in file.read_bytes()
    with pytest.raises(Fault, match="ya existe"):
        backup.write(file)
    with pytest.raises(Fault, match="No existe la carpeta"):
        backup.write(tmp_path / "no" / "hay.minga")
    assert [path.name for path in tmp_path.iterdir() if path.name != "home"] == ["copia.minga"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_disk_without_room_for_the_copy_is_named(base: str) -> None:
    with pytest.raises(Fault, match=r"^No queda espacio en el disco \(/copias\): libere espacio y repita la orden\.$"):
        copies.run_tool("pg_dump", os.environ["DATABASE_URL"], "--file=/dev/full", writes_to="/copias")


def test_a_copy_of_a_later_minga_is_refused(base: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(copies, "FORMAT", 2)
        backup.write(tmp_path / "copia.minga")
    with pytest.raises(Fault, match="versión posterior"):
        restore.put_back(tmp_path / "copia.minga", replace=True)


def test_the_checksum_of_a_table_does_not_depend_on_the_order_of_its_rows(base: str) -> None:
    before = state()[0]["accounts_user"]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_user SET is_active = is_active")
    assert state()[0]["accounts_user"] == before
    with connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_user SET is_active = NOT is_active")
    assert state()[0]["accounts_user"] != before
    assert Event.objects.exists()


def test_a_base_whose_extensions_are_its_administrator_s_is_emptied_of_all_that_is_ours(base: str) -> None:
    ours = """
        SELECT (SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'S'))
            + (SELECT count(*) FROM pg_proc WHERE proname LIKE 'procrastinate%')
            + (SELECT count(*) FROM pg_type WHERE typname LIKE 'procrastinate%')
    """
    connection.close()
    with psycopg.connect(os.environ["DATABASE_URL"]) as emptied:
        for order in emptied.execute(restore._EMPTY.encode()).fetchall():
            emptied.execute(str(order[0]).encode())
        assert emptied.execute(ours.encode()).fetchone() == (0,)
        assert emptied.execute("SELECT '[1,2]'::vector::text").fetchone() == ("[1,2]",)


def test_a_file_that_waits_to_be_read_is_in_the_copy_with_its_job(base: str, tmp_path: Path) -> None:
    handed = hand_in(data=b"Acta de Quibd\xc3\xb3.", name="acta.txt")
    backup.write(tmp_path / "copia.minga")
    spool.remove(handed.sha256)
    restore.put_back(tmp_path / "copia.minga", replace=True)
    assert spool.waiting(handed.sha256) and list(checking.problems()) == []
    with Worker() as worker:
        assert worker.turn()
    assert Ingestion.objects.get().state == "read" and not spool.waiting(handed.sha256)
