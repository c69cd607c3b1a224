"""The site itself, as people start it: `minga serve` in a process of its own; and what stands in for the model."""

import json
import os
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from minga.search.adapters import DIMENSIONS

_PATIENCE_SECONDS = 90.0


@dataclass(frozen=True)
class Site:
    """A site that is open."""

    process: subprocess.Popen[bytes]
    port: int
    home: Path

    @property
    def address(self) -> str:
        """What a browser is given."""
        return f"http://127.0.0.1:{self.port}"

    def healthy(self) -> bool:
        """Whether the web server and its database answer."""
        try:
            with urllib.request.urlopen(f"{self.address}/salud/", timeout=5) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def becomes(self, healthy: bool, seconds: float = _PATIENCE_SECONDS) -> bool:
        """Wait until it is, or is no longer, healthy."""
        end = time.monotonic() + seconds
        while self.healthy() is not healthy:
            if time.monotonic() > end:
                return False
            time.sleep(0.1)
        return True


@contextmanager
def serving(home: Path, **environment: str) -> Iterator[Site]:
    """Run `minga serve` on a free port; yields the site once it is healthy, and ends it.

    Without DATABASE_URL among the words of `environment` it has the embedded base, under `home`.
    """
    home.mkdir(parents=True, exist_ok=True)
    own = {"PORT": str(free_port()), "MINGA_HOME": str(home), "MINGA_WORKERS": "1"}
    whole = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | own | environment
    with (home / "serve.log").open("w") as log:
        process = subprocess.Popen([sys.executable, "-m", "minga", "serve"], env=whole, stdout=log, stderr=log)
    site = Site(process, int(own["PORT"]), home)
    try:
        assert site.becomes(healthy=True), _what_was_said(home)
        yield site
    finally:
        if process.poll() is None:
            process.terminate()
        process.wait(60)


def _what_was_said(home: Path) -> str:
    logs = [home / "serve.log", *(home / "log").glob("*.log")]
    return "\n".join(f"{log.name}: {log.read_text()[-3000:]}" for log in logs if log.exists())


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class _Embeddings(BaseHTTPRequestHandler):
    """The same vector for whatever text, as an endpoint of embeddings gives it."""

    def do_POST(self) -> None:
        texts = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["input"]
        rows = [{"index": n, "embedding": [1.0] * DIMENSIONS} for n in range(len(texts))]
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps({"data": rows}).encode())

    def log_message(self, *args: object) -> None:
        pass


@contextmanager
def endpoint_of_embeddings() -> Iterator[str]:
    """The address of an endpoint for MINGA_EMBEDDINGS_URL, where how vectors are made is not what is tried."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Embeddings) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/v1"
        server.shutdown()
