"""What can be reported, where a report stands, and what of it looks like nobody reads it but machines."""

import ipaddress
import re
from enum import StrEnum

LONGEST_TEXT, LONGEST_ANSWER = 3000, 5000
# From one address, and from everywhere together: what is beyond that within an hour is held.
MOST_AN_HOUR, MOST_A_DAY, FLOOD = 5, 20, 100
# Nobody reads a form, writes a sentence and sends it sooner; nobody proves a point with more links.
_QUICKEST_SECONDS, _MOST_LINKS = 3, 3
_LINK = re.compile(r"https?:|www\.", re.IGNORECASE)
_MARKUP = re.compile(r"<\s*a\s|href\s*=|\[/?(?:url|link)\b", re.IGNORECASE)


class Kind(StrEnum):
    """What a report says."""

    WORDS = "words"
    DATA = "data"
    SOURCE = "source"
    LINK = "link"
    OTHER = "other"


class State(StrEnum):
    """Where a report stands. HELD is on no list but the one that is asked for by name."""

    OPEN = "open"
    HELD = "held"
    ANSWERED = "answered"
    CLOSED = "closed"


OPEN_STATES = (State.OPEN, State.HELD)


def why_held(text: str, *, trap: str, seconds: float | None) -> str:
    """Why a report is held back, as a code; "" where it is not.

    trap     what stood in a field that people do not see
    seconds  since the form was made; None where the form is not one of ours
    """
    if trap:
        return "trap"
    if seconds is None or seconds < _QUICKEST_SECONDS:
        return "quick"
    if len(_LINK.findall(text)) > _MOST_LINKS:
        return "links"
    return "markup" if _MARKUP.search(text) else ""


def network_of(address: str) -> str:
    """Whose address it is, as far as that can be told: an IPv6 house has 2^64 of them. Anything else as it is."""
    try:
        found = ipaddress.ip_address(address.strip())
    except ValueError:
        return address[:100]
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped:
            return str(found.ipv4_mapped)
        return str(ipaddress.ip_network((found, 64), strict=False))
    return str(found)
