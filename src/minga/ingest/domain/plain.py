"""Plain text and Markdown into passages."""

import re
from collections.abc import Iterator

from minga.ingest.domain.layout import Block, Kind, Piece
from minga.ingest.domain.marks import begins_article, begins_item, ends_sentence

# Text that was broken by hand or by a program has lines of a like length, and few as long as this.
_LONG = 130
_NUMBERED = re.compile(r"^[ \t]*(\d{1,3})[ \t]+(?=\S)")
_NOTE = re.compile(r"^\[\^([^\]\s]{1,20})\]:\s*")
_HEADING = re.compile(r"^#{1,6}\s+(.*?)\s*#*$")
_RULE = re.compile(r"^\s*(?:[-*_=]\s*){3,}$")
_CELLS = re.compile(r"^\s*\|(.+)\|\s*$")
_ALIGNMENT = re.compile(r"^[\s|:-]+$")


def plain_blocks(text: str) -> list[Block]:
    """The passages of a plain text.

    Where lines are as long as paragraphs each is one; where they were broken, an empty line ends a paragraph, and so
    does a short line with a stop. Lines with the numbers 1, 2, 3… in sequence at their beginning are footnotes.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n").split("\n")
    return list(_blocks(lines, broken=_is_broken(lines)))


def _is_broken(lines: list[str]) -> bool:
    written = [line for line in lines if line.strip()]
    return sum(len(line) > _LONG for line in written) * 50 <= len(written)


def _blocks(lines: list[str], *, broken: bool) -> Iterator[Block]:
    width = _width(lines)
    block, above, note = None, "", 0
    for line in lines:
        number = _NUMBERED.match(line)
        is_note = number is not None and int(number[1]) == note + 1
        if block is not None and (not line.strip() or not broken or is_note or _begins(above, line, width)):
            yield block
            block = None
        if line.strip() and not _RULE.match(line):
            block = block or _opened(line, number[1] if number and is_note else "")
            words = line[number.end() :] if number and is_note else line
            note += is_note
            block.pieces.append(Piece(words.strip()))
        above = line
    if block is not None:
        yield block


def _width(lines: list[str]) -> int:
    """How long a full line is: nine in ten are no longer."""
    lengths = sorted(len(line.rstrip()) for line in lines if line.strip())
    return lengths[len(lengths) * 9 // 10] if lengths else 0


def _begins(above: str, line: str, width: int) -> bool:
    if begins_item(line.strip()) or begins_article(line.strip()) or "\t" in line.strip():
        return True
    return ends_sentence(above) and len(above.rstrip()) < 0.8 * width and line.strip()[:1].isupper()


def _opened(line: str, label: str) -> Block:
    if label:
        return Block(Kind.FOOTNOTE, label=label)
    if "\t" in line.strip():
        return Block(Kind.TABLE_ROW)
    return Block(Kind.LIST_ITEM if begins_item(line.strip()) else Kind.PARAGRAPH)


def markdown_blocks(text: str) -> list[Block]:
    """The passages of a Markdown text: headings, items, rows of tables and notes; marks of emphasis stay as written."""
    found: list[Block] = []
    pending: list[str] = []
    for line in text.replace("\r\n", "\n").split("\n"):
        special = _special(line)
        if special is None:
            pending += [] if _ALIGNMENT.match(line) and "|" in line else [line]
            continue
        found += [*plain_blocks("\n".join(pending)), special]
        pending = []
    return found + plain_blocks("\n".join(pending))


def _special(line: str) -> Block | None:
    if heading := _HEADING.match(line):
        return Block(Kind.HEADING, [Piece(heading[1])])
    if note := _NOTE.match(line):
        return Block(Kind.FOOTNOTE, [Piece(line[note.end() :])], note[1][:20])
    if (cells := _CELLS.match(line)) and not _ALIGNMENT.match(line):
        return Block(Kind.TABLE_ROW, [Piece("\t".join(cell.strip() for cell in cells[1].split("|")))])
    return None
