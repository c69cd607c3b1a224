"""A draft as the rows of the base: what it names is looked up once for many drafts together."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from minga.evidence.actions.collections import keys_of
from minga.evidence.domain import quotes
from minga.evidence.domain.drafts import CitationDraft, ClaimDraft
from minga.evidence.domain.statuses import PUBLIC
from minga.evidence.models import Change, Citation, Claim, Counterpart, ExtractedText, Passage, Source
from minga.kit.dates import parse_when
from minga.territories.models import Organization, Territory

# What of a claim its draft says; the rest (status, who judged it) is never touched when it is brought in again.
_FILLED = (
    "collection", "territory", "organization", "kind", "instrument", "event", "subject", "actor", "hosted_in",
    "statement", "confidence", "areas", "kind_note", "curation_note", "when", "year_first", "year_last", "fingerprint",
)  # fmt: skip


class ClaimRefused(ValueError):
    """A draft cannot be stored; `field` is at fault, `value` is what it holds."""

    def __init__(self, field: str, value: str) -> None:
        super().__init__(f"{field}: {value}")
        self.field, self.value = field, value


@dataclass(frozen=True)
class Named:
    """The keys of all that some drafts name: territories by code, the rest by slug."""

    territories: Mapping[str, int]
    organizations: Mapping[str, int]
    sources: Mapping[str, int]
    collections: Mapping[str, int]
    _texts: dict[str, ExtractedText | None] = field(default_factory=dict)

    @classmethod
    def of(cls, drafts: Iterable[ClaimDraft], texts: Iterable[ExtractedText] = ()) -> "Named":
        """Look up everything that the drafts name; four queries at most. `texts` are known as the newest already."""
        drafts = list(drafts)
        parties = [party for draft in drafts for party in draft.counterparts]
        citations = [citation for draft in drafts for citation in draft.citations]
        codes = {each.territory for each in drafts} | {each.territory for each in parties}
        bodies = {each.organization for each in drafts} | {each.organization for each in parties}
        slugs = {slug for citation in citations for slug in (citation.source, citation.relies_on)}
        return cls(
            dict(Territory.objects.filter(code__in=codes - {None, ""}).values_list("code", "pk")),
            dict(Organization.objects.filter(slug__in=bodies - {None, ""}).values_list("slug", "pk")),
            dict(Source.objects.filter(slug__in=slugs - {""}).values_list("slug", "pk")),
            keys_of({draft.collection for draft in drafts}),
            {text.document.sha256: text for text in texts},
        )

    def territory(self, code: str | None) -> int | None:
        """The key of a territory; None where none is named. Raises ClaimRefused."""
        return _key("territory", code, self.territories) if code else None

    def organization(self, slug: str | None) -> int | None:
        """The key of an organization; None where none is named. Raises ClaimRefused."""
        return _key("organization", slug, self.organizations) if slug else None

    def source(self, slug: str) -> int:
        """The key of a source. Raises ClaimRefused."""
        return _key("source", slug, self.sources)

    def text(self, sha256: str) -> ExtractedText | None:
        """The newest text of a document, read once for all the quotes in it; None where there is none."""
        if sha256 not in self._texts:
            newest = ExtractedText.objects.filter(document__sha256=sha256).order_by("-pk")
            self._texts[sha256] = newest.first()
        return self._texts[sha256]

    def collection(self, slug: str) -> int:
        """The key of a collection. Raises ClaimRefused."""
        return _key("collection", slug, self.collections)


def _key(field: str, name: str, keys: Mapping[str, int]) -> int:
    if name not in keys:
        raise ClaimRefused(field, name)
    return keys[name]


@dataclass(frozen=True)
class Rows:
    """A claim, stored or not, with the citations and counterparts that its draft gives it."""

    claim: Claim
    citations: list[Citation]
    counterparts: list[Counterpart]


def rows_of(draft: ClaimDraft, claim: Claim, named: Named) -> Rows:
    """The rows of a draft; the claim gets its values. Raises ClaimRefused, QuoteNotFound, QuoteAmbiguous."""
    _fill(claim, draft, named)
    return Rows(claim, list(_citations(claim, draft, named)), list(_counterparts(claim, draft, named)))


def store(rows: Sequence[Rows]) -> None:
    """Write the rows in place of what their claims had, and tell the index. At most seven queries."""
    claims = [row.claim for row in rows]
    known = [claim for claim in claims if claim.pk is not None]
    Claim.objects.bulk_create([claim for claim in claims if claim.pk is None])
    if known:
        Claim.objects.bulk_update(known, _FILLED)
        Citation.objects.filter(claim__in=known).delete()
        Counterpart.objects.filter(claim__in=known).delete()
    Citation.objects.bulk_create([citation for row in rows for citation in row.citations])
    Counterpart.objects.bulk_create([party for row in rows for party in row.counterparts])
    # What waits for a judgement is searched by nobody: fifty people who propose would have the index counted anew
    # every two seconds, with nothing in it changed.
    Change.objects.bulk_create(Change(kind="claim", ref=claim.ref) for claim in claims if claim.status in PUBLIC)


def _fill(claim: Claim, draft: ClaimDraft, named: Named) -> None:
    when = parse_when(draft.when)
    claim.collection_id = named.collection(draft.collection)
    claim.territory_id, claim.organization_id = named.territory(draft.territory), named.organization(draft.organization)
    for part in ("kind", "instrument", "event", "subject", "actor", "hosted_in", "statement", "confidence"):
        setattr(claim, part, getattr(draft, part))
    claim.areas, claim.kind_note, claim.curation_note = list(draft.areas), draft.kind_note, draft.curation_note
    claim.when = when.written if when else ""
    claim.year_first, claim.year_last = (when.first_year, when.last_year) if when else (None, None)
    claim.fingerprint = draft.fingerprint


def _counterparts(claim: Claim, draft: ClaimDraft, named: Named) -> Iterator[Counterpart]:
    for party in draft.counterparts:
        yield Counterpart(
            claim=claim,
            name=party.name,
            territory_id=named.territory(party.territory),
            organization_id=named.organization(party.organization),
            country=party.country or "",
        )


def _citations(claim: Claim, draft: ClaimDraft, named: Named) -> Iterator[Citation]:
    for cited in draft.citations:
        yield citation_of(cited, claim, named)


def citation_of(cited: CitationDraft, claim: Claim, named: Named) -> Citation:
    """The row of a citation, not yet stored. Raises ClaimRefused, QuoteNotFound, QuoteAmbiguous."""
    citation = Citation(
        claim=claim,
        source_id=named.source(cited.source),
        locator=cited.locator,
        note=cited.note,
        stance=cited.stance,
        relies_on_id=named.source(cited.relies_on) if cited.relies_on else None,
        checked_on=date.fromisoformat(cited.checked) if cited.checked else None,
    )
    if cited.quote:
        _pin(citation, cited, named)
    return citation


def _pin(citation: Citation, draft: CitationDraft, named: Named) -> None:
    """Tie the citation to the place in the document's latest text; passage or offset say where to look."""
    extracted = named.text(draft.document)
    passage = Passage.objects.filter(extracted=extracted, label=draft.passage).first() if draft.passage else None
    if extracted is None or (draft.passage and passage is None):
        raise ClaimRefused("document", f"{draft.document[:12]} {draft.passage}")
    if draft.start is None:
        span = quotes.pin(draft.quote, extracted.text, near=passage.start if passage else None)
    else:
        span = quotes.Span(draft.start, draft.start + len(draft.quote))
        passage = passage_around(extracted, span)
    if passage and not passage.start <= span.start < span.end <= passage.end:
        raise quotes.QuoteNotFound(draft.quote)
    if draft.start is not None and not quotes.holds(extracted.text, start=span.start, end=span.end, quote=draft.quote):
        raise quotes.QuoteNotFound(draft.quote)
    place(citation, extracted, passage, span)


def passage_around(extracted: ExtractedText, span: quotes.Span) -> Passage | None:
    """The passage that holds a whole stretch of a text; None where it stands in several."""
    around = Passage.objects.filter(extracted=extracted, start__lte=span.start, end__gte=span.end)
    return around.order_by("-start").first()


def place(citation: Citation, extracted: ExtractedText, passage: Passage | None, span: quotes.Span) -> None:
    """Tie a citation to a stretch of a text, with the words around it; nothing is stored."""
    selector = quotes.select(span, extracted.text)
    citation.extracted, citation.passage = extracted, passage
    citation.start, citation.end, citation.quote = span.start, span.end, selector.exact
    citation.prefix, citation.suffix = selector.prefix, selector.suffix
