"""Values of cells: what is empty, what is malformed, what has to be mended."""

import re
from datetime import date
from decimal import Decimal

from minga.kit.text import nfc, printable

LONGEST_NAME = 300
_C1 = re.compile("[\x80-\x9f]")


class ValueAtFault(ValueError):
    """A cell does not hold what its column asks for; `column` is at fault, `value` is what it holds."""

    def __init__(self, column: str, value: str) -> None:
        super().__init__(f"{column}: {value}")
        self.column, self.value = column, value[:80]


def text(row: dict[str, str], column: str, *, limit: int = LONGEST_NAME) -> str:
    """A cell as clean text of one line; characters of Windows-1252 that came through as controls are put right."""
    raw = _C1.sub(lambda found: found[0].encode("latin-1").decode("cp1252", "ignore"), row[column])
    clean = " ".join(printable(nfc(raw)).split())
    if len(clean) > limit:
        raise ValueAtFault(column, clean)
    return clean


def required(row: dict[str, str], column: str, *, limit: int = LONGEST_NAME) -> str:
    """The same where it must not be empty."""
    if found := text(row, column, limit=limit):
        return found
    raise ValueAtFault(column, "")


def matching(row: dict[str, str], column: str, pattern: str) -> str:
    """A cell that is empty or is of a pattern."""
    found = text(row, column)
    if found and not re.fullmatch(pattern, found):
        raise ValueAtFault(column, found)
    return found


def whole(row: dict[str, str], column: str) -> int | None:
    """A positive whole number, or None where the cell is empty."""
    found = matching(row, column, "[0-9]{1,12}")
    return int(found) if found else None


def degrees(row: dict[str, str], column: str, limit: float) -> float | None:
    """A latitude (limit 90) or longitude (180), or None where the cell is empty."""
    found = matching(row, column, r"[-+]?[0-9]{1,3}(\.[0-9]{1,20})?")
    if not found:
        return None
    if abs(float(found)) > limit:
        raise ValueAtFault(column, found)
    return float(found)


def day(row: dict[str, str], column: str) -> str:
    """A day as YYYY-MM-DD, or "" where the cell is empty."""
    found = text(row, column)
    try:
        return found and date.fromisoformat(found).isoformat()
    except ValueError as error:
        raise ValueAtFault(column, found) from error


def amount(row: dict[str, str], column: str) -> Decimal:
    """A sum of money as Spanish writes it, "1.460.674,00"; 0 where the cell is empty."""
    found = matching(row, column, r"[0-9]{1,3}(\.[0-9]{3})*(,[0-9]{1,2})?|[0-9]{1,15}(,[0-9]{1,2})?")
    return Decimal(found.replace(".", "").replace(",", ".") or "0")


def listed(row: dict[str, str], column: str) -> list[str]:
    """The values of a cell that holds several, "Porticus|RIMISP", each once, in their order."""
    return list(
        dict.fromkeys(part for part in (part.strip() for part in text(row, column, limit=2000).split("|")) if part)
    )


def mended(broken: str, good: str) -> str | None:
    """The good twin of a text whose accents became "?"; None where the two are not the same text."""
    return good if len(broken) == len(good) and all(b in ("?", g) for b, g in zip(broken, good, strict=True)) else None
