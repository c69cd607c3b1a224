"""The jobs room, as Django knows it."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class JobsConfig(AppConfig):
    """Registers the room under its own short name, and the tasks of every room."""

    name = "minga.jobs"
    label = "jobs"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Each room says in its `tasks.py` what it can do later."""
        autodiscover_modules("tasks")
