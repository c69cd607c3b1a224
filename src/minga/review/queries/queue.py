"""What waits to be judged: proposals of texts, and claims that persons proposed without one."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet
from django.utils import timezone

from minga.accounts.actors import Actor
from minga.accounts.domain.permissions import Role
from minga.evidence.domain.statuses import Access, Status
from minga.evidence.models import Bringing, Citation, Claim, ClaimQuerySet, Document
from minga.evidence.pages import LongList
from minga.ingest.models import Proposal, ProposalQuerySet
from minga.ingest.queries import to_review
from minga.reports.queries import reported_refs

SORTS = {
    "texto": ("extracted__document", "start", "end", "ref"),
    "confianza": ("-confidence", "ref"),
    "dudosas": ("confidence", "ref"),
    "antiguas": ("proposed_at", "ref"),
}


@dataclass(frozen=True)
class Asked:
    """Which of what waits is wanted.

    territory   a code; what lies in it counts too
    least       the confidence that a proposal must have
    days        it waits so many days or more
    is_ours     brought or proposed by the organization for which one acts
    """

    territory: str = ""
    document: str = ""
    instrument: str = ""
    language: str = ""
    least: float = 0.0
    days: int = 0
    is_disputed: bool = False
    is_reported: bool = False
    is_ours: bool = False


def proposals(asked: Asked, actor: Actor) -> ProposalQuerySet:
    """The proposals that wait, as far as this actor may know of them."""
    found = to_review(
        document=asked.document,
        territory=asked.territory,
        instrument=asked.instrument,
        language=asked.language,
        least=asked.least,
    ).visible_to(actor)
    if asked.days:
        found = found.filter(proposed_at__lte=timezone.now() - timedelta(days=asked.days))
    if asked.is_disputed:
        found = found.filter(contradicts__isnull=False)
    if asked.is_reported:
        found = found.filter(claim__ref__in=reported_refs())
    if asked.is_ours:
        brought = Bringing.objects.filter(
            sha256=OuterRef("extracted__document__sha256"), organization=actor.organization
        )
        found = found.filter(Exists(brought) | Q(proposed_for=actor.organization, proposed_for__isnull=False))
    return found


def listed(found: ProposalQuerySet, sort: str) -> LongList[Proposal]:
    """Proposals for pages of a list, in one of the orders of SORTS."""
    keys = found.order_by(*SORTS[sort]).values_list("pk", flat=True)
    rows = Proposal.objects.select_related("territory", "extracted__document__source", "claim", "contradicts")
    return LongList(keys, rows.defer("extracted__text"), found.count())


@dataclass(frozen=True)
class Waits:
    """How many proposals of a document wait, since when the oldest does."""

    document: Document
    count: int
    since: object


def documents(found: ProposalQuerySet, most: int) -> list[Waits]:
    """The documents in which most waits, the fullest first. Two queries."""
    counted = found.order_by().values("extracted__document").annotate(n=Count("pk"), since=Min("proposed_at"))
    rows = list(counted.order_by("-n", "since")[:most])
    known = Document.objects.select_related("source").in_bulk([row["extracted__document"] for row in rows])
    return [Waits(known[row["extracted__document"]], row["n"], row["since"]) for row in rows]


def may_know(claims: ClaimQuerySet, actor: Actor) -> ClaimQuerySet:
    """Claims without those that stand on a private document of others."""
    if actor.role == Role.INSTALLATION:
        return claims
    private = Citation.objects.filter(claim=OuterRef("pk"), extracted__document__access=Access.PRIVATE)
    hidden = private.exclude(extracted__document__in=Document.objects.visible_to(actor.organization))
    return claims.filter(~Exists(hidden))


def claims(asked: Asked, actor: Actor) -> QuerySet[Claim]:
    """The claims that persons proposed without a text, the oldest first, as far as this actor may know of them."""
    found = may_know(Claim.objects.filter(status=Status.PROPOSED), actor)
    found = found.filter(~Exists(Proposal.objects.filter(claim=OuterRef("pk"))))
    if asked.territory:
        inside = Q(territory__ancestors__contains=[asked.territory])
        found = found.filter(Q(territory__code=asked.territory) | inside)
    if asked.instrument:
        found = found.filter(instrument=asked.instrument)
    if asked.days:
        found = found.filter(created_at__lte=timezone.now() - timedelta(days=asked.days))
    if asked.is_disputed:
        found = found.filter(Q(contradictions_as_first__isnull=False) | Q(contradictions_as_second__isnull=False))
    if asked.is_reported:
        found = found.filter(ref__in=reported_refs())
    if asked.is_ours:
        found = found.filter(proposed_for=actor.organization, proposed_for__isnull=False)
    if asked.document or asked.language or asked.least:  # of a text
        found = found.none()
    return found.distinct().order_by("created_at", "ref").select_related("territory", "organization", "proposed_for")
