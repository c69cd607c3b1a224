"""What rooms of the same floor tell this one, handed in by whoever stands above both."""

from collections.abc import Callable, Iterable

_told: dict[str, Callable[[], Iterable[str]]] = {}


def reported_claims_are(read: Callable[[], Iterable[str]]) -> None:
    """Say who knows the refs of claims of which somebody reported a problem; the queue then filters by them."""
    _told["reported"] = read


def reported_claims() -> Iterable[str] | None:
    """The refs of claims with an open report; None where nobody tells."""
    read = _told.get("reported")
    return read() if read else None
