"""Passages into one plain text: Unicode NFC, words mended that a line's end broke, each stretch with its place."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from minga.ingest.domain.layout import Block, Kind, Passage, Piece, Place, Text
from minga.kit.text import nfc, printable

# A hyphen that is seen only where a line ends.
_SOFT = "\u00ad"
_HYPHENS = "-‐\u2011"
_SPACES = re.compile(r"[^\S\t]+")
_TABS = re.compile(r" ?\t[\t ]*")
_WORD = re.compile(r"[^\W\d_]+(?:[-‐][^\W\d_]+)*")
_LAST = re.compile(r"([^\W\d_]+(?:[-‐][^\W\d_]+)*)[-‐\u2011]$")
_FIRST = re.compile(r"[^\W\d_]+")
# Pronouns that Portuguese joins to a verb; "-se" at a line's end is no syllable there.
_ENCLITICS = frozenset({"se", "lo", "la", "los", "las", "lhe", "lhes", "me", "nos", "vos"})
_PORTUGUESE = re.compile(r"\b(?:não|uma|são|também|ção|ções|em|dos|das)\b|ções?\b|ção\b")

Joins = Callable[[str, str], bool]


def assemble(blocks: Iterable[Block]) -> Text:
    """The text of the blocks: rows and items on lines of their own, the rest apart by an empty line."""
    blocks = [cleaned for block in blocks if (cleaned := _cleaned(block)).pieces]
    joins = _mending(blocks)
    parts: list[str] = []
    passages: list[Passage] = []
    places: list[Place] = []
    at = 0
    for number, block in enumerate(blocks):
        if number:
            parts.append(_between(blocks[number - 1], block))
            at += len(parts[-1])
        start = at
        for text, piece in _joined(block.pieces, joins):
            parts.append(text)
            if piece.page is not None and piece.box is not None:
                places.append(Place(at + len(text) - len(text.lstrip()), at + len(text), piece.page, piece.box))
            at += len(text)
        passages.append(Passage(block.kind, block.label, start, at, block.pieces[0].page))
    return Text("".join(parts), tuple(passages), tuple(places))


def _cleaned(block: Block) -> Block:
    pieces = [Piece(text, piece.page, piece.box) for piece in block.pieces if (text := clean(piece.text)).strip()]
    if pieces:  # a passage begins and ends with a letter, not with space
        pieces[0] = Piece(pieces[0].text.lstrip(), pieces[0].page, pieces[0].box)
    return Block(block.kind, pieces, block.label)


def clean(text: str) -> str:
    """Words in NFC with single spaces, without control characters; a tab parts cells; a soft hyphen only at the end."""
    text = text.rstrip()
    soft = text[-1:] in _SOFT and text != ""
    bare = text.replace(_SOFT, "")
    bare = _TABS.sub("\t", _SPACES.sub(" ", nfc(printable(bare)))).rstrip()
    return f"{bare}\u00ad" if soft and bare else bare


def _between(above: Block, below: Block) -> str:
    together = above.kind == below.kind and above.kind in (Kind.TABLE_ROW, Kind.LIST_ITEM)
    return "\n" if together else "\n\n"


def _joined(pieces: Sequence[Piece], joins: Joins) -> Iterable[tuple[str, Piece]]:
    """Each piece's own share of the text, with the space before it."""
    for number, piece in enumerate(pieces):
        text, last = piece.text, number + 1 == len(pieces)
        after = "" if last else pieces[number + 1].text
        if text.endswith("\u00ad") or (not last and text[-1:] in _HYPHENS and joins(text, after)):
            text = text[:-1]
        yield (" " if number and _parts(pieces[number - 1].text, piece.text) else "") + text, piece


def _parts(above: str, below: str) -> bool:
    """Whether a space stands between two lines: not after a hyphen in a word, not before a cell."""
    if below.startswith("\t") or above.endswith("\u00ad"):
        return False
    return not (above[-1:] in _HYPHENS and _LAST.search(above) and below[:1].isalnum())


def _mending(blocks: Sequence[Block]) -> Joins:
    """Whether the hyphen between two lines goes: how the document writes the word elsewhere decides."""
    said: Counter[str] = Counter()
    for block in blocks:
        for piece in block.pieces:
            said.update(word.replace("‐", "-").lower() for word in _WORD.findall(piece.text))
    portuguese = _is_portuguese(blocks)

    def joins(above: str, below: str) -> bool:
        last, first = _LAST.search(above), _FIRST.match(below)
        if not last or not first or not below[:1].islower():
            return False
        head, tail = last[1].replace("‐", "-").lower(), first[0].lower()
        whole, parted = said[head.rpartition("-")[2] + tail], said[f"{head}-{tail}"]
        if whole or parted:
            return whole >= parted
        return not (portuguese and tail in _ENCLITICS)

    return joins


def _is_portuguese(blocks: Sequence[Block]) -> bool:
    sample = " ".join(block.words for block in blocks[:200])[:20_000]
    return len(_PORTUGUESE.findall(sample.lower())) * 60 > len(sample.split())
