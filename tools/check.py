"""`make check`: format, lint, types, imports and house rules, two at a time; what fails is shown whole."""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent
# The slowest first, so that both cores are busy to the end.
STEPS = (
    ("types", [BIN / "mypy", "src", "tests", "bench", "tools"]),
    ("house rules", [sys.executable, "-m", "pytest", "tests/house", "-q", "-p", "no:cacheprovider"]),
    ("imports", [BIN / "lint-imports"]),
    ("lint", [BIN / "ruff", "check", "."]),
    ("format", [BIN / "ruff", "format", "--check", "."]),
)


def main() -> int:
    """Run every step; 1 where any failed."""
    with ThreadPoolExecutor(2) as pool:
        return int(not all(list(pool.map(lambda step: passes(*step), STEPS))))


def passes(name: str, command: list[str | Path]) -> bool:
    """Run one step, and say how it went."""
    began = time.monotonic()
    environment = {**os.environ, "PYTHONPATH": "src", "DJANGO_SETTINGS_MODULE": "minga.config.settings"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    verdict = "ok" if done.returncode == 0 else "FAILED"
    print(f"{name:<12} {verdict}  {time.monotonic() - began:.0f} s", flush=True)
    if done.returncode:
        print(done.stdout + done.stderr, flush=True)
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
