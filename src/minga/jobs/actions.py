"""Every change to jobs: put in, taken, done, put back, given up. The tables and their rules are procrastinate's."""

import json
import logging
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from procrastinate import exceptions, sql
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from minga.jobs import queries, registry
from minga.jobs.domain import MOST_DEATHS, MOST_TRIES, STALLED_SECONDS, Job, Reason, wait_before
from minga.jobs.models import JobProgress

_MENDING = 6_494_223  # any number, the same in every process of Minga
_KEPT_HOURS = 30 * 24
_logger = logging.getLogger(__name__)


def enqueue(*, task: str, key: str, arguments: dict[str, Any]) -> int:
    """Have a task done later, in the transaction of the caller; the number of the job.

    key  what the job is about, by content (a hash): of two jobs with one key never both are at work, and a second one
         of the same task while the first is unfinished is that first one, with the first one's arguments

    Raises TaskUnknown.
    """
    registry.named(task)
    if (found := queries.live(task=task, key=key)) is not None:
        return found
    with suppress(exceptions.AlreadyEnqueued), transaction.atomic():  # another process was quicker
        return app.configure_task(task, lock=key, queueing_lock=f"{task}:{key}").defer(**arguments)
    found = queries.live(task=task, key=key)
    return found if found is not None else enqueue(task=task, key=key, arguments=arguments)


def begin_work() -> int:
    """The number of a new worker, which lives from now on."""
    return int(_one("register_worker")["worker_id"])


def beat(*, worker: int) -> None:
    """A worker lives."""
    _one("update_heartbeat", worker_id=worker)


def end_work(*, worker: int) -> None:
    """A worker is gone; what it still holds is taken for stalled."""
    _one("unregister_worker", worker_id=worker)


def take(*, worker: int) -> Job | None:
    """The job that waits longest, now at work; None where none waits, or only for later."""
    row = _one("fetch_job", queues=None, worker_id=worker)
    if row["id"] is None:
        return None
    arguments = json.loads(row["args"])  # Django's connection leaves JSON as it is written
    return Job(row["id"], row["task_name"], row["lock"] or "", arguments, worker, row["attempts"])


@transaction.atomic
def finish(*, job: Job) -> None:
    """It is done."""
    if _held(job) is not None:
        _one("finish_job", job_id=job.pk, status="succeeded", delete_job=False)


@transaction.atomic
def put_back(*, job: Job, lost: bool = False, after: int = 0) -> None:
    """It waits again: its worker is asked to end, or lost the database over it, which cannot go on for ever.

    after   seconds for which its task wants it left alone
    """
    held = _held(job)
    if held is None:
        return
    if held.abort_requested:
        _end(held, Reason.CANCELLED)
    elif lost and job.tries >= MOST_TRIES:
        _end(held, Reason.ERROR, "database")
    else:
        wait = wait_before(job.tries) if lost else after
        _again(held.pk, timezone.now() + timedelta(seconds=wait) if wait else None)


@transaction.atomic
def give_up(*, job: Job, reason: Reason, detail: str = "") -> None:
    """It ends without being done."""
    held = _held(job)
    if held is not None:
        _end(held, reason, detail)


@transaction.atomic
def cancel(*, number: int) -> bool:
    """Whether there was a job to cancel: one that waits ends at once, one at work as soon as its worker sees it."""
    if _one("cancel_job", job_id=number, abort=True, delete_job=False)["id"] is None:
        return False
    job = ProcrastinateJob.objects.get(pk=number)
    if job.status == "cancelled":
        _tell_task(job, Reason.CANCELLED, "")
    return True


@transaction.atomic
def retry(*, number: int) -> bool:
    """Whether there was a failed job to try again, as if nothing had happened before."""
    job = ProcrastinateJob.objects.select_for_update().filter(pk=number, status="failed").first()
    if job is None or queries.live(task=job.task_name, key=job.lock or "") is not None:
        return False
    JobProgress.objects.filter(pk=number).update(deaths=0, reason="", detail="", result=None, told_at=timezone.now())
    _again(number)
    return True


@transaction.atomic
def mend() -> int:
    """How many jobs of workers that died were put back, or given up because they may be what kills them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_MENDING])
        if not (cursor.fetchone() or [False])[0]:
            return 0
    query, seconds = "select_stalled_jobs_by_heartbeat", STALLED_SECONDS
    rows = _all(query, queue=None, task_name=None, seconds_since_heartbeat=seconds)
    for row in rows:
        _mend(ProcrastinateJob.objects.select_for_update().get(pk=row["id"]))
    _all("prune_stalled_workers", seconds_since_heartbeat=seconds)
    return len(rows)


def _mend(job: ProcrastinateJob) -> None:
    progress = _progress(job.pk)
    progress.deaths += 1
    progress.save()
    if job.abort_requested:
        _end(job, Reason.CANCELLED)
    elif progress.deaths >= MOST_DEATHS:
        _end(job, Reason.KILLED)
    else:
        _again(job.pk)


def reach(*, number: int, done: int, total: int) -> None:
    """How far a job is."""
    JobProgress.objects.update_or_create(pk=number, defaults={"done": done, "total": total})


def note(*, number: int, result: dict[str, Any]) -> None:
    """What became of it; to be called in the transaction in which that became so."""
    JobProgress.objects.update_or_create(pk=number, defaults={"result": result})


@transaction.atomic
def forget_old() -> None:
    """Jobs that ended a month ago go, and what was said of them."""
    ended = ["succeeded", "failed", "cancelled", "aborted"]
    _run("delete_old_jobs", statuses=ended, queue=None, nb_hours=_KEPT_HOURS)
    JobProgress.objects.exclude(pk__in=ProcrastinateJob.objects.values("pk")).delete()


def _held(job: Job) -> ProcrastinateJob | None:
    """The row of a job that is still in the hands that took it; None where it was given to others meanwhile."""
    return (
        ProcrastinateJob.objects.select_for_update(of=("self",))
        .filter(pk=job.pk, status="doing", worker_id=job.worker)
        .first()
    )


def _end(job: ProcrastinateJob, reason: Reason, detail: str = "") -> None:
    progress = _progress(job.pk)
    progress.reason, progress.detail = reason, detail[:300]
    progress.save()
    _tell_task(job, reason, detail)
    _one("finish_job", job_id=job.pk, status="aborted" if reason == Reason.CANCELLED else "failed", delete_job=False)


def _tell_task(job: ProcrastinateJob, reason: Reason, detail: str) -> None:
    """What cannot be told must not keep the job from ending."""
    try:
        task = registry.named(job.task_name)
        if task.given_up is not None:
            with transaction.atomic():
                task.given_up(reason, detail, **job.args)
    except Exception:
        _logger.exception("job %s: its task could not be told that it was given up", job.pk)


def _again(number: int, at: datetime | None = None) -> None:
    _one("retry_job", job_id=number, retry_at=at, new_priority=None, new_queue_name=None, new_lock=None)


def _progress(number: int) -> JobProgress:
    return JobProgress.objects.select_for_update().get_or_create(pk=number)[0]


def _one(query: str, **arguments: Any) -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql.queries[query], arguments)
        names = [column[0] for column in cursor.description]
        return dict(zip(names, cursor.fetchone() or (), strict=True))


def _all(query: str, **arguments: Any) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(sql.queries[query], arguments)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _run(query: str, **arguments: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql.queries[query], arguments)
