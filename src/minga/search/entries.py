"""Claims and passages as they are searched: what of them is words, what is filter."""

from collections.abc import Iterable, Iterator
from functools import reduce
from operator import or_

from django.db.models import F, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Substr

from minga.evidence.domain.statuses import Access
from minga.evidence.domain.vocabulary import vocabulary
from minga.evidence.models import Citation, Claim, ExtractedText, Passage
from minga.search.domain.entries import Entry
from minga.territories.models import Territory


def of_claims(claims: "QuerySet[Claim]") -> Iterator[Entry]:
    """The entries of claims; their notes and quotes are searched with the statement, and their territory by name."""
    # The words of a private document are searched by nobody, not even through a claim that stands on them.
    cited = Citation.objects.select_related("extracted__document").defer("extracted__text").order_by("pk")
    related = claims.select_related("territory", "organization", "collection").prefetch_related(
        Prefetch("citations", cited), "counterparts"
    )
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
        words_only=claim.collection.is_worded_by_rule,
        licence=claim.collection.licence,
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
        *(citation.shown_quote for citation in citations),
        *(citation.note for citation in citations),
    ]
    return "\n".join(dict.fromkeys(part for part in parts if part))


def passages() -> "QuerySet[Passage]":
    """The passages of every document's newest text, without that text; what was read before is no longer searched."""
    newest = ExtractedText.objects.filter(document=OuterRef("extracted__document")).order_by("-pk").values("pk")[:1]
    found = Passage.objects.filter(extracted=Subquery(newest))
    return found.select_related("extracted__document__source").defer("extracted__text")


def passages_named(refs: Iterable[str]) -> "QuerySet[Passage]":
    """Those of the passages that bear these refs ("3f2a…#p3")."""
    ordinals: dict[str, list[int]] = {}
    for ref in refs:
        ordinals.setdefault(document_of(ref), []).append(int(ref.partition("#p")[2]))
    named = (Q(extracted__document__sha256__startswith=short, ordinal__in=ns) for short, ns in ordinals.items())
    return passages().filter(reduce(or_, named)) if ordinals else Passage.objects.none()


def document_of(ref: str) -> str:
    """The short name of the document that a passage's ref begins with."""
    return ref.partition("#")[0]


def with_words(found: "QuerySet[Passage]") -> Iterator[tuple[Passage, str]]:
    """Each with its words: the database cuts them out, so that no text is sent once for each of its passages."""
    words = Substr("extracted__text", F("start") + 1, F("end") - F("start"))
    for passage in found.annotate(words=words).order_by("pk").iterator(chunk_size=500):
        yield passage, passage.words


def of_passages(found: "QuerySet[Passage]") -> Iterator[Entry]:
    """The entries of passages, each with the access of its document."""
    for passage, words in with_words(found):
        document = passage.extracted.document
        yield Entry(kind="passage", ref=passage.ref, language=document.language, body=words, access=document.access)
