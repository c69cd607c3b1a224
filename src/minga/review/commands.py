"""`minga links`: whether the addresses of sources still answer."""

import argparse
from gettext import gettext as _
from gettext import ngettext
from typing import Any

from minga.kit.terminal import say, tell
from minga.review.linking import NoNetwork, check_links
from minga.review.queries.openwork import figures


def register(subparsers: Any) -> None:
    """Add the command."""
    command = subparsers.add_parser("links", help=_("comprobar si las direcciones de las fuentes responden todavía"))
    command.add_argument("--most", type=int, metavar="50", default=50, help=_("cuántas, las más antiguas primero"))
    command.set_defaults(run=run_links, prepares=True)


def run_links(args: argparse.Namespace) -> int:
    """Ask them now. Exit code 1 where nobody answers."""
    try:
        count = check_links(max(1, args.most))
    except NoNetwork:
        tell(_("Nadie responde: este servidor no tiene red, y no se dice nada de ninguna dirección."))
        return 1
    say(ngettext("{n} dirección comprobada.", "{n} direcciones comprobadas.", count).format(n=count))
    dead = figures()["enlaces"]
    say(ngettext("{n} fuente con enlace caído.", "{n} fuentes con enlace caído.", dead).format(n=dead))
    return 0
