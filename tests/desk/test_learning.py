"""What tells one wish from another is learned of wishes in many words, kept in a file, and used for one model alone."""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from django.conf import LazySettings

from minga.desk import adapters, commands
from minga.desk.domain.concerns import LANGUAGES
from minga.desk.domain.learned import Learned, Vector
from minga.desk.domain.learning import Lessons, NotLessons, learn, wish_in
from minga.desk.domain.likeness import Text, Texts, nearness
from minga.search import adapters as search

WISH = {"wish": "who-pays", "es": ["¿Quién paga el viaje?", "Vamos a Lyon. ¿A cargo de quién va el tiquete?"]}


@pytest.fixture
def home(settings: LazySettings, tmp_path: Path) -> Path:
    settings.MINGA_HOME = tmp_path
    return tmp_path


def _said(dice: np.random.Generator, wishes: int) -> tuple[Vector, Vector, list[str]]:
    """Wishes that show in eight of 48 numbers, beside much that is of the case, the language and the manner."""
    meant = np.repeat(dice.normal(size=(wishes, 8)), 8, axis=0)
    case = dice.normal(size=(8 * wishes, 40))
    accent = np.tile(2 * dice.normal(size=(8, 48)), (wishes, 1))
    vectors = np.concatenate([meant, case], axis=1) + accent
    about = [f"c{wish % 5}" for wish in range(wishes) for _ in range(8)]
    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return unit.astype(np.float32), accent.astype(np.float32), about


def _found(vectors: Vector, taught: Learned, about: list[str]) -> float:
    """How often what is asked (rows 4 to 7 of each eight) finds what was answered (0 to 3), in another language."""
    meant = np.stack([taught.meaning(one, [code]) for one, code in zip(vectors, about, strict=True)]).reshape(-1, 8, 48)
    meant = meant - meant.mean(axis=0)
    unit = meant / np.linalg.norm(meant, axis=2, keepdims=True)
    near = unit[:, 5] @ unit[:, 0].T
    return float(np.mean(near.argmax(axis=1) == np.arange(len(near))))


def test_what_tells_one_wish_from_another_is_learned_also_for_wishes_never_seen() -> None:
    dice = np.random.default_rng(11)
    vectors, _, about = _said(dice, 300)
    known, rest = 240 * 8, slice(240 * 8, None)
    lessons = Lessons(
        vectors[:known],
        [LANGUAGES[row % 4] for row in range(known)],
        [[code] for code in about[:known]],
        [f"w{row // 8}" for row in range(known)],
        [row % 8 < 4 for row in range(known)],
    )
    passed: list[int] = []
    taught = learn(lessons, steps=300, advance=lambda: passed.append(1))
    before, after = _found(vectors[rest], Learned(), about[known:]), _found(vectors[rest], taught, about[known:])
    assert len(passed) == 300 and after > 2 * before, (before, after)
    # Half of it is told by what texts are about: of five things, each fifth wish is about one.
    assert set(taught.concerns) == {"c0", "c1", "c2", "c3", "c4"}
    assert _found(vectors[rest], Learned(taught.matrix), about[known:]) < after
    assert set(taught.answered) == set(taught.asked) == set(LANGUAGES)
    assert taught.mark and taught.mark != Learned(taught.matrix).mark and not Learned().mark
    one = vectors[0]
    assert np.array_equal(Learned().meaning(one, ["c1"]), one), "where nothing was learned a vector stays as it is"
    assert np.allclose(taught.meaning(one, ["unheard"]), taught.meaning(one, []))


def test_a_wish_that_stands_in_one_manner_alone_teaches_nothing() -> None:
    vectors = np.eye(4, 48, dtype=np.float32)
    lessons = Lessons(vectors, ["es"] * 4, [[]] * 4, ["a", "a", "b", "c"], [True, False, True, True])
    taught = learn(lessons, steps=2)
    assert taught.matrix is not None and np.isfinite(taught.matrix).all()


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[]",
        "7",
        '{"wish": "a"}',
        '{"es": ["a", "b"]}',
        '{"wish": "a", "es": ["a"]}',
        '{"wish": "a", "es": ["a", " "]}',
    ],
)
def test_a_line_that_is_no_wish_is_refused(line: str) -> None:
    with pytest.raises(NotLessons):
        wish_in(line)


def test_what_comes_with_the_software_is_of_the_model_and_the_concerns_that_come_with_it(home: Path) -> None:
    taught = adapters.learned()
    assert taught.matrix is not None and taught.matrix.shape == (384, 384)
    assert set(taught.concerns) <= set(adapters.concerns().names) and len(taught.concerns) > 200
    assert len(adapters.wishes_in(adapters.QUESTIONS)) > 1500


def test_an_installation_learns_for_its_own_model_and_what_is_of_another_is_left_out(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    few = home / "few.jsonl"
    few.write_text("\n".join(json.dumps(WISH | {"wish": str(n)}) for n in range(3)) + "\n\n", encoding="utf-8")
    monkeypatch.setattr(adapters, "QUESTIONS", few)
    shipped = adapters.learned().mark
    assert _run() == 0 and "3 deseos" in capsys.readouterr().out
    own = adapters.learned()
    assert own.mark and own.mark != shipped and set(own.answered) == {"es"}
    monkeypatch.setattr(search, "signature", lambda: "another/1")
    assert adapters.learned() == Learned(), "neither is of this model"
    monkeypatch.undo()
    whole = (home / adapters.LEARNED).read_bytes()
    np.save(home / "numbers.npy", np.zeros(3))
    for broken in (b"PK", b"", b"PK\x03\x04" + bytes(60), whole[:-900], (home / "numbers.npy").read_bytes()):
        (home / adapters.LEARNED).write_bytes(broken)
        assert adapters.learned().mark == shipped


def test_a_file_of_no_questions_is_named_with_its_line_and_nothing_is_kept(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = home / "mal.jsonl"
    wrong.write_text(json.dumps(WISH) + "\n{\n", encoding="utf-8")
    monkeypatch.setattr(adapters, "QUESTIONS", wrong)
    assert _run() != 0 and "mal.jsonl, 2" in capsys.readouterr().err
    assert _run(str(home / "nada.jsonl")) != 0
    wrong.write_text(json.dumps(WISH), encoding="utf-8")

    def silent(path: Path | None, texts: Sequence[str]) -> Vector:
        raise search.ModelMissing("no answer")

    monkeypatch.setattr(adapters, "question_vectors", silent)
    assert _run() != 0 and "no answer" in capsys.readouterr().err
    assert not (home / adapters.LEARNED).exists()


def _run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    commands.register(parser.add_subparsers())
    args = parser.parse_args(["desk", "learn", *words])
    return int(args.run(args))


def test_what_was_taught_is_of_the_bundled_model_alone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    taught = adapters.model()
    assert taught.startswith(f"{search.signature()}~") and len(taught) + 18 <= 80, "it stands in each row, with more"
    asked = np.array(adapters.vector_of(WISH["es"][0]))
    assert not np.allclose(asked, search.question_vector(WISH["es"][0]))
    for n, broken in enumerate((b"", b"PK", b"no")):
        (tmp_path / f"{n}.npz").write_bytes(broken)
        monkeypatch.setattr(adapters, "TUNING", tmp_path / f"{n}.npz")
        _forget()
        assert adapters.model() == search.signature() and "as it came" in caplog.text
        assert np.allclose(adapters.vector_of(WISH["es"][0]), search.question_vector(WISH["es"][0]), atol=1e-6)
    monkeypatch.undo()
    _forget()
    monkeypatch.setattr(search, "is_bundled", lambda: False)
    assert adapters.model() == search.signature()
    monkeypatch.undo()
    _forget()


def _forget() -> None:
    adapters.tuning.cache_clear()
    adapters.vector_of.cache_clear()


def test_what_comes_along_finds_the_answered_question_among_sixty_for_nine_of_ten() -> None:
    pairs = json.loads((Path(__file__).parents[2] / "bench/desk_fresh.json").read_text(encoding="utf-8"))[:60]
    answered, asked = ([_meant(*one[side]) for one in pairs] for side in ("answered", "asked"))
    waiting = _texts(asked)
    places = []
    for place, one in enumerate(asked):
        near = nearness(one, _texts(answered), waiting, adapters.learned())
        places.append(int((near > near[place]).sum()))
    assert np.mean(np.array(places) < 3) >= 0.9, places


def _meant(language: str, text: str) -> Text:
    about = adapters.concerns().told(text, language)
    return Text(adapters.learned().meaning(np.array(adapters.vector_of(text), np.float32), about), language, about)


def _texts(of: Sequence[Text]) -> Texts:
    return Texts(np.stack([one.vector for one in of]), [one.language for one in of], [one.concerns for one in of])
