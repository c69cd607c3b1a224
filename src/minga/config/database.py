"""The database of an installation: a server's own PostgreSQL where DATABASE_URL names one, else the embedded one.

`running(home)` yields an address at which `SELECT 1` comes back. Whoever starts the embedded one owns it, and takes it
along when it ends; a second process joins it.
"""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from gettext import gettext as _
from pathlib import Path

import psycopg

from minga.config import cluster, installation
from minga.config.faults import Fault, first_line

OLDEST_POSTGRESQL = 17
OLDEST_PGVECTOR = (0, 8)
_NEEDED = ("vector", "unaccent", "pg_trgm")
_GRACE_SECONDS = 30.0


class Held:
    """A database in our hands. `url` stays the same through a repair, unless its socket had to move."""

    def __init__(self, home: Path, options: dict[str, str]) -> None:
        self._home, self._options = home, options
        self._place: installation.Installation | None = None
        self._postmaster: cluster.Postmaster | None = None
        self.url = os.environ.get("DATABASE_URL", "")

    def open(self) -> None:
        """Check the server's own database, or start or join the embedded one."""
        if self.url:
            check_server(self.url)
            return
        self._place = self._place or installation.prepare(self._home)
        self._postmaster = cluster.start_or_join(self._home, self._place, self._options)
        self.url = self._postmaster.url

    def repair(self) -> None:
        """Bring the embedded one back where it no longer answers; a server's own is its administrator's.

        To be called from the thread that opened it: the kernel ties PostgreSQL to that thread's life.
        """
        if self._place is None or self._postmaster is None or self._postmaster.alive():
            return
        with cluster.alone(self._place):
            self._postmaster.stop()
            self._postmaster = cluster.start_or_join(self._home, self._place, self._options)
            self.url = self._postmaster.url

    def close(self) -> None:
        """Stop what we started."""
        if self._postmaster is not None:
            self._postmaster.stop()

    @property
    def is_ours(self) -> bool:
        """Whether it ends with us."""
        return self._postmaster is not None and self._postmaster.process is not None


@contextmanager
def held(home: Path, *, options: dict[str, str] | None = None, grace: float = _GRACE_SECONDS) -> Iterator[Held]:
    """A database that answers, and can be repaired, for as long as the block lasts.

    home     MINGA_HOME, an absolute path
    options  settings of the embedded PostgreSQL that replace ours (tests do without fsync)
    grace    seconds that an owner waits for other processes before it stops the embedded one
    Raises Fault, with one plain sentence, where there is none to be had.
    """
    database = Held(home, options or {})
    if database.url:
        database.open()
        yield database
        return
    place = installation.prepare(home)
    with ExitStack() as stack:
        with cluster.alone(place):
            # In use before it is found: an owner that is about to stop it makes us wait, and then we start our own.
            users = stack.enter_context(cluster.in_use(place))
            database.open()
            stack.callback(database.close)
        yield database
        if database.is_ours:
            cluster.wait_for_others(users, grace)


@contextmanager
def running(home: Path, *, options: dict[str, str] | None = None, grace: float = _GRACE_SECONDS) -> Iterator[str]:
    """The address of a database that answers; see `held`."""
    with held(home, options=options, grace=grace) as database:
        yield database.url


def check_server(url: str) -> None:
    """Refuse, in one sentence, a server that cannot hold Minga: too old, without pgvector, or not in UTF-8."""
    try:
        with psycopg.connect(url, connect_timeout=10, autocommit=True) as connection:
            _check_version(connection)
            _check_extensions(connection)
    except psycopg.OperationalError as error:
        raise Fault(
            _("No se pudo conectar con la base de datos de DATABASE_URL: {why}").format(why=first_line(error))
        ) from error
    except psycopg.ProgrammingError as error:
        raise Fault(_("DATABASE_URL no es una dirección de PostgreSQL: {why}").format(why=first_line(error))) from error


def _check_version(connection: psycopg.Connection[tuple[object, ...]]) -> None:
    major = connection.info.server_version // 10000
    if major < OLDEST_POSTGRESQL:
        raise Fault(
            _("Minga necesita PostgreSQL {oldest} o posterior, y el de DATABASE_URL es {found}.").format(
                oldest=OLDEST_POSTGRESQL, found=major
            )
        )
    encoding = connection.info.parameter_status("server_encoding")
    if encoding != "UTF8":
        raise Fault(_("La base de DATABASE_URL debe estar en UTF8, y está en {found}.").format(found=encoding))


def _check_extensions(connection: psycopg.Connection[tuple[object, ...]]) -> None:
    """They are there, and stand in the base or may be put in it by our account."""
    found = extensions(connection)
    missing = [name for name in _NEEDED if name not in found]
    if missing:
        raise Fault(_("A la base de DATABASE_URL le falta la extensión {names}.").format(names=", ".join(missing)))
    version = found["vector"].version
    if tuple(int(part) for part in version.split(".")[:2]) < OLDEST_PGVECTOR:
        raise Fault(_("Minga necesita pgvector 0.8 o posterior; la base tiene {found}.").format(found=version))
    if others := [name for name, one in found.items() if not (one.installed or one.ours)]:
        orders = " ".join(f"CREATE EXTENSION {name};" for name in others)
        raise Fault(
            _("Quien administra el servidor de DATABASE_URL debe ejecutar en esa base: {orders}").format(orders=orders)
        )


@dataclass(frozen=True)
class Extension:
    """One of the extensions Minga needs, as a base has it: its version (in the base, else the one it would get).

    ours  whether our account may put it into a base of ours; PostgreSQL leaves some to superusers
    """

    version: str
    installed: bool
    ours: bool


def extensions(connection: psycopg.Connection[tuple[object, ...]]) -> dict[str, Extension]:
    """Those Minga needs that this server has, by name."""
    rows = connection.execute(
        """
        SELECT name, coalesce(installed_version, version), installed_version IS NOT NULL,
            trusted OR NOT superuser OR (SELECT rolsuper FROM pg_roles WHERE rolname = current_user)
        FROM pg_available_extensions JOIN pg_available_extension_versions USING (name)
        WHERE name = ANY(%s) AND version = default_version ORDER BY name
        """,
        [list(_NEEDED)],
    ).fetchall()
    return {str(name): Extension(str(version), bool(installed), bool(ours)) for name, version, installed, ours in rows}
