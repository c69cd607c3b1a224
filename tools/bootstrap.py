"""From a fresh clone to an environment that runs: `python3 tools/bootstrap.py [--dev] [--browser] [words for python]`.

Standard library only, and readable by any Python since 3.7, so that an old one is told so in one sentence. It makes
`.venv`, installs the packages of the lock (every file checked against its hash), puts the project and the command
`minga` in it, and then becomes that Python with the words left. What is done already is not done again.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Iterator  # noqa: UP035 - an old Python must be able to read this file

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
OLDEST = (3, 11)
NEEDED_BYTES = 900 * 1024 * 1024
LAUNCHER = """#!/bin/sh
# Minga, with its own packages, wherever this folder stands.
here=$(CDPATH= cd -- "$(dirname -- "$(readlink -f -- "$0")")" && pwd)
exec "$here/python" -m minga "$@"
"""
NO_DISK = ("No space left on device", "Errno 28", "Disk quota exceeded")
BAD_HASH = ("DO NOT MATCH THE HASHES",)
NO_PERMISSION = ("Permission denied", "Read-only file system", "Errno 13", "Errno 30")
NO_COMPILER = ("gcc", "'cc'", "Unable to find a compiler", "Failed building wheel", "Failed to build")
NO_NETWORK = ("NewConnectionError", "Failed to establish", "name resolution", "ProxyError", "timed out", "Network is")
NO_PACKAGE = ("Could not find a version", "No matching distribution")


class Stop(Exception):
    """One sentence that says what is missing and what to do."""


def main(arguments: list[str]) -> int:
    """Prepare the environment and become the command; the exit code where there is none or something is missing."""
    if sys.version_info[:2] < OLDEST:
        return refuse("Minga necesita Python 3.11 o posterior; este es {}.{}.".format(*sys.version_info[:2]))
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a script's background job begins with Ctrl-C ignored
    options = {word for word in arguments if word in ("--dev", "--browser")}
    command = [word for word in arguments if word not in options]
    try:
        prepare("requirements-dev.lock" if "--dev" in options else "requirements.lock")
        if "--browser" in options:
            install_browser()
    except Stop as stop:
        return refuse(str(stop))
    except OSError as error:
        return refuse(sentence(str(error)) or f"No se pudo preparar {VENV}: {error}.")
    except KeyboardInterrupt:
        return 130
    if command:
        os.execv(PYTHON, [str(PYTHON), *command])  # noqa: S606 - becomes the command: Ctrl-C has one process to reach
    return 0


def prepare(lock: str) -> None:
    """An environment with the packages of a lock in it, and the project."""
    stamp = VENV / f"installed-{fingerprint(lock)}"
    if stamp.exists() and os.access(PYTHON, os.X_OK):
        return
    with only_one():
        if not stamp.exists() or not works():
            make_environment()
            install_packages(lock)
        put_project_in()
        stamp.touch()


def fingerprint(lock: str) -> str:
    """What the environment was made from: the lock and the Python."""
    digest = hashlib.sha256((ROOT / lock).read_bytes())
    digest.update(repr(sys.version_info[:3]).encode())
    return digest.hexdigest()[:16]


@contextlib.contextmanager
def only_one() -> Iterator[None]:
    """Two `make` at the same time do not install over each other."""
    import fcntl

    with Path(__file__).open() as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            say("Otra orden está preparando el entorno; se espera a que termine…")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def make_environment() -> None:
    """`.venv`, anew where what stands there is broken or of another Python."""
    if works():
        return
    if shutil.disk_usage(ROOT).free < NEEDED_BYTES:
        raise Stop(disk_full())
    if (VENV / "pyvenv.cfg").exists():
        shutil.rmtree(VENV)
    say("Creando el entorno de Python en .venv…")
    done = venv()
    if done.returncode and install_debian("python{}.{}-venv".format(*sys.version_info[:2])):
        done = venv()
    if done.returncode:
        shutil.rmtree(VENV, ignore_errors=True)
        missing = "A este Python le falta el módulo venv: ejecute «sudo apt install python3-venv» y repita."
        raise Stop(sentence(done.stdout + done.stderr) or missing)


def works() -> bool:
    """Whether the environment's own pip answers, under this very Python."""
    if not os.access(PYTHON, os.X_OK):
        return False
    asked = run([str(PYTHON), "-c", "import pip, sys; print(sys.version_info[:3])"])
    return asked.returncode == 0 and asked.stdout.strip() == repr(sys.version_info[:3])


def venv() -> subprocess.CompletedProcess[str]:
    """Make the environment with this Python."""
    return run([sys.executable, "-m", "venv", str(VENV)])


def install_packages(lock: str) -> None:
    """The packages of the lock, each file checked against its hash; a line now and then while pip works."""
    total = sum("==" in line and not line.startswith((" ", "#")) for line in (ROOT / lock).read_text().splitlines())
    say(f"Instalando {total} paquetes, cada uno comprobado contra {lock}…")
    command = [str(PYTHON), "-m", "pip", "install", "--require-hashes", "--no-deps", "--prefer-binary", "-r", lock]
    quiet = ["--no-input", "--disable-pip-version-check", "--progress-bar", "off", "--retries", "2", "--timeout", "20"]
    said: list[str] = []
    with subprocess.Popen(
        command + quiet,
        cwd=ROOT,
        env={**os.environ, "PIP_USER": "0", "PYTHONUTF8": "1"},
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    ) as pip:
        for seen, line in enumerate(packages_in(pip.stdout or (), said), start=1):
            if seen % 10 == 0 or seen == total:
                say(f"  {seen}/{total} {line}")
    if pip.returncode:
        raise Stop(sentence("".join(said)) or "No se pudieron instalar los paquetes: " + last_error(said))
    say("Paquetes instalados.")


def packages_in(lines: Iterator[str] | tuple[()], said: list[str]) -> Iterator[str]:
    """The name of each package that pip turns to; everything it says is kept in `said`."""
    for line in lines:
        said.append(line)
        if line.startswith(("Collecting ", "Requirement already satisfied: ")):
            yield line.split(": ")[-1].replace("Collecting ", "").split("==")[0].strip()


def put_project_in() -> None:
    """The project's folder on the environment's path (relative, so that the whole may be moved), and `minga`."""
    asked = run([str(PYTHON), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"])
    where = Path(asked.stdout.strip())
    (where / "minga.pth").write_text(os.path.relpath(ROOT / "src", where) + "\n")
    launcher = VENV / "bin" / "minga"
    launcher.write_text(LAUNCHER)
    launcher.chmod(0o755)


def install_browser() -> None:
    """Debian's chromium for the journeys, where it is missing and we may; without it they skip, and say so."""
    if any(shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome")):
        return
    if not install_debian("chromium"):
        say("Falta el navegador (sudo apt install chromium): los recorridos en navegador se omiten.")


def install_debian(package: str) -> bool:
    """Install a Debian package; False where this is not Debian, we are not root, or there is none."""
    apt = shutil.which("apt-get")
    if not apt or os.geteuid() != 0:
        return False
    say(f"Instalando {package} de Debian…")
    install = ["install", "--no-install-recommends", package]
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for words in (install, ["update"], install):
        done = run([apt, "-y", "-q", *words], environment)
        if words == install and done.returncode == 0:
            return True
    return False


def run(command: list[str], environment: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """Run to the end and keep what it says."""
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT, env=environment)


def sentence(said: str) -> str | None:
    """The plain sentence for what a tool said, or None."""
    return next((text for marks, text in sentences() if any(mark in said for mark in marks)), None)


def sentences() -> Iterator[tuple[tuple[str, ...], str]]:
    """What tools say, most telling first, and what to tell the person instead."""
    yield NO_DISK, disk_full()
    yield BAD_HASH, "Un paquete descargado no es el que se esperaba: repita la orden; si persiste, no lo use y avise."
    yield NO_NETWORK, "No hay conexión con el almacén de paquetes de Python: revise la red y repita la orden."
    yield NO_PERMISSION, f"No se puede escribir en {ROOT}: copie el proyecto a una carpeta suya."
    yield NO_COMPILER, "Falta un compilador de C para esta máquina: «sudo apt install gcc python3-dev» y repita."
    yield NO_PACKAGE, "El almacén de paquetes no responde o no tiene los de esta máquina: revise la red y repita."


def disk_full() -> str:
    """How much room there must be, and where."""
    return f"No queda espacio en el disco: hacen falta {NEEDED_BYTES // 1024**2} MB libres en {ROOT}."


def last_error(said: list[str]) -> str:
    """The last line in which pip names an error."""
    errors = [line.strip() for line in said if line.startswith("ERROR")]
    return errors[-1] if errors else "".join(said).strip().splitlines()[-1]


def say(text: str) -> None:
    """A line about the way."""
    print(text, flush=True)


def refuse(text: str) -> int:
    """The sentence, and the exit code of a refusal."""
    print(text, file=sys.stderr, flush=True)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
