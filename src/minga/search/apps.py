"""The search room, as Django knows it."""

from typing import Any

from django.apps import AppConfig
from django.db.backends.signals import connection_created


class SearchConfig(AppConfig):
    """Registers the room under its own short name."""

    name = "minga.search"
    label = "search"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let each connection search the index of vectors as this room wants it: nothing else reads that index."""
        connection_created.connect(_look_further, dispatch_uid="search")


def _look_further(connection: Any, **_: object) -> None:
    from minga.search.retrieval import EF_SEARCH

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('hnsw.ef_search', %s, false), set_config('hnsw.iterative_scan', 'relaxed_order', false)",
            [str(EF_SEARCH)],
        )
