"""`minga lexicon`: what a changed file of words would do to what is read, before it is kept. Needs no Python."""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from minga.evidence.domain.vocabulary import LANGUAGES, Vocabulary, VocabularyError
from minga.ingest import adapters
from minga.ingest.domain.measuring import MEASURES, Effect, Read, counts, differences, f1, kind_of
from minga.ingest.extracting import VOCABULARY, data_of, extract, trying
from minga.ingest.measuring import read
from minga.ingest.reasons import refusal_in_words
from minga.kit.terminal import Progress, say, tell

_OF_THE_ROOM = (*LANGUAGES, "common", "confidence")
# Where a clone of the project has the passages that rules may be tuned on; the others are for the final figures.
GOLD = Path(__file__).parents[3] / "tests" / "golden" / "extraction" / "tuning.jsonl"


class NotWords(ValueError):
    """A file is none of the lexicon; the message says what is wrong with it."""


def register(subparsers: Any) -> None:
    """Add the command."""
    lexicon = subparsers.add_parser(
        "lexicon", help=_("ver qué cambiaría en lo que se lee con otras palabras, antes de guardarlas")
    )
    lexicon.add_argument(
        "files", metavar=_("FICHERO"), nargs="+", type=Path,
        help=_("copia cambiada de es.json, pt.json, en.json, fr.json, common.json o vocabulary.json"),
    )  # fmt: skip
    lexicon.add_argument(
        "--gold", metavar=_("FICHERO"), nargs="+", type=Path, default=[GOLD],
        help=_("pasajes con sus afirmaciones, una línea de JSON cada uno; sin esto, los del proyecto"),
    )  # fmt: skip
    lexicon.set_defaults(run=run_lexicon)


def run_lexicon(args: argparse.Namespace) -> int:
    """Read the passages with the words of today and with the changed ones. Exit code 1 where a file is at fault."""
    try:
        files = dict(_words(path) for path in args.files)
        passages = [row for path in args.gold for row in _passages(path)]
        words = _vocabulary(files.pop(VOCABULARY)) if VOCABULARY in files else None
        before = _read(_("Con las palabras de hoy"), passages)
        with trying(files, words):
            after = _read(_("Con las cambiadas"), passages)
    except adapters.FileRefused as error:
        tell(f"{error.__notes__[0]}: {refusal_in_words(error.reason)}.")
        return 1
    except NotWords as error:
        tell(str(error))
        return 1
    _report(before, after)
    return 0


def _words(path: Path) -> tuple[str, Any]:
    """Which file of the lexicon a changed copy stands for, and what it holds. Raises NotWords, FileRefused."""
    said = _json(path)
    if isinstance(said, dict) and "concepts" in said:
        return VOCABULARY, said
    name = next((name for name in _OF_THE_ROOM if path.stem.lower().startswith(name)), None)
    if name is None:
        raise NotWords(
            _("{file}: el nombre no dice de qué es copia; póngale uno como «es.json» o «es-nuevo.json».").format(
                file=path
            )
        )
    missing = sorted(set(data_of(name)) - set(said if isinstance(said, dict) else ()))
    if missing:
        raise NotWords(_("{file}: le falta {keys}.").format(file=path, keys=", ".join(missing)))
    return name, said


def _vocabulary(said: Any) -> Vocabulary:
    try:
        return Vocabulary.of(said)
    except (VocabularyError, KeyError, TypeError, AttributeError) as error:
        raise NotWords(_("El vocabulario no se sostiene: {error!r}.").format(error=error)) from error


def _json(path: Path) -> Any:
    try:
        return adapters.record_in(path)
    except adapters.FileRefused as error:
        error.add_note(str(path))
        raise


def _passages(path: Path) -> list[dict[str, Any]]:
    try:
        lines = adapters.data_of(str(path)).decode("utf-8-sig").splitlines()
    except adapters.FileRefused as error:
        error.add_note(str(path))
        raise
    rows = []
    for number, line in enumerate(filter(str.strip, lines), 1):
        try:
            row = json.loads(line)
            rows.append({part: row[part] for part in ("id", "lang", "text", "claims")})
            for claim in row["claims"]:
                kind_of(claim["level"])
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise NotWords(
                _("{file}, línea {n}: no es un pasaje con sus afirmaciones ({error}).").format(
                    file=path, n=number, error=error
                )
            ) from error
    return rows


def _read(label: str, passages: Sequence[dict[str, Any]]) -> list[Read]:
    found = []
    with Progress(label, len(passages)) as progress:
        for row in passages:
            try:
                found.append(read(row, lambda row: extract(row["text"])))
            except (KeyError, TypeError, AttributeError, ValueError) as error:
                raise NotWords(_("No se puede leer con esas palabras: {error!r}.").format(error=error)) from error
            progress.advance()
    return found


def _report(before: Sequence[Read], after: Sequence[Read]) -> None:
    say(f"{_('F1'):24} {_('idioma'):7} {_('hoy'):>6} {_('cambio'):>7}")
    for measure, name in enumerate(MEASURES):
        for lang in (*LANGUAGES, ""):
            now, then = ([one for one in some if lang in (one.lang, "")] for some in (after, before))
            if then:
                old, new = f1(*counts(then, measure)), f1(*counts(now, measure))
                said = f"{name:24} {lang or _('todos'):7} {old:>6.3f} {new:>7.3f}"
                say(said + (f"  {new - old:+.3f}" if old != new else ""))
    changed = differences(before, after)
    effects = {
        Effect.WON: _("acierto ganado"),
        Effect.LOST: _("acierto perdido"),
        Effect.NEW_ERROR: _("error nuevo"),
        Effect.ERROR_GONE: _("error que se va"),
    }
    for one in changed:
        year = str(one.found.year or "")
        parts = [one.found.territory, one.found.instrument, one.found.event, *filter(None, [year])]
        say(f"{effects[one.effect]:16} {one.id:10} {' · '.join(parts)}")
    if not changed:
        say(_("Nada cambia en estos pasajes."))
