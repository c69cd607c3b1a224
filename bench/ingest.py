"""How well and how fast files are read: `python -m bench.ingest [--mutated] [FOLDER]`.

FOLDER holds pairs of a PDF and a reference text (`../shared/data/documents/leyes_mx` where none is named). For each,
the share of the reference's words that our text has in order, lines that repeat twenty times or more removed from
both; and the pages read in a second on one core beside bare text extraction in the same run. `--mutated` reads a
thousand hurt files and says how each ended.
"""

import random
import re
import resource
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import pypdfium2

from minga.ingest import sandbox
from minga.ingest.readers import read

DOCUMENTS = Path(__file__).parents[2] / "shared" / "data" / "documents"
REPEATED = 20
ROUNDS = 5


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


def mutated(data: bytes, chance: random.Random) -> bytes:
    """The bytes, hurt: cut, with bytes changed, with a stretch doubled, left out or zeroed."""
    hurt = bytearray(data)
    for _ in range(chance.randint(1, 4)):
        at, length = chance.randrange(len(hurt) or 1), chance.randint(1, 400)
        kind = chance.randrange(5)
        if kind == 0:
            hurt = hurt[: max(at, 1)]
        elif kind == 1:
            hurt[at : at + length] = b""
        elif kind == 2:
            hurt[at:at] = hurt[at : at + length]
        elif kind == 3:
            hurt[at : at + length] = bytes(len(hurt[at : at + length]))
        else:
            for place in [chance.randrange(len(hurt)) for _ in range(length)]:
                hurt[place] = chance.randrange(256)
        hurt = hurt or bytearray(b"\0")
    return bytes(hurt)


def hurt_files(count: int) -> None:
    """Read many hurt files; none may bring the parent down or hang."""
    seeds = [path for path in sorted((DOCUMENTS / "gaceta_br").glob("fake_gazette.*")) if path.suffix in _CHEAP]
    chance, states, slowest = random.Random(2026), Counter[str](), 0.0  # noqa: S311 - the same files each time
    for _ in range(count):
        path = chance.choice(seeds)
        began = time.monotonic()
        states[sandbox.read(mutated(path.read_bytes(), chance), path.name).state] += 1
        slowest = max(slowest, time.monotonic() - began)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{count} hurt files: {dict(states)}; slowest {slowest:.1f} s; memory of the parent {peak:.0f} MB")


_CHEAP = {".pdf", ".docx", ".odt", ".txt"}


def speed(paths: Iterable[Path]) -> None:
    """Pages a second on one core: bare text, and everything up to passages."""
    files = {path: path.read_bytes() for path in paths}
    pages = sum(len(pypdfium2.PdfDocument(data)) for data in files.values())
    bare = _seconds(lambda: [_bare(data) for data in files.values()])
    whole = _seconds(lambda: [read(data, path.name) for path, data in files.items()])
    apart = _seconds(lambda: [sandbox.read(data, path.name) for path, data in files.items()])
    print(f"{pages} pages, one core: bare text {pages / bare:.0f}/s, text with passages {pages / whole:.0f}/s")
    print(f"as a ratio to bare text: {bare / whole:.2f}")
    print(f"in a child process each: {pages / apart:.0f}/s")


def _bare(data: bytes) -> int:
    return sum(len(page.get_textpage().get_text_range()) for page in pypdfium2.PdfDocument(data))


def _seconds(work: Callable[[], object]) -> float:
    taken = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        work()
        taken.append(time.perf_counter() - began)
    return statistics.median(taken)


def main() -> None:
    """Measure what was asked for."""
    if "--mutated" in sys.argv:
        hurt_files(1000)
        return
    folder = Path(next((word for word in sys.argv[1:] if not word.startswith("-")), DOCUMENTS / "leyes_mx"))
    for name, share in share_of_reference(folder).items():
        print(f"{name}: {share:.4f} of the reference's words in order")
    speed(pairs(folder))


if __name__ == "__main__":
    main()
