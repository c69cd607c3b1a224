"""The side of extraction that works in another process, or on another machine: no Django, no database."""

import pickle
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from minga.ingest.domain.extraction import Gazetteer, Language, Phrases, Proposal, Reader, propose


class Sent(NamedTuple):
    """A text with all that reading it stands on. `words` is what is the same for every text of its language, packed.

    words   the pickle of `extracting.words_of`
    others  as of `propose` and `Reader`
    """

    text: str
    gazetteer: Gazetteer
    words: bytes
    country: str | None
    chances: dict[str, float]


def proposed(sent: Sent) -> list[Proposal]:
    """What a text proposes."""
    language, areas, compatible = _unpacked(sent.words)
    return propose(sent.text, Reader(sent.gazetteer, language, areas, compatible, sent.country), sent.chances)


@lru_cache(maxsize=8)
def _unpacked(words: bytes) -> tuple[Language, Phrases, Mapping[str, frozenset[str]]]:
    """The words of a language: each process unpacks them once, not for every text."""
    language, areas, compatible = pickle.loads(words)  # noqa: S301 - our own, from the process that asks
    return language, areas, compatible
