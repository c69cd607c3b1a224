"""The child process in which a spreadsheet is read: `python -m minga.sheets.child`; the file on stdin, JSON on stdout.

It limits itself before it looks at a byte, and has no network where the kernel lets it have none. It knows neither
Django nor the database. What it says is {"table": rows of text} or {"refused": code}.
"""

import io
import json
import sys
from datetime import date, datetime
from typing import Any

from minga.ingest.child import MEGABYTE, end_with_parent, leave_network, limit
from minga.ingest.domain.states import Refused
from minga.ingest.readers.zipped import check_parts, member, members_of

MEMORY, SECONDS = 1024 * MEGABYTE, 20
# Of a sheet no more is looked at, whatever it says it has.
MOST_ROWS, MOST_COLUMNS = 6000, 60
# How the old binary files begin, and also new ones behind a password.
_OLE = b"\xd0\xcf\x11\xe0"


def main() -> int:
    """Read what is on stdin; 0 where something was said."""
    end_with_parent()
    limit(MEMORY, SECONDS)
    leave_network()
    data = sys.stdin.buffer.read()
    try:
        said: dict[str, Any] = {"table": table_of(data)}
    except Refused as refused:
        said = {"refused": str(refused.state)}
    except (MemoryError, RecursionError):
        said = {"refused": "too_hungry"}
    except Exception:  # the reader's own errors have no common name
        said = {"refused": "damaged"}
    json.dump(said, sys.stdout, ensure_ascii=False)
    sys.stdout.flush()
    return 0


def table_of(data: bytes) -> list[list[str]]:
    """The first sheet as text. Raises Refused, and whatever the reader raises."""
    from minga.ingest.domain.states import State

    if data.startswith(_OLE):
        raise Refused(State.PASSWORD)
    if not data.startswith(b"PK\x03\x04"):
        raise Refused(State.UNSUPPORTED)
    names = members_of(data)
    if "xl/workbook.xml" not in names and "content.xml" not in names:
        raise Refused(State.UNSUPPORTED)
    if b"encryption-data" in member(data, "META-INF/manifest.xml"):
        raise Refused(State.PASSWORD)
    check_parts(data)
    return _read(data)


def _read(data: bytes) -> list[list[str]]:
    from python_calamine import CalamineWorkbook

    from minga.ingest.domain.states import State

    with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
        sheet = book.get_sheet_by_index(0)
        if sheet.total_height > MOST_ROWS:
            raise Refused(State.TOO_BIG)
        return [[_text(cell) for cell in row[:MOST_COLUMNS]] for row in sheet.to_python(skip_empty_area=False)]


def _text(cell: object) -> str:
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == datetime.min.time() else cell.isoformat()
    return cell.isoformat() if isinstance(cell, date) else str(cell)


if __name__ == "__main__":
    sys.exit(main())
