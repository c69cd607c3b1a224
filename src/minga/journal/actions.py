"""The one way to write in the journal."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db.models import Model

from minga.journal.models import Event

_for_whom: ContextVar[int | None] = ContextVar("for whom somebody acts", default=None)


@contextmanager
def acting_for(organization: int | None) -> Iterator[None]:
    """What an account does in this block it does for the organization with this key; None: for none."""
    before = _for_whom.set(organization)
    try:
        yield
    finally:
        _for_whom.reset(before)


def record(
    verb: str,
    obj: Model | None = None,
    *,
    by: int | None = None,
    object_type: str = "",
    object_ref: str = "",
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    """Append one event, in the transaction of the change it tells of.

    obj         what changed; its public name is its `ref`, `code` or `slug`, else its key
    by          id of the account that acted; None for the installation itself
    """
    if obj is not None:
        object_type, object_ref = obj._meta.label_lower, _public_name(obj)
    Event.objects.create(
        verb=verb,
        actor_id=by,
        organization_id=None if by is None else _for_whom.get(),
        object_type=object_type,
        object_ref=object_ref,
        before=before,
        after=after,
    )


def _public_name(obj: Model) -> str:
    for field in ("ref", "code", "slug"):
        if value := getattr(obj, field, None):
            return str(value)
    return str(obj.pk)
