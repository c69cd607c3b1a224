"""The PDFs of an exchange are bound into its dossier; one that cannot be is named there and breaks nothing."""

import io
from pathlib import Path

import pypdfium2
import pytest
import typst

from minga.exchange import binding, dossier
from minga.exchange.actions.talking import hand_over
from minga.exchange.adapters import path_of
from minga.exchange.child import bound, framed, looked_at, main, unframed
from minga.exchange.models import Exchange
from minga.ingest.domain.states import State
from tests.exchange.conftest import Three
from tests.people import browser


def pdf(*words: str) -> bytes:
    """A PDF with these words, a page each."""
    return bytes(typst.compile("\n#pagebreak()\n".join(words).encode(), ignore_system_fonts=True))


def pages_of(data: bytes) -> list[str]:
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(data)]


def locked() -> bytes:
    """A PDF that says it is encrypted, by a filter with a password that nobody knows."""
    data = pdf("Con clave")
    trailer = data.rindex(b"/Size")
    crypt = (
        b"/Encrypt<</Filter/Standard/V 1/R 2/Length 40/P -4/O<" + b"28" * 32 + b">/U<" + b"29" * 32 + b">>>"
        b"/ID[<" + b"30" * 16 + b"><" + b"30" * 16 + b">]"
    )
    return data[:trailer] + crypt + data[trailer:]


def handed(three: Three, **files: bytes) -> Exchange:
    made = three.agreed()
    for name, data in files.items():
        hand_over(exchange=made, data=data, name=name.replace("_", "."), by=three.manizales)
    return made


@pytest.fixture(autouse=True)
def _looked_at_anew() -> None:
    binding._read.cache_clear()


def test_what_both_sides_brought_is_one_pdf_and_what_cannot_be_bound_is_named_in_it(
    three: Three, own_home: Path
) -> None:
    sound = {"acta_pdf": pdf("Acta uno", "Acta dos"), "mapa_pdf": pdf("El mapa")}
    hurt = {"roto_pdf": b"%PDF-1.7\nnada", "nota_txt": b"una nota", "cortado_pdf": pdf("Cortado")[:200]}
    made = handed(three, **sound, **hurt)
    answer = browser(three.caldono).get(f"/intercambios/{made.ref}/expediente.pdf")
    pages = pages_of(answer.getvalue())
    first = next(n for n, words in enumerate(pages) if "Anexo 1 de 2" in words)
    tail = [" ".join(words.split()) for words in pages[first:]]
    assert len(tail) == 5 and "acta.pdf" in tail[0] and "Acta uno" in tail[1] and "Acta dos" in tail[2]
    assert "Anexo 2 de 2" in tail[3] and "El mapa" in tail[4]
    told = " ".join(" ".join(pages[:first]).split())
    assert "va al final de este expediente, 2 páginas" in told and "no es un PDF" in told
    assert told.count("está dañado y no se pudo unir") == 2 and "Cortado" not in tail
    assert browser(three.stranger).get(f"/intercambios/{made.ref}/expediente.pdf").status_code == 404


def test_what_is_too_much_or_gone_stays_out_and_a_binding_that_fails_leaves_the_dossier(
    three: Three, own_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = handed(three, uno_pdf=pdf("Uno"), dos_pdf=pdf("Dos", "Más"), tres_pdf=pdf("Tres"))

    def refused(**limits: float) -> list[str]:
        with monkeypatch.context() as patch:
            for name, value in limits.items():
                patch.setattr(binding, name, value)
            return [one.refused for one in binding.looked_at(made)]

    assert refused() == ["", "", ""]
    assert refused(MOST_FILES=1) == ["", "too_many", "too_many"]
    assert refused(MOST_PAGES=2) == ["", "too_big", ""]
    assert refused(MOST_BYTES=10) == ["too_big"] * 3
    assert refused(_LOOK_AT_ALL=-1) == ["too_many"] * 3
    whole = len(pages_of(dossier.whole(made)))
    with monkeypatch.context() as patch:
        patch.setattr("minga.ingest.sandbox.call", lambda *given: State.CRASHED)
        alone = pages_of(dossier.whole(made))
        assert len(alone) < whole and " ".join(" ".join(alone).split()).count("no se pudo unir") == 3
        binding._read.cache_clear()
        assert [one.refused for one in binding.looked_at(made)] == ["unreadable"] * 3
    assert refused() == ["", "", ""], "a look that came to no end is tried again"
    for one in made.attachments.all():
        path_of(one.sha256).unlink()
    assert [one.refused for one in binding.looked_at(made)] == ["unreadable"] * 3
    assert "va al final" not in " ".join(pages_of(dossier.whole(made)))


def test_the_child_says_what_it_sees(monkeypatch: pytest.MonkeyPatch) -> None:
    assert looked_at(pdf("Uno", "Dos")) == {"pages": 2} and looked_at(b"") == {"refused": "damaged"}
    assert looked_at(locked()) == {"refused": "password"}
    files = [pdf("Expediente"), pdf("Portada"), pdf("Uno")]
    assert unframed(framed(files)) == files
    assert [words.strip() for words in pages_of(bound(*files))] == ["Expediente", "Portada", "Uno"]
    for limiting in ("end_with_parent", "leave_network", "limit"):  # the process of the tests goes on
        monkeypatch.setattr(f"minga.exchange.child.{limiting}", lambda *given: None)
    for given, begins in ((files, b"%PDF-"), (files[:1], b'{"pages": 1}')):
        out = io.BytesIO()
        monkeypatch.setattr("sys.stdin", type("In", (), {"buffer": io.BytesIO(framed(given))}))
        monkeypatch.setattr("sys.stdout", type("Out", (), {"buffer": out, "flush": lambda: None}))
        assert main() == 0 and out.getvalue().startswith(begins)
