"""One claim or passage as it is searched, before it is stored."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Entry:
    """The parts of an index row. `body` is all that is searched; `lineage` the territory's codes, country first.

    words_only  names in a fixed sentence, of which no vector is made: it would say of all of them the same
    licence     under which it may be taken away; "" for the words of others
    """

    kind: str
    ref: str
    language: str
    body: str
    access: str
    status: str = ""
    claim_kind: str = ""
    evidence: str = ""
    territory_id: int | None = None
    country: str = ""
    level: str = ""
    lineage: tuple[str, ...] = ()
    instrument: str = ""
    event: str = ""
    areas: tuple[str, ...] = ()
    year_first: int | None = None
    year_last: int | None = None
    words_only: bool = False
    licence: str = ""
