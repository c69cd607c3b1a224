"""`minga serve`: what dies is started again, and what was started ends with it."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from minga.config import installation, processes, serving
from minga.config.children import Child
from minga.config.faults import Fault
from tests.conftest import free_port


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[subprocess.Popen[str], int, Path]]:
    """A whole installation of its own: `minga serve` with the embedded base."""
    monkeypatch.delenv("DATABASE_URL")
    home, port = tmp_path / "minga de prueba", free_port()
    environment = {**os.environ, "MINGA_HOME": str(home), "PORT": str(port), "MINGA_WORKERS": "1"}
    command = [sys.executable, "-m", "minga", "serve"]
    process = subprocess.Popen(command, env=environment, text=True, stdout=subprocess.PIPE)
    assert process.stdout and f"localhost:{port}" in process.stdout.readline()
    yield process, port, home
    if process.poll() is None:
        process.terminate()
        process.wait(60)
    if os.geteuid() == 0:
        subprocess.run(["rm", "-rf", str(installation.base_of(home))], check=True)


def healthy(port: int, path: str = "/salud/") -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as answer:
            return bool(answer.read() == b"bien\n")
    except (urllib.error.URLError, OSError):
        return False


def until(wanted: bool, port: int, seconds: float = 40) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if healthy(port) is wanted:
            return True
        time.sleep(0.1)
    return False


def children_of(parent: int, word: str) -> list[int]:
    listed = subprocess.run(["ps", "-A", "-o", "pid=,ppid=,args="], capture_output=True, text=True, check=True).stdout
    rows = [re.split(r"\s+", line.strip(), maxsplit=2) for line in listed.splitlines()]
    return [int(row[0]) for row in rows if int(row[1]) == parent and word in row[2]]


def test_the_web_and_the_database_come_back_after_kill_9(site: tuple[subprocess.Popen[str], int, Path]) -> None:
    process, port, home = site
    assert healthy(port)
    for word in ("granian", "postgres"):
        (victim,) = children_of(process.pid, word)
        os.kill(victim, signal.SIGKILL)
        assert until(False, port, 5) or word == "postgres"
        assert until(True, port), word
    assert process.poll() is None


@pytest.mark.parametrize("signum", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_nothing_it_started_outlives_it(site: tuple[subprocess.Popen[str], int, Path], signum: signal.Signals) -> None:
    process, port, home = site
    process.send_signal(signum)
    process.wait(30)
    data = installation.Installation(installation.base_of(home), Path(), None).data
    end = time.monotonic() + 20
    while (processes.working_in(data) or healthy(port)) and time.monotonic() < end:
        time.sleep(0.1)
    assert not processes.working_in(data)
    serving.refuse_a_busy_port(serving.Door("127.0.0.1", port, 1))


def test_a_busy_port_is_told_in_one_sentence_with_another_to_use() -> None:
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        port = busy.getsockname()[1]
        with pytest.raises(Fault, match=f"El puerto {port} está ocupado: elija otro, por ejemplo PORT={port + 1}"):
            serving.refuse_a_busy_port(serving.Door("127.0.0.1", port, 1))


def test_an_address_of_another_machine_is_told_in_one_sentence() -> None:
    with pytest.raises(Fault, match="MINGA_BIND"):
        serving.refuse_a_busy_port(serving.Door("192.0.2.1", 8000, 1))


@pytest.mark.parametrize(
    ("name", "value"), [("PORT", "ocho mil"), ("PORT", "70000"), ("MINGA_WORKERS", "0"), ("MINGA_WORKERS", "muchos")]
)
def test_numbers_must_be_numbers(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(Fault, match=name):
        serving.door_from_environment()


def test_a_process_that_keeps_dying_waits_longer_each_time(tmp_path: Path) -> None:
    now = [0.0]
    child = Child(
        "broken", [sys.executable, "-c", "raise SystemExit(1)"], tmp_path / "log" / "x.log", _clock=lambda: now[0]
    )
    starts = []
    for tick in range(200):
        now[0] = tick / 10
        before = child.process
        child.keep()
        assert child.process
        child.process.wait()
        if child.process is not before:
            starts.append(now[0])
    pauses = [later - earlier for earlier, later in zip(starts, starts[1:], strict=False)]
    assert pauses == sorted(pauses)
    assert len(starts) <= 6
    child.stop()


def test_a_log_does_not_fill_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("minga.config.children._LARGEST_LOG", 10)
    child = Child("talker", ["true"], tmp_path / "x.log")
    (tmp_path / "x.log").write_text("doce letras.")
    child.trim_log()
    assert (tmp_path / "x.log").read_text() == ""
    assert (tmp_path / "x.log.1").read_text() == "doce letras."
