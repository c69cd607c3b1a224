"""A file that is handed in is never lost: it waits, it is read once, and its bytes end archived or gone."""

import os
import signal
import threading
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connection

from minga.cli import build_parser
from minga.evidence.adapters import path_of as archived
from minga.evidence.domain.statuses import Access
from minga.evidence.models import Document, ExtractedText, Passage
from minga.ingest import checking, following, sandbox, spool
from minga.ingest.actions import bringing, handing
from minga.ingest.actions.handing import Handed, hand_in
from minga.ingest.domain.reading import Reading
from minga.ingest.domain.states import State
from minga.ingest.models import Ingestion, PageLayout
from minga.jobs import actions as jobs
from minga.jobs import queries
from minga.jobs.domain import MOST_DEATHS, Reason
from minga.jobs.domain import State as JobState
from minga.jobs.worker import Worker

WORDS = "La ciudad de Quibdó firmó un acuerdo con Toscana.".encode()
pytestmark = pytest.mark.django_db
Captured = Callable[..., Any]


def handed(data: bytes = WORDS, name: str = "a.txt", **words: Any) -> Handed:
    return hand_in(data=data, name=name, **words)


def work(turns: int = 1) -> None:
    with Worker() as worker:
        for _ in range(turns):
            worker.turn()


def row() -> Ingestion:
    return Ingestion.objects.get()


def spooled() -> list[str]:
    return [path.name for path in spool.folder().iterdir()] if spool.folder().is_dir() else []


def dies_at_work() -> None:
    """A worker takes the next job and is never heard of again."""
    assert jobs.take(worker=jobs.begin_work()) is not None
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 minute'")
    jobs.mend()


def test_a_file_waits_with_its_bytes_and_its_job_and_is_read_as_it_was_asked_for() -> None:
    one = handed(access=Access.PRIVATE, language="es", csl={"id": "plan", "type": "report", "title": "Plan"})
    assert (row().state, row().document, spooled()) == (State.WAITING, None, [one.sha256])
    assert handed() == one  # the same file again is the same job
    assert list(checking.problems()) == []
    work()
    document = Document.objects.get()
    assert (row().state, document.access, document.language, document.source.slug) == ("read", "private", "es", "plan")
    assert spooled() == [] and archived(one.sha256).read_bytes() == WORDS
    assert one.job is not None and queries.result(one.job) == {"outcome": "added"}
    assert handed() == Handed(one.sha256, None)
    assert list(checking.problems()) == []


def test_a_later_version_of_a_source_that_waited_is_linked_to_the_one_before() -> None:
    csl = {"id": "plan", "type": "report", "title": "Plan"}
    handed(csl=csl)
    handed(b"Otro texto.", csl=csl)
    work(2)
    assert [one.earlier and one.earlier.sha256 for one in Ingestion.objects.all()] == [None, handed().sha256]


def test_what_nobody_can_read_leaves_the_spool_too() -> None:
    handed(b"", "vacío.pdf")
    work()
    assert (row().state, spooled(), Document.objects.count()) == (State.EMPTY, [], 0)


def test_a_worker_that_dies_after_the_file_was_kept_leaves_nothing_to_do_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    one = handed()

    def dies(**_: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(handing, "clear", dies)
        work()
    assert (row().state, spooled(), ExtractedText.objects.count()) == ("read", [one.sha256], 1)
    monkeypatch.setattr(sandbox, "read", dies)  # it is not read again
    work()
    assert one.job is not None and queries.states([one.job]) == {one.job: JobState.DONE}
    assert spooled() == [] and queries.result(one.job) == {"outcome": "added"}


def test_a_file_that_kills_its_worker_three_times_is_kept_and_said_so(
    django_capture_on_commit_callbacks: Captured,
) -> None:
    one = handed(csl={"id": "plan", "type": "report", "title": "Plan"})
    with django_capture_on_commit_callbacks(execute=True):
        for _ in range(MOST_DEATHS):
            dies_at_work()
    assert (row().state, row().detail, spooled()) == (State.CRASHED, "killed", [])
    assert archived(one.sha256).read_bytes() == WORDS
    again = handed()
    assert again.job not in (None, one.job) and spooled() == []  # it is read from the archive
    work()
    assert row().state == State.READ


def test_a_file_that_is_cancelled_leaves_nothing_and_may_come_again(
    django_capture_on_commit_callbacks: Captured,
) -> None:
    one = handed()
    assert one.job is not None
    with django_capture_on_commit_callbacks(execute=True):
        assert jobs.cancel(number=one.job)
    assert (row().state, spooled(), Document.objects.count()) == (State.CANCELLED, [], 0)
    assert list(checking.problems()) == []
    handed()
    work()
    assert row().state == State.READ


def test_who_hands_a_file_in_while_another_takes_it_back_does_not_lose_it(monkeypatch: pytest.MonkeyPatch) -> None:
    real, kept = spool.keep, []

    def taken_out_at_once(sha256: str, data: bytes) -> None:
        kept.append(sha256)
        if len(kept) > 1:
            real(sha256, data)

    monkeypatch.setattr(spool, "keep", taken_out_at_once)
    one = handed()
    assert spooled() == [one.sha256]
    handing.clear(sha256=one.sha256)  # it waits: whoever wants it away is too late
    assert spooled() == [one.sha256]


def test_nothing_leaves_the_spool_while_a_backup_is_made() -> None:
    one = handed()
    other = connection.copy()
    with closing(other), other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [spool.COPYING])
        work()
        assert (row().state, spooled()) == ("read", [one.sha256])
        cursor.execute("SELECT pg_advisory_unlock(%s)", [spool.COPYING])
    handing.clear(sha256=one.sha256)
    assert spooled() == []


def test_a_file_whose_bytes_are_gone_says_so() -> None:
    one = handed()
    spool.remove(one.sha256)
    assert [problem.split(": ")[1] for problem in checking.problems()] == ["it waits, and its bytes are gone"]
    work()
    assert (row().state, row().detail) == (State.UNREADABLE, "lost")


def test_a_file_that_was_read_before_is_not_undone_by_a_job_that_is_given_up() -> None:
    handed()
    work()
    arguments: dict[str, Any] = {"sha256": row().sha256, "name": "a.txt", "access": "open", "csl": None}
    handing.leave(reason=Reason.KILLED, detail="", **arguments)
    assert row().state == State.READ
    Ingestion.objects.all().delete()
    handing.leave(reason=Reason.KILLED, detail="", **arguments)


def test_what_lies_in_the_spool_without_anybody_waiting_goes_when_it_is_old() -> None:
    handing.clear_left_behind()
    waits = handed().sha256
    for name in (waits, "0" * 64, ".draft", "1" * 64):
        path = spool.path_of(name)
        path.write_bytes(b"x")
        if name[0] != "1":
            os.utime(path, (0, 0))
    assert [problem for problem in checking.problems() if "spool" in problem] == [
        "spool .draft: nobody waits for it",
        "spool 000000000000: nobody waits for it",
    ]
    handing.clear_left_behind()
    assert sorted(spooled()) == sorted([waits, "1" * 64])


def test_the_check_sees_what_must_not_be() -> None:
    handed()
    handed(b"Uno dos.\n\nTres cuatro.", "b.txt")
    work(2)
    first, second = Ingestion.objects.all()
    handed(b"Otro.", "c.txt")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE status = 'todo'")
        cursor.execute("UPDATE ingest_ingestion SET sha256 = repeat('0', 64) WHERE id = %s", [first.pk])
        cursor.execute("UPDATE evidence_passage SET start = 0 WHERE ordinal = 2")
        cursor.execute("UPDATE evidence_document SET pages = 0")
    PageLayout.objects.create(
        extracted=ExtractedText.objects.get(document=second.document), number=1, width=1, height=1, places=[]
    )
    said = sorted(problem.split(": ", 1)[1] for problem in checking.problems())
    assert said == [
        "it overlaps the one before",
        "it waits, and no job reads it",
        "its document has other bytes",
        "the document has no such page",
    ]
    Passage.objects.all().delete()
    PageLayout.objects.all().delete()
    assert "it has words and no passage" in " ".join(checking.problems())
    Ingestion.objects.filter(pk=second.pk).update(document=bring_without_text())
    assert "it was read, and its text is gone" in " ".join(checking.problems())


def bring_without_text() -> Document:
    reading = Reading(State.PASSWORD)
    brought = bringing.bring_in(data=b"%PDF locked", name="x.pdf", reading=reading, language="es").ingestion
    document, brought.document = brought.document, None
    assert document is not None
    Ingestion.objects.filter(pk=brought.pk).delete()
    return document


def ingest(*words: str) -> int:
    args = build_parser().parse_args(["ingest", *words])
    return int(args.run(args))


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    """A file with words."""
    path = tmp_path / "a.txt"
    path.write_bytes(WORDS)
    return path


def test_whoever_does_not_wait_is_told_how_it_goes_on(paper: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert ingest("--no-wait", str(paper)) == 0
    assert ingest("--no-wait", str(paper.with_name("falta.txt"))) == 1
    said = capsys.readouterr()
    assert "a.txt: en espera" in said.out and "Espera" in said.err and "minga work" in said.err
    assert row().state == State.WAITING
    work()
    assert ingest("--no-wait", str(paper)) == 0
    assert "ya estaba; leído" in capsys.readouterr().out


def test_where_somebody_works_already_the_files_are_watched(
    paper: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Nobody:
        def __enter__(self) -> None:
            raise AssertionError("two work at once")

    jobs.begin_work()
    monkeypatch.setattr(following, "Worker", Nobody)
    monkeypatch.setattr("minga.ingest.following.sleep", lambda _: work())
    assert ingest(str(paper), str(paper)) == 0
    first, second = capsys.readouterr().out.splitlines()[:2]
    assert "a.txt: leído" in first and "a.txt: ya estaba; leído" in second


def test_a_database_that_is_started_again_is_waited_for(paper: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real, away = queries.states, [True]

    def gone_once(numbers: Any) -> Any:
        if away and away.pop():
            raise OperationalError
        return real(numbers)

    monkeypatch.setattr(queries, "states", gone_once)
    monkeypatch.setattr("minga.ingest.following.sleep", lambda _: None)
    assert ingest(str(paper)) == 0
    away.append(True)
    monkeypatch.setattr(following, "_PATIENCE_SECONDS", -1)
    paper.write_text("Otro.")
    with pytest.raises(OperationalError):
        ingest(str(paper))


def test_ctrl_c_ends_the_reading_and_says_what_still_waits(
    paper: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def slow(*_: Any, **__: Any) -> Reading:
        threading.Timer(0.1, lambda: os.kill(os.getpid(), signal.SIGINT)).start()
        time.sleep(5)
        raise AssertionError

    monkeypatch.setattr(sandbox, "read", slow)
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # tests in the background begin without it
    try:
        with pytest.raises(KeyboardInterrupt):
            ingest(str(paper))
    finally:
        signal.signal(signal.SIGINT, before)
    assert "Espera" in capsys.readouterr().err
    assert row().state == State.WAITING and queries.waiting() == 1 and spooled()
