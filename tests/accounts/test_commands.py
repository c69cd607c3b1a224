"""`minga admin create` asks, checks, and has no default password."""

import getpass
import sys

import pytest

from minga.accounts.models import User
from minga.cli import build_parser
from minga.config import commands, loading

GOOD = "siete-cerros-y-un-rio"
pytestmark = pytest.mark.django_db


def create(email: str = "alba@caldono.gov.co") -> int:
    args = build_parser().parse_args(["admin", "create", email])
    return int(args.run(args))


def test_the_password_comes_from_the_environment(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MINGA_ADMIN_PASSWORD", GOOD)
    assert create() == 0
    assert User.objects.get().check_password(GOOD)
    assert create() == 1
    assert "Ya hay una cuenta" in capsys.readouterr().err


def test_the_password_is_asked_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter([GOOD, "otra-cosa", GOOD, GOOD])
    monkeypatch.delenv("MINGA_ADMIN_PASSWORD", raising=False)
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    monkeypatch.setattr(getpass, "getpass", lambda prompt: next(answers))
    assert create() == 1, "two different passwords"
    assert create() == 0
    assert User.objects.get().check_password(GOOD)


def test_without_a_terminal_and_without_a_password_nothing_is_made(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("MINGA_ADMIN_PASSWORD", raising=False)
    monkeypatch.setattr(sys.stdin, "isatty", lambda: False)
    assert create() == 1
    assert "MINGA_ADMIN_PASSWORD" in capsys.readouterr().err
    assert not User.objects.exists()


@pytest.mark.parametrize(("bind", "people"), [("127.0.0.1", 4), ("192.0.2.1", 0)])
def test_the_demo_has_its_people_only_where_nobody_else_comes_in(
    bind: str, people: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MINGA_BIND", bind)
    monkeypatch.setenv("MINGA_DEMO", "")
    monkeypatch.setattr(loading, "load", lambda **words: 0)
    monkeypatch.setattr(commands, "_open", lambda *, before, after: before())
    assert build_parser().parse_args(["demo"]).run(None) == 0
    assert User.objects.count() == people
