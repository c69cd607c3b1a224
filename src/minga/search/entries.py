"""Claims and passages as they are searched: what of them is words, what is filter."""

from collections.abc import Iterable, Iterator

from django.db.models import QuerySet

from minga.evidence.domain.statuses import Access
from minga.evidence.domain.vocabulary import vocabulary
from minga.evidence.models import Claim, Passage
from minga.search.domain.entries import Entry
from minga.territories.models import Territory


def of_claims(claims: "QuerySet[Claim]") -> Iterator[Entry]:
    """The entries of claims; their notes and quotes are searched with the statement, and their territory by name."""
    related = claims.select_related("territory", "organization").prefetch_related("citations", "counterparts")
    for claim in related.order_by("pk").iterator(chunk_size=500):
        yield _of_claim(claim)


def _of_claim(claim: Claim) -> Entry:
    territory = claim.territory
    return Entry(
        kind="claim",
        ref=claim.ref,
        language=claim.language,
        body=_body(claim),
        access=Access.OPEN,
        status=claim.status,
        claim_kind=claim.kind,
        evidence=claim.evidence,
        territory_id=territory.pk if territory else None,
        country=territory.country if territory else (claim.organization.country if claim.organization else ""),
        level=territory.level if territory else "",
        lineage=_lineage(territory),
        instrument=claim.instrument,
        event=claim.event,
        areas=tuple(claim.areas),
        year_first=claim.year_first,
        year_last=claim.year_last,
    )


def _lineage(territory: Territory | None) -> tuple[str, ...]:
    return (*territory.ancestors, territory.code) if territory else ()


def _body(claim: Claim) -> str:
    subject = claim.territory or claim.organization
    citations = list(claim.citations.all())
    parts = [
        claim.statement,
        subject.name if subject else "",
        claim.subject,
        claim.hosted_in,
        vocabulary().label(claim.instrument, claim.language),
        *(vocabulary().label(area, claim.language) for area in claim.areas),
        *(party.name for party in claim.counterparts.all()),
        *(citation.quote for citation in citations),
        *(citation.note for citation in citations),
    ]
    return "\n".join(dict.fromkeys(part for part in parts if part))


def of_passages(passages: "QuerySet[Passage] | Iterable[Passage]") -> Iterator[Entry]:
    """The entries of passages, each with the access of its document."""
    if isinstance(passages, QuerySet):
        passages = passages.select_related("extracted__document").order_by("pk").iterator(chunk_size=500)
    for passage in passages:
        document = passage.extracted.document
        yield Entry(
            kind="passage", ref=passage.ref, language=document.language, body=passage.body, access=document.access
        )
