"""`minga ingest`: files in, passages out, each file with a line that says what became of it."""

import argparse
from collections import Counter
from gettext import gettext as _
from gettext import ngettext
from pathlib import Path
from typing import Any

from minga.evidence.domain.statuses import Access
from minga.ingest import actions, adapters, commands_extract, commands_lexicon, commands_review, queries, sandbox
from minga.ingest.domain.records import RecordAtFault, source_record
from minga.ingest.domain.states import WITH_TEXT, WORTH_ANOTHER_TRY, State
from minga.ingest.models import Ingestion
from minga.ingest.reasons import kept_in_words, note_in_words, refusal_in_words, state_in_words
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
    command.set_defaults(run=run_ingest, prepares=True)
    commands_extract.register(subparsers)
    commands_review.register(subparsers)
    commands_lexicon.register(subparsers)


def run_ingest(args: argparse.Namespace) -> int:
    """Bring each file in; exit code 1 where any has no text to search, or the source's record is at fault."""
    try:
        csl = source_record(adapters.record_in(args.source)) if args.source else None
    except adapters.FileRefused as error:
        tell(f"{args.source}: {refusal_in_words(error.reason)}")
        return 1
    except RecordAtFault as error:
        tell(_("{file}: no es una ficha en CSL-JSON ({field}).").format(file=args.source, field=error))
        return 1
    states = Counter(_ingest(name, args, csl) for name in adapters.files_in(args.files))
    total, good = sum(states.values()), sum(states[state] for state in WITH_TEXT)
    say(_("Ficheros: {n}; con texto: {good}; sin él: {bad}.").format(n=total, good=good, bad=total - good))
    if good:
        say(_("Para que se encuentren al buscar: «minga index» (con el sitio abierto, se hace solo)."))
    return 0 if total == good and total else 1


def _ingest(name: str, args: argparse.Namespace, csl: dict[str, Any] | None) -> State:
    """One file, whatever it is: a line about it, and its state."""
    try:
        data = adapters.data_of(name)
    except adapters.FileRefused as error:
        say(f"{adapters.shown(name)}: {refusal_in_words(error.reason)}; {kept_in_words(State.UNREADABLE)}")
        return State.UNREADABLE
    known = queries.ingestion_of(adapters.hash_of(data))
    if known is not None and not _is_worth_reading(known):
        say(f"{adapters.shown(name)}: {_('ya estaba')}; {_line(known)}")
        return State(known.state)
    brought = _bring_in(name, data, args, csl)
    again = {actions.Outcome.READ_AGAIN: _("leído de nuevo"), actions.Outcome.UNCHANGED: _("ya estaba")}
    said = again.get(brought.outcome)
    say(f"{adapters.shown(name)}: {f'{said}; ' if said else ''}{_line(brought.ingestion)}")
    return State(brought.ingestion.state)


def _bring_in(name: str, data: bytes, args: argparse.Namespace, csl: dict[str, Any] | None) -> actions.Brought:
    languages = (args.language,) if args.language else adapters.LANGUAGES
    shown = adapters.shown(Path(name).name)
    reading = sandbox.read(data, shown, languages=languages)
    language = args.language or adapters.language_of(reading.text.text)
    access = Access(args.access)
    return actions.bring_in(data=data, name=shown, reading=reading, language=language, access=access, csl=csl)


def _is_worth_reading(known: Ingestion) -> bool:
    """Whether reading a known file once more may give more: under newer rules, or with a program that was missing."""
    if known.version != actions.VERSION:
        return True
    missing = {State.SCAN: sandbox.ocr, State.NEEDS_OFFICE: sandbox.office}
    present = missing.get(State(known.state))
    return known.state in WORTH_ANOTHER_TRY and (present is None or present() is not None)


def _line(ingestion: Ingestion) -> str:
    parts = [state_in_words(ingestion.state)]
    if ingestion.document is None or ingestion.state not in WITH_TEXT:
        parts.append(kept_in_words(ingestion.state))
    if document := ingestion.document:
        if document.pages is not None:
            parts.append(ngettext("{n} página", "{n} páginas", document.pages).format(n=document.pages))
        passages = queries.passages_in(document)
        parts.append(ngettext("{n} pasaje", "{n} pasajes", passages).format(n=passages))
        parts.append(_("documento {short}, fuente {slug}").format(short=document.short, slug=document.source.slug))
        parts.append({"open": _("abierto"), "quotes": _("solo citas"), "private": _("privado")}[document.access])
    if ingestion.earlier:
        parts.append(_("versión posterior a {short}").format(short=ingestion.earlier.short))
    return "; ".join([*parts, *(note_in_words(note, number) for note, number in ingestion.notes.items())])
