"""`minga resolve`: which territory a name or a code means, and why."""

import argparse
import json
from gettext import gettext as _
from typing import Any

from minga.kit.terminal import say
from minga.territories.domain import Hints, Level


def register(subparsers: Any) -> None:
    """Add the command."""
    parser = subparsers.add_parser("resolve", help=_("decir qué territorio nombra un texto, y por qué"))
    parser.add_argument("name", metavar="NAME", help=_("nombre o código"))
    parser.add_argument("--country", metavar="CO", help=_("país, con sus dos letras"))
    parser.add_argument("--level", choices=[level.value for level in Level], help=_("nivel de gobierno"))
    parser.add_argument("--json", action="store_true", help=_("responder en JSON"))
    parser.set_defaults(run=run_resolve, prepares=True)


def run_resolve(args: argparse.Namespace) -> int:
    """Print the territory, or the candidates with their reasons; exit code 1 where none is certain."""
    from minga.territories.queries import as_json, resolve

    resolution = resolve(args.name, Hints(country=args.country, level=args.level))
    candidates = [
        {**as_json(one.territory), "why": [reason(code) for code in one.why]} for one in resolution.candidates
    ]
    found = as_json(resolution.territory) if resolution.territory else None
    if args.json:
        say(json.dumps({"territory": found, "candidates": candidates}, ensure_ascii=False))
    else:
        _tell(found, candidates)
    return 0 if found else 1


def _tell(found: dict[str, Any] | None, candidates: list[dict[str, Any]]) -> None:
    if found:
        say(_line(found))
    elif not candidates:
        say(_("Ningún territorio se llama así."))
    else:
        say(_("No hay certeza; puede ser:"))
    for one in candidates:
        say(f"  {_line(one)}: {'; '.join(one['why'])}")


def _line(one: dict[str, Any]) -> str:
    return f"{one['name']} ({one['code']}, {one['level']})"


def reason(code: str) -> str:
    """A reason of the ranking, in words for the screen."""
    words = {
        "code": _("es su código"),
        "exact_name": _("se llama así"),
        "other_name": _("es otro de sus nombres"),
        "name_without_level_word": _("se llama así, sin la palabra de nivel"),
        "similar_name": _("su nombre se parece"),
        "name_of_its_seat": _("se llama así su cabecera"),
        "abbreviation": _("se abrevia así"),
        "part_of_name": _("su nombre lo contiene"),
        "word_of_its_country": _("la palabra de nivel es de su país"),
        "without_its_word": _("se la nombra con su palabra de nivel"),
        "level_fits": _("es del nivel que se nombra"),
        "level_differs": _("es de otro nivel"),
        "first_level_by_another_word": _("es un primer nivel, que allí tiene otro nombre"),
        "inside": _("está dentro del territorio que se nombra"),
        "outside": _("no está dentro del territorio que se nombra"),
        "country_fits": _("es del país indicado"),
        "level_asked": _("es del nivel indicado"),
        "size_fits": _("tiene un tamaño parecido"),
        "size_differs": _("tiene otro tamaño"),
        "only_a_place": _("es un lugar, sin gobierno propio"),
        "only_one_fits": _("es el único que cumple"),
        "country_of_that_name": _("es el país de ese nombre"),
        "much_larger": _("es al menos diez veces mayor que los de su clase, y cien que los de otra"),
    }
    return words[code]
