"""Bringing a file in: its bytes archived once, its record a source, its text with passages that can be searched."""

import hashlib
from collections import defaultdict
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from django.db import transaction

from minga.evidence.actions import archive, repin, save_source, store_text
from minga.evidence.domain.passages import Cut
from minga.evidence.domain.statuses import Access
from minga.evidence.models import Document, ExtractedText, Source
from minga.ingest import queries
from minga.ingest.actions.proposing import repin_proposals
from minga.ingest.domain.reading import Reading, corners
from minga.ingest.domain.records import csl_of, slug_of
from minga.ingest.domain.states import NOT_KEPT, PROPOSE, WITH_TEXT
from minga.ingest.models import Ingestion, PageLayout
from minga.jobs.actions import enqueue

EXTRACTOR = "minga.ingest"
# Goes up with every change in what the rules give for a file that was read before.
VERSION = "1"


class Outcome(StrEnum):
    """What bringing a file in changed."""

    ADDED = "added"
    READ_AGAIN = "read_again"
    UNCHANGED = "unchanged"
    LEFT_OUT = "left_out"


@dataclass(frozen=True)
class Brought:
    """A file that was brought in, and what that changed."""

    ingestion: Ingestion
    outcome: Outcome


@transaction.atomic
def bring_in(
    *,
    data: bytes,
    name: str,
    reading: Reading,
    language: str,
    access: Access = Access.QUOTES,
    csl: dict[str, Any] | None = None,
    url: str = "",
    by: int | None = None,
) -> Brought:
    """Keep a file as far as its reading allows; the same bytes twice are one document.

    reading   what the child process made of the data
    language  of the text, where the document is new
    csl       the source's own record, with `id`; without it the source is found by the page's address, or begun
              from what the file says of itself
    url       whence it was fetched: what a page says of its own address does not count then
    """
    if url:
        reading = replace(reading, record=replace(reading.record, url=url))
    sha256 = hashlib.sha256(data).hexdigest()
    if reading.state in NOT_KEPT:
        return Brought(_told(sha256, data, name, reading, None, None), Outcome.LEFT_OUT)
    known = Document.objects.filter(sha256=sha256).first()
    earlier = None
    if known is None:
        source = _source(sha256, name, reading, csl, by)
        earlier = queries.latest_document(source)
    else:
        source = known.source
    document = archive(
        data=data,
        source=source,
        media_type=reading.format or "application/octet-stream",
        language=language,
        access=access,
        pages=reading.pages,
        by=by,
    )
    stored = reading.state in WITH_TEXT and _store(document, reading, by)
    if stored:
        enqueue(task=PROPOSE, key=sha256, arguments={"sha256": sha256, "name": name})
    ingestion = _told(sha256, data, name, reading, document, earlier)
    if known is None:
        return Brought(ingestion, Outcome.ADDED)
    return Brought(ingestion, Outcome.READ_AGAIN if stored else Outcome.UNCHANGED)


def _source(sha256: str, name: str, reading: Reading, csl: dict[str, Any] | None, by: int | None) -> Source:
    if csl is not None:
        return save_source(slug=csl["id"], csl=csl, by=by)[0]
    if found := queries.source_at(reading.record.url):
        return found
    slug = slug_of(reading.record, name=name, sha256=sha256)
    return save_source(slug=slug, csl=csl_of(reading.record, slug=slug, name=name), by=by)[0]


def _store(document: Document, reading: Reading, by: int | None) -> bool:
    """Whether the text is new; what stood on an earlier one follows its words. What others read is left as it is."""
    if not queries.is_free(document, EXTRACTOR):
        return False
    before = document.texts.filter(extractor=EXTRACTOR, version=VERSION).exists()
    cuts = [Cut(one.kind, one.label, one.start, one.end, one.page) for one in reading.text.passages]
    text = store_text(document=document, extractor=EXTRACTOR, version=VERSION, text=reading.text.text, cuts=cuts, by=by)
    if not before:
        PageLayout.objects.bulk_create(_layouts(text, reading))
        repin(to=text, by=by)
        repin_proposals(to=text)
    return not before


def _layouts(text: ExtractedText, reading: Reading) -> list[PageLayout]:
    places: defaultdict[int, list[list[float]]] = defaultdict(list)
    for place in reading.text.places:
        places[place.page].append([place.start, place.end, *corners(place.box)])
    return [
        PageLayout(extracted=text, number=n, width=sheet.width, height=sheet.height, places=places[n])
        for n, sheet in enumerate(reading.sheets, 1)
    ]


def _told(
    sha256: str, data: bytes, name: str, reading: Reading, document: Document | None, earlier: Document | None
) -> Ingestion:
    said = {
        "format": reading.format or "",
        "state": reading.state,
        "detail": reading.detail,
        "notes": {str(note): number for note, number in reading.notes.items()},
        "version": VERSION,
        "document": document,
    }
    if earlier is not None:
        said["earlier"] = earlier
    first = {**said, "name": name[-255:], "size": len(data)}
    ingestion, _ = Ingestion.objects.update_or_create(sha256=sha256, defaults=said, create_defaults=first)
    return ingestion
