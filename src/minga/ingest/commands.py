"""`minga ingest`: files in, passages out; whoever hands them in may watch, or leave."""

import argparse
from gettext import gettext as _
from gettext import ngettext
from pathlib import Path
from typing import Any

from minga.evidence.domain.statuses import Access
from minga.ingest import adapters, commands_extract, commands_lexicon, commands_review
from minga.ingest.actions import handing
from minga.ingest.domain.records import RecordAtFault, source_record
from minga.ingest.domain.states import WITH_TEXT, State
from minga.ingest.following import Batch, Entry, follow
from minga.ingest.reasons import refusal_in_words, state_in_words
from minga.kit.terminal import say, tell


def register(subparsers: Any) -> None:
    """Add the room's commands."""
    command = subparsers.add_parser("ingest", help=_("incorporar documentos: PDF, Word, páginas guardadas, textos"))
    command.add_argument(
        "files", metavar=_("FICHERO"), nargs="+", help=_("un fichero, una carpeta, o «-» para la entrada estándar")
    )
    command.add_argument("--source", metavar=_("FICHERO"), type=Path, help=_("la ficha de la fuente, en CSL-JSON"))
    command.add_argument(
        "--access",
        choices=[access.value for access in Access],
        default=Access.QUOTES.value,
        help=_("cuánto se puede mostrar: todo, citas breves (lo habitual) o nada fuera de la casa"),
    )
    command.add_argument("--language", choices=adapters.LANGUAGES, help=_("el idioma; sin esto se reconoce"))
    command.add_argument("--no-wait", action="store_true", help=_("entregar los ficheros y no esperar a que se lean"))
    command.set_defaults(run=run_ingest, prepares=True)
    commands_extract.register(subparsers)
    commands_review.register(subparsers)
    commands_lexicon.register(subparsers)


def run_ingest(args: argparse.Namespace) -> int:
    """Hand each file in and follow them; exit code 1 where any has no text to search, or the record is at fault.

    With `--no-wait` the code is 1 where a file was not taken.
    """
    try:
        csl = source_record(adapters.record_in(args.source)) if args.source else None
    except adapters.FileRefused as error:
        tell(f"{args.source}: {refusal_in_words(error.reason)}")
        return 1
    except RecordAtFault as error:
        tell(_("{file}: no es una ficha en CSL-JSON ({field}).").format(file=args.source, field=error))
        return 1
    batch = Batch()
    try:
        for name in adapters.files_in(args.files):
            batch.add(_handed(name, args, csl))
        if args.no_wait:
            return _left_waiting(batch)
        follow(batch)
    except KeyboardInterrupt:
        _tell_waiting(batch)
        raise
    return _sum(batch)


def _handed(name: str, args: argparse.Namespace, csl: dict[str, Any] | None) -> Entry:
    """One file, whatever it is."""
    try:
        data = adapters.data_of(name)
    except adapters.FileRefused as error:
        return Entry(adapters.shown(name), refusal=error.reason)
    handed = handing.hand_in(
        data=data,
        name=adapters.shown(Path(name).name),
        access=Access(args.access),
        language=args.language,
        csl=csl,
    )
    return Entry(adapters.shown(name), sha256=handed.sha256, job=handed.job)


def _left_waiting(batch: Batch) -> int:
    for entry in batch.entries:
        batch.tell(entry) if entry.job is None else say(f"{entry.name}: {state_in_words(State.WAITING)}")
    _tell_waiting(batch)
    return 1 if any(entry.refusal for entry in batch.entries) else 0


def _tell_waiting(batch: Batch) -> None:
    if waiting := len(batch.waiting()):
        how = ngettext(
            "Espera {n} fichero: se lee solo con el sitio abierto, o con «minga work».",
            "Esperan {n} ficheros: se leen solos con el sitio abierto, o con «minga work».",
            waiting,
        )
        tell(how.format(n=waiting))


def _sum(batch: Batch) -> int:
    total = len(batch.entries)
    good = sum(state in WITH_TEXT for state in batch.states)
    say(_("Ficheros: {n}; con texto: {good}; sin él: {bad}.").format(n=total, good=good, bad=total - good))
    if good:
        say(_("Para que se encuentren al buscar: «minga index» (con el sitio abierto, se hace solo)."))
    return 0 if total == good and total else 1
