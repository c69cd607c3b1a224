"""`minga backup FILE`: everything that is the installation's own in one file, written whole or not at all."""

import io
import os
import tarfile
import tempfile
from datetime import UTC, datetime
from gettext import gettext as _
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import IO

import psycopg
from django.conf import settings
from psycopg import IsolationLevel

from minga.config import copies
from minga.config.faults import Fault
from minga.ingest import spool
from minga.kit.terminal import Progress


def write(file: Path) -> copies.Manifest:
    """Write the backup and return its manifest.

    The dump, the counts and the checksums see the same moment of the base; the site may go on working meanwhile.
    Raises Fault where the file exists: a copy is never written over another.
    """
    if file.exists():
        raise Fault(_("{file} ya existe: elija otro nombre, una copia no se escribe sobre otra.").format(file=file))
    if not file.parent.is_dir():
        raise Fault(_("No existe la carpeta {folder}.").format(folder=file.parent))
    draft = Path(tempfile.mkstemp(prefix=f".{file.name}.", dir=file.parent)[1])  # 0600: it holds accounts
    dump = Path(tempfile.mkstemp(prefix=f".{file.name}.dump.", dir=file.parent)[1])
    try:
        with psycopg.connect(os.environ["DATABASE_URL"]) as holding:
            holding.execute("SELECT pg_advisory_lock(%s)", [spool.COPYING])  # what waits in this moment's base stays
            manifest = _dump(dump)
            with draft.open("wb") as target:
                _pack(target, manifest, dump)
        os.link(draft, file)  # unlike a rename, it fails where the name was taken meanwhile
    finally:
        draft.unlink(missing_ok=True)
        dump.unlink(missing_ok=True)
    return manifest


def _dump(dump: Path) -> copies.Manifest:
    url = os.environ["DATABASE_URL"]
    with psycopg.connect(url) as connection, Progress(_("Copiando la base de datos")):
        connection.isolation_level = IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        row = connection.execute("SELECT pg_export_snapshot()").fetchone()
        snapshot = str(row[0]) if row else ""
        tables = copies.tables_of(connection)
        options = ("--format=custom", f"--snapshot={snapshot}", f"--file={dump}")
        copies.run_tool("pg_dump", url, *options, writes_to=str(dump.parent))
    archive = settings.MINGA_HOME / copies.ARCHIVE
    return copies.Manifest(
        format=copies.FORMAT,
        made_at=datetime.now(UTC).isoformat(timespec="seconds"),
        minga=_version(),
        dump=copies.sha256_of(dump),
        tables=tables,
        archive={str(path.relative_to(archive)): copies.sha256_of(path) for path in copies.files_in(archive)},
    )


def _pack(target: IO[bytes], manifest: copies.Manifest, dump: Path) -> None:
    archive = settings.MINGA_HOME / copies.ARCHIVE
    with tarfile.open(fileobj=target, mode="w") as tar, Progress(_("Guardando los documentos"), len(manifest.archive)):
        written = manifest.written()
        header = tarfile.TarInfo(copies.MANIFEST)
        header.size = len(written)
        tar.addfile(header, io.BytesIO(written))
        tar.add(dump, copies.DUMP)
        for name in manifest.archive:
            tar.add(archive / name, f"{copies.ARCHIVE}/{name}")
    target.flush()
    os.fsync(target.fileno())


def _version() -> str:
    try:
        return version("minga")
    except PackageNotFoundError:  # run from its folder, not installed as a package
        return ""
