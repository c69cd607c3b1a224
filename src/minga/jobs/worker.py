"""Whoever does the jobs: one at a time, in the main thread, so that Ctrl-C and a cancelled job end what is under way.

Beside it a second thread tells every second that the worker lives, and looks whether the job at work was cancelled.
"""

import logging
import signal
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from types import FrameType, TracebackType
from typing import Any, Self

from django.db import DatabaseError, InterfaceError, OperationalError, connection

from minga.jobs import actions, queries, registry
from minga.jobs.domain import BEAT_SECONDS, Cancelled, Job, Reason
from minga.jobs.models import JobProgress

_MEND_EVERY_SECONDS = 2.0
_TIDY_EVERY_SECONDS = 3600.0
_CANCEL = signal.SIGUSR1
_NO_DATABASE = (OperationalError, InterfaceError)
_logger = logging.getLogger(__name__)


def let_go() -> None:
    """Drop a connection that was lost, so that the next question makes a new one."""
    if not connection.in_atomic_block:
        connection.close()


class _AtWork:
    """What a task may say of the job under way; see `registry.Work`."""

    def __init__(self, number: int) -> None:
        self._number = number

    @property
    def result(self) -> dict[str, Any] | None:
        return JobProgress.objects.filter(pk=self._number).values_list("result", flat=True).first()

    def reach(self, done: int, total: int) -> None:
        actions.reach(number=self._number, done=done, total=total)

    def note(self, result: dict[str, Any]) -> None:
        actions.note(number=self._number, result=result)


class Worker:
    """Does jobs for as long as the block lasts, one for each `turn`; to be used from the main thread.

    A database that goes away is waited for: what could not be written down is owed, and settled at the next turn.
    """

    def __init__(self) -> None:
        self._number: int | None = None
        self._job: int | None = None
        self._interruptible = False
        self._owed: Callable[[], None] | None = None
        self._mended = self._tidied = -_TIDY_EVERY_SECONDS
        self._over = threading.Event()
        self._heart = threading.Thread(target=self._live, daemon=True, name="heart")
        self._before: Any = None

    def __enter__(self) -> Self:
        self._number = actions.begin_work()
        self._before = signal.signal(_CANCEL, self._cancelled)
        self._heart.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._over.set()
        self._heart.join()
        signal.signal(_CANCEL, self._before)
        with suppress(DatabaseError, InterfaceError):  # then it is found dead in a few seconds
            self._settle()
            if self._number is not None:
                actions.end_work(worker=self._number)

    def turn(self) -> bool:
        """Whether there was a job to do; it may have failed. Where there is no database there is none."""
        try:
            self._settle()
            number = self._present()
            self._put_in_order()
            job = actions.take(worker=number)
        except (DatabaseError, InterfaceError) as error:
            self._lost(error)
            return False
        if job is None:
            return False
        self._do(job)
        try:
            self._settle()
        except (DatabaseError, InterfaceError) as error:
            self._lost(error)
        return True

    def _do(self, job: Job) -> None:
        """Do it, and owe what is to be written down of it."""
        self._job = job.pk
        try:
            self._call(job)
        except Cancelled:
            self._owed = partial(actions.give_up, job=job, reason=Reason.CANCELLED)
        except KeyboardInterrupt:
            self._owed = partial(actions.put_back, job=job)
            raise
        except registry.Again as again:
            self._owed = partial(actions.put_back, job=job, after=again.seconds)
        except _NO_DATABASE as error:
            self._lost(error)
            self._owed = partial(actions.put_back, job=job, lost=True)
        except Exception as error:
            _logger.exception("job %s (%s) failed", job.pk, job.task)
            self._owed = partial(
                actions.give_up, job=job, reason=Reason.ERROR, detail=f"{type(error).__name__}: {error}"
            )
        else:
            self._owed = partial(actions.finish, job=job)
        finally:
            self._job = None

    def _call(self, job: Job) -> None:
        try:
            self._interruptible = True
            registry.named(job.task).function(_AtWork(job.pk), **job.arguments)
        finally:
            self._interruptible = False

    def _settle(self) -> None:
        if self._owed is not None:
            self._owed()
            self._owed = None

    def _present(self) -> int:
        """Our number; a new one where the database was lost, for the others may have taken us for dead."""
        if self._number is None:
            self._number = actions.begin_work()
        return self._number

    def _lost(self, error: Exception) -> None:
        _logger.warning("the database did not answer: %s", str(error).strip().split("\n")[0])
        let_go()
        self._number = None  # our job stays with the old number until it is settled, or is mended as stalled

    def _put_in_order(self) -> None:
        now = time.monotonic()
        if now - self._mended >= _MEND_EVERY_SECONDS:
            self._mended = now
            actions.mend()
        if now - self._tidied >= _TIDY_EVERY_SECONDS:
            self._tidied = now
            actions.forget_old()
            for chore in registry.chores():
                chore()

    def _live(self) -> None:
        """The second thread, with a connection of its own."""
        main = threading.main_thread().ident or 0
        while not self._over.wait(BEAT_SECONDS):
            try:
                if (number := self._number) is not None:
                    actions.beat(worker=number)
                if (job := self._job) is not None and queries.is_asked_to_stop(job):
                    signal.pthread_kill(main, _CANCEL)
            except (DatabaseError, InterfaceError):
                connection.close()
        connection.close()

    def _cancelled(self, signum: int, frame: FrameType | None) -> None:
        if self._interruptible:  # never while something is being written down
            self._interruptible = False
            raise Cancelled
