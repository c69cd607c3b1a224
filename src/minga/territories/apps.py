"""The territories room, as Django knows it."""

from django.apps import AppConfig


class TerritoriesConfig(AppConfig):
    """Registers the room under its own short name."""

    name = "minga.territories"
    label = "territories"
    default_auto_field = "django.db.models.BigAutoField"
