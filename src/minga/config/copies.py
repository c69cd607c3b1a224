"""What a backup file is: one tar with the database, the archived documents, and a manifest that proves both.

    manifest.json      when, by which version, each table's rows and checksum, each file's SHA-256
    database.dump      pg_dump's custom format, compressed
    archive/…          the documents, under the hash of their bytes

The installation's secret is not in it: whoever restores elsewhere signs everybody out, and nobody can forge a session.
"""

import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from gettext import gettext as _
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from minga.config import installation
from minga.config.faults import Fault, disk_full, first_line

FORMAT = 1
MANIFEST, DUMP, ARCHIVE = "manifest.json", "database.dump", "archive"
Connection = psycopg.Connection[tuple[object, ...]]


@dataclass(frozen=True)
class Table:
    """A table's rows and a checksum of their text, whatever their order."""

    rows: int
    checksum: str


@dataclass(frozen=True)
class Manifest:
    """What a backup holds."""

    format: int
    made_at: str
    minga: str
    dump: str
    tables: dict[str, Table]
    archive: dict[str, str]

    def written(self) -> bytes:
        """As it stands in the file."""
        return json.dumps(asdict(self), indent=1, sort_keys=True, ensure_ascii=False).encode()

    @classmethod
    def read(cls, data: bytes) -> "Manifest":
        """Raises Fault for a file that is not ours, or of a later Minga."""
        try:
            fields = json.loads(data)
            tables = {name: Table(**table) for name, table in fields.pop("tables").items()}
            manifest = cls(tables=tables, **fields)
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise Fault(_("El fichero no es una copia de Minga.")) from error
        if manifest.format != FORMAT:
            raise Fault(_("La copia es de una versión posterior de Minga: actualice el programa."))
        return manifest


def tables_of(connection: Connection) -> dict[str, Table]:
    """Every table of the base. Times and numbers are written in one way, so that two servers give the same checksum."""
    connection.execute("SET LOCAL timezone TO 'UTC'; SET LOCAL datestyle TO 'ISO'; SET LOCAL extra_float_digits TO 1")
    names = connection.execute(
        "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace ORDER BY 1"
    ).fetchall()
    return {str(name): _table(connection, str(name)) for (name,) in names}


def _table(connection: Connection, name: str) -> Table:
    query = sql.SQL(
        "SELECT count(*), coalesce(sum(('x' || left(md5(t::text), 15))::bit(60)::bigint), 0)::text FROM {} t"
    ).format(sql.Identifier("public", name))
    ((count, checksum),) = connection.execute(query)
    return Table(int(str(count)), str(checksum))


def sha256_of(path: Path) -> str:
    """The hash of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def files_in(folder: Path) -> Iterator[Path]:
    """The archived documents, in a fixed order; what is being written has a name that begins with a dot."""
    return (path for path in sorted(folder.rglob("*")) if path.is_file() and not path.name.startswith("."))


def run_tool(name: str, url: str, *arguments: str, writes_to: str = "") -> None:
    """Run pg_dump or pg_restore on a base. Raises Fault with what it said.

    writes_to  the folder that fills up, to be named; the database's own where it is empty
    """
    parts = conninfo_to_dict(url)
    password = str(parts.pop("password", "") or "")
    environment = {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LC_ALL": "C", "HOME": os.environ.get("HOME", "/")}
    if password:  # never among the arguments, which any account of the machine can read
        environment["PGPASSWORD"] = password
    command = [_tool(name), "--dbname", make_conninfo("", **parts), "--no-password", *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode == 0:
        return
    if "No space left" in done.stderr:
        raise Fault(disk_full(writes_to or _("base de datos")))
    errors = [line for line in done.stderr.splitlines() if "error:" in line]
    raise Fault(_("{tool} no pudo terminar: {why}").format(tool=name, why=first_line("\n".join(errors) or done.stderr)))


def _tool(name: str) -> str:
    """The program that came with Minga, or the machine's own where that one is missing."""
    try:
        return str(installation.wheel() / "bin" / name)
    except Fault:
        if found := shutil.which(name):
            return found
        raise
