"""The site room, as Django knows it."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """Registers the room under its own short name."""

    name = "minga.site"
    label = "site"
    default_auto_field = "django.db.models.BigAutoField"
