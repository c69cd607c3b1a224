"""The contributions room, as Django knows it."""

from django.apps import AppConfig


class ContributionsConfig(AppConfig):
    """Registers the room under its own short name."""

    name = "minga.contributions"
    label = "contributions"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say what this room holds about people, and how it forgets it."""
        from minga.accounts import personal
        from minga.contributions.actions import forgetting

        personal.register("contributions", tell=forgetting.told_of, erase=forgetting.forget)
