"""Inside a web worker: who sends slowly holds up nobody, and one page is made at a time."""

import threading
from collections.abc import Callable, Iterable
from io import BytesIO
from typing import Any

import pytest

from minga.config import turns
from minga.config.turns import PATIENCE, SMALL, Turns


class Slow:
    """A body that comes when it is let."""

    def __init__(self, begun: threading.Semaphore, let: threading.Event) -> None:
        self.begun, self.let = begun, let

    def read(self, size: int) -> bytes:
        self.begun.release()
        assert self.let.wait(10)
        return b"a" * size


def ask(site: Turns, body: Any = None, *, length: int = 0, address: str = "10.0.0.1") -> tuple[str, bytes]:
    """The status and the body of the answer."""
    said: list[str] = []
    environ = {"CONTENT_LENGTH": str(length or ""), "wsgi.input": body or BytesIO(), "REMOTE_ADDR": address}
    answer = b"".join(site(environ, lambda status, headers: said.append(status)))
    return said[0], answer


def echo(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    """Says how much was sent."""
    start("200 OK", [])
    return [b"%d" % len(environ["wsgi.input"].read())]


@pytest.fixture(autouse=True)
def in_haste(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "TURN_SECONDS", 0.05)


def test_slow_senders_keep_no_page_waiting_and_no_more_threads_than_their_address_has() -> None:
    site, begun, let = Turns(echo), threading.Semaphore(0), threading.Event()
    answers: list[tuple[str, bytes]] = []
    senders = [
        threading.Thread(target=lambda: answers.append(ask(site, Slow(begun, let), length=7))) for _ in range(PATIENCE)
    ]
    for each in senders:
        each.start()
    for _ in senders:
        assert begun.acquire(timeout=10)
    assert ask(site) == ("200 OK", b"0")
    assert ask(site, BytesIO(b"hola"), length=4)[0].startswith("429")
    assert ask(site, BytesIO(b"hola"), length=4, address="10.0.0.2") == ("200 OK", b"4")
    let.set()
    for each in senders:
        each.join(10)
    assert answers == [("200 OK", b"7")] * PATIENCE
    assert ask(site, BytesIO(b"hola"), length=4) == ("200 OK", b"4")


def test_what_is_large_is_left_to_whoever_takes_it_and_a_length_that_is_none_counts_as_nothing() -> None:
    large = BytesIO(b"a" * (SMALL + 1))
    assert ask(Turns(lambda environ, start: start("413", []) or [])) == ("413", b"")
    assert ask(Turns(lambda environ, start: start("413", []) or []), large, length=SMALL + 1) == ("413", b"")
    assert large.tell() == 0
    said: list[str] = []
    list(Turns(echo)({"CONTENT_LENGTH": "²", "wsgi.input": BytesIO()}, lambda status, headers: said.append(status)))
    assert said == ["200 OK"]


def test_one_page_is_made_at_a_time_but_a_long_one_does_not_keep_the_others_waiting() -> None:
    let, begun, ended = threading.Event(), threading.Semaphore(0), []

    def pages(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        start("200 OK", [])
        begun.release()
        ended.append(let.wait(10))
        return []

    site = Turns(pages)
    asking = [threading.Thread(target=ask, args=(site,)) for _ in range(2)]
    asking[0].start()
    assert begun.acquire(timeout=10)
    asking[1].start()
    assert not begun.acquire(timeout=0.02) and begun.acquire(timeout=10)
    let.set()
    for each in asking:
        each.join(10)
    assert ended == [True, True]
