"""Reads of the journal: whether anything has changed since."""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar, TypeVarTuple, Unpack

from django.db import connection

Ts = TypeVarTuple("Ts")
T = TypeVar("T")
# A transaction that began earlier may end later: so many events before the last are counted, not only the last seen.
_RECENT = 2000
_KEPT = 64


def state() -> tuple[object, ...]:
    """What is other after every change that was recorded, in any order of their transactions. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT max(id), count(*) FROM journal_event WHERE id > (SELECT max(id) FROM journal_event) - %s", [_RECENT]
        )
        return (connection.settings_dict["NAME"], *cursor.fetchone())


def kept_until_a_change(read: Callable[[Unpack[Ts]], T]) -> Callable[[Unpack[Ts]], T]:
    """A read whose answer is kept in this process until something is recorded. It must return what nobody alters.

    For counts over whole tables, which every page would otherwise make anew.
    """
    kept: list[tuple[object, dict[tuple[object, ...], T]]] = [(None, {})]

    @wraps(read)
    def current(*args: *Ts) -> T:
        now = state()
        if kept[0][0] != now or len(kept[0][1]) >= _KEPT:
            kept[0] = (now, {})
        answers = kept[0][1]
        if args not in answers:
            answers[args] = read(*args)
        return answers[args]

    return current
