"""Processes that must be running: started, started again when they die, ended when we end."""

import os
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from minga.config import processes

_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 30.0
_STEADY_SECONDS = 60.0
_LARGEST_LOG = 10 * 1024 * 1024


@dataclass
class Child:
    """One process to keep running.

    command      its words; the environment is ours at the moment of starting
    patience     seconds it gets to end by itself before it is killed
    """

    name: str
    command: list[str]
    log: Path
    patience: float = 15.0
    process: subprocess.Popen[bytes] | None = None
    _started: float = 0.0
    _pause: float = _FIRST_PAUSE
    _clock: Callable[[], float] = field(default=time.monotonic, repr=False)

    def keep(self) -> None:
        """Start it where it is not running; one that keeps dying waits longer each time."""
        if self.process is not None and self.process.poll() is None:
            return
        if self.process is not None:
            _end_group(self.process.pid)  # what a killed process leaves behind still holds its port
            ran = self._clock() - self._started
            if ran < self._pause:
                return
            self._pause = _FIRST_PAUSE if ran > _STEADY_SECONDS else min(self._pause * 2, _LONGEST_PAUSE)
        self._start()

    def stop(self) -> None:
        """End it, kindly first."""
        if self.process is None:
            return
        if self.process.poll() is None:
            self.process.terminate()
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(self.patience)
        _end_group(self.process.pid)
        self.process.wait()
        self.process = None

    def trim_log(self) -> None:
        """Keep one older log at most; the process writes at the end of the file, wherever that is."""
        if self.log.exists() and self.log.stat().st_size > _LARGEST_LOG:
            self.log.with_suffix(".log.1").write_bytes(self.log.read_bytes())
            os.truncate(self.log, 0)

    def _start(self) -> None:
        self._started = self._clock()
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            self.process = _spawn(self.command, log)


def _spawn(command: list[str], log: IO[bytes]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=log,
        start_new_session=True,  # Ctrl-C reaches us, and we end it in order
        preexec_fn=processes.dying_with_parent(signal.SIGTERM),
    )


def _end_group(group: int) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(group, signal.SIGKILL)
