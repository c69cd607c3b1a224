"""Reports as reviewers list them, and the claims that somebody reported."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import Http404

from minga.evidence.domain.statuses import Access
from minga.evidence.models import Claim, Document
from minga.evidence.pages import READABLE
from minga.reports.domain import State
from minga.reports.models import Report


@dataclass(frozen=True)
class About:
    """What a report is about: a claim anyone may read, or a document that is not private."""

    claim: Claim | None = None
    document: Document | None = None
    passage: int | None = None


def about(claim: str, document: str, passage: int | None) -> About:
    """What the ref of a claim, or the short hash of a document, names. Raises Http404, for all reasons the same."""
    if claim:
        found = Claim.objects.filter(status__in=READABLE, ref=claim.upper()).first()
        if found is None:
            raise Http404
        return About(claim=found)
    documents = Document.objects.exclude(access=Access.PRIVATE).select_related("source")
    paper = documents.filter(sha256__startswith=document).first() if len(document) == 12 else None
    if paper is None:
        raise Http404
    return About(document=paper, passage=passage)


def subject_of(report: Report) -> About:
    """What a report is about, as far as it still may be shown; one query."""
    try:
        return about(report.claim, report.document, report.passage)
    except Http404:
        return About()


def reported_refs() -> QuerySet[Report, str]:
    """The refs of the claims of which somebody reported something that waits for an answer; for reviewers alone."""
    waiting = Report.objects.waiting().exclude(claim="")
    return waiting.order_by().values_list("claim", flat=True).distinct()


def listing(state: State, kind: str, claim: str) -> QuerySet[Report]:
    """Reports in a state, the newest first; of a kind or about a claim where that is asked."""
    found = Report.objects.filter(state=state).select_related("answered_for")
    if kind:
        found = found.filter(kind=kind)
    return found.filter(claim=claim.upper()) if claim else found


def problems() -> list[str]:
    """What must not be: the address of somebody whose report has ended as spam."""
    left = Report.objects.filter(state=State.CLOSED, contact__isnull=False)
    return [f"report {key}: its contact was not erased" for key in left.values_list("pk", flat=True)]
