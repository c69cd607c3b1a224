"""The review room, as Django knows it."""

from django.apps import AppConfig


class ReviewConfig(AppConfig):
    """Registers the room under its own short name."""

    name = "minga.review"
    label = "review"
    default_auto_field = "django.db.models.BigAutoField"
