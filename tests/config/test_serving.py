"""`minga serve`: what dies is started again, and what was started ends with it."""

import itertools
import os
import re
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from minga.config import installation, processes
from minga.config.children import Child
from minga.config.faults import Fault
from minga.config.serving import Door, Ending, door_from_environment, refuse_a_busy_port
from tests.servers import Site, serving


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder of a whole installation, with the embedded base: each test opens it again, however the last ended."""
    home = tmp_path_factory.mktemp("serving") / "minga de prueba"
    yield home
    if os.geteuid() == 0:
        shutil.rmtree(installation.base_of(home))


@pytest.fixture
def site(house: Path) -> Iterator[Site]:
    """It, started as a script starts a job in the background."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with serving(house) as site:
            signal.signal(signal.SIGINT, before)
            yield site
    finally:
        signal.signal(signal.SIGINT, before)


def children_of(parent: int, word: str) -> list[int]:
    listed = subprocess.run(["ps", "-A", "-o", "pid=,ppid=,args="], capture_output=True, text=True, check=True).stdout
    rows = [re.split(r"\s+", line.strip(), maxsplit=2) for line in listed.splitlines()]
    return [int(row[0]) for row in rows if int(row[1]) == parent and word in row[2]]


def lives(number: int) -> bool:
    with suppress(OSError):
        return Path(f"/proc/{number}/stat").read_text().rpartition(") ")[2][0] != "Z"
    return False


def test_the_web_the_one_worker_and_the_database_come_back_after_kill_9(site: Site) -> None:
    for word in ("minga work", "granian", "postgres"):
        (victim,) = children_of(site.process.pid, word)
        os.kill(victim, signal.SIGKILL)
        assert word != "granian" or site.becomes(healthy=False, seconds=10)
        time.sleep(1)
        assert site.becomes(healthy=True), word
    assert len(children_of(site.process.pid, "minga work")) == 1
    assert site.process.poll() is None


@pytest.mark.parametrize("signum", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_nothing_it_started_outlives_it(site: Site, signum: signal.Signals) -> None:
    (worker,) = children_of(site.process.pid, "minga work")
    site.process.send_signal(signum)
    site.process.wait(30)
    data = installation.base_of(site.home) / "data"
    end = time.monotonic() + 20
    while (processes.working_in(data) or site.healthy() or lives(worker)) and time.monotonic() < end:
        time.sleep(0.1)
    assert not processes.working_in(data) and not lives(worker)
    refuse_a_busy_port(Door("127.0.0.1", site.port, 1))


def test_a_huge_body_is_refused_before_anything_of_it_is_kept(site: Site) -> None:
    """Whoever has a form's mark could otherwise fill the disk at any address: 300 MB were kept where it is 0 now."""
    (server,) = children_of(site.process.pid, "granian")
    before = cost_of(server)
    for is_chunked, status in ((False, b"413"), (True, b"403")):  # what has no length is empty, and has no mark
        sent, answer = send_a_lot(site.port, is_chunked=is_chunked)
        assert status in answer and sent < 100 << 20, answer
    written, memory = (now - then for now, then in zip(cost_of(server), before, strict=True))
    assert written < 4 << 20 and memory < 100 << 20


def send_a_lot(port: int, *, is_chunked: bool) -> tuple[int, bytes]:
    """Send up to 100 MB as a file where none is taken; how much was sent, and the first line of the answer."""
    block, size, sent = b"z" * (1 << 16), 100 << 20, 0
    part = b'--x\r\nContent-Disposition: form-data; name="a"; filename="a.bin"\r\n\r\n'
    length = b"Transfer-Encoding: chunked" if is_chunked else b"Content-Length: %d" % (size + len(part))
    head = [b"POST /informar/ HTTP/1.1", b"Host: localhost", b"Cookie: csrftoken=" + b"a" * 32, length]
    head += [b"Content-Type: multipart/form-data; boundary=x", b"", b""]
    with socket.create_connection(("127.0.0.1", port), timeout=30) as asking:
        asking.sendall(b"\r\n".join(head))
        with suppress(OSError):
            asking.sendall(b"%x\r\n%b\r\n" % (len(part), part) if is_chunked else part)
            while sent < size:
                asking.sendall(b"%x\r\n%b\r\n" % (len(block), block) if is_chunked else block)
                sent += len(block)
        return sent, asking.recv(100).partition(b"\r\n")[0]


def cost_of(server: int) -> tuple[int, int]:
    """Bytes that the web processes wrote, and the most memory they ever had."""
    written = memory = 0
    for number in (server, *children_of(server, "")):
        words = Path(f"/proc/{number}/io").read_text() + Path(f"/proc/{number}/status").read_text()
        written += int(re.findall(r"wchar:\s+(\d+)", words)[0])
        memory += int(re.findall(r"VmHWM:\s+(\d+) kB", words)[0]) << 10
    return written, memory


def test_a_signal_that_strikes_where_python_drops_it_is_not_lost() -> None:
    before = {signum: signal.getsignal(signum) for signum in (signal.SIGINT, signal.SIGTERM)}
    ending = Ending()
    ending.look()
    try:
        with suppress(KeyboardInterrupt):
            signal.raise_signal(signal.SIGTERM)
        with pytest.raises(KeyboardInterrupt):
            ending.look()
    finally:
        for signum, handler in before.items():
            signal.signal(signum, handler)


def test_the_loss_of_one_process_of_the_database_is_mended_at_once(site: Site) -> None:
    (postmaster,) = children_of(site.process.pid, "postgres")
    (victim,) = children_of(postmaster, "checkpointer")
    os.kill(victim, signal.SIGKILL)
    time.sleep(1)
    assert site.becomes(healthy=True, seconds=45)


def test_a_busy_port_is_told_in_one_sentence_with_another_to_use() -> None:
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        port = busy.getsockname()[1]
        with pytest.raises(Fault, match=f"El puerto {port} está ocupado: elija otro, por ejemplo PORT={port + 1}"):
            refuse_a_busy_port(Door("127.0.0.1", port, 1))


def test_an_address_of_another_machine_is_told_in_one_sentence() -> None:
    with pytest.raises(Fault, match="MINGA_BIND"):
        refuse_a_busy_port(Door("192.0.2.1", 8000, 1))


@pytest.mark.parametrize(
    ("name", "value"), [("PORT", "ocho mil"), ("PORT", "70000"), ("MINGA_WORKERS", "0"), ("MINGA_WORKERS", "muchos")]
)
def test_numbers_must_be_numbers(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(Fault, match=name):
        door_from_environment()


def test_a_process_that_keeps_dying_waits_longer_each_time(tmp_path: Path) -> None:
    now = [0.0]
    child = Child("broken", ["false"], tmp_path / "log" / "x.log", _clock=lambda: now[0])
    starts = []
    for tick in range(200):
        now[0] = tick / 10
        before = child.process
        child.keep()
        assert child.process
        child.process.wait()
        if child.process is not before:
            starts.append(now[0])
    pauses = [later - earlier for earlier, later in itertools.pairwise(starts)]
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
