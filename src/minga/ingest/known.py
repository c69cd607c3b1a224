"""Reads: what the base knows of what a text proposes — claims, sources, organizations."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.db.models import Q

from minga.evidence.domain.statuses import PUBLIC, Status
from minga.evidence.domain.vocabulary import DEFAULT_PATH, vocabulary
from minga.evidence.models import Citation, Claim, Counterpart, Document, ExtractedText, Source
from minga.ingest.domain.extraction.cites import Cited
from minga.ingest.domain.known import KnownBody, KnownSource
from minga.ingest.domain.proposing import PREFIX, Standing
from minga.ingest.domain.relating import Kin, Told, kin_by
from minga.ingest.models import Proposal
from minga.kit.text import fold
from minga.territories.models import Organization

_ROOM = Path(__file__).parent


@dataclass(frozen=True)
class Known:
    """A claim of the base as it is compared, with its key; `machine`: it came from a text and waits for a person."""

    key: int
    told: Told
    machine: bool


@cache
def rules_version() -> str:
    """Ten digits that change with every change in the rules and words of extraction: no hand has to count them up."""
    files = sorted([*(_ROOM / "data").glob("*.json"), *(_ROOM / "domain" / "extraction").glob("*.py"), DEFAULT_PATH])
    digest = hashlib.sha256()
    for path in files:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:10]


@cache
def statement_words() -> Mapping[str, Any]:
    """The templates of statements."""
    words: Mapping[str, Any] = json.loads((_ROOM / "data" / "statements.json").read_text(encoding="utf-8"))
    return words


@cache
def kin() -> Kin:
    """Which instruments are the same or one of another's kind, by the vocabulary."""
    words = vocabulary()
    return kin_by({one.code: frozenset(words.narrower(one.code, "instrument")) for one in words.scheme("instrument")})


def is_newest(extracted: ExtractedText) -> bool:
    """Whether no later text of its document is there."""
    return not ExtractedText.objects.filter(document=extracted.document_id, pk__gt=extracted.pk).exists()


def known_about(territories: Iterable[int]) -> list[Known]:
    """The claims that a proposal about these governments can repeat or exclude. Three queries."""
    claims = Claim.objects.activity().filter(territory__in=set(territories), status__in=(*PUBLIC, Status.PROPOSED))
    claims = claims.select_related("territory").prefetch_related(
        "counterparts__territory", "counterparts__organization"
    )
    return [Known(claim.pk, _told(claim), is_of_a_text(claim)) for claim in claims.order_by("pk")]


def _told(claim: Claim) -> Told:
    return Told(
        claim.ref,
        claim.territory.code if claim.territory else "",
        claim.instrument,
        claim.event,
        claim.year_first,
        claim.year_last,
        frozenset(claim.areas),
        frozenset(key for party in claim.counterparts.all() for key in _keys(party)),
        claim.status in PUBLIC,
    )


def _keys(party: Counterpart) -> Iterable[str]:
    if party.territory:
        yield party.territory.code
    elif party.organization:
        yield party.organization.slug
    else:
        yield fold(party.name)


def sources_of(cited: Iterable[Cited], *, but: int) -> list[KnownSource]:
    """The sources that bear one of the names cited; `but` is the document's own source. One query."""
    named = Q(pk__in=())
    for one in cited:
        named |= Q(authors__unaccent__icontains=one.author)
    rows = Source.objects.filter(named).exclude(pk=but).values_list("slug", "authors", "year", "title")
    return [KnownSource(*row) for row in rows]


def bodies() -> list[KnownBody]:
    """The organizations that may stand on the other side, with the names they go by. One query."""
    rows = Organization.objects.order_by("slug").values_list("slug", "name", "short_name")
    return [KnownBody(slug, name, tuple(filter(None, (name, short)))) for slug, name, short in rows]


def cited_places(document: Document) -> dict[str, list[tuple[int, int]]]:
    """For each claim by its ref, where its words stand in a document. One query."""
    places: dict[str, list[tuple[int, int]]] = {}
    rows = Citation.objects.filter(extracted__document=document).values_list("claim__ref", "start", "end")
    for ref, start, end in rows:
        places.setdefault(ref, []).append((start or 0, end or 0))
    return places


def is_of_a_text(claim: Claim) -> bool:
    """Whether a claim that nobody has judged is but a proposal of some text."""
    return claim.status == Status.PROPOSED and claim.ref.startswith(PREFIX)


def own_claims(refs: Iterable[str]) -> dict[str, Claim]:
    """The claims that proposals of these names made and nobody has judged, by ref. One query."""
    return Claim.objects.filter(status=Status.PROPOSED).in_bulk(list(refs), field_name="ref")


def precision() -> list[tuple[str, str, dict[str, int]]]:
    """How persons judged what each rule proposed in each language: (rule, language, judged by state). One query."""
    judged = Proposal.objects.judged().order_by().values_list("rule", "extracted__document__language", "state")
    found: dict[tuple[str, str], dict[str, int]] = {}
    for rule, language, state in judged:
        counts = found.setdefault((rule, language), dict.fromkeys((str(one) for one in Standing), 0))
        counts[state] += 1
    return [(rule, language, counts) for (rule, language), counts in sorted(found.items())]
