"""The child process in which files are bound into one PDF: `python -m minga.exchange.child`; all of it on stdin.

Stdin holds PDFs one after the other, each behind eight bytes that tell its size: one alone is looked at, and what comes
out is how many pages it has, or why it cannot be bound, as JSON. Of several the first is the dossier, the second has a
cover for each of the others; what comes out is all in one, each file behind its cover. It limits itself before it looks
at a byte, has no network where the kernel lets it have none, and knows neither Django nor the database.
"""

import io
import json
import sys

from minga.ingest.child import MEGABYTE, end_with_parent, leave_network, limit

MEMORY, SECONDS = 1024 * MEGABYTE, 15
_SIZE = 8
# What pdfium says of a file behind a password (FPDF_ERR_PASSWORD).
_PASSWORD = 4


def main() -> int:
    """Look at one file, or bind several; 0 where something was said."""
    end_with_parent()
    limit(MEMORY, SECONDS)
    leave_network()
    files = unframed(sys.stdin.buffer.read())
    sys.stdout.buffer.write(json.dumps(looked_at(files[0])).encode() if len(files) == 1 else bound(*files))
    sys.stdout.flush()
    return 0


def framed(files: list[bytes]) -> bytes:
    """Files in one piece, as stdin holds them."""
    return b"".join(part for data in files for part in (len(data).to_bytes(_SIZE, "big"), data))


def unframed(data: bytes) -> list[bytes]:
    """What `framed` put together."""
    found, here = [], 0
    while here < len(data):
        size = int.from_bytes(data[here : here + _SIZE], "big")
        found.append(data[here + _SIZE : here + _SIZE + size])
        here += _SIZE + size
    return found


def looked_at(data: bytes) -> dict[str, int | str]:
    """How many pages it has once it was copied as it will be, or why it cannot be: "password" or "damaged"."""
    import pypdfium2

    try:
        made = pypdfium2.PdfDocument.new()
        made.import_pages(pypdfium2.PdfDocument(data))
        made.save(io.BytesIO())
        return {"pages": len(made)} if len(made) else {"refused": "damaged"}
    except pypdfium2.PdfiumError as error:
        return {"refused": "password" if getattr(error, "err_code", None) == _PASSWORD else "damaged"}


def bound(dossier: bytes, covers: bytes, *files: bytes) -> bytes:
    """All in one: the dossier, then each file behind the cover of its number. Raises what the reader raises."""
    import pypdfium2

    made = pypdfium2.PdfDocument(dossier)
    fronts = pypdfium2.PdfDocument(covers)
    for number, data in enumerate(files):
        made.import_pages(fronts, [number])
        made.import_pages(pypdfium2.PdfDocument(data))
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


if __name__ == "__main__":
    sys.exit(main())
