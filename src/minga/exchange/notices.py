"""What this room tells people: that something happened in an exchange, by its ref, and none of its words."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from minga.exchange.domain.reminders import Kind
from minga.exchange.domain.steps import State
from minga.exchange.words import REMINDERS, STATES
from minga.notices import registry


def _moved(params: Mapping[str, Any]) -> str:
    return _("Intercambio %(ref)s: %(state)s.") % {"ref": params["ref"], "state": STATES[State(params["state"])]}


def _said(params: Mapping[str, Any]) -> str:
    what = {
        "message": _("hay un mensaje nuevo"),
        "file": _("hay un archivo nuevo"),
        "promise": _("hay un compromiso nuevo"),
        "kept": _("se cumplió un compromiso"),
        "dropped": _("se dejó un compromiso"),
        "session": _("hay una sesión fijada"),
        "moved_session": _("cambió una sesión"),
        "cancelled": _("se canceló una sesión"),
        "log": _("hay bitácora de una sesión"),
        "plan": _("hay plan de adaptación"),
        "follow_up": _("se contó cómo va"),
        "evaluated": _("la otra parte evaluó"),
        "note": _("hay una nota por acordar"),
        "note_agreed": _("la otra parte acordó la nota"),
        "published": _("se publicó la nota de aprendizaje"),
        "invited": _("hay un nuevo participante"),
        "left": _("un participante dejó el intercambio"),
        "terms": _("hay términos por acordar"),
    }[params["what"]]
    return _("Intercambio %(ref)s: %(what)s.") % {"ref": params["ref"], "what": what}


def _reminded(params: Mapping[str, Any]) -> str:
    return _("Intercambio %(ref)s: %(what)s.") % {"ref": params["ref"], "what": REMINDERS[Kind(params["kind"])]}


registry.kind("exchange.moved", says=_moved)
registry.kind("exchange.said", says=_said)
registry.kind("exchange.reminded", says=_reminded)
