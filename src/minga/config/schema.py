"""Django's database: which one it is, and its tables, brought up to date by one process at a time."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from gettext import gettext as _

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from minga.config import home
from minga.config.faults import Fault
from minga.kit.terminal import Progress

_LOCK = 6_494_221  # any number, the same in every process of Minga


def use_database(url: str) -> None:
    """Point Django, and the processes it starts, at a database. To be called before the first query."""
    os.environ["DATABASE_URL"] = url
    settings.DATABASES["default"].update(home.database(url))


def bring_up_to_date() -> None:
    """Apply the migrations that are missing. Raises Fault for a database of a later Minga."""
    with _one_at_a_time():
        executor = MigrationExecutor(connection)
        _refuse_a_later_version(executor)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if plan:
            with Progress(_("Preparando las tablas")):
                call_command("migrate", verbosity=0, interactive=False)


def _refuse_a_later_version(executor: MigrationExecutor) -> None:
    ours = {app for app, _name in executor.loader.disk_migrations}
    unknown = [
        f"{app}.{name}"
        for app, name in executor.loader.applied_migrations
        if app in ours and (app, name) not in executor.loader.disk_migrations and not executor.loader.replacements
    ]
    if unknown:
        raise Fault(
            _("La base de datos es de una versión posterior de Minga ({names}): actualice el programa.").format(
                names=", ".join(sorted(unknown))
            )
        )


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])
