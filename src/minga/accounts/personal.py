"""What the house holds about one person: each room that keeps something of hers says so here, and how to forget it.

Imports go down: a room above registers from its `AppConfig.ready`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from minga.accounts.models import User


@dataclass(frozen=True)
class Kept:
    """What a room keeps of a person.

    tell    gives it, as what JSON can hold
    erase   forgets it; what she signed for an organ is not hers and stays
    """

    tell: Callable[[User], Any]
    erase: Callable[[User], None]


_ROOMS: dict[str, Kept] = {}


def register(name: str, *, tell: Callable[[User], Any], erase: Callable[[User], None]) -> None:
    """A room keeps something of people, told of under this name. Raises ValueError where the name is taken."""
    if name in _ROOMS:
        raise ValueError(name)
    _ROOMS[name] = Kept(tell, erase)


def told(user: User) -> dict[str, Any]:
    """What the rooms above hold of a person, by the name under which each registered."""
    return {name: kept.tell(user) for name, kept in _ROOMS.items()}


def erase(user: User) -> None:
    """Let every room that registered forget a person."""
    for kept in _ROOMS.values():
        kept.erase(user)
