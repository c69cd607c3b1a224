"""A claim and its citations before they are stored, and what is wrong with them."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from minga.evidence.domain.licences import BASE
from minga.evidence.domain.statuses import Kind, Stance
from minga.evidence.domain.vocabulary import Vocabulary
from minga.kit.dates import NotEdtf, parse_when


@dataclass(frozen=True)
class CounterpartDraft:
    """A party on the other side; `territory` is a code, `organization` a slug, where that is sure."""

    name: str
    territory: str | None = None
    organization: str | None = None
    country: str | None = None


@dataclass(frozen=True)
class CitationDraft:
    """A tie to a source (its slug). A quote needs the document's hash, and the note it stands in or its offset.

    start   where the quote begins in the document's newest text, in code points; then its words must stand there
    """

    source: str
    quote: str = ""
    document: str = ""
    passage: str = ""
    locator: str = ""
    note: str = ""
    stance: str = Stance.SUPPORTS
    relies_on: str = ""
    checked: str | None = None
    start: int | None = None


@dataclass(frozen=True)
class ClaimDraft:
    """One claim as it is brought in; `territory` is a code, `organization` a slug, exactly one of them.

    collection    the slug of the collection it belongs to, ours where nothing else is said
    """

    ref: str
    kind: str
    instrument: str
    statement: str
    territory: str | None = None
    organization: str | None = None
    subject: str = ""
    event: str = ""
    when: str | None = None
    areas: tuple[str, ...] = ()
    actor: str = ""
    hosted_in: str = ""
    confidence: str = ""
    kind_note: str = ""
    curation_note: str = ""
    counterparts: tuple[CounterpartDraft, ...] = ()
    citations: tuple[CitationDraft, ...] = ()
    contradicts: tuple[str, ...] = field(default=())
    collection: str = BASE

    @property
    def fingerprint(self) -> str:
        """SHA-256 of all its parts: the same row read again is the same."""
        parts = asdict(self)
        if self.collection == BASE:  # as claims were told apart before there were others
            del parts["collection"]
        for citation in parts["citations"]:
            if citation["start"] is None:  # as they were before offsets could be given
                del citation["start"]
        return hashlib.sha256(json.dumps(parts, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def faults(draft: ClaimDraft, vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
    """Each field at fault with its value: ("event", "opened"). Empty where the draft may be stored."""
    if bool(draft.territory) == bool(draft.organization):
        yield "subject", f"{draft.territory or '-'} / {draft.organization or '-'}"
    if draft.kind not in list(Kind):
        yield "kind", draft.kind
    if not draft.statement.strip():
        yield "statement", ""
    if not draft.citations:
        yield "citations", ""
    yield from unknown_concepts(draft.instrument, draft.event, draft.areas, vocabulary)
    try:
        parse_when(draft.when)
    except NotEdtf as error:
        yield "when", str(error)


def unknown_concepts(
    instrument: str, event: str, areas: tuple[str, ...], vocabulary: Vocabulary
) -> Iterator[tuple[str, str]]:
    """The concepts that the vocabulary does not hold, each with its field. Background needs no event."""
    known = {scheme: vocabulary.claimable(scheme) for scheme in ("instrument", "event", "area")}
    if instrument not in known["instrument"]:
        yield "instrument", instrument
    if event and event not in known["event"]:
        yield "event", event
    for area in areas:
        if area not in known["area"]:
            yield "areas", area


def from_row(row: dict[str, Any]) -> ClaimDraft:
    """A claim of the collection's data file (one JSON object per line; `evidence/data/README.md` tells the fields)."""
    citation = CitationDraft(
        source=row["source"], locator=row.get("locator") or "", note=row.get("note") or "", checked=row.get("checked")
    )
    others = tuple(CitationDraft(**other) for other in row.get("citations", ()))
    return ClaimDraft(
        ref=row["ref"],
        kind=row["kind"],
        instrument=row["instrument"],
        statement=row["statement"],
        territory=row.get("territory"),
        organization=row.get("organization"),
        subject=row.get("subject") or "",
        event=row.get("event") or "",
        when=row.get("when"),
        areas=tuple(row.get("areas") or ()),
        actor=row.get("actor") or "",
        hosted_in=row.get("hosted_in") or "",
        confidence=row.get("confidence") or "",
        kind_note=row.get("kind_note") or "",
        curation_note=row.get("correction") or "",
        counterparts=tuple(CounterpartDraft(**party) for party in row.get("counterparts") or ()),
        citations=(citation, *others),
        contradicts=tuple(row.get("contradicts") or ()),
    )
