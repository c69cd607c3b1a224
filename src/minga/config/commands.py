"""Commands of the house itself: its tables, its site, its copies."""

import argparse
import os
from collections.abc import Callable
from gettext import gettext as _
from pathlib import Path
from typing import Any

from minga.accounts.demo import make_ready_people
from minga.config import backup, loading, restore, schema, serving
from minga.kit.terminal import say

_INDEXED_AT_ONCE = 5_000  # some seconds


def register(subparsers: Any) -> None:
    """Add the house's commands."""
    loading.register(subparsers)
    demo = subparsers.add_parser("demo", help=_("cargar los datos y abrir el sitio"))
    demo.set_defaults(run=_demo, database=False)
    serve = subparsers.add_parser("serve", help=_("abrir el sitio con lo que ya está cargado"))
    serve.set_defaults(run=_serve, database=False)
    migrate = subparsers.add_parser("migrate", help=_("poner al día las tablas"))
    migrate.set_defaults(run=_migrate, prepares=True)
    copy = subparsers.add_parser("backup", help=_("guardar la base y el archivo de documentos en un solo fichero"))
    copy.add_argument("file", metavar=_("FICHERO"), type=Path, help=_("uno nuevo: nunca se escribe sobre otro"))
    copy.set_defaults(run=_backup)
    back = subparsers.add_parser("restore", help=_("volver a poner lo que guardó «backup»"))
    back.add_argument("file", metavar=_("FICHERO"), type=Path, help=_("lo que escribió «backup»"))
    back.add_argument("--replace", action="store_true", help=_("aunque ya haya datos: se pierden"))
    back.set_defaults(run=_restore)


def _demo(args: argparse.Namespace) -> int:
    if serving.door_from_environment().is_of_this_machine:  # its processes are told by what they inherit
        os.environ["MINGA_DEMO"] = "1"
    return _open(before=_load_demo, after=_things_to_try)


def _load_demo() -> int:
    # The indexer brings the vectors, and what a register left to index, while people read.
    if code := loading.load(vectors=False, most_indexed=_INDEXED_AT_ONCE):
        return code
    if os.environ.get("MINGA_DEMO") == "1":
        make_ready_people()
    return 0


def _serve(args: argparse.Namespace) -> int:
    return _open(before=lambda: 0, after=lambda: None)


def _open(*, before: Callable[[], int], after: Callable[[], None]) -> int:
    door = serving.door_from_environment()

    def opened() -> None:
        say(_("Minga está abierta en {address} (Ctrl-C la cierra).").format(address=door.address))
        after()

    serving.serve(door, use=schema.use_database, before=before, after=opened)
    return 0


def _things_to_try() -> None:
    say()
    say(_("Cosas para probar:"))
    say(_("  1. Pregunte en la portada: oficinas creadas antes de 1990 en Brasil"))
    say(_("  2. Lea el documento fundacional con sus afirmaciones subrayadas: Fuentes → notas fundacionales"))
    if os.environ.get("MINGA_DEMO") == "1":
        say(_("  3. Entre como una de las cuatro personas de la demostración, con un clic: Entrar"))
    say(_('  4. En otra terminal: .venv/bin/minga find "¿qué municipios de Colombia tienen estrategia?"'))


def _migrate(args: argparse.Namespace) -> int:
    say(_("Las tablas están al día."))
    return 0


def _backup(args: argparse.Namespace) -> int:
    manifest = backup.write(args.file)
    say(
        _("Copia guardada en {file}: {rows} filas de {tables} tablas y {documents} documentos.").format(
            file=args.file,
            rows=sum(table.rows for table in manifest.tables.values()),
            tables=len(manifest.tables),
            documents=len(manifest.archive),
        )
    )
    return 0


def _restore(args: argparse.Namespace) -> int:
    manifest = restore.put_back(args.file, replace=args.replace)
    say(
        _(
            "Restaurado lo guardado el {date}: {rows} filas y {documents} documentos, los mismos que en la copia."
        ).format(
            date=manifest.made_at,
            rows=sum(table.rows for table in manifest.tables.values()),
            documents=len(manifest.archive),
        )
    )
    return 0
