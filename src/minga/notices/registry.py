"""What people can be told: the kinds of notice that rooms register in their `notices.py`, each with its words."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

Says = Callable[[Mapping[str, Any]], str]


class KindUnknown(LookupError):
    """No room registers a notice of this kind."""


_kinds: dict[str, Says] = {}


def kind(name: str, says: Says) -> None:
    """Register a kind of notice: "room.what", and its one sentence, through gettext, from its codes and numbers."""
    _kinds[name] = says


def is_known(name: str) -> bool:
    """Whether a room registers it."""
    return name in _kinds


def in_words(name: str, params: Mapping[str, Any]) -> str:
    """The sentence of a notice, on one line; of a kind that is no longer known only that there was one."""
    try:
        return " ".join(_kinds[name](params).split())
    except (LookupError, TypeError, ValueError):
        return _("Aviso de una versión anterior de Minga.")
