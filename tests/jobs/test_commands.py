"""`minga work` and `minga jobs`, as people see them, and a worker that is killed or told to leave its job."""

import os
import signal
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection

from minga.cli import build_parser
from minga.jobs import actions, queries, registry
from minga.jobs.commands import reason_in_words, state_in_words
from minga.jobs.domain import Reason, State
from minga.jobs.worker import Worker


def run(*words: str) -> int:
    args = build_parser().parse_args(words)
    return int(args.run(args))


@pytest.fixture
def sleeping(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """A task that sleeps until somebody interrupts it, and one that is done at once."""
    ways: list[str] = []
    monkeypatch.setattr(registry, "_tasks", {})
    monkeypatch.setattr(registry, "_chores", [])

    @registry.task("tests.sleep", about=lambda _: "dormir")
    def sleep(work: registry.Work) -> None:
        ways.append("began")
        work.reach(4, 20)
        try:
            time.sleep(20)
        finally:
            ways.append("left")

    @registry.task("tests.nod", about=lambda _: "asentir", given_up=lambda *_, **__: None)
    def nod(work: registry.Work, *, fails: bool = False) -> None:
        if fails:
            raise ValueError

    yield ways


@pytest.mark.django_db
def test_the_list_says_where_each_job_is_and_whether_anybody_works(
    sleeping: list[str], capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    actions.enqueue(task="tests.nod", key="a", arguments={})
    failed = actions.enqueue(task="tests.nod", key="b", arguments={"fails": True})
    assert run("work", "--once") == 0
    waiting = actions.enqueue(task="tests.sleep", key="c", arguments={})
    actions.reach(number=waiting, done=4, total=20)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_events SET at = now() - interval '3 hours' WHERE job_id = %s", [waiting])
    assert run("jobs") == 0
    said = capsys.readouterr().out
    assert "hecho" in said and "falló" in said and "un error del programa" in said
    assert "3 h       4/20  dormir" in said and "Esperan: 1; en curso: 0." in said and "Nadie trabaja ahora" in said
    assert run("jobs", "--retry", str(failed)) == 0 and run("jobs", "--cancel", "all") == 0
    assert "Trabajos cancelados: 2" in capsys.readouterr().out
    assert run("jobs", "--cancel", str(waiting)) == 1 and run("jobs", "--retry", "all") == 1
    with pytest.raises(SystemExit):
        run("jobs", "--cancel", "dos")


@pytest.mark.usefixtures("shared_base")
def test_a_job_at_work_is_left_where_somebody_cancels_it(sleeping: list[str]) -> None:
    number = actions.enqueue(task="tests.sleep", key="c", arguments={})
    canceller = threading.Timer(0.3, cancelling, [number])
    canceller.start()
    began = time.monotonic()
    with Worker() as worker:
        assert worker.turn()
        assert queries.somebody_works()
    canceller.join()
    assert sleeping == ["began", "left"] and time.monotonic() - began < 10
    assert queries.states([number]) == {number: State.CANCELLED}


def cancelling(number: int) -> None:
    actions.cancel(number=number)
    connection.close()


@pytest.mark.usefixtures("shared_base")
def test_a_worker_that_is_told_to_end_puts_its_job_back(sleeping: list[str]) -> None:
    number = actions.enqueue(task="tests.sleep", key="c", arguments={})
    before = signal.signal(signal.SIGTERM, interrupt)
    threading.Timer(0.3, os.kill, [os.getpid(), signal.SIGTERM]).start()
    try:
        with pytest.raises(KeyboardInterrupt), Worker() as worker:
            worker.turn()
    finally:
        signal.signal(signal.SIGTERM, before)
    assert sleeping == ["began", "left"]
    assert queries.states([number]) == {number: State.WAITING} and not queries.somebody_works()


def interrupt(*_: Any) -> None:
    raise KeyboardInterrupt


def test_every_state_and_reason_has_its_words() -> None:
    assert len({state_in_words(state) for state in State}) == len(State)
    assert len({reason_in_words(reason) for reason in Reason}) == len(Reason)
