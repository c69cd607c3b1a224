"""Tables that others will open in a spreadsheet."""

import io
from collections.abc import Iterable, Sequence

import xlsxwriter

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# A sheet: its name, and its rows, of which the first has its heads.
Sheet = tuple[str, Iterable[Sequence[object]]]

# A spreadsheet would run a cell that begins with one of these.
_RUN = ("=", "+", "-", "@", "\t", "\r", "\n")


def escaped(cell: str) -> str:
    """The cell with an apostrophe before what a spreadsheet would run."""
    return f"'{cell}" if cell.startswith(_RUN) else cell


def as_xlsx(sheets: Iterable[Sheet]) -> bytes:
    """A workbook of text: nothing in it is a formula, a number or a link, and what could be run is escaped."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        for name, rows in sheets:
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 0)
            for number, cells in enumerate(rows):
                for column, cell in enumerate(cells):
                    sheet.write_string(number, column, escaped(str(cell)))
    return buffer.getvalue()
