"""A batch of twenty files while worker, web and database are killed at random moments: none is lost, none is doubled.

Three kills to a batch, each batch of other files. Three are tried, so that the tests stay short; MINGA_TEST_MOMENTS=all
tries thirty, with the gazetteer loaded, so that what the files tell is proposed too. MINGA_TEST_SEED says which of all.
"""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import docx
import psycopg
import pytest

from minga.config import cluster, installation, processes
from minga.ingest import sandbox
from minga.ingest.adapters import hash_of
from minga.ingest.domain.reading import Reading
from minga.ingest.domain.states import NOT_KEPT, WITH_TEXT, State
from tests.ingest.papers import pdf, zipped
from tests.servers import Site, serving

MOMENTS = int(os.environ.get("MINGA_TEST_MOMENTS", "3").replace("all", "30"))
SEED = int(os.environ.get("MINGA_TEST_SEED", "4"))
_A_BATCH = 3
_PATIENCE_SECONDS = 300.0
_SAID = "El municipio de Morón firmó el acuerdo {n} con Toscana en {year}. "


@dataclass(frozen=True)
class Paper:
    """A file of a batch, and what a calm reading makes of it."""

    path: Path
    data: bytes
    calm: Reading


def made(folder: Path, batch: int) -> list[Paper]:
    """Twenty files that no other batch has: ten formats and ways of being broken, twice."""
    folder.mkdir()
    papers = []
    for n in (20 * batch, 20 * batch + 10):
        words = [_SAID.format(n=n, year=1980 + n % 40) * 8 for _ in range(6)]
        text = "\n\n".join(words)
        page = pdf(f'#set document(title: "Acta {n}")\n' + text, folder.parent)
        files = {
            "a.txt": text.encode(),
            "b.md": f"# Plan {n}\n\n{text}".encode(),
            "c.html": f"<html><body><article><h1>Plan {n}</h1><p>{'</p><p>'.join(words)}</article></html>".encode(),
            "d.docx": written(words, folder.parent / "d.docx"),
            "e.pdf": page,
            "f.pdf": page[: len(page) // 2],
            "g.docx": page + b"\n",
            "h.pdf": b"%PDF-1.7 " + str(n).encode(),
            "i.zip": zipped({f"{n}.xyz": b"\0" * 1000}),
            "j.txt": text.encode("utf-16"),
        }
        for name, data in files.items():
            path = folder / f"{n}{name}"
            path.write_bytes(data)
            papers.append(Paper(path, data, calm(name, data)))
    return papers


def calm(kind: str, data: bytes) -> Reading:
    """What is made of the first file of its kind: the others differ in their numbers alone."""
    if kind not in _calm:
        _calm[kind] = sandbox.read(data, kind)
    return _calm[kind]


_calm: dict[str, Reading] = {}


def written(words: list[str], path: Path) -> bytes:
    document = docx.Document()
    for each in words:
        document.add_paragraph(each)
    document.save(str(path))
    return path.read_bytes()


@dataclass
class Walk:
    """An installation that is open, and how it is struck."""

    site: Site

    @property
    def data(self) -> Path:
        """Where its database works."""
        return installation.base_of(self.site.home) / "data"

    def minga(self, *words: str) -> "subprocess.CompletedProcess[str]":
        """Run a command on it to its end."""
        environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        environment["MINGA_HOME"] = str(self.site.home)
        command = [sys.executable, "-m", "minga", *words]
        return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300, check=False)

    def rows(self, question: str) -> list[tuple[object, ...]]:
        """What its base answers, as soon as it does."""
        end = time.monotonic() + _PATIENCE_SECONDS
        while True:
            try:
                lines = (self.data / "postmaster.pid").read_text().split("\n")
                address = cluster.address(Path(lines[4] or "/nowhere/yet"), cluster.DATABASE)
                with psycopg.connect(address, connect_timeout=5) as base:
                    return base.execute(question.encode()).fetchall()
            except (OSError, IndexError, psycopg.Error):
                assert time.monotonic() < end, "the database never came back"
                time.sleep(0.2)

    def kill(self, victim: str) -> bool:
        """Kill -9; whether there was anybody."""
        found = processes.working_in(self.data) if victim == "database" else self._children(victim)
        for number in found:
            with suppress(ProcessLookupError):
                os.kill(number, signal.SIGKILL)
        return bool(found)

    def _children(self, word: str) -> list[int]:
        listed = subprocess.check_output(["ps", "-A", "-o", "pid=,ppid=,args="], text=True).splitlines()
        rows = [line.split(maxsplit=2) for line in listed]
        return [int(pid) for pid, parent, args in rows if int(parent) == self.site.process.pid and word in args]

    def until_nothing_waits(self) -> None:
        """Wait for the worker to do what there is to do."""
        end = time.monotonic() + _PATIENCE_SECONDS
        while self.rows("SELECT 1 FROM procrastinate_jobs WHERE status IN ('todo', 'doing')"):
            assert time.monotonic() < end, "the worker never came back:\n" + self.minga("jobs").stdout
            time.sleep(0.3)


@pytest.fixture
def walk(tmp_path: Path) -> Iterator[Walk]:
    """An installation of its own, open, with the embedded base."""
    with serving(tmp_path / "casa") as site:
        yield Walk(site)
    if os.geteuid() == 0:
        shutil.rmtree(installation.base_of(tmp_path / "casa"), ignore_errors=True)


def test_a_batch_struck_at_random_moments_loses_and_doubles_nothing(walk: Walk, tmp_path: Path) -> None:
    chance = random.Random(SEED)  # noqa: S311 - which moment, no secret
    struck: Counter[str] = Counter()
    loaded = MOMENTS > _A_BATCH  # then there is time for the gazetteer, and what the files tell is proposed
    if loaded:
        assert walk.minga("load", "--without-vectors").returncode == 0
    for batch in range(-(-MOMENTS // _A_BATCH)):
        folder = tmp_path / f"lote {batch}"
        papers = made(folder, batch)
        giving = walk.minga("ingest", "--no-wait", str(folder))
        assert giving.returncode == 0, giving.stderr
        for victim in chance.sample(["minga work", "granian", "database"], min(_A_BATCH, MOMENTS - batch * _A_BATCH)):
            time.sleep(chance.uniform(0.2, 2.5))
            struck[victim] += walk.kill(victim)
        walk.until_nothing_waits()
        assert as_found(walk, papers) == as_calm(papers)
        told = walk.minga("ingest", str(folder))  # the same files again: all are known
        assert told.stdout.count("ya estaba") == len(papers), told.stdout
    assert sum(struck.values()) == MOMENTS, struck
    # In peace, six of the ten kinds of file propose one fact each, and each kind comes twice.
    assert deaths(walk)[0][2] == (12 * -(-MOMENTS // _A_BATCH) if loaded else 0)
    assert walk.site.becomes(healthy=True)
    check = walk.minga("check").stdout.splitlines()
    assert check == (["Todo se sostiene."] if loaded else ["gazetteer: never loaded", "No se sostienen 1 cosas."])
    assert list((walk.site.home / "archive" / "waiting").iterdir()) == []
    print(f"{MOMENTS} moments, seed {SEED}: {dict(struck)}; {deaths(walk)}")  # noqa: T201


def as_calm(papers: list[Paper]) -> dict[str, tuple[object, ...]]:
    """Each file's state, documents, texts and passages, where nobody strikes."""
    return {
        hash_of(paper.data): (
            str(paper.calm.state),
            int(paper.calm.state not in NOT_KEPT),
            int(paper.calm.state in WITH_TEXT),
            len(paper.calm.text.passages) if paper.calm.state in WITH_TEXT else 0,
        )
        for paper in papers
    }


def as_found(walk: Walk, papers: list[Paper]) -> dict[str, tuple[object, ...]]:
    """The same as the base has it."""
    rows = walk.rows(
        """
        SELECT i.sha256, i.state, count(DISTINCT d.id), count(DISTINCT t.id), count(DISTINCT p.id)
        FROM ingest_ingestion i LEFT JOIN evidence_document d USING (sha256)
        LEFT JOIN evidence_extractedtext t ON t.document_id = d.id LEFT JOIN evidence_passage p ON p.extracted_id = t.id
        GROUP BY i.id
        """
    )
    wanted = {hash_of(paper.data) for paper in papers}
    return {str(row[0]): tuple(row[1:]) for row in rows if row[0] in wanted}


def deaths(walk: Walk) -> list[tuple[object, ...]]:
    """How many jobs there were, how many lost their worker, and how many proposals stand."""
    return walk.rows(
        """
        SELECT count(*), count(*) FILTER (WHERE deaths > 0), (SELECT count(*) FROM ingest_proposal)
        FROM jobs_jobprogress
        """
    )


def test_the_batch_has_files_that_are_read_and_files_that_are_not(tmp_path: Path) -> None:
    states = Counter(State(paper.calm.state) for paper in made(tmp_path / "lote", 0))
    assert states[State.READ] >= 10 and len(states) >= 3
