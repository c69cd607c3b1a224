"""A claim's form as it is offered for words of a document: what waits there already, else what rules read now."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from minga.evidence.domain.quotes import QuoteAmbiguous, QuoteNotFound, Span, pin
from minga.evidence.domain.vocabulary import LANGUAGES
from minga.evidence.models import Document, ExtractedText, Passage
from minga.ingest.domain.extraction import Proposal as Read
from minga.ingest.extracting import extract
from minga.ingest.models import Proposal
from minga.ingest.queries import proposals_in
from minga.territories.models import Territory

# A list of a whole page is no place to look for one act.
_LONGEST = 6000


@dataclass(frozen=True)
class Place:
    """Where in a document words were selected."""

    extracted: ExtractedText
    passage: Passage | None
    near: int | None


@dataclass(frozen=True)
class Filled:
    """What a form is filled with; empty where nothing was read.

    territories     the likeliest first, then those that the name may mean as well
    known           the proposal that waits on these words already
    """

    territories: Sequence[Territory] = ()
    instrument: str = ""
    event: str = ""
    when: str = ""
    areas: Sequence[str] = ()
    actor: str = ""
    hosted_in: str = ""
    counterparts: Sequence[dict[str, str]] = ()
    quote: str = ""
    known: Proposal | None = field(default=None, compare=False)


def place_in(document: Document, *, passage: int, offset: int) -> Place | None:
    """Where a document's newest text is read, by the number of a passage and an offset in it; None without a text."""
    extracted = document.texts.order_by("-pk").first()
    if extracted is None:
        return None
    found = extracted.passages.filter(ordinal=passage).first() if passage else None
    return Place(extracted, found, found.start + offset if found else None)


def filled(place: Place, quote: str) -> Filled:
    """What is offered for a quote, or for a passage where there is no quote yet."""
    span = _span(place, quote)
    if span is None:
        return Filled()
    waiting = [*proposals_in(place.extracted, in_the_house=True).open().filter(start__lt=span.end, end__gt=span.start)]
    if known := _best(waiting, span):
        return _of_proposal(known)
    text, base = _around(place, span)
    read = _best_read(extract(text, language=_language(place.extracted)), span, base)
    return _of_reading(read) if read else Filled()


def _span(place: Place, quote: str) -> Span | None:
    try:
        return pin(quote, place.extracted.text, near=place.near)
    except (QuoteNotFound, QuoteAmbiguous):
        return Span(place.passage.start, place.passage.end) if place.passage else None


def _around(place: Place, span: Span) -> tuple[str, int]:
    """The passage in which words stand, and where it begins: a name may stand before the words that were selected."""
    passage = place.passage
    if passage is None or not passage.start <= span.start < span.end <= passage.end:
        passage = place.extracted.passages.filter(start__lte=span.start, end__gte=span.end).order_by("-start").first()
    start, end = (passage.start, passage.end) if passage else (span.start, span.end)
    if end - start > _LONGEST:
        start, end = max(start, span.start - _LONGEST // 2), min(end, span.end + _LONGEST // 2)
    return place.extracted.text[start:end], start


def _language(extracted: ExtractedText) -> str | None:
    language = extracted.document.language
    return language if language in LANGUAGES else None


def _overlap(start: int, end: int, span: Span) -> int:
    return min(end, span.end) - max(start, span.start)


def _best(waiting: Iterable[Proposal], span: Span) -> Proposal | None:
    return max(waiting, key=lambda one: (_overlap(one.start, one.end, span), one.confidence), default=None)


def _best_read(read: Iterable[Read], span: Span, base: int) -> Read | None:
    touching = [one for one in read if _overlap(one.start + base, one.end + base, span) > 0]
    return max(
        touching, key=lambda one: (_overlap(one.start + base, one.end + base, span), one.confidence), default=None
    )


def _territories(codes: Sequence[str]) -> list[Territory]:
    found = Territory.objects.select_related("parent").in_bulk(codes, field_name="code")
    return [found[code] for code in dict.fromkeys(codes) if code in found]


def _of_proposal(one: Proposal) -> Filled:
    return Filled(
        _territories([one.territory.code, *one.alternatives]),
        one.instrument,
        one.event,
        one.when,
        one.areas,
        one.actor,
        one.hosted_in,
        one.counterparts,
        one.quote,
        one,
    )


def _of_reading(one: Read) -> Filled:
    parties = [{"name": place.name, "territory": place.code, "country": place.country} for place in one.counterparts]
    return Filled(
        _territories([one.place.code, *(place.code for place in one.alternatives)]),
        one.instrument,
        one.event,
        one.when,
        one.areas,
        one.actor,
        one.hosted_in,
        parties,
        one.quote,
    )
