"""What a command says: results on stdout, the way there on stderr, so that a result can be piped."""

import sys
import time
from types import TracebackType
from typing import Self

_EVERY_SECONDS = 5.0


def say(text: str = "") -> None:
    """One line of the result."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def tell(text: str) -> None:
    """One line about the work under way, or about what went wrong; never part of the result."""
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


class Progress:
    """How far a long step is: a line that moves on a terminal, a line now and then in a log.

    label  what is being done, in the user's language
    total  how many units there are; 0 where nobody knows
    """

    def __init__(self, label: str, total: int = 0) -> None:
        self.label, self.total, self.done = label, total, 0
        self._began = self._told = time.monotonic()
        self._moving = sys.stderr.isatty()

    def __enter__(self) -> Self:
        self._show(f"{self.label}…")
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        seconds = time.monotonic() - self._began
        self._show(f"{self.label}: {self._count()}{seconds:.1f} s", last=True) if kind is None else self._break()

    def advance(self, units: int = 1) -> None:
        """Count units as done."""
        self.done += units
        if time.monotonic() - self._told >= (0.2 if self._moving else _EVERY_SECONDS):
            self._told = time.monotonic()
            self._show(f"{self.label}: {self._count()}".removesuffix(" · "))

    def reach(self, done: int, total: int) -> None:
        """Say how many units are done in all, of how many."""
        self.total = total
        self.advance(done - self.done)

    def _count(self) -> str:
        if not self.total:
            return f"{self.done:,} · ".replace(",", " ") if self.done else ""
        return f"{self.done:,}/{self.total:,} ({100 * self.done // self.total} %) · ".replace(",", " ")

    def _show(self, line: str, *, last: bool = False) -> None:
        if self._moving:
            sys.stderr.write(f"\r\x1b[K{line}" + ("\n" if last else ""))
            sys.stderr.flush()
        else:
            tell(line)

    def _break(self) -> None:
        if self._moving:
            sys.stderr.write("\n")
