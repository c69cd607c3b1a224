"""The sheets room, as Django knows it."""

from django.apps import AppConfig


class SheetsConfig(AppConfig):
    """Registers the room under its own short name."""

    name = "minga.sheets"
    label = "sheets"
    default_auto_field = "django.db.models.BigAutoField"
