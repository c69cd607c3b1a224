"""The registers room, as Django knows it."""

from django.apps import AppConfig


class RegistersConfig(AppConfig):
    """Registers the room under its own short name."""

    name = "minga.registers"
    label = "registers"
    default_auto_field = "django.db.models.BigAutoField"
