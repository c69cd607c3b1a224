"""The accounts room, as Django knows it."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Registers the room under its own short name."""

    name = "minga.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"
