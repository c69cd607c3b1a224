"""Many people at once on a site that is served as `minga serve` does: what they were told, and how long it took."""

import http.client
import json
import os
import random
import statistics
import subprocess
import sys
import threading
import time
import urllib.request
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

THOUGHT_SECONDS = 8.0
ASKED_MS = 300
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Heard:
    """What all of them were told: milliseconds by kind of answer, and what went wrong."""

    times: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    faults: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def answer(self, kind: str, took: float, fault: str = "") -> None:
        """Note one."""
        with self.lock:
            self.times[kind].append(took)
            if fault:
                self.faults.append(f"{kind}: {fault}")

    def tell(self) -> None:
        """Print what was heard."""
        for kind, times in sorted(self.times.items()):
            print(f"{kind:9} {_told(times)}")
        print(f"{'all':9} {_told([each for times in self.times.values() for each in times])} (p95 asked: {ASKED_MS})")
        print(f"{len(self.faults)} faults {json.dumps(self.faults[:10], ensure_ascii=False)}")

    def part(self, percent: int) -> float:
        """That percentile of all answers, in milliseconds."""
        return part([each for times in self.times.values() for each in times], percent)


def _told(times: list[float]) -> str:
    p50, p95, most = part(times, 50), part(times, 95), max(times)
    return f"{len(times):6} answers, p50 {p50:6.0f} ms, p95 {p95:6.0f} ms, max {most:6.0f} ms"


def part(times: list[float], percent: int) -> float:
    """That percentile."""
    return statistics.quantiles(times, n=100, method="inclusive")[percent - 1] if len(times) > 1 else times[0]


class Visitor:
    """Somebody signed in, with a connection of her own that stays open, as a browser's does.

    from_address  of this machine (127.0.0.0/8), so that each is somebody else to the limits
    """

    def __init__(self, host: str, session: str, heard: Heard, *, from_address: str = "") -> None:
        self.session, self.heard, self.mark, self.page = session, heard, "", ""
        source = (from_address, 0) if from_address else None
        self.line = http.client.HTTPConnection(host, timeout=30, source_address=source)

    def ask(self, kind: str, path: str, form: Mapping[str, str] | None = None, *, wanted: int = 0) -> str:
        """One request; the address it leads to. What came stands in `page`.

        wanted  the status that is no fault; where it is not said 302 for a form, else 200
        """
        headers = {"Cookie": f"sessionid={self.session}; csrftoken={self.mark}"}
        body = None
        if form is not None:
            body = urlencode(form)
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "X-CSRFToken": self.mark}
        began = time.perf_counter()
        try:
            try:
                answer = self._answered(path, body, headers)
            except http.client.RemoteDisconnected:  # it was open too long without a word: a browser opens another
                self.line.close()
                answer = self._answered(path, body, headers)
        except (OSError, http.client.HTTPException) as error:
            self.line.close()
            self.heard.answer(kind, 1000 * (time.perf_counter() - began), type(error).__name__)
            return ""
        self._keep_mark(answer)
        right = answer.status == (wanted or (200 if body is None else 302))
        self.heard.answer(kind, 1000 * (time.perf_counter() - began), "" if right else f"{answer.status} {path}")
        return answer.headers.get("Location", "") if right else ""

    def _answered(self, path: str, body: str | None, headers: dict[str, str]) -> http.client.HTTPResponse:
        self.line.request("GET" if body is None else "POST", path, body=body, headers=headers)
        answer = self.line.getresponse()
        self.page = answer.read().decode(errors="replace")
        return answer

    def _keep_mark(self, answer: http.client.HTTPResponse) -> None:
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            if cookie.startswith("csrftoken="):
                self.mark = cookie.split(";")[0].removeprefix("csrftoken=")


def at_once(visits: Sequence[Callable[[], object]], seconds: int) -> None:
    """Each of them thinks, does something and thinks again, at the same time as all the others, so many seconds."""
    until = time.monotonic() + seconds

    def live(visit: Callable[[], object], seed: int) -> None:
        dice = random.Random(seed)  # noqa: S311 - how long somebody thinks is no secret
        while time.monotonic() < until:
            time.sleep(min(dice.expovariate(1 / THOUGHT_SECONDS), 4 * THOUGHT_SECONDS))
            visit()

    threads = [threading.Thread(target=live, args=(visit, n), daemon=True) for n, visit in enumerate(visits)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()


def idle(host: str, people: int, seconds: int) -> Heard:
    """As many who only ask whether the site is well, which is as quick as this server can answer anything."""
    heard = Heard()
    visitors = [Visitor(host, "", heard) for _ in range(people)]
    at_once([_asking_how_it_is(each) for each in visitors], seconds)
    return heard


def _asking_how_it_is(visitor: Visitor) -> Callable[[], object]:
    return lambda: visitor.ask("well", "/salud/")


@contextmanager
def served(home: Path) -> Iterator[tuple[str, int]]:
    """The site with as many web workers as it has by default, once it answers: its host, and its process."""
    from django.conf import settings

    from tests.servers import free_port

    port = free_port()
    # The sessions were signed with this secret.
    own = {"PORT": str(port), "MINGA_HOME": str(home), "MINGA_SECRET_KEY": settings.SECRET_KEY}
    with (home / "serve.log").open("w") as log:
        order = [sys.executable, "-m", "minga", "serve"]
        process = subprocess.Popen(order, env={**os.environ, **own}, stdout=log, stderr=log)
    try:
        _until_it_answers(port, home)
        yield f"127.0.0.1:{port}", process.pid
    finally:
        process.terminate()
        process.wait(60)


def _until_it_answers(port: int, home: Path) -> None:
    for _ in range(600):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/salud/", timeout=5) as answer:
                if answer.status == http.HTTPStatus.OK:
                    time.sleep(5)  # the workers read their words and models meanwhile
                    return
        except OSError:
            time.sleep(0.2)
    raise SystemExit((home / "serve.log").read_text()[-2000:])


def worked(site: int) -> Counter[str]:
    """Seconds of processor so far, by who had them: parts of the site, its base, and whoever asks. Of Linux alone."""
    from django.db import connection

    orders, parents, took = dict[int, str](), dict[int, int](), Counter[str]()
    seconds = dict[int, float]()
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            orders[int(folder.name)] = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            after = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:  # it has gone meanwhile
            continue
        parents[int(folder.name)] = int(after[1])
        seconds[int(folder.name)] = (int(after[11]) + int(after[12])) / _TICKS
    base = f" {connection.settings_dict['NAME']} "
    for pid, spent in seconds.items():
        order = orders[pid]
        name = (
            "asking" if pid == os.getpid() else "postgresql" if order.startswith("postgres:") and base in order else ""
        )
        took[name or _part_of(pid, site, orders, parents)] += spent  # type: ignore[assignment]
    del took[""]
    return took


def _part_of(pid: int, site: int, orders: Mapping[int, str], parents: Mapping[int, int]) -> str:
    """Which child of the site a process is, or belongs to; "" for any other."""
    while pid in parents and parents[pid] != site:
        pid = parents[pid]
    words = {" granian ": "pages", " index ": "index", " work ": "work"}
    return next((name for word, name in words.items() if word in orders[pid]), "other") if pid in parents else ""
