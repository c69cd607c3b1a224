"""Why a proposal seems to repeat a claim or to exclude it, in templates."""

from collections.abc import Sequence

from django import template

from minga.ingest.reasons import because_in_words

register = template.Library()


@register.filter
def because(codes: Sequence[str]) -> str:
    """{{ proposal.because|because }}: the codes as a reader says them."""
    return "; ".join(map(because_in_words, codes))
