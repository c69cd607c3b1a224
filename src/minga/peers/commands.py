"""`minga peers`: who resembles a territory and is one step ahead, and why."""

import argparse
import json
from gettext import gettext as _
from typing import Any

from minga.kit.terminal import say, tell
from minga.peers import partner_commands


def register(subparsers: Any) -> None:
    """Add the command."""
    parser = subparsers.add_parser("peers", help=_("quién se parece a un territorio y va adelante, y por qué"))
    parser.add_argument("code", metavar="CODE", help=_("código del territorio: CO-19137"))
    parser.add_argument(
        "--goal", metavar="INSTRUMENT", help=_("qué se busca: organ, cooperation_strategy, investment…")
    )
    parser.add_argument("--limit", type=int, default=10, help=_("cuántos pares"))
    parser.add_argument("--json", action="store_true", help=_("responder en JSON"))
    parser.set_defaults(run=run_peers)
    partner_commands.register(subparsers)


def run_peers(args: argparse.Namespace) -> int:
    """Print the peers; exit code 2 where the code or the goal is none, 0 also where nobody is ahead."""
    from minga.peers.queries import is_goal, peers
    from minga.territories.queries import by_code

    territory = by_code(args.code).territory
    if territory is None:
        tell(_("Ningún territorio tiene el código {code}. «minga resolve NOMBRE» lo dice.").format(code=args.code))
        return 2
    if args.goal and not is_goal(args.goal):
        tell(
            _("No hay ningún instrumento {goal}; los códigos están en docs/reference/vocabulary.md.").format(
                goal=args.goal
            )
        )
        return 2
    found = peers(territory, goal=args.goal, limit=max(1, min(args.limit, 100)))
    if args.json:
        say(json.dumps(as_json(found), ensure_ascii=False, indent=1))
    else:
        _tell(found)
    return 0


def as_json(found: Any) -> dict[str, Any]:
    """The answer for other programs."""
    from minga.peers.words import why
    from minga.territories.queries import as_json as territory_as_json

    return {
        "territory": territory_as_json(found.territory),
        "goal": found.goal,
        "peers": [
            {
                "territory": territory_as_json(peer.territory),
                "similarity": round(peer.suggestion.similarity, 3),
                "ahead": [
                    {"instrument": each.holding.goal, "since": each.holding.since, "ref": each.holding.refs[0]}
                    for each in peer.suggestion.ahead
                ],
                "why": list(why(peer, found.territory)),
                "claims": peer.suggestion.refs,
            }
            for peer in found.peers
        ],
        "thin": found.is_thin,
    }


def _tell(found: Any) -> None:
    from minga.peers import words
    from minga.territories.domain import Level
    from minga.territories.queries import associations_for

    for note in words.notes(found):
        say(note)
    if found.territory.level == Level.COUNTRY:
        say(words.asking(associations_for(found.territory)))
        return
    if not found.peers and found.has_goal:
        say(_("Lo que busca ya consta del suyo; nadie va adelante en eso."))
    elif not found.peers:
        say(_("Nadie de quien conste algo va adelante en lo que se busca."))
    for peer in as_json(found)["peers"]:
        territory = peer["territory"]
        say(f"{territory['name']} ({territory['code']}, {territory['level']}, {territory['country']})")
        for line in peer["why"]:
            say(f"  {line}")
    if found.is_thin and not found.has_goal:
        say(_("Lo que consta es poco: tómelo como una pista."))
        say(words.asking(associations_for(found.territory)))
