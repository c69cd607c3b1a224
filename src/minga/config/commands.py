"""Commands of the house itself: its tables."""

import argparse
from gettext import gettext as _
from typing import Any

from minga.kit.terminal import say


def register(subparsers: Any) -> None:
    """Add the house's commands."""
    migrate = subparsers.add_parser("migrate", help=_("poner al día las tablas"))
    migrate.set_defaults(run=_migrate, prepares=True)


def _migrate(args: argparse.Namespace) -> int:
    say(_("Las tablas están al día."))
    return 0
