"""The notices room, as Django knows it."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class NoticesConfig(AppConfig):
    """Registers the room under its own short name, and the kinds of notice of every room."""

    name = "minga.notices"
    label = "notices"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Each room says in its `notices.py` what it tells people, and in which words; this one forgets a person."""
        from minga.accounts import personal
        from minga.notices import actions, data

        autodiscover_modules("notices")
        personal.register("notices", tell=data.of, erase=actions.erase_of)
