"""Every change to sources, documents and claims."""

from minga.evidence.actions.bulk import Saved, save_claims
from minga.evidence.actions.claims import (
    AlreadyJudged,
    JudgementStands,
    UnsignedJudgement,
    accept,
    add_citation,
    contradict,
    correct,
    drop,
    reconcile,
    reject,
    save_claim,
    unjudge,
    withdraw_citation,
)
from minga.evidence.actions.collections import save_collection
from minga.evidence.actions.documents import NotBrought, archive, note_bringing, save_source, share_bringing, store_text
from minga.evidence.actions.indexing import have_read_again
from minga.evidence.actions.loading import LoadReport, load_collection, load_founding_document, unresolved
from minga.evidence.actions.proposers import note_proposer
from minga.evidence.actions.repinning import Repinned, repin
from minga.evidence.actions.rows import ClaimRefused
from minga.evidence.actions.verifying import leave_unverified, verify_citation

__all__ = [
    "AlreadyJudged",
    "ClaimRefused",
    "JudgementStands",
    "LoadReport",
    "NotBrought",
    "Repinned",
    "Saved",
    "UnsignedJudgement",
    "accept",
    "add_citation",
    "archive",
    "contradict",
    "correct",
    "drop",
    "have_read_again",
    "leave_unverified",
    "load_collection",
    "load_founding_document",
    "note_bringing",
    "note_proposer",
    "reconcile",
    "reject",
    "repin",
    "save_claim",
    "save_claims",
    "save_collection",
    "save_source",
    "share_bringing",
    "store_text",
    "unjudge",
    "unresolved",
    "verify_citation",
    "withdraw_citation",
]
