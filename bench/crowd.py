"""Two hundred contributors at once: `python -m bench.crowd [--people 200] [--seconds 120]`.

Starts the site as `minga serve` does over a scratch base with the world and a law of two hundred pages, signs everybody
in for one of ten offices, and lets each of them read, search, propose claims from words of the law, save drafts and
look at what waits, with some seconds of thought between (eight on average). Prints how many answers there were by kind,
how long they took, and what went wrong; beside them, in the same run, the same crowd asking only whether the site is
well, which is as quick as this server can answer anything. At the end every proposal that was sent must be there once.
"""

import argparse
import http.client
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections import defaultdict
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import urlencode

from bench.scratch import scratch

THOUGHT_SECONDS, OFFICES, PAGES, PASSAGES = 8.0, 10, 200, 400
ASKED_MS = 300


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


@dataclass(frozen=True)
class Place:
    """What a contributor is given: the site, her session, the law and its quotes, by passage."""

    host: str
    session: str
    law: str
    quotes: list[tuple[int, str]]
    territories: list[str]


class Contributor(threading.Thread):
    """One of them, with a connection of her own that stays open, as a browser's does."""

    def __init__(self, place: Place, heard: Heard, until: float, seed: int, *, idle: bool) -> None:
        super().__init__(daemon=True)
        self.place, self.heard, self.until, self.idle = place, heard, until, idle
        self.random = random.Random(seed)  # noqa: S311 - draws what to do next, no secret
        self.line = http.client.HTTPConnection(place.host, timeout=30)
        self.sent: set[tuple[int, str, str]] = set()
        self.mark = ""

    def run(self) -> None:
        """Think, do something, until the time is over."""
        while time.monotonic() < self.until:
            time.sleep(min(self.random.expovariate(1 / THOUGHT_SECONDS), 4 * THOUGHT_SECONDS))
            if self.idle:
                self.ask("well", "/salud/")
                continue
            self.random.choice([self.read, self.search, self.propose, self.propose, self.draft, self.look])()
        self.line.close()

    def read(self) -> None:
        """A part of the law."""
        passage, _ = self.random.choice(self.place.quotes)
        self.ask("read", f"/documentos/{self.place.law}/?pasaje={passage}")

    def search(self) -> None:
        """A question that many have."""
        asked = self.random.choice(["oficina internacional", "hermanamientos de Medellín", "estrategia de cooperación"])
        self.ask("search", f"/buscar/?{urlencode({'q': asked})}")

    def look(self) -> None:
        """What waits, or what became of one's own."""
        self.ask("look", self.random.choice(["/aportar/", "/revision/"]))

    def draft(self) -> None:
        """What one is typing is saved."""
        self._form("draft", {"guardar": "1"})

    def propose(self) -> None:
        """The form, and what was filled in."""
        self._form("propose", {})

    def _form(self, kind: str, more: dict[str, str]) -> None:
        passage, quote = self.random.choice(self.place.quotes)
        where = {"documento": self.place.law, "pasaje": str(passage), "cita": quote}
        self.ask("form", f"/aportar/afirmacion/?{urlencode(where)}")
        code, year = self.random.choice(self.place.territories), str(self.random.randint(1980, 2024))
        told = {"elegido": code, "territorio": code, "instrumento": "office", "acto": "created", "cuando": year}
        status = self.ask(kind, "/aportar/afirmacion/", where | told | more)
        if status == http.HTTPStatus.FOUND and not more:
            self.sent.add((passage, code, year))

    def ask(self, kind: str, path: str, form: dict[str, str] | None = None) -> int:
        """One request; its status, 0 where nothing came."""
        headers = {"Cookie": f"sessionid={self.place.session}; csrftoken={self.mark}"}
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
            return 0
        self._keep_mark(answer)
        fault = "" if answer.status == (302 if body else 200) else f"{answer.status} {path}"
        self.heard.answer(kind, 1000 * (time.perf_counter() - began), fault)
        return answer.status

    def _answered(self, path: str, body: str | None, headers: dict[str, str]) -> http.client.HTTPResponse:
        self.line.request("POST" if body else "GET", path, body=body, headers=headers)
        answer = self.line.getresponse()
        answer.read()
        return answer

    def _keep_mark(self, answer: http.client.HTTPResponse) -> None:
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            if cookie.startswith("csrftoken="):
                self.mark = cookie.split(";")[0].removeprefix("csrftoken=")


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--seconds", type=int, default=120)
    args = parser.parse_args()
    home = Path(tempfile.mkdtemp(prefix="minga-crowd-"))
    try:
        with scratch():
            places = _prepare(home, args.people)
            host, process = _serve(home)
            try:
                _measure([replace(place, host=host) for place in places], args.seconds)
            finally:
                process.terminate()
                process.wait(60)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _prepare(home: Path, people: int) -> list[Place]:
    """The world, the law, and everybody signed in; where each will find them."""
    from django.conf import settings

    from minga.cli import build_parser
    from minga.territories.models import Territory

    settings.MINGA_HOME = home
    load = build_parser().parse_args(["load"])
    load.run(load)
    law, quotes = _law()
    territories = list(Territory.objects.filter(country="CO").governments().values_list("code", flat=True)[:500])
    return [Place("", session, law, quotes, territories) for session in _sessions(people)]


def _law() -> tuple[str, list[tuple[int, str]]]:
    """A long open document, and words that stand in it once, by the passage in which they are."""
    from minga.evidence.actions import archive, save_source, store_text
    from minga.evidence.domain.passages import Cut
    from minga.evidence.domain.statuses import Access

    text, cuts, quotes = "", [], []
    for n in range(1, PASSAGES + 1):
        words = f"Artículo {n}. En su sesión número {n} el concejo creó la oficina de asuntos internacionales. " * 2
        cuts.append(Cut("paragraph", "", len(text), len(text) + len(words), (n - 1) * PAGES // PASSAGES + 1))
        quotes.append((n, f"{words.strip()}"))
        text += f"{words}\n\n"
    source, _ = save_source(slug="bench-ley", csl={"id": "bench-ley", "type": "book", "title": "Una ley larga"})
    document = archive(
        data=text.encode(),
        source=source,
        media_type="application/pdf",
        language="es",
        access=Access.OPEN,
        pages=PAGES,
    )
    store_text(document=document, extractor="bench", version="1", text=text, cuts=cuts)
    return document.short, quotes


def _sessions(people: int) -> list[str]:
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from minga.accounts.actions import create_user, enrol, grant
    from minga.accounts.actors import installation
    from minga.accounts.domain.permissions import Role
    from minga.territories.models import Organization

    offices = list(Organization.objects.order_by("pk")[:OFFICES])
    for each in offices:
        enrol(organization=each, by=installation())
    keys = []
    for n in range(people):
        user = create_user(email=f"persona{n}@bench.example")
        grant(user=user, organization=offices[n % OFFICES], role=Role.CONTRIBUTOR, by=installation())
        session = SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.create()
        keys.append(str(session.session_key))
    return keys


def _serve(home: Path) -> tuple[str, subprocess.Popen[bytes]]:
    """The site with as many web workers as it has by default, on a port of its own, once it answers."""
    from django.conf import settings

    from tests.servers import free_port

    port = free_port()
    # The sessions were signed with this secret.
    own = {"PORT": str(port), "MINGA_HOME": str(home), "MINGA_SECRET_KEY": settings.SECRET_KEY}
    environment = {**os.environ, **own}
    log = (home / "serve.log").open("w")
    process = subprocess.Popen([sys.executable, "-m", "minga", "serve"], env=environment, stdout=log, stderr=log)
    for _ in range(600):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/salud/", timeout=5) as answer:
                if answer.status == http.HTTPStatus.OK:
                    return f"127.0.0.1:{port}", process
        except OSError:
            time.sleep(0.2)
    raise SystemExit((home / "serve.log").read_text()[-2000:])


def _measure(places: list[Place], seconds: int) -> None:
    from minga.ingest.models import Proposal

    floor = _crowd(places, min(seconds, 30), idle=True)[0]
    heard, sent = _crowd(places, seconds, idle=False)
    for kind, times in sorted(heard.times.items()):
        print(f"{kind:8} {len(times):6} answers, p50 {_p(times, 50):6.0f} ms, p95 {_p(times, 95):6.0f} ms")
    everything = [each for times in heard.times.values() for each in times]
    well = floor.times["well"]
    print(f"all      {len(everything):6} answers, {len(everything) / seconds:.0f} a second")
    print(f"p50 {_p(everything, 50):.0f} ms, p95 {_p(everything, 95):.0f} ms (asked: {ASKED_MS})")
    print(f"as quick as it can answer at all: p95 {_p(well, 95):.0f} ms; ratio {_p(everything, 95) / _p(well, 95):.1f}")
    stored = Proposal.objects.filter(rule="person").count()
    print(f"{len(heard.faults)} faults; {len(sent)} different proposals sent, {stored} stored")
    print(json.dumps(heard.faults[:10], ensure_ascii=False, indent=1))


def _crowd(places: list[Place], seconds: int, *, idle: bool) -> tuple[Heard, set[tuple[int, str, str]]]:
    heard, until = Heard(), time.monotonic() + seconds
    everybody = [Contributor(place, heard, until, n, idle=idle) for n, place in enumerate(places)]
    for each in everybody:
        each.start()
    for each in everybody:
        each.join()
    return heard, set().union(*(each.sent for each in everybody))


def _p(times: list[float], part: int) -> float:
    return statistics.quantiles(times, n=100)[part - 1]


if __name__ == "__main__":
    main()
