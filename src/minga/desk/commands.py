"""`minga desk members FEDERATION FILE` and `minga desk consultations FEDERATION FILE`: lists a federation brings in."""

import argparse
from collections import Counter
from gettext import gettext as _
from pathlib import Path
from typing import Any

from minga.kit.terminal import say, tell

_MISUSED = 2


def register(subparsers: Any) -> None:
    """Add the room's commands."""
    desk = subparsers.add_parser("desk", help=_("la mesa de una federación: sus miembros y sus consultas"))
    what = desk.add_subparsers(dest="what", required=True, metavar=_("QUÉ"))
    members = what.add_parser("members", help=_("traer la lista de miembros, por sus códigos"))
    asked = what.add_parser("consultations", help=_("traer consultas, respondidas o no"))
    for parser, columns, run in (
        (members, _("CSV con la columna «codigo»; si se quiere, «desde» y «hasta»"), _members),
        (
            asked,
            _("CSV con la columna «pregunta»; si se quiere, idioma, territorio, canal, fecha, tema, respuesta"),
            _consultations,
        ),
    ):
        parser.add_argument("federation", metavar=_("FEDERACIÓN"), help=_("el nombre de su dirección: fcm-colombia"))
        parser.add_argument("file", metavar=_("FICHERO"), type=Path, help=columns)
        parser.set_defaults(run=run, prepares=True)


def _members(args: argparse.Namespace) -> int:
    """Every row is accounted for; exit code 1 where some say nothing."""
    from minga.desk.adapters import text_of
    from minga.desk.words import outcomes
    from minga.territories.actions import NoFederation, bring_members
    from minga.territories.domain.members import FAULTS, NotAList, read_members

    try:
        told = bring_members(federation=_federation(args), rows=read_members(text_of(args.file.read_bytes())))
    except (NoFederation, _Unknown):
        return _refuse(_("Ninguna federación tiene ese nombre: {name}").format(name=args.federation))
    except NotAList:
        return _refuse(_("Eso no es una lista: hace falta la columna «codigo» y una fila por miembro."))
    said = outcomes()
    for one in told:
        if one.outcome in FAULTS:
            tell(f"{args.file.name}:{one.row.line}: {one.row.code}: {said[one.outcome]}")
    counts = Counter(one.outcome for one in told)
    say("; ".join(f"{said[outcome]}: {count}" for outcome, count in counts.items()))
    return int(any(one in FAULTS for one in counts))


def _consultations(args: argparse.Namespace) -> int:
    """Every row is accounted for; exit code 1 where some could not be kept."""
    from minga.accounts.actors import installation
    from minga.desk.actions import bring_consultations
    from minga.desk.adapters import text_of
    from minga.desk.domain.asking import NotAList, read_consultations

    try:
        rows = read_consultations(text_of(args.file.read_bytes()))
        told = bring_consultations(federation=_federation(args), rows=rows, by=installation())
    except _Unknown:
        return _refuse(_("Ninguna federación tiene ese nombre: {name}").format(name=args.federation))
    except NotAList:
        return _refuse(_("Eso no es una lista: hace falta la columna «pregunta» y una fila por consulta."))
    said = _outcomes()
    for row, outcome in told:
        if outcome not in ("added", "unchanged"):
            tell(f"{args.file.name}:{row.line}: {said[outcome]}")
    counts = Counter(outcome for _row, outcome in told)
    say("; ".join(f"{said[outcome]}: {count}" for outcome, count in counts.items()))
    return int(bool(counts.keys() - {"added", "unchanged"}))


def _outcomes() -> dict[str, str]:
    return {
        "added": _("entran"),
        "unchanged": _("ya estaban"),
        "text": _("sin pregunta, o demasiado larga"),
        "answer": _("respuesta demasiado larga"),
        "channel": _("canal desconocido"),
        "language": _("idioma que no es es, pt, en ni fr"),
        "date": _("la fecha no es una fecha"),
        "territory": _("el código no es de ningún gobierno"),
        "topic": _("el tema no está en el vocabulario"),
    }


class _Unknown(LookupError):
    """No federation has this name in its address."""


def _federation(args: argparse.Namespace) -> Any:
    from minga.territories.models import Organization

    found = Organization.objects.filter(slug=args.federation, kind=Organization.Kind.FEDERATION).first()
    if found is None:
        raise _Unknown(args.federation)
    return found


def _refuse(said: str) -> int:
    tell(said)
    return _MISUSED
