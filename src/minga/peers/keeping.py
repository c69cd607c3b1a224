"""In a web server nobody waits while everything is read anew: a thread does it, and readers get what stood before."""

import logging
import threading

from django.db import connection

from minga.peers import bonds, landscape

_log = logging.getLogger(__name__)
_at_it = threading.Lock()


def keep_beside() -> None:
    """Have this process read beside its readers from now on, beginning with what its first reader would wait for.

    Takes as long as that: to be called beside the readers too.
    """
    landscape.have_made_beside(lambda: threading.Thread(target=_in_thread, name="peers", daemon=True).start())
    _in_thread()


def _in_thread() -> None:
    try:
        make()
    finally:
        connection.close()


def make() -> None:
    """Bring the landscape and the network of bonds up to date, where no other thread is at it; a failure is logged."""
    if not _at_it.acquire(blocking=False):
        return
    try:
        found = bonds.renewed(landscape.renewed())
        # The surroundings of each place are measured when somebody looks at them: they take as long as all the rest.
        _log.debug("bonds of %s places", len(found.net.cities.around[0]))
    except Exception:
        _log.warning("peers could not be read beforehand; whoever asks next has it tried again", exc_info=True)
    finally:
        _at_it.release()
