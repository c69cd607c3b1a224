"""Many files, many texts: read and searched for claims by every core there is, or by a cluster; see `jobs.batches`.

A worker needs the program and no database: what a text can name is looked up here, before it is sent.
"""

from collections.abc import Iterable, Iterator
from concurrent.futures import Executor
from functools import partial
from typing import NamedTuple

from minga.ingest import sandbox
from minga.ingest.domain.extraction import Proposal, propose
from minga.ingest.domain.reading import Reading
from minga.ingest.domain.states import State
from minga.ingest.extracting import chances, reader_of
from minga.jobs.batches import Failed, call, cluster_address, executor, run_batch


class File(NamedTuple):
    """A file to be read: its bytes, its name, and the languages in which a scan may be."""

    data: bytes
    name: str
    languages: tuple[str, ...] = ("es", "pt", "fr", "en")


def read_one(data: bytes, name: str, *, languages: tuple[str, ...]) -> Reading:
    """One file, read by the cluster where a setting names one, else by a child process of this machine."""
    if not cluster_address():
        return sandbox.read(data, name, languages=languages)
    with executor() as cluster:
        return next(read_all(cluster, [File(data, name, languages)]))


def read_all(executor: Executor, files: Iterable[File]) -> Iterator[Reading]:
    """The reading of each file, in order. One over which a worker died three times has crashed, as one alone would."""
    asked = (partial(sandbox.read, file.data, file.name, languages=file.languages) for file in files)
    for made in run_batch(executor, call, asked):
        yield Reading(State.CRASHED, detail=type(made.error).__name__) if isinstance(made, Failed) else made


def extract_all(executor: Executor, texts: Iterable[str], country: str | None = None) -> Iterator[list[Proposal]]:
    """What each text proposes, in order, as `extracting.extract` does. Raises what reading one of them raised."""
    known = chances()
    asked = (partial(propose, text, reader_of(text, country=country), known) for text in texts)
    for made in run_batch(executor, call, asked):
        if isinstance(made, Failed):
            raise made.error
        yield made
