"""The exchange room, as Django knows it."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """Registers the room under its own short name."""

    name = "minga.exchange"
    label = "exchange"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """What people wrote here is among their own data; what began from an offer takes up its room."""
        from minga.accounts import personal
        from minga.exchange import personal_data, queries
        from minga.exchange.actions import talking
        from minga.offers import counting

        personal.register("exchange", tell=personal_data.of, erase=talking.erase_of)
        counting.register(queries.begun_from)
