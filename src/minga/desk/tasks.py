"""What this room does later: telling whoever left an e-mail, and what an hour asks for."""

from collections.abc import Mapping
from gettext import gettext as _
from typing import Any

from minga.jobs import registry


def _about(arguments: Mapping[str, Any]) -> str:
    return _("avisar por correo de la respuesta a la consulta {n}").format(n=arguments["consultation"])


@registry.task("desk.mail", about=_about)
def mail(work: registry.Work, *, consultation: int) -> None:
    """Tell it once for each answer: it is noted in the transaction that sends."""
    from minga.desk import actions

    work.note({"told": actions.mail(consultation=consultation)})


def _meanings(arguments: Mapping[str, Any]) -> str:
    return _("que se encuentren las preguntas parecidas de la mesa")


@registry.task("desk.meanings", about=_meanings)
def meanings(work: registry.Work) -> None:
    """Whatever is missing is made, and what stands already is not made again: after a crash nothing is lost."""
    from minga.desk import actions

    work.note({"made": actions.make_meanings()})


@registry.chore
def tidy() -> None:
    """What is late, what closes by itself, whom nobody has to reach any more."""
    from minga.desk import actions

    actions.tidy()
