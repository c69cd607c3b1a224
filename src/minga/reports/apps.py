"""The reports room, as Django knows it."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Registers the room under its own short name."""

    name = "minga.reports"
    label = "reports"
    default_auto_field = "django.db.models.BigAutoField"
