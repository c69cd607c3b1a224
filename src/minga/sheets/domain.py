"""The columns of a sheet of claims, its cells on their way out and in, and the names of what a row brings."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from enum import StrEnum

from minga.kit.tables import escaped
from minga.kit.text import nfc, printable

COLUMNS = (
    "ref", "huella", "territorio", "organizacion", "clase", "instrumento", "hecho", "cuando", "ambitos", "enunciado",
    "actor", "en_el_organigrama", "fuente", "autores", "anio_de_la_fuente", "titulo", "direccion", "localizador",
    "cita", "nota",
)  # fmt: skip
REASON = "por_que_no_entro"
# Which columns say where a claim comes from; the rest say the claim.
OF_SOURCE = ("fuente", "autores", "anio_de_la_fuente", "titulo", "direccion", "localizador", "cita", "nota")
MOST_ROWS, MOST_CHANGES, LONGEST_CELL = 5000, 300, 10_000
Cells = Mapping[str, str]


class Outcome(StrEnum):
    """What becomes of a row."""

    UNCHANGED = "unchanged"
    CORRECTED = "corrected"
    NEW = "new"
    REFUSED = "refused"


class SheetRefused(ValueError):
    """A file is no sheet of claims; `code` says why."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code} {detail}")
        self.code, self.detail = code, detail


def out(cell: str) -> str:
    """A cell as it is written: with an apostrophe before what a spreadsheet would run, and before an apostrophe."""
    return f"'{cell}" if cell.startswith("'") else escaped(cell)


def back(cell: str) -> str:
    """A cell as it was before `out`, in NFC, its white space made one."""
    cell = nfc(printable(cell))
    if cell.startswith("'") and out(cell[1:]) == cell:
        cell = cell[1:]
    return " ".join(cell.split())


def rows_of(table: Sequence[Sequence[str]]) -> list[dict[str, str]]:
    """The rows of a table whose first row has the heads; empty rows are left out.

    Raises SheetRefused: no head, heads that are missing or stand twice, more rows or longer cells than can be.
    """
    heads = [back(cell).casefold() for cell in table[0]] if table else []
    if missing := [name for name in COLUMNS if heads.count(name) != 1]:
        raise SheetRefused("columns", ", ".join(missing))
    if len(table) - 1 > MOST_ROWS:
        raise SheetRefused("rows", str(MOST_ROWS))
    at = {name: heads.index(name) for name in COLUMNS}
    rows = [{name: back(line[n]) if n < len(line) else "" for name, n in at.items()} for line in table[1:]]
    if any(len(cell) > LONGEST_CELL for row in rows for cell in row.values()):
        raise SheetRefused("cell", str(LONGEST_CELL))
    return [row for row in rows if any(row.values())]


def same(one: Cells, other: Cells) -> bool:
    """Whether two rows say the same."""
    return all(one[name] == other[name] for name in COLUMNS)


def changed(one: Cells, other: Cells) -> set[str]:
    """The columns in which two rows differ."""
    return {name for name in COLUMNS if one[name] != other[name]}


def ref_of(row: Cells) -> str:
    """The name of what a row brings: the same row brings the same, however often. "HO-" and twelve digits."""
    said = json.dumps([row[name] for name in COLUMNS], ensure_ascii=False)
    return f"HO-{hashlib.sha256(said.encode()).hexdigest()[:12].upper()}"
