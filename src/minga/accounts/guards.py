"""What an action asks of whoever does it."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.core.exceptions import PermissionDenied

from minga.accounts.actors import Actor
from minga.accounts.domain.permissions import Capability
from minga.journal.actions import acting_for

P = ParamSpec("P")
R = TypeVar("R")

# Every action that people do, by its module and name, and what it asks for: the matrix of the tests walks them all.
NEEDS: dict[str, Capability] = {}


class NotAllowed(PermissionDenied):
    """Whoever acts has no role that is allowed this; the page says which roles are."""

    def __init__(self, capability: Capability) -> None:
        super().__init__(capability)
        self.capability = capability


def require(actor: Actor, capability: Capability) -> None:
    """Go on, or raise NotAllowed."""
    if not actor.may(capability):
        raise NotAllowed(capability)


def needs(capability: Capability) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """An action that takes `by: Actor` and is refused, before anything else, to whoever may not do it.

    What it tells the journal is told with the organization for which it was done.
    """

    def guard(action: Callable[P, R]) -> Callable[P, R]:
        @wraps(action)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            by = kwargs["by"]
            if not isinstance(by, Actor):
                raise TypeError(f"{action.__name__} needs to know who acts")
            require(by, capability)
            with acting_for(by.organization.pk if by.organization else None):
                return action(*args, **kwargs)

        NEEDS[f"{action.__module__}.{action.__qualname__}"] = capability
        return guarded

    return guard
