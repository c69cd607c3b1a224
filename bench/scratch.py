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
def scratch() -> Iterator[None]:
    """Django on an empty database of the server that DATABASE_URL names, or of the embedded one."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # a stopped run drops its database too
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "minga.config.settings")
    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    from minga.config import database
    from minga.config.schema import use_database

    with database.running(settings.MINGA_HOME) as url:
        with psycopg.connect(url, autocommit=True) as server:
            server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(NAME)))
            server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(NAME)))
        use_database(make_conninfo(url, dbname=NAME))
        try:
            call_command("migrate", verbosity=0, skip_checks=True)
            yield
        finally:
            connection.close()
            with psycopg.connect(url, autocommit=True) as server:
                server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(NAME)))
