"""The outside: files of registers, the room's own data, and the report of every row."""

import csv
import hashlib
import io
import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from minga.kit.tables import escaped

ROOM = Path(__file__).parent
# A register is held in memory while it is read: many times the largest we know.
LARGEST = 64 * 1024 * 1024


class FileAtFault(Exception):
    """A file cannot be read as what it should be; `code` says why, `detail` names the column, field or line."""

    def __init__(self, code: str, path: Path, detail: str = "") -> None:
        super().__init__(f"{path.name}: {code} {detail}".strip())
        self.code, self.path, self.detail = code, path, detail


@dataclass(frozen=True)
class Record:
    """One row of a table: which one (the head is the first), its cells by column, whether it has all of them."""

    line: int
    cells: dict[str, str]
    whole: bool = True


def table(path: Path, columns: Sequence[str]) -> list[Record]:
    """The rows of a CSV file in UTF-8. Raises FileAtFault, naming the columns that are missing."""
    # A cell may be as long as the file; what is too long for its column is told of its row.
    csv.field_size_limit(LARGEST)
    reader = csv.reader(io.StringIO(_text(path), newline=""))
    try:
        head = [cell.strip() for cell in next(reader)]
        if missing := [column for column in columns if column not in head]:
            raise FileAtFault("columns", path, ", ".join(missing))
        if twice := sorted({column for column in columns if head.count(column) > 1}):
            raise FileAtFault("twice", path, ", ".join(twice))
        found = [_record(line, head, cells) for line, cells in enumerate(reader, 2) if cells]
    except csv.Error as error:
        raise FileAtFault("table", path, str(reader.line_num)) from error
    if not found:
        raise FileAtFault("no_rows", path)
    return found


def _record(line: int, head: list[str], cells: list[str]) -> Record:
    padded = [*cells, *[""] * (len(head) - len(cells))]
    return Record(line, dict(zip(head, padded, strict=False)), len(cells) == len(head))


def document(path: Path) -> Any:
    """What a file of JSON in UTF-8 holds. Raises FileAtFault with the line where it breaks."""
    try:
        return json.loads(_text(path))
    except json.JSONDecodeError as error:
        raise FileAtFault("json", path, str(error.lineno)) from error
    except RecursionError as error:
        raise FileAtFault("json", path, "1") from error


def _text(path: Path) -> str:
    check_readable(path)
    data = path.read_bytes()
    if b"\x00" in data:
        raise FileAtFault("binary", path)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileAtFault("encoding", path, str(data.count(b"\n", 0, error.start) + 1)) from error
    if not text.strip():
        raise FileAtFault("empty", path)
    return text


def check_readable(path: Path) -> None:
    """Raise FileAtFault where a file is not there, may not be read, or is larger than any register."""
    if not path.is_file():
        raise FileAtFault("missing", path)
    if not os.access(path, os.R_OK):
        raise FileAtFault("forbidden", path)
    if path.stat().st_size > LARGEST:
        raise FileAtFault("large", path, str(LARGEST // 1024 // 1024))


def settings_of(register: str) -> dict[str, Any]:
    """What the room knows of a register: its collection, its sources and the words of its claims."""
    found: dict[str, Any] = json.loads((ROOM / "data" / f"{register}.json").read_text(encoding="utf-8"))
    return found


def fingerprint(paths: Iterable[Path], *others: str) -> str:
    """SHA-256 of files, of what else is given, and of the rules by which this room reads them."""
    digest = hashlib.sha256("\n".join(others).encode())
    rules = [*ROOM.glob("*.py"), *ROOM.glob("domain/*.py"), *ROOM.glob("data/*.json")]
    for path in (*paths, *sorted(rules)):
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def check_writable(path: Path, inputs: Sequence[Path]) -> None:
    """Raise FileAtFault where a report cannot be written: of no known form, in no folder, or over an input."""
    if path.suffix.lower() not in (".csv", ".jsonl"):
        raise FileAtFault("report_form", path)
    if path.is_dir() or not path.parent.is_dir() or not os.access(path.parent, os.W_OK):
        raise FileAtFault("report_place", path)
    if path.resolve() in [each.resolve() for each in inputs]:
        raise FileAtFault("report_is_input", path)


def write_report(path: Path, fields: Sequence[str], rows: Iterable[dict[str, str]]) -> None:
    """Write rows as CSV or as JSON lines, by the file's name."""
    with path.open("w", encoding="utf-8", newline="") as file:
        if path.suffix.lower() == ".csv":
            writer = csv.writer(file)
            writer.writerow(fields)
            writer.writerows([escaped(row[field]) for field in fields] for row in rows)
        else:
            file.writelines(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows)
