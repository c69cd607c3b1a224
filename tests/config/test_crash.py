"""`minga load` with its own embedded base, killed again and again on its way: each next start repairs what it finds.

There are twenty moments. Every fifth is tried, so that the tests stay short, and the vectors come from an endpoint that
makes them at once; MINGA_TEST_MOMENTS=all tries all of them, with the model itself.

The moments are told by what stands in the folder and in the base, not by a clock: they are the same on any machine.
"""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from minga.config import cluster, copies, database, installation, processes
from tests.servers import endpoint_of_embeddings

_PATIENCE_SECONDS = 240.0
_LOOK_EVERY_SECONDS = 0.03
_BEFORE_THE_NEXT_BLOW_SECONDS = 20.0
WHOLE = os.environ.get("MINGA_TEST_MOMENTS") == "all"


class Victim(Enum):
    """Who is killed: with -9, without a word."""

    ALL = "the loader, its helpers and the whole database"
    LOADER = "the loader alone, as by a lack of memory"
    DATABASE = "the whole database"
    POSTMASTER = "the first process of the database"
    BACKEND = "the processes of the database that serve somebody"


@dataclass
class Walk:
    """An installation on its way from an empty folder to a loaded base."""

    home: Path
    loaders: "list[subprocess.Popen[bytes]]" = field(default_factory=list)
    watcher: "psycopg.Connection[tuple[int]] | None" = None

    @property
    def base(self) -> Path:
        """Where its embedded base is."""
        return installation.base_of(self.home)

    @property
    def log(self) -> Path:
        """What all its loaders said, one after the other."""
        return self.home.with_suffix(".log")

    def start(self, *words: str) -> "subprocess.Popen[bytes]":
        """Run a command of Minga on it."""
        whole = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        environment = {**whole, "MINGA_HOME": str(self.home)}
        command = [sys.executable, "-m", "minga", *words]
        with self.log.open("ab") as log:
            loader = subprocess.Popen(command, env=environment, stdout=log, stderr=log, start_new_session=True)
        self.loaders.append(loader)
        return loader

    def address(self) -> str:
        """Of its base. Raises OSError or IndexError where no server was started."""
        lines = (self.base / "data" / "postmaster.pid").read_text().split("\n")
        return cluster.address(Path(lines[4] or "/nowhere/yet"), cluster.DATABASE)

    def number(self, question: str) -> int:
        """What its base answers; 0 where there is no base, or no such table yet."""
        with suppress(OSError, IndexError, psycopg.Error):
            if self.watcher is None or self.watcher.closed:
                self.watcher = psycopg.connect(self.address(), connect_timeout=5, autocommit=True)
            row = self.watcher.execute(question.encode()).fetchone()
            return int(row[0]) if row else 0
        return 0

    def kill(self, loader: "subprocess.Popen[bytes]", victim: Victim) -> None:
        """Kill -9, and wait for the loader to end, be it by itself.

        What is struck may still be the dying database of the loader before: then its own is struck next.
        """
        end = time.monotonic() + _PATIENCE_SECONDS
        while loader.poll() is None:
            assert time.monotonic() < end, f"it outlives {victim.value}:\n{said(self)}"
            self._strike(loader, victim)
            with suppress(subprocess.TimeoutExpired):
                loader.wait(_BEFORE_THE_NEXT_BLOW_SECONDS)

    def _strike(self, loader: "subprocess.Popen[bytes]", victim: Victim) -> None:
        if victim in (Victim.ALL, Victim.LOADER):
            loader.kill()
        if victim is Victim.ALL:
            with suppress(ProcessLookupError):
                os.killpg(loader.pid, signal.SIGKILL)
        for number in self._of_the_database(victim):
            with suppress(ProcessLookupError):
                os.kill(number, signal.SIGKILL)

    def _of_the_database(self, victim: Victim) -> list[int]:
        everyone = processes.working_in(self.base / "data")
        postmaster = [number for number in everyone if _parent_of(number) not in everyone]
        match victim:
            case Victim.ALL | Victim.DATABASE:
                return postmaster + everyone
            case Victim.POSTMASTER:
                return postmaster
            case Victim.BACKEND:
                return [number for number in everyone if b"minga minga" in _command_of(number)]
            case Victim.LOADER:
                return []

    def survivors(self) -> list[int]:
        """Processes of any of its loaders that are still there."""
        listed = subprocess.check_output(["ps", "-A", "-o", "pid=,sid="], text=True).split()
        pairs = zip(map(int, listed[::2]), map(int, listed[1::2]), strict=True)
        return [number for number, session in pairs if session in {loader.pid for loader in self.loaders}]


def _parent_of(number: int) -> int:
    try:
        return int(Path(f"/proc/{number}/stat").read_text().rpartition(") ")[2].split()[1])
    except OSError:
        return 0


def _command_of(number: int) -> bytes:
    try:
        return Path(f"/proc/{number}/cmdline").read_bytes()
    except OSError:
        return b""


@dataclass(frozen=True)
class Moment:
    """A moment of the work that has come once a number is reached, and who is killed then.

    about   a question to the base, or a pattern of files in the installation's folders
    """

    about: str
    least: int
    victim: Victim

    def has_come(self, walk: Walk) -> bool:
        """Whether it is there, or past."""
        if " " in self.about:
            return walk.number(self.about) >= self.least
        folder, _, pattern = self.about.partition(":")
        return any((walk.base if folder == "base" else walk.home).glob(pattern))


def rows_of(table: str) -> str:
    """How many rows a table has."""
    return f"SELECT count(*) FROM {table}"  # noqa: S608 - a name of ours


# A gazetteer is there at once or not at all: until then, what is on its way.
COPIED = (
    "SELECT CASE WHEN EXISTS (SELECT FROM territories_edition) THEN 1000000 ELSE coalesce((SELECT tuples_processed "
    "FROM pg_stat_progress_copy WHERE relid = 'territories_territoryname'::regclass), 0) END"
)
CLAIMS, ENTRIES, WINDOWS = rows_of("evidence_claim"), rows_of("search_entry"), rows_of("search_window")
MOMENTS = (
    Moment("base:data*", 1, Victim.ALL),  # being made
    Moment("base:data", 1, Victim.LOADER),
    Moment("base:data/postmaster.pid", 1, Victim.POSTMASTER),
    Moment("SELECT 1", 1, Victim.DATABASE),
    Moment(rows_of("django_migrations"), 3, Victim.ALL),
    Moment(rows_of("django_migrations"), 15, Victim.BACKEND),
    Moment(rows_of("django_migrations"), 20, Victim.LOADER),
    Moment(COPIED, 100_000, Victim.ALL),
    Moment(rows_of("territories_edition"), 1, Victim.DATABASE),
    Moment(rows_of("territories_organization"), 1, Victim.ALL),
    Moment("home:archive/*/*", 1, Victim.ALL),
    Moment(CLAIMS, 1, Victim.BACKEND),
    Moment(CLAIMS, 100, Victim.ALL),
    Moment(CLAIMS, 300, Victim.LOADER),
    Moment(CLAIMS, 500, Victim.POSTMASTER),
    Moment(CLAIMS, 700, Victim.ALL),
    Moment(ENTRIES, 1, Victim.DATABASE),
    Moment(ENTRIES, 400, Victim.ALL),
    Moment(WINDOWS, 1, Victim.LOADER),
    Moment(WINDOWS, 300, Victim.ALL),
)


@pytest.fixture
def walk(tmp_path: Path) -> Iterator[Walk]:
    """An empty folder, and what was made for it taken away again."""
    walk = Walk(tmp_path / "casa")
    yield walk
    for loader in walk.loaders:
        if loader.poll() is None:
            walk.kill(loader, Victim.ALL)
    if os.geteuid() == 0:
        shutil.rmtree(walk.base, ignore_errors=True)


def test_a_load_killed_at_many_moments_ends_as_one_that_was_left_in_peace(
    walk: Walk, world_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = rows_in(make_conninfo(os.environ["DATABASE_URL"], dbname=world_database))
    if WHOLE:
        _walked(walk, MOMENTS)
    else:
        with endpoint_of_embeddings() as address:
            monkeypatch.setenv("MINGA_EMBEDDINGS_URL", address)
            _walked(walk, MOMENTS[2::5])
    assert "Todo se sostiene." in said(walk)
    assert faults_in(said(walk)) == []
    assert walk.survivors() == []
    assert left_lying(walk) == []
    monkeypatch.delenv("DATABASE_URL")
    with database.running(walk.home) as url:
        assert rows_in(url) == expected


def _walked(walk: Walk, moments: tuple[Moment, ...]) -> None:
    """Strike at each of the moments, and let the last load and the check come to their end."""
    for moment in moments:
        loader = walk.start("load")
        until(moment, walk, loader)
        walk.kill(loader, moment.victim)
    assert [walk.start(command).wait(_PATIENCE_SECONDS) for command in ("load", "check")] == [0, 0], said(walk)


def until(moment: Moment, walk: Walk, loader: "subprocess.Popen[bytes]") -> None:
    """Wait for it."""
    end = time.monotonic() + _PATIENCE_SECONDS
    while not moment.has_come(walk):
        assert loader.poll() is None, f"it ended before {moment}:\n{said(walk)}"
        assert time.monotonic() < end, f"it never came to {moment}:\n{said(walk)}"
        time.sleep(_LOOK_EVERY_SECONDS)


def said(walk: Walk) -> str:
    """All that was said on the way."""
    return walk.log.read_text(encoding="utf-8")


def faults_in(log: str) -> list[str]:
    """Tracebacks, but for that of a helper which lost its parent while Python was still starting it."""
    return [each for each in log.split("Traceback")[1:] if not ("spawn_main" in each and "EOFError" in each)]


def left_lying(walk: Walk) -> list[str]:
    """Files that a calm load does not leave."""
    known = {"data", "lock", "users", "postgres.log", "socket"}
    in_base = [path.name for path in walk.base.iterdir() if path.name not in known]
    archived = [path for path in (walk.home / "archive").glob("*/*") if copies.sha256_of(path) != path.name]
    return in_base + [str(path) for path in archived if not path.name.startswith(".")]


def rows_in(address: str) -> dict[str, int]:
    """How many rows each table of a base has."""
    with psycopg.connect(address) as base:
        return {name: table.rows for name, table in copies.tables_of(base).items()}
