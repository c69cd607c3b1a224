"""What must hold of the files that were handed in and of what they propose, over the whole base."""

from collections.abc import Iterator

from django.db.models import Exists, F, OuterRef
from django.db.models.functions import Substr

from minga.evidence.domain.statuses import Status
from minga.evidence.models import ExtractedText, Passage
from minga.ingest import spool
from minga.ingest.domain.proposing import Relation, Standing
from minga.ingest.domain.states import READ, WITH_TEXT, State
from minga.ingest.models import Ingestion, PageLayout, Proposal
from minga.jobs.queries import kept_keys


def problems() -> Iterator[str]:
    """Every invariant of the room that does not hold, one line each."""
    yield from _spool_problems()
    yield from _document_problems()
    yield from _text_problems()
    yield from _proposal_problems()


def _spool_problems() -> Iterator[str]:
    waits = dict(Ingestion.objects.filter(state=State.WAITING).values_list("sha256", "name"))
    with_job = kept_keys(task=READ, keys=waits)
    for sha256, name in waits.items():
        if sha256 not in with_job:
            yield f"file {name}: it waits, and no job reads it"
        if not spool.waiting(sha256):
            yield f"file {name}: it waits, and its bytes are gone"
    for path in spool.left_behind():
        if path.name not in waits:
            yield f"spool {path.name[:12]}: nobody waits for it"


def _document_problems() -> Iterator[str]:
    of_documents = Ingestion.objects.filter(document__isnull=False)
    for row in of_documents.exclude(document__sha256=F("sha256")):
        yield f"file {row.name}: its document has other bytes"
    texts = ExtractedText.objects.filter(document=OuterRef("document"))
    for row in of_documents.filter(~Exists(texts), state__in=WITH_TEXT):
        yield f"file {row.name}: it was read, and its text is gone"


def _text_problems() -> Iterator[str]:
    read = ExtractedText.objects.filter(document__ingestion__isnull=False)
    passages = Passage.objects.filter(extracted=OuterRef("pk"))
    for text in read.filter(~Exists(passages)).exclude(text="").select_related("document"):
        yield f"text {text}: it has words and no passage"
    before = Passage.objects.filter(
        extracted=OuterRef("extracted"), ordinal=OuterRef("ordinal") - 1, end__gt=OuterRef("start")
    )
    for passage in Passage.objects.filter(Exists(before), extracted__in=read).select_related("extracted"):
        yield f"passage {passage.ordinal} of {passage.extracted}: it overlaps the one before"
    for page in PageLayout.objects.filter(number__gt=F("extracted__document__pages")).select_related("extracted"):
        yield f"page {page.number} of {page.extracted}: the document has no such page"


def _proposal_problems() -> Iterator[str]:
    words = Substr("extracted__text", F("start") + 1, F("end") - F("start"))
    for row in Proposal.objects.annotate(words=words).exclude(words=F("quote")).defer("extracted__text"):
        yield f"proposal {row.ref}: its quote is not at its place"
    waiting = Proposal.objects.open().filter(relation=Relation.NEW)
    for row in waiting.exclude(claim__status=Status.PROPOSED, claim__ref=F("ref")):
        yield f"proposal {row.ref}: it waits, and its claim does not"
    for row in Proposal.objects.filter(state=Standing.ACCEPTED, claim__status=Status.PROPOSED, claim__ref=F("ref")):
        yield f"proposal {row.ref}: it was accepted, and its claim was not"
