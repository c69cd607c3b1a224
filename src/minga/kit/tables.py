"""Cells of tables that others will open in a spreadsheet."""

# A spreadsheet would run a cell that begins with one of these.
_RUN = ("=", "+", "-", "@", "\t", "\r", "\n")


def escaped(cell: str) -> str:
    """The cell with an apostrophe before what a spreadsheet would run."""
    return f"'{cell}" if cell.startswith(_RUN) else cell
