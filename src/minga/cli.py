"""The door of the terminal: `minga COMMAND`. Every room brings its own commands; this file starts what they need."""

import argparse
import importlib
import importlib.util
import os
import signal
import sys
from gettext import gettext as _
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

import django
from django.conf import settings

from minga.config import database, schema
from minga.config.faults import sentence
from minga.config.home import folder
from minga.config.installation import base_of
from minga.kit.terminal import tell

ROOMS_WITH_COMMANDS = (
    "config",
    "jobs",
    "accounts",
    "territories",
    "evidence",
    "ingest",
    "registers",
    "search",
    "peers",
    "review",
    "desk",
)
# Ctrl-C and `kill` end a command as the shell expects.
_INTERRUPTED = 130


class Parser(argparse.ArgumentParser):
    """Says what is wrong with a command line in one sentence, in the reader's language."""

    def error(self, message: str) -> NoReturn:
        """Leave with code 2, as every command line does."""
        self.exit(
            2,
            _("{prog}: orden mal escrita ({message}). Vea «{prog} --help».").format(prog=self.prog, message=message)
            + "\n",
        )


def build_parser() -> argparse.ArgumentParser:
    """Every command of every room. Needs `django.setup()` before it, and no database."""
    parser = Parser(
        prog="minga", description=_("Hechos sobre la acción internacional de los territorios, con sus fuentes.")
    )
    subparsers = parser.add_subparsers(dest="command", required=True, metavar=_("ORDEN"), parser_class=Parser)
    for room in ROOMS_WITH_COMMANDS:
        if importlib.util.find_spec(f"minga.{room}.commands"):
            importlib.import_module(f"minga.{room}.commands").register(subparsers)
    return parser


def main(argv: list[str] | None = None) -> int:
    """Run one command; its exit code. What a machine can cause is told in one sentence, without a traceback."""
    for signum in (signal.SIGINT, signal.SIGTERM):  # a script's background job begins with Ctrl-C ignored
        signal.signal(signum, _as_interrupt)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "minga.config.settings")
    os.environ.setdefault("OMP_NUM_THREADS", "1")  # the model's threads spin and cost more than they give
    try:
        django.setup()
        return run(build_parser().parse_args(argv))
    except KeyboardInterrupt:
        return _INTERRUPTED
    except BrokenPipeError:  # `minga find … | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        said = sentence(error, folders=_written_to())
        if said is None or os.environ.get("MINGA_DEBUG") == "1":
            raise
        tell(said)
        return 1


def run(args: argparse.Namespace) -> int:
    """Run a parsed command with the database it needs.

    A command's parser may set `database=False` (it needs none, or holds its own) and `prepares=True` (it brings the
    tables up to date first).
    """
    if not getattr(args, "database", True):
        return int(args.run(args))
    with database.running(settings.MINGA_HOME) as url:
        schema.use_database(url)
        if getattr(args, "prepares", args.command == "load"):
            schema.bring_up_to_date()
        return int(args.run(args))


def _written_to() -> list[Path]:
    home = folder()
    return [home, base_of(home)]


def _as_interrupt(signum: int, frame: FrameType | None) -> Any:
    raise KeyboardInterrupt
