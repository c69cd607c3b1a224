"""The frame room, as Django knows it."""

from django.apps import AppConfig


class FrameConfig(AppConfig):
    """Registers the room under its own short name."""

    name = "minga.frame"
    label = "frame"
    default_auto_field = "django.db.models.BigAutoField"
