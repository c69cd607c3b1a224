"""Reads: what is known of a file, of the source that a page names, where words stand on a page, what they propose."""

from dataclasses import dataclass

from django.db.models import Count, Q

from minga.evidence.models import Document, ExtractedText, Source
from minga.ingest.domain.layout import Box
from minga.ingest.domain.proposing import Standing
from minga.ingest.models import Ingestion, PageLayout, Proposal, ProposalQuerySet


def ingestion_of(sha256: str) -> Ingestion | None:
    """What became of the file with these bytes; None where it never came."""
    return Ingestion.objects.select_related("document__source").filter(sha256=sha256).first()


def source_at(url: str) -> Source | None:
    """The one source with this address; None where there is none, or more than one."""
    found = list(Source.objects.filter(url=url)[:2]) if url else []
    return found[0] if len(found) == 1 else None


def latest_document(source: Source) -> Document | None:
    """The document of a source that came last."""
    return source.documents.order_by("-pk").first()


def is_free(document: Document, extractor: str) -> bool:
    """Whether a document may be given a text of this extractor's: no other has read it.

    What was cut by hand, as the notes of the founding document, is not cut again by rules.
    """
    return not ExtractedText.objects.filter(document=document).exclude(extractor=extractor).exists()


def newest_text(sha256: str) -> ExtractedText | None:
    """What was read last in the document with these bytes."""
    return ExtractedText.objects.filter(document__sha256=sha256).order_by("-pk").first()


def passages_in(document: Document) -> int:
    """How many passages the newest text of a document has."""
    newest = document.texts.order_by("-pk").first()
    return newest.passages.count() if newest else 0


@dataclass(frozen=True)
class Seen:
    """A line of a page in which some of the words stand."""

    page: int
    box: Box


def seen_at(extracted: ExtractedText, start: int, end: int) -> list[Seen]:
    """Where `text[start:end]` is seen: the box of each line that holds some of it; one query."""
    first = extracted.passages.filter(start__lte=start, page__isnull=False).order_by("-start").first()
    pages = PageLayout.objects.filter(extracted=extracted, number__gte=first.page if first and first.page else 1)
    found: list[Seen] = []
    for page in pages.iterator(chunk_size=2):
        touched = [Seen(page.number, Box(*box)) for begin, stop, *box in page.places if begin < end and start < stop]
        found += touched
        if page.places and page.places[0][0] >= end:
            break
    return found


def proposals_in(extracted: ExtractedText, *, in_the_house: bool = False) -> ProposalQuerySet:
    """What a text proposes, in order of place, with claim and territory; without what is gone. One query.

    in_the_house    for the terminal, and for the page of a document that was found for its reader
    """
    found = Proposal.objects.filter(extracted=extracted).exclude(state=Standing.GONE)
    found = found.select_related("territory", "claim", "contradicts", "passage", "proposed_for").order_by(
        "start", "end", "ref"
    )
    return found if in_the_house else found.shown()


def proposal_called(ref: str, *, in_the_house: bool = False) -> Proposal | None:
    """The proposal of this name; None where there is none, or where its words may not be shown."""
    found = Proposal.objects.select_related("territory", "claim", "contradicts", "extracted__document__source")
    return (found if in_the_house else found.shown()).filter(ref=ref).first()


def to_review(
    *, document: str = "", territory: str = "", instrument: str = "", language: str = "", least: float = 0.0
) -> ProposalQuerySet:
    """The proposals that wait, document by document in order of place: for the terminal, which may show every word.

    document    the beginning of its SHA-256
    territory   a code; what lies in it counts too
    least       the confidence that a proposal must have
    """
    found = Proposal.objects.open().filter(confidence__gte=least, extracted__document__sha256__startswith=document)
    if territory:
        found = found.filter(Q(territory__code=territory) | Q(territory__ancestors__contains=[territory]))
    if instrument:
        found = found.filter(instrument=instrument)
    if language:
        found = found.filter(extracted__document__language=language)
    return found.order_by("extracted__document", "start", "end", "ref")


def with_all(proposal: int) -> Proposal:
    """A proposal by its key with all that its judge reads: its text, and the claims it is set beside."""
    rows = Proposal.objects.select_related(
        "territory", "extracted__document__source", "passage", "claim", "contradicts"
    )
    return rows.prefetch_related("claim__citations__source", "contradicts__citations__source").get(pk=proposal)


def judged_last(*, by: int | None, organ: str) -> Proposal | None:
    """What this person or organ judged last; None where they judged nothing."""
    return Proposal.objects.judged().filter(judged_by=by, organ=organ).order_by("-judged_at", "-pk").first()


def tally_of(extracted: ExtractedText) -> dict[str, int]:
    """How many proposals of a text stand where: {"open": 12, "accepted": 3}; the page of a text says so. One query."""
    counts = Proposal.objects.filter(extracted=extracted).shown().order_by().values_list("state")
    return dict(counts.annotate(Count("pk")))
