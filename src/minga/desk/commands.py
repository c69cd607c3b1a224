"""`minga desk members|consultations FEDERATION FILE`: lists a federation brings in; `minga desk learn`."""

import argparse
from collections import Counter
from gettext import gettext as _
from pathlib import Path
from typing import Any

from minga.kit.terminal import Progress, say, tell

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
    learn = what.add_parser(
        "learn", help=_("aprender de muchas preguntas cuáles piden lo mismo, para el modelo que esté puesto")
    )
    learn.add_argument(
        "files", metavar=_("FICHERO"), type=Path, nargs="*",
        help=_("preguntas propias, además de las del programa: un deseo por línea, como en questions.jsonl"),
    )  # fmt: skip
    learn.add_argument(
        "--out", metavar=_("FICHERO"), type=Path, help=_("dónde guardarlo; si no, en la carpeta de datos")
    )
    learn.set_defaults(run=_learn)


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


def _learn(args: argparse.Namespace) -> int:
    """Every question is embedded and compared; exit code 1 where a file is none of questions, or no model is there."""
    from django.conf import settings

    from minga.desk import adapters
    from minga.desk.domain.learning import STEPS, NotLessons, learn
    from minga.search.adapters import ModelMissing

    try:
        wishes = [one for path in (adapters.QUESTIONS, *args.files) for one in adapters.wishes_in(path)]
        texts = sum(2 * len(one.said) for one in wishes)
        with Progress(_("Lo que dice cada pregunta"), texts) as progress:
            lessons = adapters.lessons_of(wishes, progress.advance)
    except NotLessons as error:
        return _refuse(_("No es una lista de preguntas: {fault}").format(fault=error))
    except ModelMissing as error:
        return _refuse(_("No hay modelo con que aprender: {fault}").format(fault=error))
    with Progress(_("Cuáles piden lo mismo"), STEPS) as progress:
        made = learn(lessons, advance=progress.advance)
    path = args.out or Path(settings.MINGA_HOME) / adapters.LEARNED
    adapters.keep_learned(made, path)
    say(
        _("Aprendido de {n} deseos, en {path}. Lo que ya consta se compara así en menos de una hora.").format(
            n=len(wishes), path=path
        )
    )
    return 0


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
