"""Heavy work uses every core, and what dies at it takes nothing along but itself."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Executor
from pathlib import Path

import pytest

from minga.jobs.batches import MOST_TRIES, Failed, cores_of, executor, run_batch
from tests.jobs import toil

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def pool() -> Iterator[Executor]:
    with executor(2) as made:
        yield made


def test_results_come_in_order_from_single_threaded_processes_with_how_far_it_is(pool: Executor) -> None:
    reached: list[int] = []
    assert list(run_batch(pool, toil.digest, range(300), progress=reached.append)) == [*map(toil.digest, range(300))]
    assert reached == list(range(1, 301)) and cores_of(pool) == 2
    told = [made for made in run_batch(pool, toil.whose, range(8)) if not isinstance(made, Failed)]
    assert {threads for _, threads in told} == {"1"} and os.getpid() not in {process for process, _ in told}


def test_what_raises_is_handed_out_as_failed_with_its_words(pool: Executor) -> None:
    made = list(run_batch(pool, toil.refuse_odd, range(6)))
    assert made[::2] == [0, 2, 4]
    failed = [one for one in made if isinstance(one, Failed)]
    assert [one.item for one in failed] == [1, 3, 5] and "3: odd" in str(failed[1].error)


def test_a_killed_process_loses_nothing(pool: Executor, tmp_path: Path) -> None:
    names = [f"{n}" for n in range(40)]
    names[7] = str(tmp_path / "7.once")
    assert list(run_batch(pool, toil.die_once, names)) == [f"{n}" for n in range(40)]


def test_what_kills_its_process_each_time_is_given_up_alone(pool: Executor, caplog: pytest.LogCaptureFixture) -> None:
    made = list(run_batch(pool, toil.die_at_13, range(40)))
    (failed,) = [one for one in made if isinstance(one, Failed)]
    assert failed.item == 13 and made[:13] + made[14:] == [n for n in range(40) if n != 13]
    assert f"after {MOST_TRIES} tries" in caplog.text


def test_what_cannot_be_sent_is_failed(pool: Executor) -> None:
    made = list(run_batch(pool, lambda number: number, [1]))
    assert isinstance(made[0], Failed) and made[0].item == 1


def test_a_batch_that_is_cancelled_or_left_begins_nothing_more(pool: Executor) -> None:
    reached: list[int] = []
    enough = run_batch(pool, toil.digest, range(100_000), progress=reached.append, cancelled=lambda: len(reached) >= 5)
    assert list(enough) == [toil.digest(n) for n in range(5)]
    batch = run_batch(pool, toil.digest, iter(range(100_000)))
    next(batch)
    batch.close()
    assert list(run_batch(pool, toil.digest, [1])) == [toil.digest(1)]


def test_processes_of_a_pool_end_with_their_parent_and_with_whoever_leaves_it() -> None:
    program = (
        "import signal, time\nfrom minga.jobs.batches import executor, run_batch\nfrom tests.jobs import toil\n"
        # What is started in the background of a shell is started deaf to Ctrl-C.
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "if __name__ == '__main__':\n    with executor(1) as pool:\n"
        "        print(next(run_batch(pool, toil.whose, range(9)))[0], flush=True)\n        time.sleep(60)\n"
    )
    script = [sys.executable, "-c", program]
    environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
    for end in (signal.SIGKILL, signal.SIGINT):
        with subprocess.Popen(script, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment) as parent:
            assert parent.stdout is not None
            worker = int(parent.stdout.readline())
            parent.send_signal(end)
            parent.wait(20)
        until = time.monotonic() + 20
        while is_running(worker) and time.monotonic() < until:
            time.sleep(0.05)
        assert not is_running(worker)


def is_running(process: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False


def test_a_cluster_does_the_same_work_though_a_worker_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        monkeypatch.setenv("MINGA_DASK_SCHEDULER", cluster.scheduler_address)
        with executor() as made:
            assert cores_of(made) == 2
            batch = run_batch(made, toil.digest, range(600))
            got = [next(batch)]
            os.kill(cluster.workers[0].pid, signal.SIGKILL)
            got += list(batch)
    assert got == [toil.digest(n) for n in range(600)]


def test_where_the_cluster_is_not_there_this_machine_works(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("MINGA_DASK_SCHEDULER", "nonsense://127.0.0.1:9")
    with executor() as made:
        assert list(run_batch(made, toil.digest, [1])) == [toil.digest(1)]
    assert "cannot be had" in caplog.text
