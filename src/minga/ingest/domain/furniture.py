"""Running heads, running feet and page numbers: what a page carries for the sake of the paper, not of the text."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain

from minga.ingest.domain.layout import Line, Page
from minga.kit.text import fold

_NUMBER = re.compile(r"\d+")
# Heads stand in the upper quarter of a page (laws carry four lines of them), feet in the lower sixth.
_HEAD, _FOOT = 0.25, 0.83
_FEWEST = 3
# A running line is on most pages between its first and its last, or on every other one; a phrase that happens to
# stand at the same height now and then is not.
_DENSITY = 0.4
_SLACK = 4.0

Key = tuple[str, str, int]


def without_furniture(pages: Sequence[Page]) -> list[Page]:
    """The pages without the lines that repeat at the same height, word for word or counting the pages.

    A number counts where it goes up with the page ("31 de 112"); so "Artículo 5" at the head of three pages stays.
    """
    keys = [[tuple(_keys(line, page)) for line in page.lines] for page in pages]
    running = _running(pages, keys)
    return [
        replace(page, lines=tuple(line for line, said in zip(page.lines, own, strict=True) if running.isdisjoint(said)))
        for page, own in zip(pages, keys, strict=True)
    ]


def _running(pages: Sequence[Page], keys: Sequence[Sequence[tuple[Key, ...]]]) -> set[Key]:
    seen: defaultdict[Key, set[int]] = defaultdict(set)
    for page, own in zip(pages, keys, strict=True):
        for key in chain.from_iterable(own):
            seen[key].add(page.number)
    return {key for key, numbers in seen.items() if _runs(numbers)}


def _runs(numbers: set[int]) -> bool:
    return len(numbers) >= _FEWEST and len(numbers) >= _DENSITY * (max(numbers) - min(numbers) + 1)


def _keys(line: Line, page: Page) -> Iterator[Key]:
    """Under which names a line in the head or the foot of a page would repeat."""
    if page.height and _HEAD < (line.box.top + line.box.bottom) / 2 / page.height < _FOOT:
        return
    said = fold(line.text)
    # Two heights, half a step apart, so that a line that wavers by a point meets its fellows under one of them.
    for shift in (0, 1):
        height = int((line.box.top + shift * _SLACK) / (2 * _SLACK)) * 2 + shift
        yield said, "", height
        for which, number in enumerate(_NUMBER.findall(said)[:4]):
            yield _NUMBER.sub("#", said), f"{which}:{int(number[:9]) - page.number}", height
