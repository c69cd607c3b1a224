"""What goes wrong with a machine rather than with the field, each told in one plain sentence."""

import errno
import shutil
from collections.abc import Iterable
from gettext import gettext as _
from pathlib import Path

import psycopg

_SMALLEST_DISK = 32 * 1024 * 1024


class Fault(Exception):
    """Something the person at the terminal can mend; the message is the whole explanation, in their language."""


def sentence(error: BaseException, *, folders: Iterable[Path] = ()) -> str | None:
    """The plain sentence for an error that a machine can cause, or None where it is a fault of ours.

    folders  where the database writes: one that stops answering on a full disk stopped because of it
    """
    cause: BaseException | None = error
    while cause is not None:  # Django wraps the driver's errors
        if isinstance(cause, Fault):
            return str(cause)
        if found := _of_the_disk(cause) or _of_the_database(cause, folders):
            return found
        cause = cause.__cause__
    return None


def _of_the_disk(error: BaseException) -> str | None:
    if not isinstance(error, OSError):
        return None
    where = error.filename or ""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return disk_full(str(where))
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR):
        return _(
            "No se puede escribir en {folder}: elija otra carpeta con MINGA_HOME o dé permiso de escritura."
        ).format(folder=where)
    return None


def disk_full(where: str) -> str:
    """The sentence for a disk without room."""
    return _("No queda espacio en el disco ({folder}): libere espacio y repita la orden.").format(folder=where)


def _of_the_database(error: BaseException, folders: Iterable[Path]) -> str | None:
    if isinstance(error, psycopg.errors.DiskFull):
        return disk_full(_("base de datos"))
    if isinstance(error, psycopg.errors.InsufficientPrivilege):
        return _("La cuenta de la base de datos no tiene permiso suficiente: {why}").format(why=first_line(error))
    if isinstance(error, psycopg.errors.UndefinedTable):
        return _("La base de datos no está preparada: ejecute «minga load» primero.")
    if isinstance(error, psycopg.OperationalError):
        if full := next((folder for folder in folders if _is_full(folder)), None):
            return disk_full(str(full))
        return _("La base de datos dejó de responder ({why}): repita la orden.").format(why=first_line(error))
    return None


def _is_full(folder: Path) -> bool:
    return folder.exists() and shutil.disk_usage(folder).free < _SMALLEST_DISK


def first_line(error: object) -> str:
    """What an error says, without its later lines."""
    return (str(error).strip().splitlines() or [""])[0]
