"""How a long document opens beside a short one: `python -m bench.documents [PDF]`.

Makes two documents of the pages of a PDF (a law of `../shared/data/documents/leyes_mx` where none is named) on a
scratch database, one of five pages and one of five hundred, and asks for a page of each in turn, so that what else the
machine does weighs on both alike. Prints the ratio of the medians, the queries, and the bytes over the wire.
"""

import gzip
import statistics
import sys
import time
from pathlib import Path

from bench.ingest import DOCUMENTS
from bench.scratch import scratch
from bench.town import stored

SHORT, LONG, ROUNDS = 5, 500, 200


def main() -> None:
    """Measure."""
    path = Path(sys.argv[1]) if sys.argv[1:] else DOCUMENTS / "leyes_mx" / "LeydeAguasNacionales.pdf"
    with scratch():
        from django.conf import settings

        settings.ALLOWED_HOSTS = ["testserver"]
        settings.STORAGES |= {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
        short, long = _document(path, SHORT), _document(path, LONG)
        _compare("first part", short, long)
        _compare("a passage at the end", short, f"{long}?pasaje=99999999")


def _document(path: Path, pages: int) -> str:
    """The address of an open document of so many pages, the file's own over and over."""
    from minga.evidence.domain.passages import Cut
    from minga.ingest.readers import read

    reading = read(path.read_bytes(), path.name)
    text, cuts = "", []
    for n in range(pages):
        for one in reading.text.passages:
            if one.page == n % (reading.pages or 1) + 1:
                words = reading.text.text[one.start : one.end]
                cuts.append(Cut(one.kind, one.label, len(text), len(text) + len(words), n + 1))
                text += f"{words}\n\n"
    slug = f"bench-{pages}"
    return str(stored(slug, slug, text, cuts, pages).document.get_absolute_url())


def _compare(name: str, short: str, long: str) -> None:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    reader = Client()
    times: dict[str, list[float]] = {short: [], long: []}
    for address in times:
        reader.get(address)  # where the parts end is kept from then on
    for _ in range(ROUNDS):
        for address, taken in times.items():
            began = time.perf_counter()
            reader.get(address)
            taken.append(1000 * (time.perf_counter() - began))
    for address, taken in times.items():
        with CaptureQueriesContext(connection) as queries:
            answer = reader.get(address)
        size, middle = len(gzip.compress(answer.content)), statistics.median(taken)
        print(f"{address}: {answer.status_code}; median {middle:.1f} ms, quickest {min(taken):.1f}")
        print(f"  {len(queries)} queries; {size} bytes over the wire")
    one, other = (statistics.median(taken) for taken in times.values())
    print(f"{name}: {LONG} pages take {other / one:.2f} times what {SHORT} take")


if __name__ == "__main__":
    main()
