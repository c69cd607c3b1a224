"""`minga find`, `minga rebuild_index` and `minga index`."""

import argparse
import json
import time
from collections.abc import Callable
from typing import Any

from django.db import close_old_connections
from django.utils.translation import gettext as _

from minga.evidence.domain.statuses import Kind
from minga.evidence.domain.vocabulary import vocabulary
from minga.kit.terminal import Progress, say, tell
from minga.search import actions
from minga.search.answers import Answer, Result
from minga.search.domain.filters import Filters
from minga.search.queries import find
from minga.territories.queries import countries, resolve

_PAUSE_SECONDS = 2.0
_MOST = 10_000
_REFUSED = 2


def register(subparsers: Any) -> None:
    """Add the room's commands."""
    ask = subparsers.add_parser("find", help=_("preguntar con las propias palabras"))
    ask.add_argument("question", metavar=_("PREGUNTA"), help=_("en sus palabras, entre comillas"))
    ask.add_argument(
        "--country",
        metavar="CO",
        type=str.upper,
        action="append",
        default=[],
        help=_("país, con sus dos letras (se puede repetir)"),
    )
    ask.add_argument("--territory", metavar="CODE", help=_("código de un territorio"))
    for scheme, said in (("instrument", _("instrumento del vocabulario")), ("area", _("área del vocabulario"))):
        ask.add_argument(f"--{scheme}", metavar="X", type=_concept(scheme), action="append", default=[], help=said)
    ask.add_argument("--from", metavar="Y", dest="year_from", type=_year, help=_("desde el año"))
    ask.add_argument("--to", metavar="Y", dest="year_to", type=_year, help=_("hasta el año"))
    ask.add_argument("--limit", metavar="N", type=_limit, default=10, help=_("cuántos resultados"))
    ask.add_argument("--json", action="store_true", help=_("para otros programas"))
    ask.set_defaults(run=run_find)
    rebuild = subparsers.add_parser("rebuild_index", help=_("hacer de nuevo el índice de búsqueda"))
    rebuild.set_defaults(run=run_rebuild, prepares=True)
    index = subparsers.add_parser("index", help=_("poner al día el índice"))
    index.add_argument("--follow", action="store_true", help=_("y seguir atento a los cambios"))
    index.set_defaults(run=run_index)


def _concept(scheme: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        code = text.strip().lower()
        if not vocabulary().has(code, scheme):
            known = ", ".join(concept.code for concept in vocabulary().scheme(scheme))
            raise argparse.ArgumentTypeError(
                _("«{text}» no está en el vocabulario; están {known}").format(text=text, known=known)
            )
        return code

    return read


def _year(text: str) -> int:
    return _number(text, 1, 9999, _("«{text}» no es un año"))


def _limit(text: str) -> int:
    return _number(text, 1, _MOST, _("«{text}» no es un número entre 1 y {most}"))


def _number(text: str, least: int, most: int, refusal: str) -> int:
    digits = text.strip()
    if not (digits.isascii() and digits.isdigit()) or not least <= int(digits[:9]) <= most:
        raise argparse.ArgumentTypeError(refusal.format(text=text, most=most))
    return int(digits)


def run_find(args: argparse.Namespace) -> int:
    """Answer one question; exit code 0 also where nothing is found, 2 where the conditions make no sense."""
    try:
        filters = _conditions(args)
    except ValueError as why:
        tell(str(why))
        return _REFUSED
    answer = find(args.question, filters, per_page=args.limit)
    if args.json:
        say(json.dumps(as_json(answer), ensure_ascii=False, indent=1))
    else:
        _tell(answer)
    return 0


def _conditions(args: argparse.Namespace) -> Filters:
    """The conditions of a command line; ValueError, in a sentence for the reader, where one makes no sense."""
    if args.year_from and args.year_to and args.year_from > args.year_to:
        raise ValueError(_("«--from» es posterior a «--to»: no hay años entre ambos."))
    known = set(countries().values_list("code", flat=True))
    if unknown := [code for code in args.country if known and code not in known]:
        raise ValueError(_("«{text}» no es un país; son dos letras, como CO.").format(text=", ".join(unknown)))
    return Filters(
        countries=tuple(args.country),
        territory=_territory(args.territory) if args.territory is not None else None,
        instruments=tuple(args.instrument),
        areas=tuple(args.area),
        year_from=args.year_from,
        year_to=args.year_to,
    )


def _territory(text: str) -> str:
    found = resolve(text)
    if found.territory is None:
        named = [one.territory for one in found.candidates if "similar_name" not in one.why]
        raise ValueError(_which(text, named))
    return found.territory.code


def _which(text: str, candidates: list[Any]) -> str:
    if not candidates:
        return _("No hay territorio con el código «{text}». Búsquelo con «minga resolve».").format(text=text)
    names = ", ".join(f"{one.code} ({one.name})" for one in candidates[:5])
    return _("«{text}» puede ser varios territorios: {names}. Dé su código.").format(text=text, names=names)


def as_json(answer: Answer) -> dict[str, Any]:
    """The answer for other programs."""
    return {
        "query": answer.question,
        "understood": answer.understood.understood.as_json(),
        "took_ms": round(answer.took_ms, 1),
        "total": answer.total,
        "nearest": answer.nearest,
        "results": [result.as_json() for result in answer.results],
    }


def _tell(answer: Answer) -> None:
    if answer.cut:
        tell(_("La pregunta se cortó a 500 caracteres."))
    if answer.text_only and answer.total:
        tell(_("Sin comparar significados: se buscó solo por palabras."))
    if aside := [chip.text for chip in answer.understood.chips if chip.reason == "empty"]:
        tell(_("Se dejó de lado, porque con ello nada responde: {said}.").format(said=", ".join(aside)))
    if not answer.total:
        say(_("No hay registro de eso aquí, lo que no quiere decir que no exista."))
        return
    if answer.nearest:
        say(_("Nada de lo que consta responde; esto es lo más cercano:"))
    for number, result in enumerate(answer.results):
        if answer.undated_count and number == answer.total - answer.undated_count:
            say(_("Sin fecha ({n}):").format(n=answer.undated_count))
        _tell_result(result)
    say(_("{shown} de {total} resultados.").format(shown=len(answer.results), total=answer.total))


def _tell_result(result: Result) -> None:
    subject = result.territory or result.organization
    background = _("(antecedente)") if result.claim_kind == Kind.BACKGROUND else ""
    say("  ".join(filter(None, (result.ref, subject.name if subject else "", result.when, background))))
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
