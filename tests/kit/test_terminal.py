"""A long step says how far it is: in a moving line on a terminal, now and then in a log."""

import io
import sys

import pytest

from minga.kit.terminal import Progress


class Terminal(io.StringIO):
    """A screen that says it is one."""

    def isatty(self) -> bool:
        """A person is looking."""
        return True


def _clock(monkeypatch: pytest.MonkeyPatch, *, step: float) -> None:
    moments = iter(step * n for n in range(100))
    monkeypatch.setattr("minga.kit.terminal.time.monotonic", lambda: next(moments))


def test_a_log_hears_of_a_long_step_only_now_and_then(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _clock(monkeypatch, step=2.0)
    with Progress("Cargando", 3000) as progress:
        for done in (1000, 2000, 3000):
            progress.reach(done, 3000)
    out, err = capsys.readouterr()
    assert out == ""
    assert [line.strip() for line in err.splitlines()] == [
        "Cargando…",
        "Cargando: 3 000/3 000 (100 %)",
        "Cargando: 3 000/3 000 (100 %) · 10.0 s",
    ]


def test_a_terminal_shows_one_line_that_moves(monkeypatch: pytest.MonkeyPatch) -> None:
    _clock(monkeypatch, step=1.0)
    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    with Progress("Leyendo") as progress:
        progress.advance(5)
        progress.advance(1500)
    shown = screen.getvalue()
    assert shown.count("\n") == 1
    assert "Leyendo: 1 505\r" in shown
    assert shown.startswith("\r\x1b[K")


def test_a_step_that_fails_leaves_the_message_a_line_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    with pytest.raises(ValueError, match="x"), Progress("Leyendo"):
        raise ValueError("x")
    assert screen.getvalue().endswith("\n")


def test_a_step_that_fails_is_not_called_done_in_a_log(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ValueError, match="x"), Progress("Leyendo"):
        raise ValueError("x")
    assert capsys.readouterr().err == "Leyendo…\n"
