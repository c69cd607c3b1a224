"""Sheets as files: XLSX and ODS out; both in, read in a limited child process."""

import io
import json
from collections.abc import Sequence

from odfdo import Cell, Document, Row, Table

from minga.ingest import sandbox
from minga.ingest.domain.states import State
from minga.kit.tables import XLSX, as_xlsx
from minga.sheets.domain import Cells, SheetRefused, out

LARGEST = 8 << 20
_CLOCK = 30.0
Sheets = Sequence[tuple[str, Sequence[Sequence[str]]]]


def read(data: bytes) -> list[list[str]]:
    """The first sheet of a file, as text. Raises SheetRefused, whatever is in the file."""
    if len(data) > LARGEST:
        raise SheetRefused("too_big")
    said = sandbox.call("minga.sheets.child", data, _CLOCK)
    if isinstance(said, State):
        raise SheetRefused(str(said))
    try:
        answer = json.loads(said)
        if "refused" in answer:
            raise SheetRefused(str(answer["refused"]))
        return [[str(cell) for cell in row] for row in answer["table"]]
    except (ValueError, TypeError, KeyError) as error:
        if isinstance(error, SheetRefused):
            raise
        raise SheetRefused("crashed") from error


def table(rows: Sequence[Cells], columns: Sequence[str]) -> list[list[str]]:
    """Rows with their heads, safe to open in a spreadsheet."""
    return [list(columns), *([out(row.get(name, "")) for name in columns] for row in rows)]


def as_ods(sheets: Sheets) -> bytes:
    """Sheets of text as ODS: nothing in them is a formula, a number or a link."""
    book = Document("spreadsheet")
    book.body.clear()
    for name, rows in sheets:
        sheet = Table(name)
        for cells in rows:
            sheet.append(_ods_row(cells))
        book.body.append(sheet)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _ods_row(cells: Sequence[str]) -> Row:
    row = Row()
    for cell in cells:
        row.append_cell(Cell(value=cell, text=cell, cell_type="string"))
    return row


FORMS = {
    "xlsx": (XLSX, as_xlsx),
    "ods": ("application/vnd.oasis.opendocument.spreadsheet", as_ods),
}
