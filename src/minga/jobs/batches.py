"""Heavy work over many things at once, in processes of this machine or on the cluster that a setting names.

A job is the durable record of what must be done, and stands in the database; a batch is how one job uses every core
there is. What it calls is pure, or keeps what it makes under the hash of its content: it is done at least once, and
twice where a process died.
"""

import itertools
import logging
import os
import pickle
import signal
import threading
import time
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, Executor, Future, ProcessPoolExecutor
from concurrent.futures import wait as wait_for
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib import import_module
from multiprocessing import get_context, parent_process
from typing import Any, Generic, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

# What is sent to a process should keep it busy so long: sending costs a thousandth of a second, four on a cluster; and
# at the end of a batch the others wait for whoever has the last group.
_GROUP_SECONDS = 0.25
_LARGEST_GROUP = 1024
# Groups at work or waiting for each core, and how far the others may be ahead of the slowest.
_IN_FLIGHT, _AHEAD = 2, 16
MOST_TRIES = 3
_LOOK_SECONDS = 0.2
_CLUSTER_SECONDS = 10

# Signs that an executor does nothing more: its process died, or the cluster went away.
_BROKEN = (BrokenExecutor, CancelledError)

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Failed(Generic[Item]):
    """In place of a result: `error` is what the function raised, or how the process died that worked on it thrice."""

    item: Item
    error: BaseException


def run_batch(
    executor: Executor,
    fn: Callable[[Item], Result],
    items: Iterable[Item],
    *,
    progress: Callable[[int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Generator[Result | Failed[Item], None, None]:
    """What `fn` makes of each item, in the order of the items, each as soon as those before it are there.

    fn         of a module's top level, for it is called in other processes; at least once for each item
    items      taken as they are needed, some way ahead of what is handed out
    progress   called with the number of items handed out
    cancelled  asked five times a second; once it says yes nothing more is begun or handed out

    An item for which `fn` raises is handed out as Failed. Where a process dies, what it had at hand is tried again, now
    each item by itself, so that the one which kills is known; after three tries it is Failed and the rest goes on. A
    broken pool is made anew. Whoever stops listening stops the batch.
    """
    batch = _Batch(executor, fn, enumerate(items), cancelled or (lambda: False))
    try:
        for number, result in enumerate(batch.results(), 1):
            if progress:
                progress(number)
            yield result
    finally:
        batch.stop()


def call(work: Callable[[], Result]) -> Result:
    """For `run_batch` over things that differ in more than one argument: each is a `functools.partial`."""
    return work()


class _Batch(Generic[Item, Result]):
    """A batch under way. `_flying` are the groups at work, `_landed` what cannot be handed out yet."""

    def __init__(
        self,
        executor: Executor,
        fn: Callable[[Item], Result],
        items: Iterator[tuple[int, Item]],
        cancelled: Callable[[], bool],
    ) -> None:
        self._executor, self._fn, self._items, self._cancelled = executor, fn, items, cancelled
        self._flying: dict[Future[Any], list[tuple[int, Item]]] = {}
        self._landed: dict[int, Result | Failed[Item]] = {}
        self._size, self._next, self._begun = 1, 0, 0

    def results(self) -> Iterator[Result | Failed[Item]]:
        """All results in order; no more once it is cancelled."""
        while self._fill():
            self._land()
            while self._next in self._landed and not self._cancelled():
                yield self._landed.pop(self._next)
                self._next += 1

    def stop(self) -> None:
        """Begin nothing more."""
        for future in self._flying:
            future.cancel()

    def _fill(self) -> bool:
        """Keep every core busy; whether anything is at work."""
        if self._cancelled():
            return False
        width = _IN_FLIGHT * cores_of(self._executor)
        while len(self._flying) < width and self._begun - self._next < _AHEAD * width * self._size:
            if not (group := list(itertools.islice(self._items, self._size))):
                break
            self._begun = group[-1][0] + 1
            self._submit(group)
        return bool(self._flying)

    def _submit(self, group: list[tuple[int, Item]]) -> None:
        self._flying[_sent(self._executor, self._fn, [item for _, item in group])] = group

    def _land(self) -> None:
        """Take in what is done; try again what was lost."""
        done, _ = wait_for(self._flying, _LOOK_SECONDS, FIRST_COMPLETED)
        lost: list[tuple[int, Item]] = []
        errors: list[BaseException] = []
        for future in done:
            group = self._flying.pop(future)
            if error := _infrastructure(future):
                lost, errors = lost + group, [*errors, error]
            else:
                self._keep(group, future)
        lost += next((self._renewed() for error in errors if isinstance(error, _BROKEN)), [])
        for place, item in sorted(lost, key=lambda pair: pair[0]):
            self._alone(place, item)

    def _keep(self, group: list[tuple[int, Item]], future: Future[Any]) -> None:
        seconds, made = future.result()
        for (place, item), (result, error) in zip(group, made, strict=True):
            self._landed[place] = result if error is None else Failed(item, error)
        grown = int(_GROUP_SECONDS * len(group) / max(seconds, 1e-6)) + 1
        self._size = max(1, min(grown, 2 * len(group), _LARGEST_GROUP))

    def _renewed(self) -> list[tuple[int, Item]]:
        """Make a broken pool anew; what else was at work in it, and is lost with it."""
        lost: list[tuple[int, Item]] = []
        wait_for(self._flying, _LOOK_SECONDS)
        for future, group in self._flying.items():
            if future.done() and not _infrastructure(future):
                self._keep(group, future)
            else:
                lost += group
        self._flying.clear()
        if isinstance(self._executor, Renewable):
            self._executor.renew()
        return lost

    def _alone(self, place: int, item: Item) -> None:
        """Try one item again with nothing beside it, so that no other is blamed for what it does."""
        error: BaseException = CancelledError()
        for _try in range(1, MOST_TRIES):
            future = _sent(self._executor, self._fn, [item])
            while not self._cancelled() and not wait_for([future], _LOOK_SECONDS).done:
                pass
            if not future.done():
                future.cancel()
                break
            if not (found := _infrastructure(future)):
                self._keep([(place, item)], future)
                return
            error = found
            if isinstance(error, _BROKEN):
                self._renewed()
        log.warning("a thing in a batch was given up after %s tries: %s", MOST_TRIES, error)
        self._landed[place] = Failed(item, error)


def _sent(executor: Executor, fn: Callable[[Item], Result], items: list[Item]) -> Future[Any]:
    """A group given to an executor; where that is broken already, a future that says so."""
    try:
        return executor.submit(_each, fn, items)
    except (BrokenExecutor, RuntimeError) as error:
        future: Future[Any] = Future()
        future.set_exception(error)
        return future


def _each(
    fn: Callable[[Item], Result], items: list[Item]
) -> tuple[float, list[tuple[Result | None, Exception | None]]]:
    """In the worker: seconds taken, and for each item its result or what was raised."""
    began = time.monotonic()
    made: list[tuple[Result | None, Exception | None]] = []
    for item in items:
        try:
            made.append((fn(item), None))
        except Exception as error:
            made.append((None, _portable(error)))
    return time.monotonic() - began, made


def _portable(error: Exception) -> Exception:
    """An exception that arrives on the other side: one that cannot be put together again there breaks the pool."""
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301 - our own, a moment old
    except Exception:
        return RuntimeError(repr(error))
    return error


def _infrastructure(future: Future[Any]) -> BaseException | None:
    """Why a group was lost: its process died, it could not be sent or brought back. What `fn` raises is a result."""
    try:
        return future.exception(timeout=0)
    except (CancelledError, TimeoutError):
        return CancelledError()


class Renewable(Executor):
    """An executor that is made anew where it broke. `make` gives one, `cores` how many things it does at a time."""

    def __init__(self, make: Callable[[], Executor], cores: Callable[[Executor], int]) -> None:
        self._make, self._cores = make, cores
        self._inner = make()

    @property
    def cores(self) -> int:
        """How many things it does at a time; at least one."""
        return max(1, self._cores(self._inner))

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """See Executor."""
        return self._inner.submit(fn, *args, **kwargs)

    def renew(self) -> None:
        """Leave the broken one, and begin with another."""
        self._inner.shutdown(wait=False, cancel_futures=True)
        self._inner = self._make()

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """See Executor. Who does not wait ends what is under way too."""
        running = [] if wait else list((getattr(self._inner, "_processes", None) or {}).values())
        self._inner.shutdown(wait=wait, cancel_futures=cancel_futures)
        for process in running:
            with suppress(OSError, ValueError):
                process.terminate()


def cores_of(executor: Executor) -> int:
    """How many things an executor does at a time."""
    if isinstance(executor, Renewable):
        return executor.cores
    return int(getattr(executor, "_max_workers", 1))


def cluster_address() -> str:
    """Of the Dask scheduler that MINGA_DASK_SCHEDULER names; empty where it names none."""
    return os.environ.get("MINGA_DASK_SCHEDULER", "")


@contextmanager
def executor(workers: int | None = None) -> Iterator[Executor]:
    """Where heavy work is done while the block lasts: the cluster of MINGA_DASK_SCHEDULER, else processes here.

    workers  how many processes of this machine, whatever the setting says; None: one a core, and eight at most

    A cluster that cannot be had is said in the log, and the work is done here. Left by an exception (Ctrl-C, a
    cancelled job), what is under way is ended.
    """
    address = cluster_address() if workers is None else ""
    made = Renewable(lambda: _cluster(address) or _processes(workers), _count)
    try:
        yield made
    except BaseException:
        made.shutdown(wait=False, cancel_futures=True)
        raise
    made.shutdown()


def _processes(workers: int | None) -> Executor:
    count = workers or min(os.cpu_count() or 1, 8)
    return ProcessPoolExecutor(count, mp_context=get_context("spawn"), initializer=_begin)


def _begin() -> None:
    """In a new process of a pool: one thread for arithmetic, for more only spin; and an end with its parent."""
    os.environ["OMP_NUM_THREADS"] = "1"
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer

    def wait() -> None:
        if parent := parent_process():
            parent.join()
            os._exit(1)

    threading.Thread(target=wait, daemon=True).start()


def _cluster(address: str) -> Executor | None:
    """The executor of a Dask cluster; None, with a word in the log, where there is none to be had."""
    if not address:
        return None
    try:
        # An extra; loaded only where a cluster is named.
        return _Cluster(import_module("distributed").Client(address, timeout=_CLUSTER_SECONDS, set_as_default=False))
    except (ImportError, OSError, ValueError, TimeoutError) as error:
        log.warning("the cluster at %s cannot be had, this machine works alone: %s", address, error)
        return None


class _Cluster(Executor):
    """Dask's own executor, which goes with its connection; results are never taken from one call for another."""

    def __init__(self, client: Any) -> None:
        self.client, self._inner = client, client.get_executor(pure=False)

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """See Executor."""
        future: Future[Any] = self._inner.submit(fn, *args, **kwargs)
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """See Executor."""
        self._inner.shutdown(wait=wait)
        self.client.close()


def _count(inner: Executor) -> int:
    if isinstance(inner, _Cluster):
        return int(sum(inner.client.nthreads().values()))
    return int(getattr(inner, "_max_workers", 1))
