"""The ingest room, as Django knows it."""

from django.apps import AppConfig


class IngestConfig(AppConfig):
    """Registers the room under its own short name."""

    name = "minga.ingest"
    label = "ingest"
    default_auto_field = "django.db.models.BigAutoField"
