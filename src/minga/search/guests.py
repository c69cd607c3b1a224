"""What rooms above have the index hold beside claims and passages: each registers a kind, and how it is read and shown.

Imports go down: a room above registers from its `AppConfig.ready`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from minga.search.answers import Result
from minga.search.domain.entries import Entry


@dataclass(frozen=True)
class Guest:
    """A kind of thing of another room, at most ten letters; a change of one is queued under it with its ref.

    entries  the entries of what these refs name, of everything for None; what is not among them leaves the index.
             Whatever is not `access` "open" no search of the pages finds.
    results  what these refs name, as an answer shows it, by ref; the room's own `search/_<kind>.html` is its card
    """

    kind: str
    entries: Callable[[Iterable[str] | None], Iterator[Entry]]
    results: Callable[[Sequence[str]], Mapping[str, Result]]


_GUESTS: dict[str, Guest] = {}


def register(guest: Guest) -> None:
    """Have the index hold a kind of thing. Raises ValueError where its name is taken."""
    if guest.kind in ("claim", "passage", *_GUESTS):
        raise ValueError(guest.kind)
    _GUESTS[guest.kind] = guest


def guests() -> tuple[Guest, ...]:
    """Every guest."""
    return tuple(_GUESTS.values())
