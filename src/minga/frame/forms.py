"""What comes in an address, made safe to use: never an error for what a person typed."""

from django.http import HttpRequest

from minga.kit.text import nfc, printable

LONGEST = 10_000
# An address to come back to is kept up to so many characters.
LONGEST_WAY_BACK = 2000


def text_param(request: HttpRequest, name: str, *, limit: int = LONGEST) -> str:
    """A text of the query string in NFC, without control characters or outer spaces; "" where it is absent."""
    return nfc(printable(request.GET.get(name, "")[:limit])).strip()


def int_param(request: HttpRequest, name: str, *, least: int, most: int, default: int) -> int:
    """A whole number of the query string, brought within its bounds; `default` where it is absent or no number."""
    digits = text_param(request, name, limit=12)
    return min(max(int(digits), least), most) if digits.isascii() and digits.isdigit() else default
