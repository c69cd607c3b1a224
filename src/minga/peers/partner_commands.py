"""`minga partners`: foreign governments that territories like one's own are bound to, and why."""

import argparse
import json
from dataclasses import asdict
from gettext import gettext as _
from typing import Any

from minga.kit.terminal import say, tell


def register(subparsers: Any) -> None:
    """Add the command."""
    parser = subparsers.add_parser("partners", help=_("con qué gobiernos de fuera podría vincularse, y por qué"))
    parser.add_argument("code", metavar="CODE", help=_("código del territorio: CO-05001"))
    parser.add_argument("--limit", type=int, default=10, help=_("cuántos socios posibles"))
    parser.add_argument("--json", action="store_true", help=_("responder en JSON"))
    parser.set_defaults(run=run_partners)


def run_partners(args: argparse.Namespace) -> int:
    """Print the candidates; exit code 2 where the code is none, 0 also where nobody is offered."""
    from minga.peers.queries import partners
    from minga.territories.queries import by_code

    territory = by_code(args.code).territory
    if territory is None:
        tell(_("Ningún territorio tiene el código {code}. «minga resolve NOMBRE» lo dice.").format(code=args.code))
        return 2
    answer = as_json(partners(territory, limit=max(1, min(args.limit, 100))))
    if args.json:
        say(json.dumps(answer, ensure_ascii=False, indent=1))
    else:
        _tell(answer)
    return 0


def as_json(found: Any) -> dict[str, Any]:
    """The answer for other programs."""
    from minga.peers.partner_words import why
    from minga.territories.queries import as_json as territory_as_json

    return {
        "territory": territory_as_json(found.territory),
        "partners": [
            {
                "territory": territory_as_json(partner.territory),
                "score": round(partner.offer.score, 3),
                "why": list(why(partner, found.territory)),
                "through": [each.code for each in partner.through],
                "claims": partner.claims,
                "fared": asdict(partner.fared),
            }
            for partner in found.partners
        ],
        "thin": found.is_thin,
    }


def _tell(answer: dict[str, Any]) -> None:
    if not answer["partners"]:
        say(_("No consta ningún gobierno parecido que esté vinculado con alguien de fuera."))
    for partner in answer["partners"]:
        territory = partner["territory"]
        say(f"{territory['name']} ({territory['code']}, {territory['country']})")
        for line in partner["why"]:
            say(f"  {line}")
    say(_("Un hermanamiento se firma con facilidad y con facilidad se duerme: pregunte antes a quienes ya lo tienen."))
    if answer["thin"]:
        say(_("Lo que consta es poco: tómelo como una pista."))
