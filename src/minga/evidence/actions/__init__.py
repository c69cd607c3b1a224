"""Every change to sources, documents and claims."""

from minga.evidence.actions.claims import (
    AlreadyJudged,
    ClaimRefused,
    UnsignedJudgement,
    accept,
    contradict,
    correct,
    save_claim,
)
from minga.evidence.actions.documents import archive, save_source, store_text
from minga.evidence.actions.loading import LoadReport, load_collection, load_founding_document, unresolved

__all__ = [
    "AlreadyJudged",
    "ClaimRefused",
    "LoadReport",
    "UnsignedJudgement",
    "accept",
    "archive",
    "contradict",
    "correct",
    "load_collection",
    "load_founding_document",
    "save_claim",
    "save_source",
    "store_text",
    "unresolved",
]
