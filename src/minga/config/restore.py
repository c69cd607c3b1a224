"""`minga restore FILE`: what a backup holds becomes the installation, after it is proven, or nothing changes."""

import os
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from gettext import gettext as _
from pathlib import Path, PurePosixPath

import psycopg
from django.conf import settings
from django.db import connection
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from minga.config import copies, database, schema
from minga.config.faults import Fault
from minga.kit.terminal import Progress

_ATTEMPTS = 20
# Orders that take away our tables, functions and types, and leave those of the extensions. What goes with a table is
# gone when its own turn comes.
_EMPTY = """
    SELECT format('DROP TABLE IF EXISTS %s CASCADE', c.oid::regclass) FROM pg_class c
    WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace
    UNION ALL
    SELECT format('DROP ROUTINE IF EXISTS %s CASCADE', p.oid::regprocedure) FROM pg_proc p
    WHERE pronamespace = 'public'::regnamespace
        AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = p.oid AND deptype = 'e')
    UNION ALL
    SELECT format('DROP TYPE IF EXISTS %s CASCADE', t.oid::regtype) FROM pg_type t
    LEFT JOIN pg_class c ON c.oid = t.typrelid
    WHERE typnamespace = 'public'::regnamespace AND typelem = 0 AND coalesce(relkind, 'c') = 'c'
        AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = t.oid AND deptype = 'e')
"""
# Django's own bookkeeping, there as soon as the tables are, and whoever works: a base with only these is empty.
_BOOKKEEPING = {
    "django_migrations",
    "django_content_type",
    "auth_permission",
    "django_session",
    "procrastinate_workers",
}


def put_back(file: Path, *, replace: bool) -> copies.Manifest:
    """Restore a backup and return its manifest.

    The base is rebuilt beside the one in use, counted, and brought to this version's tables; the documents are checked
    against their hashes and added (a document never changes, so more of them harm nobody); only then do the two bases
    change names, in one transaction, and the documents that are no longer named go. Stopped at any moment, the
    installation is the old one or the new one.

    Raises Fault where the file is damaged, or where there is data already and `replace` is not given.
    """
    if not replace and _holds_data():
        raise Fault(_("La base ya tiene datos: use --replace para cambiarlos por los de la copia."))
    with _unpacked(file) as (folder, manifest):
        name = _name_in_use()
        fresh, old = f"{name}_restoring", f"{name}_replaced"
        connection.close()
        try:
            _rebuild(folder / copies.DUMP, fresh, manifest)
            _add_documents(folder / copies.ARCHIVE, manifest)
            _swap(name, fresh, old)
        finally:
            _drop(fresh)
        _drop(old)
        _forget_other_documents(manifest)
    return manifest


def _holds_data() -> bool:
    with psycopg.connect(os.environ["DATABASE_URL"]) as base:
        tables = copies.tables_of(base)
    return any(table.rows for name, table in tables.items() if name not in _BOOKKEEPING)


@contextmanager
def _unpacked(file: Path) -> Iterator[tuple[Path, copies.Manifest]]:
    """The backup's files in a folder of ours, each proven to be what the manifest says."""
    if not file.is_file():
        raise Fault(_("No existe el fichero {file}.").format(file=file))
    for left_behind in settings.MINGA_HOME.glob(".restore-*"):  # by a restore that was killed
        shutil.rmtree(left_behind, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(prefix=".restore-", dir=settings.MINGA_HOME))
    try:
        try:
            with tarfile.open(file) as tar:
                _unpack(tar, folder)
            manifest = copies.Manifest.read((folder / copies.MANIFEST).read_bytes())
        except (tarfile.TarError, EOFError, FileNotFoundError) as error:
            raise Fault(_("{file} no es una copia de Minga, o está incompleta.").format(file=file)) from error
        _prove(folder, manifest)
        yield folder, manifest
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _unpack(tar: tarfile.TarFile, folder: Path) -> None:
    """Plain files only, and none outside the folder. (`extractall` learnt to refuse the others in Python 3.11.4.)"""
    for member in tar:
        name = PurePosixPath(member.name)
        content = tar.extractfile(member) if member.isfile() else None
        if content is None or name.is_absolute() or ".." in name.parts:
            raise tarfile.ReadError(member.name)
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("wb") as file:
            shutil.copyfileobj(content, file)


def _prove(folder: Path, manifest: copies.Manifest) -> None:
    expected = {copies.DUMP: manifest.dump}
    expected |= {f"{copies.ARCHIVE}/{name}": digest for name, digest in manifest.archive.items()}
    for name, digest in expected.items():
        path = folder / name
        if not path.is_file() or copies.sha256_of(path) != digest:
            raise Fault(_("La copia está dañada ({name} no es el que se guardó): no se cambió nada.").format(name=name))


def _rebuild(dump: Path, fresh: str, manifest: copies.Manifest) -> None:
    """The base of the backup under another name, with the same rows, in this version's tables."""
    _drop(fresh)
    _make_empty(fresh)
    url = make_conninfo(os.environ["DATABASE_URL"], dbname=fresh)
    with Progress(_("Restaurando la base de datos")):
        plainly = ("--no-owner", "--no-privileges", "--no-comments", "--exit-on-error")
        copies.run_tool("pg_restore", url, *plainly, "--jobs=2", str(dump))
    with psycopg.connect(url) as base:
        found = copies.tables_of(base)
    different = sorted(name for name in found.keys() | manifest.tables if found.get(name) != manifest.tables.get(name))
    if different:
        raise Fault(
            _("Lo restaurado no es igual a la copia ({names}): no se cambió nada.").format(names=", ".join(different))
        )
    _bring_up_to_date(fresh)


def _make_empty(fresh: str) -> None:
    """A base without tables, in which every extension is there already or may be made by our account.

    Where pgvector is left to the server's administrator, who made it in the base in use, a copy of that is emptied.
    """
    name = _name_in_use()
    with psycopg.connect(os.environ["DATABASE_URL"]) as base:
        copied = not all(extension.ours for extension in database.extensions(base).values())
    with _server() as server:
        if not copied:
            locale = "ENCODING 'UTF8' LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LOCALE 'C'"
            command = f"CREATE DATABASE {{}} TEMPLATE template0 {locale}"
            server.execute(sql.SQL(command).format(sql.Identifier(fresh)))
            return
        command = "CREATE DATABASE {} TEMPLATE {}"
        _once_nobody_uses(name, server, sql.SQL(command).format(sql.Identifier(fresh), sql.Identifier(name)))
    with psycopg.connect(make_conninfo(os.environ["DATABASE_URL"], dbname=fresh)) as base:
        for order in base.execute(_EMPTY).fetchall():
            base.execute(sql.SQL(str(order[0])))


def _once_nobody_uses(name: str, server: copies.Connection, *orders: sql.Composed) -> None:
    """Run orders in one transaction where they may be, alone, that want nobody connected to a base."""
    for attempt in range(_ATTEMPTS):
        server.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])
        try:
            if len(orders) == 1:  # making a base cannot stand in a transaction
                server.execute(orders[0])
                return
            with server.transaction():
                for order in orders:
                    server.execute(order)
            return
        except psycopg.errors.ObjectInUse:  # a page was quicker to connect again
            if attempt == _ATTEMPTS - 1:
                raise Fault(_("La base está en uso: cierre el sitio y repita la orden.")) from None


def _bring_up_to_date(name: str) -> None:
    settings.DATABASES["default"]["NAME"], before = name, settings.DATABASES["default"]["NAME"]
    try:
        schema.bring_up_to_date()
    finally:
        connection.close()
        settings.DATABASES["default"]["NAME"] = before


def _add_documents(folder: Path, manifest: copies.Manifest) -> None:
    archive = settings.MINGA_HOME / copies.ARCHIVE
    for name, digest in manifest.archive.items():
        target = archive / name
        if not target.exists() or copies.sha256_of(target) != digest:
            target.parent.mkdir(parents=True, exist_ok=True)
            (folder / name).replace(target)


def _forget_other_documents(manifest: copies.Manifest) -> None:
    archive = settings.MINGA_HOME / copies.ARCHIVE
    for path in list(copies.files_in(archive)):
        if str(path.relative_to(archive)) not in manifest.archive:
            path.unlink()


def _swap(name: str, fresh: str, old: str) -> None:
    """The new base takes the name, in one transaction; whoever was connected to the old one connects again."""
    _drop(old)
    rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
    away = rename.format(sql.Identifier(name), sql.Identifier(old))
    here = rename.format(sql.Identifier(fresh), sql.Identifier(name))
    with _server() as server:
        _once_nobody_uses(name, server, away, here)


def _drop(name: str) -> None:
    with _server() as server:
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _name_in_use() -> str:
    return str(conninfo_to_dict(os.environ["DATABASE_URL"]).get("dbname") or "")


@contextmanager
def _server() -> Iterator[copies.Connection]:
    """A connection that stands beside the bases that are made, renamed and dropped."""
    with psycopg.connect(make_conninfo(os.environ["DATABASE_URL"], dbname="postgres"), autocommit=True) as server:
        yield server
