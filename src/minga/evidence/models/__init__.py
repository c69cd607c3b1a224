"""Sources, documents, passages, claims and what ties them together.

What must not be is refused by the database: a claim without a citation, a quote with an empty span, an unsigned
judgement, a changed text.
"""

from minga.evidence.models.claims import Citation, Claim, ClaimQuerySet, Collection, Counterpart
from minga.evidence.models.judgements import Change, Contradiction, Correction, Judgement
from minga.evidence.models.sources import Bringing, Document, ExtractedText, Passage, Source

__all__ = [
    "Bringing",
    "Change",
    "Citation",
    "Claim",
    "ClaimQuerySet",
    "Collection",
    "Contradiction",
    "Correction",
    "Counterpart",
    "Document",
    "ExtractedText",
    "Judgement",
    "Passage",
    "Source",
]
