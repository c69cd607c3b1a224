"""Documents as a reader meets them: in parts, with their marks, beside pictures of their pages."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from minga.evidence.actions import archive, save_source, store_text
from minga.evidence.domain.passages import Cut
from minga.evidence.domain.statuses import Access, Status
from minga.evidence.models import Document
from minga.ingest import drawings, sandbox
from minga.ingest.actions import bringing
from minga.ingest.models import Proposal
from tests import world
from tests.ingest.papers import pdf
from tests.site.test_views import page
from tests.world import SECRET, World, propose

PAPER = """
#set document(title: "Acta de cooperación")
#set page(height: 10cm)
La municipalidad de Rosario creó su dirección de relaciones internacionales en 1995.#footnote[Archivo, folio 3.]
#pagebreak()
Rosario firmó un acuerdo de hermanamiento con Medellín en 1998.
"""
CREATED = "La municipalidad de Rosario creó su dirección de relaciones internacionales en 1995."
SIGNED = "Rosario firmó un acuerdo de hermanamiento con Medellín en 1998."


def paper(folder: Path, access: Access = Access.OPEN) -> Document:
    data = pdf(PAPER, folder)
    reading = sandbox.read(data, "acta.pdf")
    brought = bringing.bring_in(data=data, name="acta.pdf", reading=reading, language="es", access=access)
    assert brought.ingestion.document is not None
    return brought.ingestion.document


def book(pages: int, slug: str, *, access: Access = Access.OPEN) -> Document:
    """A document of many pages, each of six passages of four hundred letters."""
    source, _ = save_source(slug=slug, csl={"id": slug, "type": "book", "title": f"Libro {slug}"})
    text, cuts = "", []
    for number in range(1, pages + 1):
        for n in range(6):
            words = f"Página {number}, pasaje {n} de {slug}. ".ljust(400, "ñ")
            cuts.append(Cut("paragraph", "", len(text), len(text) + len(words), number))
            text += f"{words}\n\n"
    document = archive(
        data=text.encode(), source=source, media_type="application/pdf", language="es", access=access, pages=pages
    )
    store_text(document=document, extractor="plain", version="1", text=text, cuts=cuts)
    return document


def proposal(document: Document, quote: str, **words: Any) -> Proposal:
    return propose(
        document, quote, territory=world.ROSARIO, **{"instrument": "directorate", "event": "created", **words}
    )


def test_a_proposal_says_what_it_is_and_that_nobody_has_read_it(
    reader: Client, small_world: World, tmp_path: Path
) -> None:
    document = paper(tmp_path)
    one = proposal(document, CREATED, when="1995", why=["who_did_what", "present_tense"], confidence=0.92)
    words = page(reader, document.get_absolute_url())
    assert "propuesta por una regla; nadie la ha leído todavía" in words
    assert "La regla: la frase dice quién hizo qué" in words
    assert "Confianza alta: de cada diez así, aciertan unas 9." in words
    assert "En contra: habla en presente." in words
    html = reader.get(document.get_absolute_url()).content.decode()
    assert f'<mark class="proposed" id="{one.ref}">{CREATED}' in html
    assert "1 propuesta por leer" in page(reader, "/documentos/")


def test_what_is_marked_can_be_narrowed_to_one_kind_and_leads_from_mark_to_mark(
    reader: Client, small_world: World
) -> None:
    address = small_world.founding.get_absolute_url()
    one = propose(
        small_world.founding, "Los Municipios pueden intercambiar", territory=world.ROSARIO, instrument="ir_policy"
    )
    html = reader.get(address).content.decode()
    assert html.count('<mark class="accepted" id="MG-F') >= 6
    refs = [f"MG-F{n:02}" for n in range(1, 18)]
    assert all(f'id="{ref}"' in html for ref in [*refs, one.ref])
    assert all(html.count(f'id="{ref}"') == 1 for ref in [*refs, one.ref])
    assert html.count('class="following"') == 17, "each of the eighteen but the last leads to the next"
    narrowed = reader.get(f"{address}?estado=propuestas").content.decode()
    assert one.ref in narrowed and 'id="MG-F01"' not in narrowed
    assert "siguiente ↓" not in narrowed
    assert "no hay palabras marcadas" not in page(reader, f"{address}?estado=recogidas")


def test_a_judged_proposal_is_no_longer_one(reader: Client, small_world: World, tmp_path: Path) -> None:
    document = paper(tmp_path)
    one = proposal(document, CREATED)
    Proposal.objects.filter(pk=one.pk).update(state="gone")
    assert one.ref not in reader.get(document.get_absolute_url()).content.decode()
    assert "ninguna propuesta por leer" in page(reader, "/documentos/")


def test_a_long_document_opens_like_a_short_one(reader: Client, small_world: World) -> None:
    short, long = book(5, "corto"), book(500, "largo")
    counts, sizes = [], []
    for document in (short, long):
        reader.get(document.get_absolute_url())
        with CaptureQueriesContext(connection) as queries:
            sizes.append(len(reader.get(document.get_absolute_url()).content))
        counts.append(len(queries))
        assert not any(
            '"text"' in each["sql"].split("FROM")[0].replace("SUBSTRING(", "")
            for each in queries
            if "SUBSTRING" not in each["sql"]
        )
    assert counts[0] == counts[1] <= 16
    assert sizes[1] < 1.2 * sizes[0]


def test_any_place_of_a_long_document_is_reached_without_a_script(reader: Client, small_world: World) -> None:
    document = book(500, "largo")
    address = document.get_absolute_url()
    passage = document.texts.get().passages.get(ordinal=2345)
    assert passage.get_absolute_url() == f"{address}?pasaje=2345#p2345"
    html = reader.get(f"{address}?pasaje=2345").content.decode()
    assert 'id="p2345"' in html and 'id="p1"' not in html
    sent = reader.get(f"{address}?pagina=391&estado=propuestas")
    assert (sent.status_code, sent.headers["Location"].partition("#")[2]) == (302, "pag-391")
    assert 'id="pag-391"' in reader.get(sent.headers["Location"]).content.decode()
    one = propose(document, "Página 400, pasaje 3 de largo.", territory=world.ROSARIO, instrument="office")
    assert f'id="{one.ref}"' in reader.get(f"{address}?marca={one.ref}").content.decode()
    first = reader.get(address).content.decode()
    assert f'marca={one.ref}#{one.ref}">marca siguiente' in first
    last = reader.get(f"{address}?pasaje=3000").content.decode()
    assert f'marca={one.ref}#{one.ref}">↑ marca anterior' in last
    assert 'rel="next"' not in last and 'rel="prev"' in last
    for typed in ("pasaje=0", "pasaje=99999999999", "pasaje=x", "marca=nada", "estado=nada", "pagina=9999999"):
        assert reader.get(f"{address}?{typed}").status_code in (200, 302)


def test_a_note_and_the_number_that_calls_it_lead_to_each_other(
    reader: Client, small_world: World, tmp_path: Path
) -> None:
    document = paper(tmp_path)
    html = reader.get(document.get_absolute_url()).content.decode()
    note = document.texts.get().passages.get(kind="footnote")
    assert f'<a class="call" id="ll-{note.ordinal}" href="#p{note.ordinal}">¹</a>' in html
    assert f'href="#ll-{note.ordinal}"' in html


def test_a_page_is_drawn_once_beside_its_words_with_the_lines_of_the_quote(
    reader: Client, small_world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = paper(tmp_path)
    one = proposal(document, SIGNED, event="signed", instrument="twinning")
    html = reader.get(document.get_absolute_url()).content.decode()
    assert re.search(r'<svg viewBox="0 0 \d+ \d+"[^>]*><rect class="proposed" x="[\d.]+"', html)
    assert 'loading="lazy"' in html and "style=" not in html
    address = f"{document.get_absolute_url()}imagen-2-640"
    picture = reader.get(address)
    assert picture.headers["Content-Type"] in ("image/png", "image/jpeg")
    monkeypatch.setattr(sandbox, "draw", None)
    assert reader.get(address).content == picture.content
    assert reader.get(f"{document.get_absolute_url()}imagen-3-640").status_code == 404
    assert reader.get(f"{document.get_absolute_url()}imagen-2-641").status_code == 404
    assert "<img" not in reader.get(f"{document.get_absolute_url()}?imagenes=no").content.decode()
    assert one.ref in html


def test_a_file_that_cannot_be_drawn_is_tried_once_and_the_words_stay(
    reader: Client, small_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = book(3, "roto")
    address = f"{document.get_absolute_url()}imagen-1-640"
    assert reader.get(address).status_code == 404
    monkeypatch.setattr(sandbox, "draw", None)
    assert reader.get(address).status_code == 404


def test_while_one_is_drawn_others_are_told_to_come_back(
    reader: Client, small_world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = paper(tmp_path)
    with drawings._drawing:
        busy = reader.get(f"{document.get_absolute_url()}imagen-1-640")
    assert (busy.status_code, busy.headers["Retry-After"]) == (503, "2")
    monkeypatch.setattr(drawings, "_PATIENCE", 0.0)
    monkeypatch.setattr("fcntl.flock", _refused)
    assert reader.get(f"{document.get_absolute_url()}imagen-1-640").status_code == 503


def _refused(descriptor: int, how: int) -> None:
    raise BlockingIOError


def test_pictures_never_take_more_room_than_they_may(
    own_home: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(drawings, "ROOM", 3 * 4096)
    monkeypatch.setattr(sandbox, "draw", lambda path, first, last, width: {first: b"\x89PNG" * 1000})
    for number in range(1, 9):
        assert drawings.picture("a" * 64, number, drawings.LARGE)
    assert len(list((own_home / "cache" / "pages").glob("*/*"))) == 3


def test_words_references_and_pictures_are_given_away_as_far_as_the_document_allows(
    reader: Client, small_world: World, tmp_path: Path
) -> None:
    document = paper(tmp_path)
    text = reader.get(f"{document.get_absolute_url()}texto.txt")
    assert CREATED in text.content.decode() and "attachment" in text.headers["Content-Disposition"]
    for address, status in (
        (small_world.quotes_only.get_absolute_url(), 403),
        (small_world.private.get_absolute_url(), 404),
    ):
        assert reader.get(f"{address}texto.txt").status_code == status
        assert reader.get(f"{address}imagen-1-640").status_code == status
    for form in ("bib", "ris", "json"):
        said = reader.get(f"{small_world.quotes_only.get_absolute_url()}cita.{form}").content.decode()
        assert small_world.quotes_only.sha256 in said
        assert reader.get(f"{small_world.private.get_absolute_url()}cita.{form}").status_code == 404


def test_of_a_document_that_is_not_open_nothing_is_shown_farther_from_a_quote_than_may_be(
    reader: Client, small_world: World
) -> None:
    document = book(40, "ajeno", access=Access.QUOTES)
    assert "Nadie cita todavía este documento" in page(reader, document.get_absolute_url())
    quote = "Página 20, pasaje 3 de ajeno."
    world.claim_on(document, quote, "MG-9020", status=Status.RECORDED)
    html = reader.get(document.get_absolute_url()).content.decode()
    assert quote in html
    reader_part = html.split('id="lectura"')[1].split('id="citar"')[0]
    assert reader_part.count("ñ") <= 200
    assert SECRET not in html and "pasaje 2" not in reader_part
    propose(document, "Página 30, pasaje 1 de ajeno.", territory=world.ROSARIO, instrument="office")
    html = reader.get(f"{document.get_absolute_url()}?estado=propuestas").content.decode()
    assert "Página 30, pasaje 1 de ajeno." in html
    assert html.split('id="lectura"')[1].split('id="citar"')[0].count("ñ") == 0


def test_an_empty_document_says_what_happened_and_an_empty_house_how_to_begin(reader: Client, db: None) -> None:
    words = page(reader, "/documentos/")
    assert "Todavía no se ha incorporado ningún documento." in words and "minga ingest documento.pdf" in words
    reading = sandbox.read(b"%PDF-1.7\nxxxx\n%%EOF", "roto.pdf")
    brought = bringing.bring_in(data=b"%PDF x", name="r.pdf", reading=reading, language="es", access=Access.OPEN)
    assert brought.ingestion.document is not None
    words = page(reader, brought.ingestion.document.get_absolute_url())
    assert "De este documento no hay texto. Qué pasó al leerlo: está dañado y no se pudo leer." in words
