"""The offers room, as Django knows it."""

from django.apps import AppConfig


class OffersConfig(AppConfig):
    """Registers the room under its own short name."""

    name = "minga.offers"
    label = "offers"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Offers are found by the search, told of beside a government's name, and who signed them may be forgotten."""
        from minga.accounts import personal
        from minga.offers import found, queries
        from minga.offers.actions import keeping
        from minga.search import guests
        from minga.territories import beside

        personal.register("offers", tell=queries.told_of, erase=keeping.erase_of)
        guests.register(found.GUEST)
        beside.register(queries.beside)
