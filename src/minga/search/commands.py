"""`minga find`, `minga rebuild_index` and `minga index`."""

import argparse
import json
import time
from typing import Any

from django.db import close_old_connections
from django.utils.translation import gettext as _

from minga.kit.terminal import Progress, say, tell
from minga.search import actions
from minga.search.answers import Answer, Result
from minga.search.domain.filters import Filters
from minga.search.queries import find

_PAUSE_SECONDS = 2.0


def register(subparsers: Any) -> None:
    """Add the room's commands."""
    ask = subparsers.add_parser("find", help=_("preguntar con las propias palabras"))
    ask.add_argument("question", metavar=_("PREGUNTA"))
    ask.add_argument("--country", action="append", default=[], help=_("país, dos letras (se puede repetir)"))
    ask.add_argument("--territory", help=_("código de un territorio"))
    ask.add_argument("--instrument", action="append", default=[], help=_("instrumento del vocabulario"))
    ask.add_argument("--area", action="append", default=[], help=_("área del vocabulario"))
    ask.add_argument("--from", dest="year_from", type=int, help=_("desde el año"))
    ask.add_argument("--to", dest="year_to", type=int, help=_("hasta el año"))
    ask.add_argument("--limit", type=int, default=10, help=_("cuántos resultados"))
    ask.add_argument("--json", action="store_true", help=_("para otros programas"))
    ask.set_defaults(run=run_find)
    rebuild = subparsers.add_parser("rebuild_index", help=_("hacer de nuevo el índice de búsqueda"))
    rebuild.set_defaults(run=run_rebuild, prepares=True)
    index = subparsers.add_parser("index", help=_("poner al día el índice"))
    index.add_argument("--follow", action="store_true", help=_("y seguir atento a los cambios"))
    index.set_defaults(run=run_index)


def run_find(args: argparse.Namespace) -> int:
    """Answer one question; exit code 0 also where nothing is found."""
    filters = Filters(
        countries=tuple(code.upper() for code in args.country),
        territory=args.territory,
        instruments=tuple(args.instrument),
        areas=tuple(args.area),
        year_from=args.year_from,
        year_to=args.year_to,
    )
    answer = find(args.question, filters, per_page=max(1, min(args.limit, 1000)))
    if args.json:
        say(json.dumps(as_json(answer), ensure_ascii=False, indent=1))
    else:
        _tell(answer)
    return 0


def as_json(answer: Answer) -> dict[str, Any]:
    """The answer for other programs."""
    return {
        "query": answer.question,
        "understood": answer.understood.understood.as_json(),
        "took_ms": round(answer.took_ms, 1),
        "total": answer.total,
        "nearest": answer.nearest,
        "undated": answer.undated_count,
        "text_only": answer.text_only,
        "results": [result.as_json() for result in answer.results],
    }


def _tell(answer: Answer) -> None:
    if answer.cut:
        tell(_("La pregunta se cortó a 500 caracteres."))
    if answer.text_only and answer.total:
        tell(_("Sin vectores todavía: se buscó solo por palabras."))
    if not answer.total:
        say(_("No hay registro de eso aquí, lo que no quiere decir que no exista."))
        return
    if answer.nearest:
        say(_("Nada de lo que consta responde; esto es lo más cercano:"))
    for result in answer.results:
        _tell_result(result)
    say(_("{shown} de {total} resultados.").format(shown=len(answer.results), total=answer.total))


def _tell_result(result: Result) -> None:
    subject = result.territory or result.organization
    say(f"{result.ref}  {subject.name if subject else ''}  {result.when}")
    if result.statement:
        say(f"    {result.statement}")
    if result.quote:
        say(f"    «{' '.join(result.quote.split())}»")
    else:
        say(f"    {_('sin cita textual, sin cotejar')}: {result.note}")
    source = result.source
    say("    " + ", ".join(str(part) for part in (source["authors"], source["title"], source["locator"]) if part))
    say()


def run_rebuild(args: argparse.Namespace) -> int:
    """Make the index anew, vectors included."""
    with Progress(_("Índice de búsqueda")) as progress:
        entries = actions.rebuild_index(progress=progress.reach)
    with Progress(_("Vectores de significado")) as progress:
        actions.embed_missing(progress=progress.reach)
    say(_("Índice hecho de nuevo: {n} entradas.").format(n=entries))
    return 0


def run_index(args: argparse.Namespace) -> int:
    """Drain the queue and compute missing vectors, once or for as long as the site is open."""
    while True:
        actions.refresh()
        actions.embed_missing()
        if not args.follow:
            return 0
        close_old_connections()
        time.sleep(_PAUSE_SECONDS)
