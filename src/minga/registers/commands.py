"""`minga import` and `minga registers`: bring a register in, and see what became of its rows."""

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from gettext import gettext as _
from pathlib import Path
from typing import Any

from minga.kit.terminal import Progress, say, tell
from minga.registers import actions, adapters, intake, queries
from minga.registers.domain.plans import Outcome, Plan, Row
from minga.registers.models import RegisterRow
from minga.registers.reasons import fault_in_words, outcome_in_words, reason_in_words

_SAMPLES = 3
_REPORTED = ("file", "row", "key", "says", "outcome", "reason", "why", "detail", "refs", "claims")


def register(subparsers: Any) -> None:
    """Add the room's commands."""
    names = sorted(intake.READERS)
    bring = subparsers.add_parser("import", help=_("traer un registro del mundo: hermanamientos, proyectos"))
    bring.add_argument("file", metavar=_("FICHERO"), type=Path, help=_("el registro, como se publicó"))
    bring.add_argument("--as", dest="register", required=True, choices=names, help=_("qué registro es"))
    bring.add_argument("--locations", metavar=_("FICHERO"), type=Path, help=_("los lugares de los proyectos (apc)"))
    bring.add_argument("--dry-run", action="store_true", help=_("decir qué pasaría, sin guardar nada"))
    bring.add_argument(
        "--report", metavar=_("FICHERO"), type=Path, help=_("cada fila con su resultado y su razón (.csv o .jsonl)")
    )
    bring.set_defaults(run=run_import, prepares=True)
    told = subparsers.add_parser("registers", help=_("qué se trajo de cada registro y qué espera revisión"))
    told.add_argument("--review", choices=names, help=_("las filas que esperan revisión, una por línea"))
    told.add_argument("--reason", default="", help=_("solo las de una razón"))
    told.add_argument("--json", action="store_true", help=_("para otros programas"))
    told.set_defaults(run=run_registers)


def run_import(args: argparse.Namespace) -> int:
    """Bring a register in, or say what that would do; exit code 1 where the file is at fault or a row was refused."""
    try:
        files = _files(args)
        if not queries.gazetteer_edition():
            raise adapters.FileAtFault("gazetteer", args.file)
        fingerprint = intake.fingerprint(files)
        if queries.is_complete(args.register, fingerprint):
            return _tell_unchanged(args, files)
        with Progress(_("Nombres buscados en el nomenclátor")) as progress:
            plan = intake.plan(args.register, files, progress=progress.reach)
        return _foretell(args, plan, files) if args.dry_run else _bring_in(args, plan, files, fingerprint)
    except adapters.FileAtFault as error:
        tell(fault_in_words(error.code).format(file=error.path, detail=error.detail))
    except actions.AlreadyUnderWay:
        tell(_("Otro proceso está trayendo un registro: espere a que termine."))
    return 1


def _files(args: argparse.Namespace) -> list[Path]:
    """The input, checked as far as it can be before it is read, so that nobody waits in vain."""
    if args.register in intake.WITH_PLACES and not args.locations:
        raise adapters.FileAtFault("locations", args.file)
    if args.locations and args.register not in intake.WITH_PLACES:
        raise adapters.FileAtFault("no_locations", args.locations)
    files = [args.file, *([args.locations] if args.locations else [])]
    for path in files:
        adapters.check_readable(path)
    if args.report:
        adapters.check_writable(args.report, files)
    return files


def _tell_unchanged(args: argparse.Namespace, files: list[Path]) -> int:
    """The very same edition is in already: nothing is read and nothing is written but the report."""
    rows = list(map(_as_row, queries.rows_of(args.register)))
    refs = {ref for row in rows for ref in row.refs}
    say(_("Este fichero ya se trajo entero: nada cambia."))
    return _close(args, files, rows, Counter(unchanged=len(refs)), dict.fromkeys(refs, "unchanged"))


def _as_row(row: RegisterRow) -> Row:
    outcome = Outcome(row.outcome)
    return Row(row.key, row.line, row.says, outcome, row.reason, row.detail, tuple(row.refs), part=row.part)


def _foretell(args: argparse.Namespace, plan: Plan, files: list[Path]) -> int:
    drafts = list(plan.drafts)
    say(_("Ensayo: no se ha guardado nada. Esto pasaría:"))
    fates = queries.compare(drafts)
    code = _close(args, files, plan.rows, Counter(fates.values()), fates)
    say(_("Por ejemplo:"))
    for draft in drafts[:: max(1, len(drafts) // _SAMPLES)][:_SAMPLES]:
        say(f"  {draft.ref}  {draft.territory}  {draft.statement}")
    return code


def _bring_in(args: argparse.Namespace, plan: Plan, files: list[Path], fingerprint: str) -> int:
    about = adapters.settings_of(args.register)
    with Progress(_("Filas guardadas")) as progress:
        report = actions.bring_in(
            plan=plan,
            collection=about["collection"],
            sources=about["sources"],
            fingerprint=fingerprint,
            progress=progress.reach,
        )
    rows = sorted(report.rows, key=lambda row: (row.part, row.line, row.key))
    code = _close(args, files, rows, report.claims, report.fates)
    if report.claims["added"] or report.claims["changed"]:
        say(_("Para que se encuentren al buscar: «minga index» (con el sitio abierto, se hace solo)."))
    return code


def _close(
    args: argparse.Namespace, files: list[Path], rows: list[Row], claims: Mapping[str, int], fates: Mapping[str, str]
) -> int:
    """Say what became of the rows, and write the report of every one; 1 where any was refused."""
    _tell_rows(Counter((row.outcome.value, row.reason) for row in rows))
    names = {
        "added": _("nuevas"),
        "changed": _("cambiadas"),
        "unchanged": _("sin cambios"),
        "kept": _("conservadas porque ya tienen dictamen"),
        "refused": _("rechazadas"),
    }
    parts = ", ".join(f"{_number(claims[code])} {name}" for code, name in names.items() if claims.get(code))
    say(_("{n} afirmaciones: {parts}.").format(n=_number(sum(claims.values())), parts=parts or _("ninguna")))
    for row in [row for row in rows if row.outcome == Outcome.REFUSED][:20]:
        tell(f"  {files[row.part].name}:{row.line}: {reason_in_words(row.reason)} {row.detail}".rstrip())
    if args.report:
        adapters.write_report(args.report, _REPORTED, (_reported(row, files, fates) for row in rows))
        say(_("Informe de cada fila: {file}").format(file=args.report))
    return 1 if any(row.outcome == Outcome.REFUSED for row in rows) else 0


def _tell_rows(counts: Mapping[tuple[str, str], int]) -> None:
    say(_("{n} filas:").format(n=_number(sum(counts.values()))))
    for outcome in Outcome:
        reasons = {reason: count for (code, reason), count in counts.items() if code == outcome}
        if reasons:
            say(f"  {_number(sum(reasons.values()))} {outcome_in_words(outcome)}")
        for reason, count in sorted(reasons.items(), key=lambda item: (-item[1], item[0])):
            if reason:
                say(f"    {_number(count)} {reason_in_words(reason)} ({reason})")


def _reported(row: Row, files: list[Path], fates: Mapping[str, str]) -> dict[str, str]:
    return {
        "file": files[row.part].name,
        "row": str(row.line),
        "key": row.key,
        "says": row.says,
        "outcome": row.outcome.value,
        "reason": row.reason,
        "why": reason_in_words(row.reason),
        "detail": row.detail,
        "refs": " ".join(row.refs),
        "claims": " ".join(fates.get(ref, "") for ref in row.refs),
    }


def _number(n: int) -> str:
    return f"{n:,}".replace(",", " ")


def run_registers(args: argparse.Namespace) -> int:
    """What was brought in from each register; or, one by one, the rows of one that wait for a reviewer."""
    if args.review:
        for row in queries.to_review(args.review, args.reason):
            say(json.dumps(_as_review(row), ensure_ascii=False) if args.json else _line(row))
        return 0
    tallies = queries.tallies()
    if args.json:
        rows = [dict(zip(("register", "outcome", "reason", "rows"), row, strict=True)) for row in tallies]
        say(json.dumps(rows, ensure_ascii=False))
        return 0
    if not tallies:
        say(_("No se ha traído ningún registro."))
    for name, counts in _by_register(tallies):
        say(f"{name}: ")
        _tell_rows(counts)
    return 0


def _by_register(tallies: Iterable[tuple[str, str, str, int]]) -> Iterator[tuple[str, dict[tuple[str, str], int]]]:
    found: dict[str, dict[tuple[str, str], int]] = {}
    for name, outcome, reason, count in tallies:
        found.setdefault(name, {})[outcome, reason] = count
    yield from found.items()


def _as_review(row: RegisterRow) -> dict[str, Any]:
    return {
        "row": row.line,
        "key": row.key,
        "says": row.says,
        "outcome": row.outcome,
        "reason": row.reason,
        "detail": row.detail,
        "refs": row.refs,
    }


def _line(row: RegisterRow) -> str:
    return f"{row.line}\t{row.reason}\t{row.says}\t{row.detail}"
