"""The embedded PostgreSQL: one per installation, found by whoever comes second, gone with whoever came first."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from minga.config import cluster, database, installation, processes
from minga.config.faults import Fault

HOLD = """
import sys, time
from pathlib import Path
from minga.config import database
with database.running(Path(sys.argv[1]), grace=0) as url:
    print(url, flush=True)
    time.sleep(60)
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.delenv("DATABASE_URL")
    home = tmp_path / "Año Nuevo en Quibdó"
    yield home
    if os.geteuid() == 0:
        shutil.rmtree(installation.base_of(home), ignore_errors=True)


@pytest.fixture
def other(home: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds the base of the same installation."""
    process = subprocess.Popen([sys.executable, "-c", HOLD, str(home)], text=True, stdout=subprocess.PIPE)
    assert process.stdout and process.stdout.readline().startswith("postgresql://")
    yield process
    process.kill()
    process.wait()


def ask(url: str, question: str) -> object:
    with psycopg.connect(url, autocommit=True) as connection:
        row = connection.execute(question).fetchone()
    return row and row[0]


def until(condition: object, seconds: float = 20) -> bool:
    assert callable(condition)
    for _ in range(int(seconds * 20)):
        if condition():
            return True
        time.sleep(0.05)
    return False


def test_it_sorts_the_same_everywhere_and_listens_to_nobody_outside(home: Path) -> None:
    with database.running(home) as url:
        assert ask(url, "SELECT datlocale FROM pg_database WHERE datname = current_database()") == "C.UTF-8"
        assert ask(url, "SHOW listen_addresses") == ""
        assert ask(url, "SHOW fsync") == "on"
        folder = Path(str(ask(url, "SHOW unix_socket_directories")).strip('"'))
        assert folder.stat().st_mode & 0o777 == 0o700
    assert not (folder / f".s.PGSQL.{cluster.PORT}").exists()


def test_what_was_written_is_there_the_next_time(home: Path) -> None:
    with database.running(home) as url, psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE kept (word text); INSERT INTO kept VALUES ('minga')")
    with database.running(home) as url:
        assert ask(url, "SELECT word FROM kept") == "minga"


def test_a_second_process_joins_and_leaves_it_running(home: Path, other: subprocess.Popen[str]) -> None:
    with database.held(home) as held:
        assert not held.is_ours
        first = ask(held.url, "SELECT pg_postmaster_start_time()")
    with database.running(home) as url:
        assert ask(url, "SELECT pg_postmaster_start_time()") == first


def test_it_goes_with_its_owner_even_by_kill_9(home: Path, other: subprocess.Popen[str]) -> None:
    data = installation.prepare(home).data
    assert processes.working_in(data)
    other.kill()
    assert until(lambda: not processes.working_in(data))
    with database.held(home) as held:
        assert held.is_ours


def test_one_that_was_killed_comes_back_at_the_same_address(home: Path) -> None:
    with database.held(home) as held:
        url = held.url
        number = int(str(ask(url, "SELECT pid FROM pg_stat_activity WHERE backend_type = 'checkpointer'")))
        postmaster = int(Path(f"/proc/{number}/stat").read_text().split(") ")[1].split()[1])
        os.kill(postmaster, signal.SIGKILL)
        assert until(lambda: not cluster.answers(url))
        held.repair()
        assert held.url == url
        assert ask(url, "SELECT 1") == 1


def test_one_whose_socket_was_swept_away_is_started_anew(home: Path) -> None:
    with database.held(home) as held:
        folder = Path(str(ask(held.url, "SHOW unix_socket_directories")).strip('"'))
        shutil.rmtree(folder)
        held.repair()
        assert ask(held.url, "SELECT 1") == 1


def test_the_number_of_a_dead_server_that_is_now_anothers_does_not_stop_it(home: Path) -> None:
    with database.running(home):
        place = installation.prepare(home)
        lines = (place.data / "postmaster.pid").read_text().splitlines()
    lines[0] = str(os.getpid())
    (place.data / "postmaster.pid").write_text("\n".join(lines) + "\n")
    with database.running(home) as url:
        assert ask(url, "SELECT 1") == 1


def test_the_lock_of_a_socket_whose_server_is_gone_does_not_stop_the_next_one(home: Path) -> None:
    with database.running(home):
        place = installation.prepare(home)
        folder = Path((place.data / "postmaster.pid").read_text().splitlines()[4])
        lock = (folder / f".s.PGSQL.{cluster.PORT}.lock").read_text().splitlines()
    somebody = subprocess.Popen(["sleep", "60"], user=place.owner.uid if place.owner else None)
    lock[0] = str(somebody.pid)
    left = folder / f".s.PGSQL.{cluster.PORT}.lock"
    left.write_text("\n".join(lock) + "\n")
    left.chmod(0o666)
    try:
        with database.running(home) as url:
            assert ask(url, "SELECT 1") == 1
    finally:
        somebody.kill()
        somebody.wait()


def test_one_that_is_recovering_from_the_loss_of_a_process_is_ended_without_waiting(home: Path) -> None:
    with database.running(home, grace=0) as url:
        with psycopg.connect(url) as connection:
            os.kill(connection.info.backend_pid, signal.SIGKILL)
        began = time.monotonic()
    assert time.monotonic() - began < 30
    with database.running(home) as url:
        assert ask(url, "SELECT 1") == 1


def test_why_one_did_not_start_is_read_in_what_it_said_itself(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with database.running(home):
        place = installation.prepare(home)
    with place.log.open("a") as log:
        log.write("FATAL: de ayer\n")
    with pytest.raises(Fault, match="max_connections"), database.running(home, options={"max_connections": "no"}):
        pass
    monkeypatch.setattr(installation.Installation, "program", lambda place, name: "/bin/false")
    monkeypatch.setattr(cluster, "_refuse_another_version", lambda place: None)
    with pytest.raises(Fault, match="lo detuvieron"), database.running(home):
        pass


def test_a_folder_is_made_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(folder: Path, uid: int, gid: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "chown", stopped)
    with pytest.raises(KeyboardInterrupt):
        installation._make(tmp_path / "base", installation.Owner(1, 1))
    assert not (tmp_path / "base").exists()


def test_data_of_another_version_is_refused_in_one_sentence(home: Path) -> None:
    with database.running(home):
        pass
    (installation.prepare(home).data / "PG_VERSION").write_text("15\n")
    with pytest.raises(Fault, match=r"es de PostgreSQL 15 y este Minga trae PostgreSQL 18"), database.running(home):
        pass


def test_a_half_made_data_folder_is_made_again(home: Path) -> None:
    place = installation.prepare(home)
    (place.base / "data.new").mkdir()
    (place.base / "data.new" / "PG_VERSION").write_text("18\n")
    with database.running(home) as url:
        assert ask(url, "SELECT 1") == 1


def test_no_permission_of_a_folder_that_existed_is_changed(home: Path, tmp_path: Path) -> None:
    home.mkdir()
    home.chmod(0o750)
    before = {folder: folder.stat().st_mode for folder in (home, *home.parents)}
    with database.running(home):
        pass
    assert {folder: folder.stat().st_mode for folder in before} == before


def test_a_home_that_moved_is_not_taken_for_an_empty_one(home: Path, tmp_path: Path) -> None:
    with database.running(home) as url, psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE kept ()")
    moved = home.rename(tmp_path / "otra casa")
    try:
        with database.running(moved) as url:  # an ordinary user's data moves along
            assert ask(url, "SELECT to_regclass('kept') IS NOT NULL")
    except Fault as fault:  # root's stays where it is, and we are told
        assert str(installation.base_of(home)) in str(fault)


def test_a_small_machine_gets_small_settings_and_a_large_one_is_not_taken_over() -> None:
    small, large = cluster.server_options(512 * 1024**2), cluster.server_options(64 * 1024**3)
    assert small["shared_buffers"] == "65536kB"
    assert large["shared_buffers"] == "1048576kB"


def test_a_socket_never_stands_in_a_folder_of_somebody_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installation, "_socket_places", lambda base, key: iter([tmp_path / "open", tmp_path / "own"]))
    (tmp_path / "open").mkdir(mode=0o777)
    (tmp_path / "open").chmod(0o777)
    place = installation.Installation(base=tmp_path, programs=tmp_path, owner=None)
    assert installation.socket_folder(tmp_path, place) == tmp_path / "own"


def test_a_name_too_long_for_a_socket_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    deep = tmp_path / ("x" * 100)
    monkeypatch.setattr(installation, "_socket_places", lambda base, key: iter([deep]))
    place = installation.Installation(base=tmp_path, programs=tmp_path, owner=None)
    folder = installation.socket_folder(tmp_path, place)
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(str(folder / ".s.PGSQL.5432"))
    shutil.rmtree(folder)
