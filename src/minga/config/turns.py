"""Who is answered when, inside one web worker: slow senders hold up nobody, and one page is made at a time."""

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any

Environ = dict[str, Any]
Start = Callable[..., Any]
Application = Callable[[Environ, Start], Iterable[bytes]]

# Forms, and a part of a file; what is larger is read by whoever takes it.
SMALL = 2 << 20
# Of the threads of a worker, those that may wait at one time for what one address is sending.
PATIENCE = 3
# A page that takes longer no longer keeps the others waiting.
TURN_SECONDS = 0.5


class _Line:
    """Those of one address who send something: how many, and how many of them may at one time."""

    def __init__(self) -> None:
        self.people, self.places = 0, threading.Semaphore(PATIENCE)


class Turns:
    """A WSGI application that receives what is sent before it is that request's turn.

    Python runs one thread of a process at a time: two pages made at once are both late, since each asks the other for
    leave after every question to the database. (ADR 20)
    """

    def __init__(self, application: Application) -> None:
        self.application = application
        self._turn = threading.Semaphore(1)
        self._lines: dict[str, _Line] = {}
        self._lock = threading.Lock()

    def __call__(self, environ: Environ, start: Start) -> Iterable[bytes]:
        """Answer; 429 where one address has several threads waiting for what it sends."""
        length = _length(environ)
        if length > SMALL:
            return self.application(environ, start)
        if length:
            with self._receiving(str(environ.get("REMOTE_ADDR", ""))) as may:
                if not may:
                    start("429 Too Many Requests", [("Content-Type", "text/plain"), ("Retry-After", "5")])
                    return [b""]
                environ["wsgi.input"] = BytesIO(environ["wsgi.input"].read(length))
        with self._in_turn():
            return self.application(environ, start)

    @contextmanager
    def _receiving(self, address: str) -> Iterator[bool]:
        with self._lock:
            line = self._lines.setdefault(address, _Line())
            line.people += 1
        got = line.places.acquire(timeout=TURN_SECONDS)
        try:
            yield got
        finally:
            if got:
                line.places.release()
            with self._lock:
                line.people -= 1
                if not line.people:
                    del self._lines[address]

    @contextmanager
    def _in_turn(self) -> Iterator[None]:
        got = self._turn.acquire(timeout=TURN_SECONDS)
        try:
            yield
        finally:
            if got:
                self._turn.release()


def _length(environ: Environ) -> int:
    said = str(environ.get("CONTENT_LENGTH") or "")
    return int(said) if said.isascii() and said.isdigit() else 0
