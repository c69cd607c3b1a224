"""Many files, many texts: read and searched for claims by every core there is, or by a cluster; see `jobs.batches`.

A worker needs the program and no database: it says what names a text can hold, they are looked up here, and it is
sent what they mean. Each file and each text is worked on as soon as what it waits for is there, whatever the others do.
"""

import itertools
import pickle
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor
from functools import cache, partial
from typing import Any, NamedTuple, TypeVar

from minga.ingest import sandbox
from minga.ingest.apart import Sent, proposed
from minga.ingest.domain.extraction import Proposal, said_in
from minga.ingest.domain.reading import Reading
from minga.ingest.domain.states import State
from minga.ingest.extracting import chances, gazetteer_of, language_of, words_of
from minga.jobs.batches import Failed, call, cluster_address, executor, run_batch

Result = TypeVar("Result")


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
    known, words = chances(), cache(lambda language: pickle.dumps(words_of(language)))
    texts, heard = itertools.tee(texts)
    pairs = zip(texts, map(_right, run_batch(executor, said_in, heard)), strict=True)
    asked = (
        Sent(text, gazetteer_of(said, language), words(language), country, known)
        for text, said in pairs
        for language in [language_of(text)]
    )
    yield from map(_right, run_batch(executor, proposed, asked))


def _right(made: Result | Failed[Any]) -> Result:
    if isinstance(made, Failed):
        raise made.error
    return made
