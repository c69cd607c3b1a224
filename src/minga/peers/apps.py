"""The peers room, as Django knows it."""

from django.apps import AppConfig


class PeersConfig(AppConfig):
    """Registers the room under its own short name."""

    name = "minga.peers"
    label = "peers"
