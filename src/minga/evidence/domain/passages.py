"""Cutting a text into the passages a reader would point at."""

import re
from dataclasses import dataclass

# A footnote begins a line with its number: " 1 Los Municipios…", "3 La Municipalidad…".
_FOOTNOTE = re.compile(r"^[ \t]*(\d{1,3})[ \t]+(?=\S)", re.MULTILINE)
_BLOCK = re.compile(r"\S(?:.*\S)?(?:\n[ \t]*\S.*)*")


@dataclass(frozen=True)
class Cut:
    """A passage before it is stored: its kind, its own label ("5" of a footnote), `text[start:end]`, and its page.

    page    the one on which it begins, from 1; None where the text has no pages
    """

    kind: str
    label: str
    start: int
    end: int
    page: int | None = None


def footnotes(text: str) -> list[Cut]:
    """The numbered notes of a page of footnotes, in order.

    A number counts as a note's only where it is the next in sequence from 1, so that a year or an article at the
    beginning of a line starts no note.
    """
    begins: list[tuple[str, int, int]] = []
    for match in _FOOTNOTE.finditer(text):
        if int(match.group(1)) == len(begins) + 1:
            begins.append((match.group(1), match.start(), match.end()))
    # Each note ends where the next begins, the last with the text; without notes the one end stays unused.
    ends = [*(start for _, start, _ in begins[1:]), len(text)]
    return [
        Cut("footnote", label, body, body + len(text[body:end].rstrip()))
        for (label, _, body), end in zip(begins, ends, strict=False)
    ]


def paragraphs(text: str) -> list[Cut]:
    """Stretches between empty lines, in order."""
    return [Cut("paragraph", "", match.start(), match.end()) for match in _BLOCK.finditer(text)]
