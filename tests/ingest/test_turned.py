"""Pages that are turned when they are shown: scans of open books, wide tables."""

import io
from pathlib import Path

import pypdfium2

from minga.ingest.domain.reading import corners
from minga.ingest.readers import pdf as reader
from tests.ingest.papers import pdf


def turned(data: bytes, quarters: int) -> bytes:
    """The same paper as scanners and landscape tables have it: set on its side, and turned when it is shown."""
    document = pypdfium2.PdfDocument(data)
    for page in document:
        width, height = page.get_size()
        matrices = {1: (0, 1, -1, 0, height, 0), 2: (-1, 0, 0, -1, width, height), 3: (0, -1, 1, 0, 0, width)}
        for one in page.get_objects(max_depth=1):
            one.transform(pypdfium2.PdfMatrix(*matrices[quarters]))
        if quarters % 2:
            page.set_mediabox(0, 0, height, width)
        page.set_rotation(90 * quarters)
        page.gen_content()
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def test_a_page_that_is_turned_when_it_is_shown_is_read_as_it_is_seen(tmp_path: Path) -> None:
    said = " ".join(
        f"En {year} Rosario firmó un convenio con Manizales.#footnote[Acta {year}.]" for year in range(1990, 1996)
    )
    upright = pdf(f"#set page(width: 400pt, height: 300pt, columns: 2)\n= Convenios\n{said}", tmp_path)
    expected = reader.read(upright)
    assert expected.text is not None and len({round(place.box.left) for place in expected.text.places}) > 1
    for quarters in (1, 2, 3):
        found = reader.read(turned(upright, quarters))
        assert found.text is not None and found.text.text == expected.text.text
        assert found.sheets == expected.sheets
        pairs = zip(found.text.places, expected.text.places, strict=True)
        assert all(
            abs(a - b) < 0.1 for one, other in pairs for a, b in zip(corners(one.box), corners(other.box), strict=True)
        )
