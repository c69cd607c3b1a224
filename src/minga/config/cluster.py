"""The embedded PostgreSQL as a process: make its data, start it, find it running, stop it."""

import contextlib
import fcntl
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from gettext import gettext as _
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote

import psycopg

from minga.config import processes
from minga.config.faults import Fault, disk_full, first_line
from minga.config.installation import Installation, socket_folder
from minga.kit.terminal import tell

ROLE = DATABASE = "minga"
PORT = 5432
_MEGABYTE = 1024 * 1024
_SMALLEST_DISK = 64 * _MEGABYTE
_LARGEST_LOG = 10 * _MEGABYTE
_PATIENCE_SECONDS = 600  # a recovery after a crash replays up to a gigabyte of log


class Postmaster:
    """A running PostgreSQL of this installation; `process` is None where another process of ours started it.

    logged  how long its log was before it began: what stands there is of its forerunners
    """

    def __init__(
        self, installation: Installation, folder: Path, process: subprocess.Popen[bytes] | None, logged: int = 0
    ) -> None:
        self.installation, self.folder, self.process, self.logged = installation, folder, process, logged

    @property
    def url(self) -> str:
        """The address of Minga's own database in it."""
        return address(self.folder, DATABASE)

    def alive(self) -> bool:
        """Whether it answers. A joined one may go when its owner goes."""
        if self.process is not None and self.process.poll() is not None:
            return False
        return answers(address(self.folder, "postgres"), seconds=10)

    def stop(self) -> None:
        """Close every connection and shut down cleanly; only what we started."""
        if self.process is None or self.process.poll() is not None:
            return
        # One that is recovering from a crash has nothing to save, and may never heed a request to end in order.
        in_order = [(signal.SIGINT, 60)] if answers(address(self.folder, "postgres")) else []
        for signum, seconds in (*in_order, (signal.SIGQUIT, 20), (signal.SIGKILL, 20)):
            self.process.send_signal(signum)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(seconds)
                return


def address(folder: Path, database: str) -> str:
    """The address of a database behind the socket in a folder; every part is named, so no PG* variable can move it."""
    return f"postgresql://{ROLE}@/{database}?host={quote(str(folder), safe='')}&port={PORT}"


def answers(url: str, *, seconds: int = 5) -> bool:
    """Whether `SELECT 1` comes back."""
    try:
        with psycopg.connect(url, connect_timeout=seconds, autocommit=True) as connection:
            return connection.execute("SELECT 1").fetchone() == (1,)
    except psycopg.Error:
        return False


@contextlib.contextmanager
def alone(installation: Installation) -> Iterator[None]:
    """Nobody else makes, starts or joins this database meanwhile."""
    with (installation.base / "lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextlib.contextmanager
def in_use(installation: Installation) -> Iterator[IO[str]]:
    """We are using it: an owner that ends waits for us a little (see `wait_for_others`)."""
    with (installation.base / "users").open("a") as users:
        fcntl.flock(users, fcntl.LOCK_SH)
        yield users


def wait_for_others(users: IO[str], seconds: float) -> None:
    """Give the other processes that use the database time to finish."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(0.1)
        else:
            return


def start_or_join(home: Path, installation: Installation, options: dict[str, str]) -> Postmaster:
    """A PostgreSQL that answers: the one that runs already, or a new one. Call it `alone`."""
    if joined := _running_already(installation):
        return joined
    _refuse_another_version(installation)
    if not (installation.data / "PG_VERSION").exists():
        _initialise(installation)
    folder = socket_folder(home, installation)
    _forget_a_stranger(installation, folder)
    postmaster = _start(installation, folder, options)
    try:
        _wait_until_it_answers(postmaster)
        _create_database(postmaster)
    except BaseException:
        postmaster.stop()
        raise
    return postmaster


def _running_already(installation: Installation) -> Postmaster | None:
    """The server that `postmaster.pid` names (its fifth line is the folder of the socket), where it answers."""
    try:
        lines = (installation.data / "postmaster.pid").read_text().splitlines()
        folder = Path(lines[4])
    except (OSError, IndexError):
        return None
    if not lines[4] or not answers(address(folder, "postgres")):
        return None
    return Postmaster(installation, folder, None)


def _forget_a_stranger(installation: Installation, folder: Path) -> None:
    """Remove what names a server that is gone: its pid file, its socket and the socket's lock.

    After a kill, after a power cut or in a container, the same number may belong to a zombie or to someone else, whom
    PostgreSQL would take for that server, and refuse to start. A server that lives without its socket (swept from a
    temporary folder) is shut down and started anew.

    folder  of the socket; it is of this installation alone
    """
    pid_file = installation.data / "postmaster.pid"
    for signum, seconds in ((signal.SIGINT, 60), (signal.SIGQUIT, 20), (signal.SIGKILL, 20)):
        _end_the_owner_of(pid_file, signum, seconds)
    if Path("/proc/self").exists() and not processes.working_in(installation.data):
        for left in (pid_file, *folder.iterdir()):
            left.unlink(missing_ok=True)


def _end_the_owner_of(pid_file: Path, signum: signal.Signals, seconds: float) -> None:
    """Send a signal to the server of a data folder, where there is one, and wait for its processes to go."""
    with contextlib.suppress(OSError, ValueError, IndexError):
        number = int(pid_file.read_text().splitlines()[0])
        if number in processes.working_in(pid_file.parent):
            os.kill(number, signum)
    until = time.monotonic() + seconds
    while processes.working_in(pid_file.parent) and time.monotonic() < until:
        time.sleep(0.05)


def _refuse_another_version(installation: Installation) -> None:
    try:
        found = (installation.data / "PG_VERSION").read_text().strip()
    except FileNotFoundError:
        return
    ours = subprocess.check_output([installation.program("postgres"), "--version"], text=True)
    major = ours.split()[-1].split(".")[0]
    if found != major:
        raise Fault(
            _(
                "La base de datos de {folder} es de PostgreSQL {found} y este Minga trae PostgreSQL {major}: "
                "restaure una copia («minga restore») en una carpeta nueva con MINGA_HOME."
            ).format(folder=installation.base, found=found, major=major)
        )


def _initialise(installation: Installation) -> None:
    """Make the data folder, whole or not at all; a half-made one of an earlier attempt is thrown away.

    The locale is fixed (C.UTF-8 of PostgreSQL itself), so that an index sorts the same on every machine for ever.
    """
    refuse_a_full_disk(installation.base)
    draft = installation.base / "data.new"
    shutil.rmtree(draft, ignore_errors=True)
    command = [installation.program("initdb"), "-D", str(draft), "-U", ROLE, "--auth=trust", "-E", "UTF8"]
    locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
    done = subprocess.run([*command, *locale], capture_output=True, text=True, check=False, **_as_owner(installation))
    if done.returncode:
        shutil.rmtree(draft, ignore_errors=True)
        if "No space left" in done.stderr:
            raise Fault(disk_full(str(installation.base)))
        raise Fault(
            _("PostgreSQL no pudo preparar {folder}: {why}").format(
                folder=installation.base, why=_error_in(done.stderr) or first_line(done.stderr)
            )
        )
    draft.rename(installation.data)


def refuse_a_full_disk(folder: Path) -> None:
    """PostgreSQL cannot even start on a disk without room for its log."""
    if shutil.disk_usage(folder).free < _SMALLEST_DISK:
        raise Fault(disk_full(str(folder)))


def _start(installation: Installation, folder: Path, options: dict[str, str]) -> Postmaster:
    refuse_a_full_disk(installation.base)
    settings = {**server_options(_memory()), **options, "unix_socket_directories": f'"{folder}"'}
    command = [installation.program("postgres"), "-D", str(installation.data)]
    for name, value in settings.items():
        command += ["-c", f"{name}={value}"]
    with _open_log(installation) as log:
        logged = log.tell()
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,  # Ctrl-C reaches us first: the web ends before its database
            preexec_fn=processes.dying_with_parent(signal.SIGINT),
            **_as_owner(installation),
        )
    return Postmaster(installation, folder, process, logged)


def _open_log(installation: Installation) -> IO[bytes]:
    log = installation.log
    if log.exists() and log.stat().st_size > _LARGEST_LOG:
        log.replace(log.with_suffix(".log.1"))
    return log.open("ab")


def _as_owner(installation: Installation) -> dict[str, Any]:
    """Keyword arguments of a process of PostgreSQL: its own clean environment, and its user where that is not us."""
    common: dict[str, Any] = {"cwd": "/", "env": {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}, "umask": 0o077}
    if installation.owner:
        common |= {"user": installation.owner.uid, "group": installation.owner.gid, "extra_groups": []}
    return common


def _wait_until_it_answers(postmaster: Postmaster) -> None:
    began, told = time.monotonic(), False
    while not answers(address(postmaster.folder, "postgres")):
        if postmaster.process is not None and postmaster.process.poll() is not None:
            raise Fault(_why_it_ended(postmaster))
        waited = time.monotonic() - began
        if waited > _PATIENCE_SECONDS:
            raise Fault(_("PostgreSQL no responde; vea {log}.").format(log=postmaster.installation.log))
        if waited > 3 and not told:
            told = True
            tell(_("La base de datos se está recuperando de un cierre brusco…"))
        time.sleep(0.05)


def _why_it_ended(postmaster: Postmaster) -> str:
    log = postmaster.installation.log
    said = log.read_bytes()[postmaster.logged :].decode(errors="replace")
    if "No space left" in said:
        return disk_full(str(postmaster.installation.base))
    return _("PostgreSQL no pudo arrancar ({why}); el detalle está en {log}.").format(
        why=_error_in(said) or _("lo detuvieron"), log=log
    )


def _error_in(said: str) -> str:
    """The last line that tells of an error, without its prefix; empty where none does."""
    lines = [line for line in said.splitlines() if "FATAL" in line or "error:" in line or "PANIC" in line]
    return lines[-1].split(": ", 1)[-1].strip() if lines else ""


def _create_database(postmaster: Postmaster) -> None:
    with psycopg.connect(address(postmaster.folder, "postgres"), autocommit=True) as connection:
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
        if not found:
            connection.execute(f"CREATE DATABASE {DATABASE}")


def server_options(memory: int) -> dict[str, str]:
    """PostgreSQL's settings for a machine with so many bytes of memory, most of which belongs to others."""
    shared = min(max(memory // 8, 64 * _MEGABYTE), 1024 * _MEGABYTE)
    maintenance = min(max(memory // 16, 64 * _MEGABYTE), 1024 * _MEGABYTE)
    options = {
        "listen_addresses": "",
        "port": str(PORT),
        "unix_socket_permissions": "0700",
        "max_connections": "60",
        "shared_buffers": f"{shared // 1024}kB",
        "maintenance_work_mem": f"{maintenance // 1024}kB",
        "effective_cache_size": f"{max(memory // 2, 2 * shared) // 1024}kB",
        "work_mem": "16MB",
        "max_wal_size": "1GB",
        "checkpoint_completion_target": "0.9",
        "random_page_cost": "1.1",
        "jit": "off",  # our questions are short; compiling them costs more than it saves
        "log_timezone": "UTC",
        "timezone": "UTC",
        "log_line_prefix": "%m [%p] ",
        "lc_messages": "C",
    }
    if _shared_memory_folder() < 2 * maintenance:  # a container's /dev/shm is often 64 MB: no parallel index builds
        options["max_parallel_maintenance_workers"] = "0"
    return options


def _memory() -> int:
    """Bytes of memory of this machine, or of the container where a limit is set (cgroup v2)."""
    whole = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    with contextlib.suppress(OSError, ValueError):
        return min(whole, int(Path("/sys/fs/cgroup/memory.max").read_text()))
    return whole


def _shared_memory_folder() -> int:
    try:
        return shutil.disk_usage("/dev/shm").total  # noqa: S108 - PostgreSQL's own place for shared memory
    except OSError:
        return 0
