"""Twelve months of a clock turned by hand: each reminder once, none after the end, whoever is killed between."""

import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import DjangoDbBlocker

from minga.exchange import queries, tasks
from minga.exchange.actions import asking, learning, meeting, talking
from minga.exchange.actions.chasing import _chase_one, chase
from minga.exchange.domain.steps import ANSWER_DAYS, EVALUATE_DAYS, State
from minga.exchange.models import Exchange, Reminded
from minga.jobs import actions as jobs
from minga.jobs.worker import Worker
from minga.notices.models import Notice
from minga.offers.domain.modalities import Modality
from tests import databases
from tests.exchange.conftest import Three, make_three

BEGIN = datetime(2026, 12, 1, 9, tzinfo=timezone.get_default_timezone())


def reminders() -> Counter[str]:
    """How often each thing was told, to whom."""
    rows = Notice.objects.filter(kind="exchange.reminded")
    return Counter(f"{one.params['kind']} {one.user.email.partition('@')[0]}" for one in rows)


def run(first: int, last: int) -> None:
    for day in range(first, last):
        chase(now=BEGIN + timedelta(days=day))


def test_twelve_months_of_an_exchange_each_reminder_once_and_none_after_it_closed(three: Three) -> None:
    made = three.agreed(Modality.WRITTEN_ANSWER, now=BEGIN)
    Exchange.objects.update(moved_at=BEGIN)
    assert three.manizales.organization is not None
    soon = talking.promise(exchange=made, owner=three.manizales.organization, what="El acuerdo",
                           due=date(2026, 12, 20), by=three.caldono, now=BEGIN)  # fmt: skip
    talking.promise(exchange=made, owner=three.manizales.organization, what="Nunca", due=date(2027, 6, 1),
                    by=three.caldono, now=BEGIN)  # fmt: skip
    run(0, 20)
    talking.keep(commitment=soon, evidence="Está en los archivos.", by=three.manizales, now=BEGIN + timedelta(days=20))
    run(20, 30)
    assert reminders() == {
        "promise_soon coordinator": 1,
        "promise_due coordinator": 1,
        "still contributor": 1,
        "still coordinator": 1,
    }
    at = BEGIN + timedelta(days=30)
    meeting.end_sessions(exchange=made, by=three.caldono, now=at)
    plan = {"steps": "", "responsible": "", "resources": "", "first_result": ""}
    learning.write_plan(exchange=made, adapts="x", by=three.caldono, now=at, **plan)
    run(30, 120)
    learning.follow_up(exchange=made, done="x", hindered="", by=three.caldono, now=BEGIN + timedelta(days=120))
    run(120, 365)
    made.refresh_from_db()
    assert made.state == State.CLOSED, "who says nothing any more is waited for no longer"
    assert made.planned_on and made.evaluate_until and (made.evaluate_until - made.planned_on).days > 2 * EVALUATE_DAYS
    total = reminders()
    assert {kind: n for kind, n in total.items() if kind.startswith(("follow_up", "evaluate"))} == {
        "follow_up contributor": 2,
        "follow_up_late contributor": 1,
        "evaluate contributor": 1,
        "evaluate coordinator": 1,
        "evaluate_last contributor": 1,
        "evaluate_last coordinator": 1,
    }
    assert total["promise_soon coordinator"] == 2 and total["promise_late coordinator"] == 1
    run(365, 400)
    assert reminders() == total
    assert Reminded.objects.count() == len(set(Reminded.objects.values_list("kind", "about")))


def test_silence_goes_to_the_federation_after_its_days_and_is_told_once(three: Three) -> None:
    made = three.asked(now=BEGIN)
    run(0, ANSWER_DAYS)
    assert reminders() == {"answer coordinator": 1}
    assert queries.of(three.federation, made.ref) is None
    run(ANSWER_DAYS, ANSWER_DAYS + 3)
    made.refresh_from_db()
    assert made.state == State.BROKERED and queries.of(three.federation, made.ref) == made
    assert Notice.objects.filter(user=three.federation.user, kind="exchange.moved").count() == 1
    asking.ask_again(exchange=made, by=three.federation, now=BEGIN + timedelta(days=13))
    run(13, 24)
    assert reminders()["answer coordinator"] == 2, "another day to answer by is another reminder"


def test_without_a_federation_silence_ends_it_and_no_older_word_is_its_reason(three: Three) -> None:
    assert three.caldono.organization is not None
    made = asking.ask(asked=three.caldono.organization.territory, office=None, modality=Modality.CALL, question="x",
                      by=three.stranger, now=BEGIN)  # fmt: skip
    Exchange.objects.update(federation=None)
    for by, word in ((three.caldono, "Por escrito."), (three.stranger, "Mejor una llamada.")):
        asking.counter(exchange=made, modality=Modality.CALL, because=word, by=by, now=BEGIN)
    run(0, ANSWER_DAYS + 2)
    made.refresh_from_db()
    assert (made.state, made.because) == (State.DECLINED, "")


def test_the_worker_looks_every_hour_where_anything_goes_on(three: Three) -> None:
    tasks.chase_every_hour()
    assert not ProcrastinateJob.objects.exists()
    made = three.asked(now=timezone.now() - timedelta(days=ANSWER_DAYS))
    tasks.chase_every_hour()
    tasks.chase_every_hour()
    job = ProcrastinateJob.objects.get()
    assert tasks._about(job.args) == "recordar lo que vence en los intercambios"

    class Noted:
        result = None
        told: list[dict[str, int]] = []

        def reach(self, done: int, total: int) -> None: ...

        def note(self, result: dict[str, int]) -> None:
            self.told.append(result)

    tasks.chase(Noted())
    assert Noted.told == [{"reminded": 0}]
    made.refresh_from_db()
    assert made.state == State.BROKERED
    asking.withdraw(exchange=made, because="x", by=three.caldono)
    assert _chase_one(made.pk, timezone.now()) == 0, "it ended meanwhile"


KILLED = """
import os, signal, django
django.setup()
from minga.exchange.actions import chasing
told = chasing.notify
def dies(**words):
    told(**words)
    os.kill(os.getpid(), signal.SIGKILL)
chasing.notify = dies
from minga.jobs.worker import Worker
with Worker() as worker:
    worker.turn()
"""


@pytest.fixture
def shared_base(django_db_setup: None, django_db_blocker: DjangoDbBlocker, worker: str) -> Iterator[str]:
    """A base with the gazetteer for this test and the process that it kills."""
    with django_db_blocker.unblock(), databases.clone("gazetteer", f"{worker}_chasing") as name:
        before, _, parameters = os.environ["DATABASE_URL"].partition("?")
        with databases.connected_to(name):
            yield f"{before.rpartition('/')[0]}/{name}?{parameters}"


def test_a_worker_that_is_killed_while_it_reminds_leaves_it_whole_to_the_next(shared_base: str) -> None:
    three = make_three()
    three.asked(now=timezone.now() - timedelta(days=ANSWER_DAYS - 1))
    tasks.chase_every_hour()
    root = Path(__file__).parents[2]
    environment = {**os.environ, "DATABASE_URL": shared_base, "PYTHONPATH": f"{root / 'src'}:{root}"}
    environment |= {"DJANGO_SETTINGS_MODULE": "minga.config.settings", "MINGA_HOME": str(settings.MINGA_HOME)}
    done = subprocess.run([sys.executable, "-c", KILLED], env=environment, check=False, capture_output=True)
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()
    assert reminders() == Counter() and not Reminded.objects.exists()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 minute'")
    jobs.mend()
    for _ in range(2):
        with Worker() as worker:
            worker.turn()
        tasks.chase_every_hour()
    assert reminders() == {"answer coordinator": 1}
