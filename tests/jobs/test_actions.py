"""Jobs: put in once, done at least once, put back, cancelled, given up after the third death."""

from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateEvent, ProcrastinateJob

from minga.jobs import actions, queries, registry
from minga.jobs.domain import MOST_TRIES, STATES, Job, Reason, State, wait_before
from minga.jobs.models import JobProgress
from minga.jobs.worker import Worker

TASK = "tests.count"


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Any]]:
    """A task that notes what it is called with, and what it is told where it is given up."""
    calls: list[Any] = []
    monkeypatch.setattr(registry, "_tasks", {})
    monkeypatch.setattr(registry, "_chores", [])

    def given_up(reason: Reason, detail: str, **arguments: Any) -> None:
        calls.append((reason, arguments))

    @registry.task(TASK, about=lambda arguments: f"contar {arguments['n']}", given_up=given_up)
    def count(work: registry.Work, *, n: int) -> None:
        if n < 0:
            raise ValueError(n)
        work.reach(n, n)
        work.note({"counted": n})
        calls.append(n)

    yield calls


def put_in(n: int = 1, key: str = "k") -> int:
    return actions.enqueue(task=TASK, key=key, arguments={"n": n})


def taken() -> Job:
    job = actions.take(worker=actions.begin_work())
    assert job is not None
    return job


def silence() -> None:
    """Every worker was last heard of a minute ago."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 minute'")


def mended() -> None:
    silence()
    actions.mend()


def state_of(number: int) -> State:
    return queries.states([number])[number]


@pytest.mark.django_db
def test_the_same_thing_twice_is_one_job_while_it_waits_and_while_it_is_at_work(told: list[Any]) -> None:
    first = put_in()
    assert put_in() == first
    job = taken()
    assert put_in() == first and job.pk == first
    actions.finish(job=job)
    assert put_in() != first


@pytest.mark.django_db
def test_a_job_stands_and_falls_with_the_change_that_asks_for_it(told: list[Any]) -> None:
    with suppress(RuntimeError), transaction.atomic():
        put_in()
        raise RuntimeError
    assert queries.listing() == []


@pytest.mark.django_db
def test_where_another_process_is_quicker_its_job_is_ours(told: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    first, seen, look = put_in(), [], queries.live

    def unseen_at_first(*, task: str, key: str) -> int | None:
        seen.append(key)
        return None if len(seen) in (1, 2, 3) else look(task=task, key=key)

    monkeypatch.setattr(queries, "live", unseen_at_first)
    assert put_in() == first


@pytest.mark.django_db
def test_what_no_room_can_do_is_refused(told: list[Any]) -> None:
    with pytest.raises(registry.TaskUnknown):
        actions.enqueue(task="nobody.knows", key="k", arguments={})
    put_in()
    registry._tasks.clear()
    assert list(queries.problems()) == [f"jobs: no room has the task {TASK}"]
    assert queries.listing()[0].about == TASK


@pytest.mark.django_db
def test_a_worker_does_what_waits_in_order_and_says_what_became_of_it(told: list[Any]) -> None:
    numbers = [put_in(n, f"k{n}") for n in (1, 2, 3)]
    with Worker() as worker:
        assert [worker.turn() for _ in range(4)] == [True, True, True, False]
    assert told == [1, 2, 3]
    assert [queries.result(number) for number in numbers] == [{"counted": n} for n in (1, 2, 3)]
    assert set(queries.states([*numbers, 10**9]).values()) == {State.DONE}
    assert not queries.somebody_works()


@pytest.mark.django_db
def test_a_job_that_fails_says_so_and_stops_no_other(told: list[Any], caplog: pytest.LogCaptureFixture) -> None:
    bad, good = put_in(-1, "bad"), put_in(2, "good")
    with Worker() as worker:
        assert worker.turn() and worker.turn()
    assert (state_of(bad), state_of(good)) == (State.FAILED, State.DONE)
    assert told == [(Reason.ERROR, {"n": -1}), 2]
    assert JobProgress.objects.get(pk=bad).detail == "ValueError: -1"
    assert actions.retry(number=bad) and not actions.retry(number=good)
    assert (state_of(bad), JobProgress.objects.get(pk=bad).reason) == (State.WAITING, "")
    assert not actions.retry(number=bad)


@pytest.mark.django_db
def test_a_worker_that_died_leaves_its_job_to_others_and_the_third_death_ends_it(told: list[Any]) -> None:
    number = put_in()
    for deaths in (1, 2, 3):
        taken()
        assert actions.mend() == 0  # it was heard of a moment ago
        silence()
        assert actions.mend() == 1
        assert JobProgress.objects.get(pk=number).deaths == deaths
    assert state_of(number) == State.FAILED
    assert told == [(Reason.KILLED, {"n": 1})]
    assert actions.retry(number=number) and JobProgress.objects.get(pk=number).deaths == 0


@pytest.mark.django_db
def test_only_who_holds_a_job_can_end_it(told: list[Any]) -> None:
    number = put_in()
    job = taken()
    silence()
    actions.mend()
    for end in (actions.finish, actions.put_back):
        end(job=job)
    actions.give_up(job=job, reason=Reason.ERROR)
    assert state_of(number) == State.WAITING and told == []


@pytest.mark.django_db
def test_a_job_whose_worker_ends_waits_again_and_one_without_a_database_not_for_ever(told: list[Any]) -> None:
    number = put_in()
    actions.put_back(job=taken())
    job = taken()
    actions.put_back(job=job, lost=True)
    later = ProcrastinateJob.objects.get(pk=number).scheduled_at
    assert later is not None and later > timezone.now() and queries.waiting() == 1
    assert actions.take(worker=job.worker) is None
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = NULL, attempts = %s", [MOST_TRIES])
    actions.put_back(job=taken(), lost=True)
    assert state_of(number) == State.FAILED


def test_each_try_without_a_database_waits_longer_up_to_a_minute() -> None:
    assert [wait_before(tries) for tries in (0, 1, 5, 6, 10**9)] == [1, 2, 32, 60, 60]


@pytest.mark.django_db
def test_a_cancelled_job_ends_at_once_where_it_waits_and_soon_where_it_is_at_work(told: list[Any]) -> None:
    waiting = put_in()
    assert actions.cancel(number=waiting) and not actions.cancel(number=waiting)
    assert state_of(waiting) == State.CANCELLED
    ends: list[Callable[[Job], None]] = [lambda job: actions.put_back(job=job), lambda _: mended()]
    for n, end in enumerate(ends, 2):
        number = put_in(n, f"k{n}")
        job = taken()
        assert actions.cancel(number=number) and queries.is_asked_to_stop(number)
        assert state_of(number) == State.WORKING
        end(job)
        assert state_of(number) == State.CANCELLED
    assert told == [(Reason.CANCELLED, {"n": n}) for n in (1, 2, 3)]


@pytest.mark.django_db
def test_a_task_that_cannot_be_told_keeps_no_job_from_ending(told: list[Any], caplog: pytest.LogCaptureFixture) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise ZeroDivisionError

    registry.task(TASK, about=str, given_up=refuse)(print)
    number = put_in()
    actions.give_up(job=taken(), reason=Reason.ERROR)
    assert state_of(number) == State.FAILED and "ZeroDivisionError" in caplog.text
    registry.task(TASK, about=str)(print)
    silent = put_in()
    actions.give_up(job=taken(), reason=Reason.ERROR)
    assert state_of(silent) == State.FAILED


@pytest.mark.django_db
def test_two_never_mend_at_once(told: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "_MENDING", 77)
    other = connection.copy()
    with closing(other), other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(77)")
        put_in()
        taken()
        silence()
        assert actions.mend() == 0


@pytest.mark.django_db
def test_jobs_of_a_month_ago_are_forgotten_with_what_was_said_of_them(told: list[Any]) -> None:
    old, new = put_in(1, "old"), put_in(2, "new")
    with Worker() as worker:
        worker.turn(), worker.turn()
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_events SET at = %s WHERE job_id = %s", [timezone.now() - timedelta(40), old]
        )
    actions.forget_old()
    assert [job.pk for job in queries.listing()] == [new] and list(
        JobProgress.objects.values_list("pk", flat=True)
    ) == [new]
    assert ProcrastinateEvent.objects.filter(job=old).count() == 0
    actions.reach(number=10**9, done=1, total=2)
    assert list(queries.problems()) == [f"jobs: progress of job {10**9}, which is not there"]


@pytest.mark.django_db
def test_a_database_that_goes_away_is_waited_for(
    told: list[Any], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    number, away = put_in(), [True]
    take, finish = actions.take, actions.finish

    def gone_once(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(**arguments: Any) -> Any:
            if away.pop() if away else False:
                raise OperationalError("gone")
            return real(**arguments)

        return call

    monkeypatch.setattr(actions, "take", gone_once(take))
    monkeypatch.setattr(actions, "finish", gone_once(finish))
    with Worker() as worker:
        assert not worker.turn()
        away.append(True)
        monkeypatch.setattr(actions, "take", take)
        assert worker.turn() and state_of(number) == State.WORKING
        assert not worker.turn() and state_of(number) == State.DONE
    assert told == [1] and set(STATES.values()) == set(State)
