"""How many exchanges began from an offer: the room above that keeps exchanges says so, and registers how.

Imports go down: `exchange` registers its counter from its `AppConfig.ready`.
"""

from collections.abc import Callable, Collection, Mapping

# Of these offers (keys), how many exchanges of a calendar year take up room, by key; those of which there is none may
# be left out.
Counter = Callable[[Collection[int], int], Mapping[int, int]]

_COUNTERS: list[Counter] = []


def register(counter: Counter) -> None:
    """Have a room's exchanges count."""
    if counter not in _COUNTERS:
        _COUNTERS.append(counter)


def begun(offers: Collection[int], year: int) -> dict[int, int]:
    """Of each of these offers (keys), how many exchanges began from it in a calendar year."""
    found = dict.fromkeys(offers, 0)
    for counter in _COUNTERS if found else ():
        for key, count in counter(offers, year).items():
            found[key] += count
    return found
