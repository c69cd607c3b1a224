"""Reads that cross tables: the invariants of the base, disputes, and what a page of evidence needs."""

import hashlib
from collections.abc import Iterable, Iterator

from django.db.models import BooleanField, Count, Exists, ExpressionWrapper, OuterRef, Prefetch, Q, QuerySet

from minga.evidence import adapters
from minga.evidence.domain.drafts import CitationDraft, unknown_concepts
from minga.evidence.domain.quotes import CONTEXT, holds
from minga.evidence.domain.statuses import PUBLIC, Kind, Stance, Status, Verdict
from minga.evidence.domain.vocabulary import vocabulary
from minga.evidence.models import Citation, Claim, Contradiction, Document, ExtractedText, Passage, Source
from minga.journal.queries import kept_until_a_change
from minga.kit.dates import NotEdtf, parse_when
from minga.kit.text import nfc


def problems() -> Iterator[str]:
    """Every invariant of the evidence that does not hold, over the whole base, one line each."""
    yield from _archive_problems()
    yield from _text_problems()
    yield from _citation_problems()
    yield from _claim_problems()
    yield from _judgement_problems()


def _archive_problems() -> Iterator[str]:
    for document in Document.objects.iterator():
        try:
            adapters.verify(document.sha256)
        except adapters.ArchiveDamaged as error:
            yield f"document {document.short}: {error}"


def _text_problems() -> Iterator[str]:
    for extracted in ExtractedText.objects.select_related("document").iterator():
        if hashlib.sha256(extracted.text.encode()).hexdigest() != extracted.sha256:
            yield f"text {extracted}: its words are not those it was stored with"
        if nfc(extracted.text) != extracted.text:
            yield f"text {extracted}: not in Unicode NFC"
        length = len(extracted.text)
        for passage in Passage.objects.filter(extracted=extracted, end__gt=length):
            yield f"passage {passage.label or passage.ordinal} of {extracted}: ends after the text"


def _citation_problems() -> Iterator[str]:
    pinned = Citation.objects.filter(extracted__isnull=False)
    for citation in pinned.select_related("claim", "extracted", "passage").iterator():
        start, end = citation.start or 0, citation.end or 0
        text = citation.extracted.text if citation.extracted else ""
        if not holds(text, start=start, end=end, quote=citation.quote):
            yield f"claim {citation.claim.ref}: its quote is not at its place"
        around = (text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT])
        if around != (citation.prefix, citation.suffix):
            yield f"claim {citation.claim.ref}: the words around its quote are others"
        passage = citation.passage
        if passage and not passage.start <= start < end <= passage.end:
            yield f"claim {citation.claim.ref}: its quote is outside its passage"


def _claim_problems() -> Iterator[str]:
    for claim in Claim.objects.exclude(citations__stance=Stance.SUPPORTS):
        yield f"claim {claim.ref}: no citation supports it"
    for claim in Claim.objects.iterator():
        for field, value in unknown_concepts(claim.instrument, claim.event, tuple(claim.areas), vocabulary()):
            yield f"claim {claim.ref}: {field} «{value}» is not in the vocabulary"
        yield from _date_problems(claim)


def _date_problems(claim: Claim) -> Iterator[str]:
    try:
        when = parse_when(claim.when)
    except NotEdtf:
        yield f"claim {claim.ref}: «{claim.when}» is no EDTF date"
        return
    years = (when.first_year, when.last_year) if when else (None, None)
    if years != (claim.year_first, claim.year_last):
        yield f"claim {claim.ref}: its years are not those of «{claim.when}»"


def _judgement_problems() -> Iterator[str]:
    accepted = Q(judgements__verdict=Verdict.ACCEPTED)
    for claim in Claim.objects.filter(status=Status.ACCEPTED).exclude(accepted):
        yield f"claim {claim.ref}: accepted by nobody"
    for claim in Claim.objects.filter(status=Status.REPLACED, corrections__isnull=True):
        yield f"claim {claim.ref}: replaced by nothing"


def disputes_of(claim: Claim) -> list[Claim]:
    """The public claims that exclude this one, in order of their ref. Two queries and those of their cards."""
    pairs = Contradiction.objects.filter(Q(first=claim) | Q(second=claim)).values_list("first_id", "second_id")
    others = {key for pair in pairs for key in pair} - {claim.pk}
    return list(Claim.objects.public().filter(pk__in=others).with_citations().order_by("ref"))


def disputed_among(claims: Iterable[Claim]) -> set[str]:
    """The refs of those that contradict another public claim, or whose own citations disagree. Two queries."""
    keys = {claim.pk: claim.ref for claim in claims}
    public = Contradiction.objects.filter(first__status__in=PUBLIC, second__status__in=PUBLIC)
    pairs = public.filter(Q(first__in=keys) | Q(second__in=keys)).values_list("first_id", "second_id")
    divided = Citation.objects.filter(stance=Stance.CONTRADICTS, claim__in=keys).values_list("claim_id", flat=True)
    return {keys[key] for key in (*(key for pair in pairs for key in pair), *divided) if key in keys}


@kept_until_a_change
def counts() -> dict[str, int]:
    """How many claims are recorded and accepted, how many rows are background, how many sources stand behind them."""
    public = Claim.objects.public()
    activity = Q(kind=Kind.CLAIM)
    found: dict[str, int] = public.aggregate(
        recorded=Count("pk", filter=activity & Q(status=Status.RECORDED)),
        accepted=Count("pk", filter=activity & Q(status=Status.ACCEPTED)),
        background=Count("pk", filter=Q(kind=Kind.BACKGROUND)),
        undated=Count("pk", filter=activity & Q(year_first__isnull=True, year_last__isnull=True)),
        territories=Count("territory", filter=activity, distinct=True),
        registered=Count("pk", filter=activity & Q(collection__is_register=True)),
    )
    cited = Citation.objects.filter(source=OuterRef("pk"), claim__status__in=PUBLIC)
    quoted = public.filter(citations__extracted__isnull=False).distinct().count()
    return found | {"sources": Source.objects.filter(Exists(cited)).count(), "quoted": quoted}


def claims_in(document: Document) -> list[Citation]:
    """The pinned citations of public claims in the latest text of a document, in order of place."""
    latest = document.texts.order_by("-pk").first()
    cited = Citation.objects.filter(extracted=latest, claim__status__in=PUBLIC).select_related("claim__territory")
    return list(cited.order_by("start", "-end", "claim__ref"))


def to_verify() -> QuerySet[Citation]:
    """Citations a person should look at: a new text of their document does not hold their words in one place, or
    a value of their claim was changed and nobody has read them with it since.
    """
    return Citation.objects.filter(_read_again() | Q(unverified_since__isnull=False))


def with_standing(citations: QuerySet[Citation]) -> QuerySet[Citation]:
    """Citations, each with `is_to_verify` as in `to_verify`."""
    to_look_at = ExpressionWrapper(_read_again() | Q(unverified_since__isnull=False), output_field=BooleanField())
    return citations.annotate(is_to_verify=to_look_at)


def _read_again() -> Q:
    newer = ExtractedText.objects.filter(document=OuterRef("extracted__document"), pk__gt=OuterRef("extracted"))
    return Q(Exists(newer))


def latest_text(document: Document) -> ExtractedText | None:
    """The newest text of a document with its passages; None where none was extracted."""
    passages = Prefetch("passages", Passage.objects.order_by("ordinal"))
    return document.texts.prefetch_related(passages).order_by("-pk").first()


def accepted_lately() -> QuerySet[Claim]:
    """Accepted claims, those that were judged last first, with their judgements; two queries for a page of them."""
    judged = Claim.objects.accepted().filter(judged_at__isnull=False)
    return judged.prefetch_related("judgements").order_by("-judged_at", "ref")


def draft_of_citation(citation: Citation) -> CitationDraft:
    """A citation as it stands, to be stored with another claim; its words at the place where they are."""
    return CitationDraft(
        source=citation.source.slug,
        quote=citation.quote,
        document=citation.extracted.document.sha256 if citation.extracted else "",
        locator=citation.locator,
        note=citation.note,
        stance=citation.stance,
        relies_on=citation.relies_on.slug if citation.relies_on else "",
        checked=citation.checked_on.isoformat() if citation.checked_on else None,
        start=citation.start,
    )
