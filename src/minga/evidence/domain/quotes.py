"""Pinning a quote to the one place of a text where it stands."""

import re
from dataclasses import dataclass

CONTEXT = 32
# So many letters beside a quote say that it is the same place: further off a page's head may have gone or come.
_NEAR = 8
# A quote of so many characters is hardly said twice by chance.
_LONG = 25


class QuoteNotFound(ValueError):
    """The text does not hold the quote; copy the words as they stand."""


class QuoteAmbiguous(ValueError):
    """The text holds the quote more than once; say near which place it was selected."""


@dataclass(frozen=True)
class Span:
    """A stretch of a text, in code points; `text[start:end]`."""

    start: int
    end: int


@dataclass(frozen=True)
class Selector:
    """A pinned quote with the words around it, by which it is found again in a better extraction."""

    span: Span
    exact: str
    prefix: str
    suffix: str


def pin(quote: str, text: str, *, near: int | None = None) -> Span:
    """Find the one place where a source says what a claim says it says.

    quote   words copied from the source; a run of white space counts as one space
    text    the whole plain text of the document, already in Unicode NFC
    near    where the reader selected it, to choose among several places

    Returns the Span for which text[start:end] is what a reader sees.
    Raises QuoteNotFound, or QuoteAmbiguous where `near` is needed to decide.

    Offsets count code points (not bytes, not UTF-16 units), as Python and PostgreSQL do.
    Source: W3C Web Annotation Data Model (2017), Text Quote and Text Position Selectors.
    """
    if not quote.split():
        raise QuoteNotFound("an empty quote proves nothing")
    spans = _places(quote, text)
    if not spans:
        raise QuoteNotFound(quote)
    if len(spans) > 1 and near is None:
        raise QuoteAmbiguous(quote)
    return min(spans, key=lambda span: abs(span.start - (near or 0)))


def _places(quote: str, text: str) -> list[Span]:
    pattern = r"\s+".join(re.escape(word) for word in quote.split())
    # A lookahead, because places may overlap: "a a" occurs twice in "a a a".
    return [Span(*match.span(1)) for match in re.finditer(f"(?=({pattern}))", text)]


def find_again(selector: Selector, text: str) -> Span | None:
    """Where pinned words stand in another text of the same document; None unless that is one place alone.

    Of several places the one is meant around which more of the old words stand: those before, those after, or both. A
    short quote that stands once is not enough, where nothing around it is as it was: it may be another's.
    """
    spans = _places(selector.exact, text)
    worth = {span: _alike(selector, span, text) for span in spans}
    best = max(worth.values(), default=0)
    found = [span for span in spans if worth[span] == best]
    if len(found) != 1:
        return None
    return found[0] if best or len(selector.exact) >= _LONG else None


def _alike(selector: Selector, span: Span, text: str) -> int:
    """How many sides of a place are as they were around the quote, white space apart."""
    before, after = _solid(text[max(0, span.start - 2 * CONTEXT) : span.start]), _solid(text[span.end :][: 2 * CONTEXT])
    prefix, suffix = _solid(selector.prefix)[-_NEAR:], _solid(selector.suffix)[:_NEAR]
    return (before.endswith(prefix) if prefix else not before) + (after.startswith(suffix) if suffix else not after)


def _solid(text: str) -> str:
    return "".join(text.split())


def select(span: Span, text: str) -> Selector:
    """The quote at a span with 32 characters before and after."""
    return Selector(
        span=span,
        exact=text[span.start : span.end],
        prefix=text[max(0, span.start - CONTEXT) : span.start],
        suffix=text[span.end : span.end + CONTEXT],
    )


def holds(text: str, *, start: int, end: int, quote: str) -> bool:
    """Whether the text still says the quote at its place."""
    return 0 <= start < end <= len(text) and text[start:end] == quote
