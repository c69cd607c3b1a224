"""The terminal: every command is there, and what a machine can cause is told in one sentence."""

import errno
import json
import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from minga import cli
from minga.config.faults import Fault, sentence

OWN = ["demo", "serve", "load", "check", "migrate", "backup", "restore", "admin"]
ROOMS = ["find", "resolve", "rebuild_index", "index"]


def minga(*words: str, home: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "minga", *words]
    whole = {**os.environ, "MINGA_HOME": str(home), **environment}
    return subprocess.run(command, capture_output=True, text=True, env=whole, check=False)


@pytest.mark.parametrize("command", OWN + ROOMS)
def test_every_command_explains_itself(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        cli.build_parser().parse_args([command, "--help"])
    assert left.value.code == 0
    assert command in capsys.readouterr().out


def test_a_mistyped_command_is_one_sentence_and_starts_nothing(own_home: Path) -> None:
    said = minga("buscar", home=own_home)
    assert said.returncode == 2
    assert len(said.stderr.strip().splitlines()) == 1
    assert said.stdout == ""


def test_a_folder_that_cannot_be_written_is_one_sentence(own_home: Path) -> None:
    (own_home / "file").write_text("")
    said = minga("migrate", home=own_home / "file" / "home")
    assert said.returncode == 1
    assert "Traceback" not in said.stderr
    assert len(said.stderr.strip().splitlines()) == 1


def test_a_database_that_is_not_there_is_one_sentence(own_home: Path) -> None:
    said = minga("migrate", home=own_home, DATABASE_URL="postgresql://nadie@127.0.0.1:1/nada")
    assert (said.returncode, said.stdout) == (1, "")
    assert said.stderr.startswith("No se pudo conectar con la base de datos")
    assert len(said.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (Fault("tal cual"), "tal cual"),
        (OSError(errno.ENOSPC, "x", "/datos"), "No queda espacio en el disco (/datos)"),
        (OSError(errno.EACCES, "x", "/datos"), "No se puede escribir en /datos"),
        (psycopg.errors.DiskFull("x"), "No queda espacio"),
        (psycopg.errors.UndefinedTable("x"), "minga load"),
        (psycopg.errors.InsufficientPrivilege("crear\notra"), "permiso suficiente: crear"),
        (psycopg.OperationalError("se fue"), "dejó de responder (se fue)"),
    ],
)
def test_what_a_machine_can_cause_has_its_sentence(error: Exception, words: str) -> None:
    wrapped = RuntimeError("Django")
    wrapped.__cause__ = error
    assert words in (sentence(error) or "")
    assert words in (sentence(wrapped) or "")


def test_a_fault_of_ours_is_not_dressed_up() -> None:
    assert sentence(ValueError("x")) is None
    assert sentence(OSError(errno.EINVAL, "x")) is None


def test_an_interrupted_command_ends_quietly(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(args: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "run", interrupted)
    monkeypatch.setattr("signal.signal", lambda *args: None)
    assert cli.main(["migrate"]) == 130


@pytest.mark.usefixtures("world")
def test_json_is_all_there_is_on_stdout(capsys: pytest.CaptureFixture[str]) -> None:
    args = cli.build_parser().parse_args(["resolve", "Medellín", "--json"])
    assert args.run(args) == 0
    assert json.loads(capsys.readouterr().out)["territory"]["code"] == "CO-05001"
