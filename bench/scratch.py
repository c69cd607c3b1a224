"""A scratch database with the product's own tables, dropped when the measuring is done."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import django
import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

# One per run, so that two runs on one server do not drop each other's.
NAME = f"minga_bench_{os.getpid()}"


@contextmanager
def scratch(kept: str = "", *, copied: bool = False) -> Iterator[bool]:
    """Django on an empty database of the server that DATABASE_URL names, or of the embedded one.

    kept    a name under which the database stays once the block has ended well, to be measured again
    copied  what stands already is copied first, so that it stays as it was filled
    Yields whether it stood already: nothing needs to be put in it then.
    """
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # a stopped run drops its database too
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "minga.config.settings")
    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    from minga.config import database
    from minga.config.schema import use_database

    named = os.environ.get("DATABASE_URL", "")
    with database.running(settings.MINGA_HOME) as url:
        with psycopg.connect(url, autocommit=True) as server:
            stood = bool(kept) and _stands(server, kept)
            if copied or not stood:
                server.execute(_drop(NAME))
                names = sql.Identifier(NAME), sql.Identifier(kept if stood else "template0")
                server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(*names))
        use_database(make_conninfo(url, dbname=kept if stood and not copied else NAME))
        try:
            call_command("migrate", verbosity=0, skip_checks=True)
            yield stood
            connection.close()
            if kept and not stood:
                _keep(url, kept)
        finally:
            connection.close()
            os.environ["DATABASE_URL"] = named
            with psycopg.connect(url, autocommit=True) as server:
                server.execute(_drop(NAME))


def _drop(name: str) -> sql.Composed:
    return sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))


def _stands(server: psycopg.Connection[tuple[object, ...]], name: str) -> bool:
    return server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is not None


def _keep(url: str, kept: str) -> None:
    """Give the database its lasting name; only one that was filled to its end ever bears it."""
    with psycopg.connect(url, autocommit=True) as server:
        names = sql.Identifier(NAME), sql.Identifier(kept)
        server.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(*names))
