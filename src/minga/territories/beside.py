"""What rooms above say of a government, in a line beside its name, with where that leads.

Imports go down: a room above registers from its `AppConfig.ready`; pages of any room show what was registered.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """One line: what kind of thing it says ("ofrece enseñar"), what, and where that is seen, an address with a `?`."""

    label: str
    text: str
    url: str


# The lines of each of these territories (keys), for everybody to read; in a stated number of queries.
Says = Callable[[Collection[int]], Mapping[int, Sequence[Line]]]

_SAYING: list[Says] = []


def register(says: Says) -> None:
    """Have a room say something beside the names of governments."""
    if says not in _SAYING:
        _SAYING.append(says)


def beside(territories: Collection[int]) -> dict[int, list[Line]]:
    """What every room says of these territories, by key; of most nothing."""
    found: dict[int, list[Line]] = {}
    for says in _SAYING if territories else ():
        for key, lines in says(territories).items():
            found.setdefault(key, []).extend(lines)
    return found
