"""One law in many formats gives the same passages; a scan of it nearly the same words."""

import html
import subprocess
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest

from bench.ingest import in_order
from minga.ingest import sandbox
from minga.ingest.domain.reading import Reading

LAW = "LeydeDesarrolloRuralSustentable.pdf"


def passages(reading: Reading) -> list[str]:
    return [reading.text.text[passage.start : passage.end] for passage in reading.text.passages]


@pytest.fixture(scope="module")
def law(shared: Path) -> list[str]:
    """The passages of a law that PDF gave, rows of tables left out: LibreOffice would keep no tab in HTML."""
    data = (shared / "data" / "documents" / "leyes_mx" / LAW).read_bytes()
    return [passage for passage in passages(sandbox.read(data, LAW)) if "\t" not in passage]


@pytest.fixture(scope="module")
def convert(law: list[str], tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], bytes]:
    """The law as LibreOffice writes it in a format."""
    program = sandbox.office()
    if program is None:
        pytest.skip("needs LibreOffice (sudo apt install libreoffice-writer-nogui)")
    folder = tmp_path_factory.mktemp("law")
    body = "".join(f"<p>{html.escape(passage)}</p>\n" for passage in law)
    (folder / "law.html").write_text(
        f"<!DOCTYPE html><html><head><meta charset='utf-8'></head><body>{body}</body></html>"
    )

    def run(source: str, wanted: str) -> None:
        where = ["--outdir", str(folder), str(folder / source)]
        profile = f"-env:UserInstallation=file://{folder}/profile"
        done = [program, profile, "--headless", "--convert-to", wanted, *where]
        subprocess.run(done, check=True, capture_output=True, timeout=120)

    def made(suffix: str) -> bytes:
        if not (folder / "law.odt").exists():
            run("law.html", "odt:writer8")
        target = {"txt": "txt:Text (encoded):UTF8", "html": "html:HTML (StarWriter)", "docx": "docx:MS Word 2007 XML"}
        if suffix in target:
            (folder / "law.html").unlink(missing_ok=True)
            run("law.odt", target[suffix])
        return (folder / f"law.{suffix}").read_bytes()

    return made


@pytest.mark.parametrize("suffix", ["odt", "docx", "html", "txt"])
def test_a_law_gives_the_same_passages_in_each_format(
    suffix: str, law: list[str], convert: Callable[[str], bytes]
) -> None:
    assert passages(sandbox.read(convert(suffix), f"law.{suffix}")) == law


def test_a_scan_gives_nearly_the_words_that_the_law_has(shared: Path, tmp_path: Path) -> None:
    if sandbox.ocr() is None:
        pytest.skip("needs tesseract (sudo apt install tesseract-ocr tesseract-ocr-spa)")
    source = pypdfium2.PdfDocument(shared / "data" / "documents" / "leyes_mx" / LAW)
    scan = pypdfium2.PdfDocument.new()
    for index in (4, 5):
        picture = source[index].render(scale=150 / 72, grayscale=True)
        page = scan.new_page(*source[index].get_size())
        image = pypdfium2.PdfImage.new(scan)
        image.set_bitmap(picture)
        image.set_matrix(pypdfium2.PdfMatrix().scale(*source[index].get_size()))
        page.insert_obj(image)
        page.gen_content()
    scan.save(tmp_path / "scan.pdf")
    reading = sandbox.read((tmp_path / "scan.pdf").read_bytes(), "scan.pdf", languages=("es",))
    two = pypdfium2.PdfDocument.new()
    two.import_pages(source, [4, 5])
    two.save(tmp_path / "two.pdf")
    wanted = sandbox.read((tmp_path / "two.pdf").read_bytes(), "two.pdf").text.text.split()
    assert in_order(wanted, reading.text.text.split()) >= 0.95 * len(wanted)
    assert all(place.box.right <= reading.sheets[0].width + 1 for place in reading.text.places)
