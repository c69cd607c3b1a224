"""`minga serve`: the database, the web server, the indexer and the worker, kept running together by one process."""

import errno
import http.client
import importlib.util
import os
import signal
import socket
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from gettext import gettext as _
from types import FrameType

from django.conf import settings

from minga.config import database, schema, static
from minga.config.children import Child
from minga.config.faults import Fault
from minga.kit.terminal import tell

_LOOK_EVERY_SECONDS = 0.5
_SLOW_SECONDS = 60.0
_THREADS = 8


class Ending:
    """Whether Ctrl-C or `kill` asked us to end.

    The exception that a signal raises interrupts whatever is under way, but Python drops it where it strikes while a
    process is being started; what is noted here is found at the next look.
    """

    def __init__(self) -> None:
        self.asked = False
        for signum in (signal.SIGINT, signal.SIGTERM):
            signal.signal(signum, self._note)

    def _note(self, signum: int, frame: FrameType | None) -> None:
        self.asked = True
        raise KeyboardInterrupt

    def look(self) -> None:
        """Raises KeyboardInterrupt where we were asked to end."""
        if self.asked:
            raise KeyboardInterrupt


@dataclass(frozen=True)
class Door:
    """Where the site listens, and with how many worker processes."""

    host: str
    port: int
    workers: int

    @property
    def address(self) -> str:
        """What a person types on this machine."""
        return f"http://localhost:{self.port}"

    @property
    def is_of_this_machine(self) -> bool:
        """Whether nobody else can come in by it."""
        return self.host in ("127.0.0.1", "::1", "localhost")


def door_from_environment() -> Door:
    """PORT, MINGA_BIND and MINGA_WORKERS. Raises Fault where one is not what it should be."""
    try:
        port, workers = int(os.environ.get("PORT") or 8000), int(os.environ.get("MINGA_WORKERS") or 2)
    except ValueError:
        raise Fault(_("PORT y MINGA_WORKERS deben ser números.")) from None
    if not 0 < port < 65536 or not 0 < workers < 65:
        raise Fault(_("PORT va de 1 a 65535 y MINGA_WORKERS de 1 a 64."))
    return Door(os.environ.get("MINGA_BIND") or "127.0.0.1", port, workers)


def serve(door: Door, *, use: Callable[[str], None], before: Callable[[], int], after: Callable[[], None]) -> int:
    """Serve until interrupted.

    use     told the address of the database before anything asks it
    before  run once the tables are up to date and before the site opens; a code other than 0 ends it all
    after   run once the site answers
    """
    ending = Ending()
    refuse_a_busy_port(door)
    with database.held(settings.MINGA_HOME, grace=0) as held:
        use(held.url)
        schema.bring_up_to_date()
        if code := before():
            return code
        static.collect_if_changed()
        refuse_a_busy_port(door)
        children = _children(door)
        try:
            _until_it_answers(door, children, held, ending)
            after()
            while True:
                ending.look()
                _keep(children, held)
                time.sleep(_LOOK_EVERY_SECONDS)
        finally:
            _quietly(children)


def refuse_a_busy_port(door: Door) -> None:
    """Raises Fault where somebody listens there already, or we may not."""
    family = socket.AF_INET6 if ":" in door.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as servers do: a port just closed is free
        try:
            probe.bind((door.host, door.port))
        except OSError as error:
            raise Fault(_why_not(error, door)) from error


def _why_not(error: OSError, door: Door) -> str:
    if error.errno == errno.EADDRINUSE:
        return _("El puerto {port} está ocupado: elija otro, por ejemplo PORT={other}.").format(
            port=door.port, other=door.port + 1 if door.port < 65535 else 8000
        )
    if error.errno == errno.EACCES:
        return _("Esta cuenta no puede abrir el puerto {port}: elija PORT mayor que 1023.").format(port=door.port)
    return _("No se puede escuchar en {host}: revise MINGA_BIND.").format(host=door.host)


def _children(door: Door) -> list[Child]:
    logs = settings.MINGA_HOME / "log"
    children = [Child("web", _web(door), logs / "web.log")]
    if importlib.util.find_spec("minga.search.commands"):
        # Whatever it is doing it does again: nobody waits for it at the end.
        indexer = [sys.executable, "-m", "minga", "index", "--follow"]
        children.append(Child("index", indexer, logs / "index.log", patience=1.0))
    # One, however many processes answer pages: what it has under way is put back when it ends.
    children.append(Child("work", [sys.executable, "-m", "minga", "work"], logs / "work.log"))
    return children


def _web(door: Door) -> list[str]:
    """Granian: WSGI, measured the fastest of the servers for pages that ask a database.

    Of the threads of a worker one makes pages (`turns`); the others receive what is sent, or send.
    """
    where = ["--host", door.host, "--port", str(door.port)]
    how = ["--interface", "wsgi", "--no-ws", "--workers", str(door.workers), "--blocking-threads", str(_THREADS)]
    care = ["--respawn-failed-workers", "--respawn-interval", "1", "--workers-kill-timeout", "10"]
    quiet = ["--no-access-log", "--log-level", "warning"]
    return [sys.executable, "-m", "granian", *where, *how, *care, *quiet, "minga.config.wsgi:application"]


def _until_it_answers(door: Door, children: list[Child], held: database.Held, ending: Ending) -> None:
    slow = time.monotonic() + _SLOW_SECONDS
    while not _answers(door):
        ending.look()
        _keep(children, held)
        if slow and time.monotonic() > slow:
            slow = 0.0
            tell(_("La página tarda en responder; el detalle está en {log}.").format(log=children[0].log))
        time.sleep(_LOOK_EVERY_SECONDS)


def _keep(children: list[Child], held: database.Held) -> None:
    """Start again what died: the database first, since the others need it."""
    before = held.url
    held.repair()
    if held.url != before:  # its socket had to move: everyone must learn the new address
        os.environ["DATABASE_URL"] = held.url
        _stop(children)
    for child in children:
        child.keep()
        child.trim_log()


def _answers(door: Door) -> bool:
    """Whether the web server and its database answer; a refusal of this particular request is an answer too."""
    local = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(door.host, door.host)  # noqa: S104 - looked up, not bound
    named = settings.ALLOWED_HOSTS[0].lstrip(".*") or "localhost"
    asking = http.client.HTTPConnection(local, door.port, timeout=5)
    try:
        asking.request("GET", "/salud/", headers={"Host": named})
        return asking.getresponse().status < 500
    except (OSError, http.client.HTTPException):
        return False
    finally:
        asking.close()


def _quietly(children: list[Child]) -> None:
    """End the children; a second Ctrl-C must not leave one behind."""
    for signum in (signal.SIGINT, signal.SIGTERM):
        signal.signal(signum, signal.SIG_IGN)
    _stop(children)


def _stop(children: list[Child]) -> None:
    for child in children:
        if child.process is not None and child.process.poll() is None:
            child.process.terminate()  # all at once, then each is waited for
    for child in children:
        child.stop()
