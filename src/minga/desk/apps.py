"""The desk, as Django knows it."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Registers the room under its own short name, what it holds of people, and its published questions."""

    name = "minga.desk"
    label = "desk"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """What a person asked is hers to take and to have forgotten; what was published is found by the search."""
        from minga.accounts import personal
        from minga.desk import found
        from minga.desk.actions import forgetting
        from minga.search import guests

        personal.register("consultations", tell=forgetting.told_of, erase=forgetting.forget)
        guests.register(found.GUEST)
