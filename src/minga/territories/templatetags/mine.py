"""Addresses in pages that are seen from a territory."""

from typing import Any

from django import template

from minga.territories.mine import seen_from

register = template.Library()


@register.simple_tag(takes_context=True)
def seen_by_reader(context: dict[str, Any], address: str) -> str:
    """An address of this site seen from the reader's territory; as it is where there is none, or the browser keeps it.

    Where an address has no query and no fragment of its own, `mine.query` after it says the same.
    """
    mine = context.get("mine")
    return address if not mine or mine.is_kept else seen_from(address, mine.territory.code)
