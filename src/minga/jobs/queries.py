"""Which jobs there are, where each is, and whether anybody works."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Min, Q
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateEvent, ProcrastinateJob, ProcrastinateWorker

from minga.jobs import registry
from minga.jobs.domain import LIVE, STALLED_SECONDS, STATES, State
from minga.jobs.models import JobProgress

_ENDED_SHOWN = 20


@dataclass(frozen=True)
class Listed:
    """One job as it is shown. `progress` is None where it never said how far it is."""

    pk: int
    task: str
    arguments: dict[str, object]
    state: State
    since: datetime
    progress: JobProgress | None

    @property
    def about(self) -> str:
        """What it does, in the user's language; the task's own name where no room knows it any more."""
        try:
            return registry.named(self.task).about(self.arguments)
        except registry.TaskUnknown:
            return self.task


def listing() -> list[Listed]:
    """Every job that waits or is at work, after the last twenty that ended; three queries."""
    ended = ProcrastinateJob.objects.exclude(status__in=LIVE).order_by("-pk")[:_ENDED_SHOWN]
    return _listed(
        [*sorted(ended, key=lambda job: job.pk), *ProcrastinateJob.objects.filter(status__in=LIVE).order_by("pk")]
    )


def _listed(jobs: list[ProcrastinateJob]) -> list[Listed]:
    numbers = [job.pk for job in jobs]
    began = dict(ProcrastinateEvent.objects.filter(job__in=numbers).values_list("job").annotate(Min("at")))
    progress = JobProgress.objects.in_bulk(numbers)
    return [
        Listed(job.pk, job.task_name, job.args, STATES[job.status], began[job.pk], progress.get(job.pk)) for job in jobs
    ]


def live(*, task: str, key: str) -> int | None:
    """The number of the job of this task and key that waits or is at work."""
    found = ProcrastinateJob.objects.filter(task_name=task, lock=key, status__in=LIVE)
    return found.order_by("pk").values_list("pk", flat=True).first()


def unfinished(keys: Iterable[str]) -> set[str]:
    """Those of the keys of which any job waits or is at work."""
    found = ProcrastinateJob.objects.filter(lock__in=list(keys), status__in=LIVE)
    return {str(key) for key in found.values_list("lock", flat=True)}


def kept_keys(*, task: str, keys: Iterable[str]) -> set[str]:
    """Those of the keys for which the task has a job that waits, is at work, or may be tried again."""
    found = ProcrastinateJob.objects.filter(task_name=task, lock__in=list(keys), status__in=[*LIVE, "failed"])
    return {str(key) for key in found.values_list("lock", flat=True)}


def states(numbers: Iterable[int]) -> dict[int, State]:
    """Where each of these jobs is; one that is forgotten is done."""
    wanted = list(numbers)
    found = dict(ProcrastinateJob.objects.filter(pk__in=wanted).values_list("pk", "status"))
    return {number: STATES[found[number]] if number in found else State.DONE for number in wanted}


def result(number: int) -> dict[str, object]:
    """What a job's task noted of what it did; empty where it noted nothing."""
    row = JobProgress.objects.filter(pk=number).first()
    return (row.result if row else None) or {}


def numbers_in(wanted: Iterable[State]) -> list[int]:
    """The jobs that are in one of these states, in order."""
    statuses = [status for status, state in STATES.items() if state in set(wanted)]
    return list(ProcrastinateJob.objects.filter(status__in=statuses).order_by("pk").values_list("pk", flat=True))


def waiting() -> int:
    """How many jobs wait, be it for another try."""
    return ProcrastinateJob.objects.filter(status="todo").count()


def is_asked_to_stop(number: int) -> bool:
    """Whether somebody cancelled a job that is at work."""
    return ProcrastinateJob.objects.filter(pk=number, abort_requested=True).exists()


def somebody_works() -> bool:
    """Whether a worker told in the last seconds that it lives."""
    since = timezone.now() - timedelta(seconds=STALLED_SECONDS)
    return ProcrastinateWorker.objects.filter(last_heartbeat__gt=since).exists()


def problems() -> Iterator[str]:
    """What must not be: jobs that nobody can do, and progress of jobs that are not there."""
    for task in ProcrastinateJob.objects.filter(status__in=LIVE).values_list("task_name", flat=True).distinct():
        try:
            registry.named(task)
        except registry.TaskUnknown:
            yield f"jobs: no room has the task {task}"
    known = ProcrastinateJob.objects.values("pk")
    for number in JobProgress.objects.filter(~Q(pk__in=known)).values_list("pk", flat=True):
        yield f"jobs: progress of job {number}, which is not there"
