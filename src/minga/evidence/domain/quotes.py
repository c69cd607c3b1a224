"""Pinning a quote to the one place of a text where it stands."""

import re
from dataclasses import dataclass

CONTEXT = 32


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
    words = quote.split()
    if not words:
        raise QuoteNotFound("an empty quote proves nothing")
    pattern = r"\s+".join(re.escape(word) for word in words)
    # A lookahead, because places may overlap: "a a" occurs twice in "a a a".
    spans = [Span(*match.span(1)) for match in re.finditer(f"(?=({pattern}))", text)]
    if not spans:
        raise QuoteNotFound(quote)
    if len(spans) > 1 and near is None:
        raise QuoteAmbiguous(quote)
    return min(spans, key=lambda span: abs(span.start - (near or 0)))


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
