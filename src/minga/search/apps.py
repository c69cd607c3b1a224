"""The search room, as Django knows it."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Registers the room under its own short name."""

    name = "minga.search"
    label = "search"
    default_auto_field = "django.db.models.BigAutoField"
