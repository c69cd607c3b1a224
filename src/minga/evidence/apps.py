"""The evidence room, as Django knows it."""

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    """Registers the room under its own short name."""

    name = "minga.evidence"
    label = "evidence"
    default_auto_field = "django.db.models.BigAutoField"
