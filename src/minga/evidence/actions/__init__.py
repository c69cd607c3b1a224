"""Every change to sources, documents and claims."""

from minga.evidence.actions.bulk import Saved, save_claims
from minga.evidence.actions.claims import (
    AlreadyJudged,
    UnsignedJudgement,
    accept,
    contradict,
    correct,
    save_claim,
)
from minga.evidence.actions.collections import save_collection
from minga.evidence.actions.documents import archive, save_source, store_text
from minga.evidence.actions.loading import LoadReport, load_collection, load_founding_document, unresolved
from minga.evidence.actions.rows import ClaimRefused

__all__ = [
    "AlreadyJudged",
    "ClaimRefused",
    "LoadReport",
    "Saved",
    "UnsignedJudgement",
    "accept",
    "archive",
    "contradict",
    "correct",
    "load_collection",
    "load_founding_document",
    "save_claim",
    "save_claims",
    "save_collection",
    "save_source",
    "store_text",
    "unresolved",
]
