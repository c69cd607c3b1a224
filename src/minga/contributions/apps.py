"""The contributions room, as Django knows it."""

from django.apps import AppConfig


class ContributionsConfig(AppConfig):
    """Registers the room under its own short name."""

    name = "minga.contributions"
    label = "contributions"
    default_auto_field = "django.db.models.BigAutoField"
