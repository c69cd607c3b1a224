"""What the peers keep in memory, forgotten: the next base may number its events alike."""

from minga.peers import landscape


def forget() -> None:
    """Nothing is remembered of another base."""
    landscape._ground.cache_clear()
    landscape._landscape.cache_clear()
