"""How many notices wait, for the head of every page."""

from collections.abc import Callable
from functools import cache
from typing import Any

from django.http import HttpRequest

from minga.accounts.actors import actor_of
from minga.notices import queries


def in_templates(request: HttpRequest) -> dict[str, Any]:
    """`unread_notices` in every template: None for whoever has not signed in; asked only where a template asks."""
    return {"unread_notices": _asked_once(request)}


def _asked_once(request: HttpRequest) -> Callable[[], int | None]:
    @cache
    def count() -> int | None:
        user = actor_of(request).user
        return queries.unread(user) if user else None

    return count
