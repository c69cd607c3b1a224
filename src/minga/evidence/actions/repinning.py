"""A document that was read better: its citations follow their words to the new text."""

from dataclasses import dataclass

from django.db import transaction

from minga.evidence.actions.rows import passage_around, place
from minga.evidence.domain.quotes import Selector, Span, find_again
from minga.evidence.models import Change, Citation, ExtractedText
from minga.journal.actions import record

_PINNED = ("extracted", "passage", "start", "end", "quote", "prefix", "suffix")


@dataclass(frozen=True)
class Repinned:
    """How many citations followed their words, and the refs of the claims whose citation did not."""

    moved: int
    left: tuple[str, ...]


@transaction.atomic
def repin(*, to: ExtractedText, by: int | None = None) -> Repinned:
    """Move the citations of a document's earlier texts to its new one, each only where its words stand in one place.

    The others stay at the text in which they were found, and are listed as to be verified (`queries.to_verify`).
    """
    pinned = Citation.objects.select_for_update(of=("self",)).filter(extracted__document=to.document_id)
    citations = list(pinned.exclude(extracted=to).select_related("claim").order_by("pk"))
    moved = [citation for citation in citations if _move(citation, to)]
    if citations:
        Citation.objects.bulk_update(moved, _PINNED)
        Change.objects.bulk_create(Change(kind="claim", ref=ref) for ref in {one.claim.ref for one in moved})
        left = tuple(sorted({one.claim.ref for one in citations if one not in moved}))
        after = {"version": to.version, "moved": len(moved), "left": [*left]}
        record("citations.repinned", to.document, by=by, after=after)
        return Repinned(len(moved), left)
    return Repinned(0, ())


def _move(citation: Citation, to: ExtractedText) -> bool:
    start, end = citation.start or 0, citation.end or 0
    words = Selector(Span(start, end), citation.quote, citation.prefix, citation.suffix)
    found = find_again(words, to.text)
    if found is not None:
        place(citation, to, passage_around(to, found), found)
    return found is not None
