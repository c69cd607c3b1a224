"""A base of an earlier Minga becomes one of today's, with everything in it."""

import shutil
from typing import Any

from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from pytest_django import DjangoDbBlocker

from minga.cli import build_parser
from minga.config.schema import bring_up_to_date
from minga.evidence.models import Citation, Claim, Document
from minga.journal.models import Event
from minga.search.models import SearchEntry
from tests import databases

# Where each room stood before people could sign in; rooms that are not named were not there.
BEFORE_PEOPLE = {
    "accounts": "0001_initial",
    "evidence": "0004_worded_by_rule",
    "ingest": "0004_files_wait",
    "jobs": None,
    "journal": "0002_append_only",
    "registers": "0001_initial",
    "search": None,
    "territories": "0002_people",
}
KEPT = (Claim, Citation, Document, SearchEntry, Event)


def _contents() -> dict[str, Any]:
    """What must be the same before and after: names of things, and how many there are."""
    counts = {model.__name__: model._default_manager.count() for model in KEPT}
    return {**counts, "refs": list(Claim.objects.order_by("ref").values_list("ref", "status", "statement"))}


def _go_back() -> None:
    known = {app for app, _ in MigrationExecutor(connection).loader.disk_migrations}
    ours = {config.label for config in apps.get_app_configs() if config.name.startswith("minga.")}
    library = {"account", "mfa", "socialaccount", "usersessions"}
    for app in sorted((ours | library) & known):
        target = BEFORE_PEOPLE.get(app, "zero")
        if target is not None:
            call_command("migrate", app, target, verbosity=0, interactive=False)


def test_a_base_from_before_people_could_sign_in_is_brought_up_to_date_with_all_it_holds(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, worker: str, own_home: Any
) -> None:
    with (
        django_db_blocker.unblock(),
        databases.clone("world", f"{worker}_upgrade") as name,
        databases.connected_to(name),
    ):
        shutil.copytree(databases.archive_of("world"), own_home, dirs_exist_ok=True)
        before = _contents()
        assert before["Claim"] > 700 and before["SearchEntry"] > 700
        _go_back()
        assert "accounts_membership" not in connection.introspection.table_names()
        bring_up_to_date()
        assert "accounts_membership" in connection.introspection.table_names()
        assert _contents() == before
        args = build_parser().parse_args(["check"])
        assert args.run(args) == 0
