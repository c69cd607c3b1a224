"""The journal room, as Django knows it."""

from django.apps import AppConfig


class JournalConfig(AppConfig):
    """Registers the room under its own short name."""

    name = "minga.journal"
    label = "journal"
    default_auto_field = "django.db.models.BigAutoField"
