"""A thousand hurt files, none of which may bring anything down: `python -m bench.robustness [COUNT]`.

Files of every format are cut, changed, spliced, doubled, made to claim sizes that they do not have, named as what they
are not, and made to swell as they are unpacked. Each must end in a state that a person would call right, by the clock,
in bounded memory. Printed: how each kind ended, what ended otherwise, the slowest, and the most memory of a process
that reads and of the one that waits for it. The same hurts each time.
"""

import io
import os
import random
import re
import resource
import struct
import sys
import time
import zipfile
import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache

import typst
from docx import Document

from minga.ingest import sandbox
from minga.ingest.domain.states import State
from minga.jobs.batches import Failed, executor, run_batch

S = State
WORDS = "La intendencia de Montevideo creó en 1990 su dirección de relaciones internacionales. "
_EASY = frozenset({S.READ, S.PARTIAL, S.NO_TEXT, S.EMPTY, S.UNSUPPORTED})
_PACKED = _EASY | {S.DAMAGED, S.PASSWORD, S.BOMB}
# How a file of a kind may end that was hurt at random.
RIGHT: dict[str, frozenset[State]] = {
    "pdf": _EASY | {S.DAMAGED, S.TRUNCATED, S.PASSWORD, S.SCAN},
    "docx": _PACKED,
    "odt": _PACKED,
    "html": _EASY,
    "md": _EASY,
    "txt": _EASY,
    "png": _EASY | {S.DAMAGED, S.SCAN},
    "rtf": _EASY | {S.DAMAGED, S.NEEDS_OFFICE},
}
_ODT = b"application/vnd.oasis.opendocument.text"
# Programs from outside take seconds for each.
_SLOW = ("png", "rtf")


@dataclass(frozen=True)
class Hurt:
    """A file that was hurt: what it is called, what was done to it, and how reading it may rightly end."""

    name: str
    data: bytes
    how: str
    right: frozenset[State]


@dataclass(frozen=True)
class Ended:
    """How reading it ended: seconds, and the most memory that a process of those which read had so far, in MiB."""

    state: State
    seconds: float
    memory: float


@cache
def seeds() -> dict[str, bytes]:
    """A sound file of each kind, by its extension."""
    page = f"<p>{WORDS * 3}</p>" * 5
    return {
        "pdf": _pdf(),
        "docx": _docx(),
        "odt": zipped({"mimetype": _ODT, "content.xml": odt(f"<text:p>{WORDS}</text:p>" * 9)}),
        "html": f"<!doctype html><html><head><title>Acta</title></head><body>{page}</body></html>".encode(),
        "md": f"# Acta\n\n{WORDS * 4}\n\n- Quibdó\n- Cali\n\n| a | b |\n|---|---|\n| 1 | 2 |\n".encode() * 5,
        "txt": (WORDS * 4 + "\n\n").encode() * 20,
        "png": _png(600, 200, bytes(600)),
        "rtf": rb"{\rtf1\ansi " + WORDS.encode("ascii", "ignore") * 5 + b"}",
    }  # fmt: skip


def _pdf() -> bytes:
    source = (
        f"#set page(header: [Acta])\n= Acta\n{WORDS * 9}#footnote[Ver Schiavon, 2006.]\n"
        f"#pagebreak()\n#columns(2)[{WORDS * 20}]\n#pagebreak()\n"
        "#table(columns: 2, [Morón], [1999], [Imola], [2001])\n- Quibdó\n"
    )
    return bytes(typst.compile(source.encode()))


def _docx() -> bytes:
    document = Document()
    document.add_heading("Acta", 1)
    for _ in range(9):
        document.add_paragraph(WORDS * 2)
    table = document.add_table(3, 2)
    table.cell(0, 0).text = "Morón"
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def odt(body: str) -> bytes:
    """The content of an ODT around its paragraphs."""
    names = "".join(
        f' xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"' for short in ("office", "text", "table")
    )
    return (
        f"<?xml version='1.0'?><office:document-content{names}><office:body><office:text>{body}"
        "</office:text></office:body></office:document-content>"
    ).encode()


def zipped(members: dict[str, bytes]) -> bytes:
    """A ZIP that holds these files."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in members.items():
            file.writestr(name, data)
    return target.getvalue()


def _png(width: int, height: int, row: bytes) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + row) * min(height, 2000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def replaced(data: bytes, name: str, old: bytes, new: bytes) -> bytes:
    """A ZIP with something in one of its files changed."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        members = {one: file.read(one) for one in file.namelist()}
    return zipped({**members, name: members[name].replace(old, new, 1)})


# At random: what is done to the bytes of any file.


def cut(data: bytes, chance: random.Random) -> bytes:
    """Without its end."""
    return data[: chance.randrange(len(data))]


def flipped(data: bytes, chance: random.Random) -> bytes:
    """With some bytes changed."""
    hurt = bytearray(data)
    for _ in range(chance.choice((1, 4, 30, 300))):
        hurt[chance.randrange(len(hurt))] = chance.randrange(256)
    return bytes(hurt)


def spliced(data: bytes, chance: random.Random) -> bytes:
    """With a stretch of a file of another kind in it."""
    other = seeds()[chance.choice(list(seeds()))]
    at, begin = chance.randrange(len(data)), chance.randrange(len(other))
    return data[:at] + other[begin : begin + chance.randint(1, 4000)] + data[at + chance.choice((0, 500)) :]


def doubled(data: bytes, chance: random.Random) -> bytes:
    """With a stretch of it said again, or again and again."""
    at, length = chance.randrange(len(data)), chance.randint(1, 5000)
    return data[:at] + data[at : at + length] * chance.choice((2, 3, 200)) + data[at + length :]


def zeroed(data: bytes, chance: random.Random) -> bytes:
    """With a stretch of it gone dark, as after a fault of a disk."""
    at, length = chance.randrange(len(data)), chance.choice((1, 16, 512, 4096))
    return data[:at] + bytes(len(data[at : at + length])) + data[at + length :]


def boasting(data: bytes, chance: random.Random) -> bytes:
    """With numbers in it, or sizes in the heads of its parts, made as large as they go."""
    if data.startswith(b"PK"):
        at = chance.choice([found.start() for found in re.finditer(rb"PK\x01\x02|PK\x03\x04", data)])
        size = at + (24 if data[at + 2] == 1 else 22)
        return data[:size] + struct.pack("<I", chance.choice((0xFFFFFFFF, 0x7FFFFFFF, 900 << 20))) + data[size + 4 :]
    large = chance.choice((b"99999999999999999999", b"2147483647", b"-1", b"1000000", b"4294967296"))
    numbers = list(re.finditer(rb"\d+", data))
    if not numbers:
        return large + data
    found = chance.choice(numbers)
    return data[: found.start()] + large + data[found.end() :]


RANDOM: tuple[Callable[[bytes, random.Random], bytes], ...] = (cut, flipped, spliced, doubled, zeroed, boasting)


# Made with care: what a person would make to do harm, or by mistake.

_LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
_BILLION = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ja">{_LAUGHS}]><x>&l9;</x>'.encode()
_OUTSIDE = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'
_ONE_PAGE = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count {count}/Kids[{kids}]>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 {size} {size}]/Contents 4 0 R/Resources<</Font<</F<</Type/Font"
    b"/Subtype/Type1/BaseFont/Helvetica>>>>>>>>endobj\n4 0 obj<</Length {length}>>stream\n"
    b"BT /F 12 Tf 20 200 Td (Acta de Quibdo) Tj ET\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)


def _page(**said: str) -> bytes:
    data = _ONE_PAGE
    for name, value in {"count": "1", "kids": "3 0 R", "size": "300", "length": "44", **said}.items():
        data = data.replace(f"{{{name}}}".encode(), value.encode())
    return data


def made() -> list[Hurt]:
    """The files that are made with care, each with the states that are right for it alone."""
    return [Hurt(*one[:2], "made with care", frozenset(one[2])) for one in (*_pdfs(), *_packed(), *_written())]


Made = tuple[str, bytes, set[State]]


def _pdfs() -> Iterator[Made]:
    mended = {S.READ, S.PARTIAL, S.DAMAGED}
    yield "million.pdf", _page(count="1000000"), {S.PARTIAL}
    yield "minus.pdf", _page(count="-5"), mended
    yield "circle.pdf", _page(kids="2 0 R 3 0 R"), mended
    yield "wall.pdf", _page(size="900000000"), mended
    yield "length.pdf", _page(length="900000000"), {*mended, S.NO_TEXT}
    yield "nought.pdf", bytes(5000), {S.EMPTY}
    yield "wall.png", _png(60_000, 60_000, bytes(60_000)), {S.DAMAGED, S.SCAN, S.TOO_HUNGRY, S.NO_TEXT}


def _packed() -> Iterator[Made]:
    docx, good = seeds()["docx"], seeds()["odt"]
    yield "laughs.docx", replaced(docx, "word/document.xml", b"<?xml", _BILLION + b"<?xml"), {S.BOMB}
    yield "styles.docx", zipped({**_members(docx), "word/styles.xml": _OUTSIDE}), {S.BOMB}
    wide = replaced(docx, "word/document.xml", b"<w:tcPr>", b'<w:tcPr><w:gridSpan w:val="900000000"/>')
    yield "span.docx", wide, {S.READ}
    yield "zeros.docx", zipped({**_members(docx), "word/media/a.png": bytes(60 << 20)}), {S.BOMB}
    yield "many.docx", zipped({f"{n}": b"" for n in range(30_000)}), {S.BOMB}
    yield "twice.docx", _twice(docx, "word/document.xml"), {S.READ, S.DAMAGED}
    yield "twice.odt", _twice(good, "content.xml"), {S.READ, S.DAMAGED}
    yield "within.zip", zipped({"a.docx": docx, "b.odt": good}), {S.UNSUPPORTED}
    yield "nothing.docx", b"", {S.EMPTY}
    locked = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")
    yield "password.docx", locked, {S.PASSWORD}
    deep, cell = 20_000, 'table:table-cell table:number-columns-repeated="900000000"'
    row = f"<table:table-row><{cell}><text:p>{WORDS}</text:p></table:table-cell></table:table-row>"
    contents = {
        "deep": (odt("<text:section>" * deep + "</text:section>" * deep), {S.DAMAGED, S.NO_TEXT, S.TOO_HUNGRY}),
        "columns": (odt(f"<table:table>{row}</table:table>"), {S.READ}),
        "spaces": (odt(f'<text:p>{WORDS}<text:s text:c="900000000"/></text:p>'), {S.READ}),
        "laughs": (_BILLION, {S.BOMB}),
        "outside": (_OUTSIDE, {S.BOMB}),
        "zeros": (bytes(60 << 20), {S.BOMB}),
    }
    for name, (data, right) in contents.items():
        yield f"{name}.odt", zipped({**_members(good), "content.xml": data}), right


def _written() -> Iterator[Made]:
    nested = b"<html><body>" + b"<div>" * 100_000 + WORDS.encode()
    yield "deep.html", nested, {S.READ, S.NO_TEXT, S.DAMAGED, S.TOO_HUNGRY}
    yield "cells.html", b"<html><body><table>" + b"<td colspan=900000000>Acta" * 2000, {S.READ}
    yield "marks.md", b"> " * 100_000 + b"[" * 100_000 + b"*" * 100_000, {S.READ, S.NO_TEXT}
    yield "line.txt", b"a" * (8 << 20), {S.READ}
    yield "words.txt", b"a " * (4 << 20), {S.READ}
    yield "lines.txt", b"a\n\n" * (1 << 20), {S.READ, S.TOO_HUNGRY}
    yield "hyphens.txt", b"coope-\n" * 200_000, {S.READ}
    yield "brackets.txt", b"(" * 300_000 + b"1." * 300_000, {S.READ}
    yield "spaces.txt", b" " * (8 << 20) + b".", {S.READ, S.NO_TEXT}


def _members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return {name: file.read(name) for name in file.namelist()}


def _twice(data: bytes, name: str) -> bytes:
    target, other = io.BytesIO(data), f"{name[:-1]}~"
    with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as file:
        file.writestr(other, file.read(name)[:-40])
    # The second is given the name of the first behind the back of the one who writes.
    return target.getvalue().replace(other.encode(), name.encode())


def misnamed() -> list[Hurt]:
    """Sound files under the name of each other kind: what is in them is read."""
    quick = [kind for kind in seeds() if kind not in _SLOW]
    return [
        Hurt(f"acta.{name}", seeds()[kind], "named as another", frozenset({S.READ}))
        for kind in quick
        for name in seeds()
        if name != kind
    ]


def files(count: int) -> Iterator[Hurt]:
    """So many hurt files: those made with care, those misnamed, and the rest at random, hurt the same each time."""
    chance = random.Random(2026)  # noqa: S311 - the same hurts each time
    careful = [*made(), *misnamed()]
    yield from careful[:count]
    quick = [kind for kind in seeds() if kind not in _SLOW]
    for number in range(max(0, count - len(careful))):
        kind = _SLOW[number // 25 % 2] if number % 25 == 24 else quick[number % len(quick)]
        how = chance.choice(RANDOM)
        data = how(seeds()[kind], chance)
        if chance.random() < 0.2:
            data = chance.choice(RANDOM)(data or b"\0", chance)
        yield Hurt(f"acta.{kind}", data, how.__name__, RIGHT[kind])


# Those made with care that take long.
_LONG = {"words.txt", "lines.txt", "hyphens.txt", "spaces.txt", "deep.html"}


def some(count: int) -> list[Hurt]:
    """A few of each kind: for a suite that has other things to do."""
    careful = [hurt for hurt in made() if hurt.name not in _LONG]
    every = [hurt for hurt in files(1000) if hurt.how != "made with care"]
    others = [hurt for hurt in every if not hurt.name.endswith(_SLOW)]
    return [*careful, *others[:: max(1, len(others) // (count - len(careful)))]][:count]


def read_one(hurt: Hurt) -> Ended:
    """Read it as any file is read."""
    began = time.monotonic()
    state = sandbox.read(hurt.data, hurt.name, languages=("es",)).state
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return Ended(state, time.monotonic() - began, most)


def wrong(hurt: Hurt, ended: Ended) -> str:
    """What a person would call wrong in how it ended; "" where nothing is."""
    return "" if ended.state in hurt.right else f"{hurt.name} ({hurt.how}): {ended.state}"


def report(pairs: Iterable[tuple[Hurt, Ended | Failed[Hurt]]]) -> int:
    """Print how they ended; how many ended wrongly."""
    states: defaultdict[str, Counter[str]] = defaultdict(Counter)
    faults: list[str] = []
    seconds: list[tuple[float, str]] = []
    memory = 0.0
    for hurt, ended in pairs:
        if isinstance(ended, Failed):
            faults.append(f"{hurt.name} ({hurt.how}): the one that waited died: {ended.error}")
            continue
        states[hurt.how][ended.state] += 1
        seconds.append((ended.seconds, hurt.name))
        memory = max(memory, ended.memory)
        faults += filter(None, [wrong(hurt, ended)])
    for how, counts in states.items():
        print(f"{how:>16}: {', '.join(f'{state} {number}' for state, number in counts.most_common())}")
    slowest = ", ".join(f"{name} {taken:.1f} s" for taken, name in sorted(seconds, reverse=True)[:5])
    parent = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{len(seconds)} files; most memory of a process that reads {memory:.0f} MiB, of this one {parent:.0f} MiB")
    print(f"slowest: {slowest}")
    print("\n".join(["ended wrongly:", *faults]) if faults else "each ended in a right state")
    return len(faults)


def main() -> int:
    """Hurt and read as many as are asked for; 1 where any ended wrongly."""
    count = int(next(iter(sys.argv[1:]), "1000"))
    os.nice(10)
    with executor() as pool:
        hurt = list(files(count))
        return int(report(zip(hurt, run_batch(pool, read_one, hurt), strict=True)) > 0)


if __name__ == "__main__":
    sys.exit(main())
