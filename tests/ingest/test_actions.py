"""A file that is brought in is a document, once, with a source and passages that are found."""

import argparse

import pytest
from django.test import Client

from minga.config.loading import run_check
from minga.evidence.actions import archive, save_claim, save_source, store_text
from minga.evidence.adapters import path_of
from minga.evidence.domain.drafts import CitationDraft, ClaimDraft
from minga.evidence.domain.passages import paragraphs
from minga.evidence.domain.statuses import Access, Status
from minga.evidence.models import Change, Claim, Document, Source
from minga.evidence.queries import claims_in, to_verify
from minga.evidence.queries import problems as evidence_problems
from minga.ingest import queries
from minga.ingest.actions import bringing
from minga.ingest.actions.bringing import Outcome, bring_in
from minga.ingest.actions.proposing import propose_from
from minga.ingest.domain.formats import Format
from minga.ingest.domain.layout import Box, Kind, Passage, Place, Text
from minga.ingest.domain.reading import Reading, Sheet
from minga.ingest.domain.records import Record
from minga.ingest.domain.states import State
from minga.ingest.models import Ingestion, PageLayout
from minga.journal.models import Event
from minga.search.actions import refresh
from minga.search.models import SearchEntry

TEXT = "La ciudad de Rosario firmó.\n\nSegundo pasaje de la página dos."
PASSAGES = (Passage(Kind.PARAGRAPH, "", 0, 27, 1), Passage(Kind.FOOTNOTE, "3", 29, len(TEXT), 2))
PLACES = (
    Place(0, 10, 1, Box(1, 2, 3, 4)),
    Place(11, 27, 1, Box(1, 5, 3, 7)),
    Place(29, len(TEXT), 2, Box(1, 2, 3, 4)),
)


def reading(state: State = State.READ, **fields: object) -> Reading:
    given = {
        "format": Format.PDF,
        "text": Text(TEXT, PASSAGES, PLACES),
        "record": Record("Acta de Rosario", "Concejo", "2001-05"),
        "pages": 2,
        "sheets": (Sheet(595, 842), Sheet(595, 842)),
        **fields,
    }
    return Reading(state, **given)  # type: ignore[arg-type]


def bring(data: bytes = b"%PDF one", read: Reading | None = None, **words: object) -> bringing.Brought:
    return bring_in(data=data, name="acta.pdf", reading=read or reading(), language="es", **words)  # type: ignore[arg-type]


def empty(state: State) -> Reading:
    return reading(state, text=Text("", ()), sheets=(), pages=None, record=Record())


@pytest.mark.django_db
def test_a_file_becomes_a_document_with_a_source_passages_and_places() -> None:
    brought = bring()
    document = Document.objects.get()
    text = document.texts.get()
    assert (brought.outcome, document.access, document.pages) == (Outcome.ADDED, Access.QUOTES, 2)
    assert path_of(document.sha256).read_bytes() == b"%PDF one"
    assert (document.source.title, document.source.authors, document.source.year) == (
        "Acta de Rosario",
        "Concejo",
        2001,
    )
    assert [(p.kind, p.label, p.page, p.body) for p in text.passages.all()] == [
        ("paragraph", "", 1, "La ciudad de Rosario firmó."),
        ("footnote", "3", 2, "Segundo pasaje de la página dos."),
    ]
    assert Change.objects.filter(kind="passage").count() == 2
    assert [(page.number, len(page.places)) for page in PageLayout.objects.all()] == [(1, 2), (2, 1)]


@pytest.mark.django_db
def test_words_lead_back_to_their_page_and_box() -> None:
    bring()
    text = Document.objects.get().texts.get()
    assert queries.seen_at(text, 5, 15) == [queries.Seen(1, Box(1, 2, 3, 4)), queries.Seen(1, Box(1, 5, 3, 7))]
    assert queries.seen_at(text, 30, 34) == [queries.Seen(2, Box(1, 2, 3, 4))]
    assert queries.seen_at(text, 0, 3) == [queries.Seen(1, Box(1, 2, 3, 4))]


@pytest.mark.django_db
def test_the_same_file_twice_is_one_document_and_its_access_stays() -> None:
    bring(access=Access.PRIVATE)
    events = Event.objects.count()
    again = bring(access=Access.OPEN)
    assert again.outcome == Outcome.UNCHANGED
    assert Document.objects.get().access == Access.PRIVATE
    assert (Ingestion.objects.count(), Source.objects.count(), PageLayout.objects.count()) == (1, 1, 2)
    assert Event.objects.count() == events


@pytest.mark.django_db
def test_the_very_title_of_a_private_document_is_on_no_page(client: Client) -> None:
    private = bring(access=Access.PRIVATE).ingestion.document
    shown = bring(b"%PDF two", reading(record=Record("Plan"))).ingestion.document
    assert private is not None and shown is not None
    for form in ("", "cita.ris", "cita.bib"):
        assert client.get(private.source.get_absolute_url() + form).status_code == 404
    assert client.get(private.get_absolute_url()).status_code == 404
    assert client.get(shown.source.get_absolute_url()).status_code == 200
    assert private.source.title not in client.get("/fuentes/").content.decode()


@pytest.mark.django_db
def test_a_new_version_of_a_known_source_is_linked_to_the_one_before() -> None:
    csl = {"id": "acta", "type": "report", "title": "Acta"}
    first = bring(csl=csl).ingestion.document
    second = bring(b"%PDF two", csl=csl).ingestion
    assert second.document is not None and second.document.source.slug == "acta"
    assert second.earlier == first
    page = reading(record=Record(url="https://rosario.gob.ar/acta"))
    save_source(slug="web", csl={"id": "web", "type": "webpage", "title": "W", "URL": "https://rosario.gob.ar/acta"})
    saved = bring(b"<html>", page).ingestion
    assert saved.document is not None and saved.document.source.slug == "web" and saved.earlier is None


@pytest.mark.django_db
def test_two_sources_with_one_address_are_not_guessed_between() -> None:
    for slug in ("a", "b"):
        save_source(slug=slug, csl={"id": slug, "type": "webpage", "title": slug, "URL": "https://x.org"})
    found = bring(read=reading(record=Record("T", url="https://x.org"))).ingestion.document
    assert found is not None and found.source.slug.startswith("t-")


@pytest.mark.django_db
def test_what_cannot_be_read_is_kept_or_not_as_its_state_says() -> None:
    kept = bring(b"%PDF locked", empty(State.PASSWORD))
    assert (kept.outcome, kept.ingestion.state) == (Outcome.ADDED, "password")
    assert kept.ingestion.document is not None and queries.passages_in(kept.ingestion.document) == 0
    bomb = bring(b"PK bomb", empty(State.BOMB))
    assert (bomb.outcome, bomb.ingestion.document) == (Outcome.LEFT_OUT, None)
    assert Document.objects.count() == 1


@pytest.mark.django_db
def test_a_scan_that_waited_is_read_once_it_can_be() -> None:
    bring(read=empty(State.SCAN))
    again = bring()
    assert (again.outcome, again.ingestion.state) == (Outcome.READ_AGAIN, "read")
    assert again.ingestion.document is not None and queries.passages_in(again.ingestion.document) == 2


@pytest.mark.django_db
def test_better_rules_give_a_new_text(monkeypatch: pytest.MonkeyPatch) -> None:
    bring()
    monkeypatch.setattr(bringing, "VERSION", "2")
    assert bring().outcome == Outcome.READ_AGAIN
    assert Document.objects.get().texts.count() == 2


@pytest.mark.django_db
def test_a_text_of_another_reader_is_left_as_it_is() -> None:
    source, _ = save_source(slug="s", csl={"id": "s", "title": "S"})
    document = archive(data=b"%PDF one", source=source, media_type="text/plain", language="es")
    store_text(document=document, extractor="plain", version="1", text="Uno.", cuts=paragraphs("Uno."))
    assert bring().outcome == Outcome.UNCHANGED
    assert document.texts.count() == 1


@pytest.mark.usefixtures("gazetteer")
def test_what_stands_on_a_text_follows_its_words_to_a_better_one(
    monkeypatch: pytest.MonkeyPatch, client: Client, capsys: pytest.CaptureFixture[str]
) -> None:
    document = bring().ingestion.document
    assert document is not None
    for ref, quote in (("MG-9998", "Segundo pasaje de la página dos."), ("MG-9999", "La ciudad de Rosario firmó.")):
        cited = CitationDraft(source=document.source.slug, quote=quote, document=document.sha256)
        draft = ClaimDraft(ref, "claim", "agreement", quote, "AR-gn3838583", event="signed", citations=(cited,))
        save_claim(draft=draft, status=Status.RECORDED)
    better = "CONCEJO\n\nLa ciudad de Rosario firmó.\n\nSegundo pasa-\nje de la página dos."
    passages = (Passage(Kind.PARAGRAPH, "", 9, 36, 1), Passage(Kind.PARAGRAPH, "", 38, len(better), 2))
    monkeypatch.setattr(bringing, "VERSION", "2")
    assert bring(read=reading(text=Text(better, passages))).outcome == Outcome.READ_AGAIN
    moved = Claim.objects.get(ref="MG-9999").citations.get()
    assert moved.extracted is not None and moved.passage is not None
    assert (moved.extracted.version, moved.start, moved.passage.start) == ("2", 9, 9)
    left = Claim.objects.get(ref="MG-9998").citations.get()
    assert left.extracted is not None and left.extracted.version == "1"
    # The page of the document shows what is at its place; the other says that it is to be verified, and breaks nothing.
    assert [one.claim.ref for one in claims_in(document)] == ["MG-9999"]
    assert [one.claim.ref for one in to_verify()] == ["MG-9998"] and not list(evidence_problems())
    assert "Cita por verificar" in client.get("/afirmaciones/MG-9998/").content.decode()
    assert "Cita por verificar" not in client.get("/afirmaciones/MG-9999/").content.decode()
    assert run_check(argparse.Namespace()) == 0
    assert f"MG-9998: cita por verificar en el documento {document.short}" in capsys.readouterr().out
    told = Event.objects.get(verb="citations.repinned")
    assert told.after == {"version": "2", "moved": 1, "left": ["MG-9998"]}
    # What is searched is the new text.
    refresh()
    indexed = SearchEntry.objects.filter(kind="passage").order_by("ref").values_list("body", flat=True)
    assert list(indexed) == ["La ciudad de Rosario firmó.", "Segundo pasa-\nje de la página dos."]


@pytest.mark.usefixtures("gazetteer")
def test_what_was_proposed_follows_its_words_too(monkeypatch: pytest.MonkeyPatch) -> None:
    said = "En 1983 el gobierno de Jalisco creó una oficina de asuntos internacionales."
    text = f"{said}\n\nEn 1999 Medellín firmó un hermanamiento con Bilbao."
    passages = (Passage(Kind.PARAGRAPH, "", 0, len(said), 1),)
    document = bring(read=reading(text=Text(text, passages))).ingestion.document
    assert document is not None
    propose_from(document.texts.get())
    better = f"GACETA\n\n{said}\n\nEn 1999 Medellín fir-\nmó un hermanamiento con Bilbao."
    monkeypatch.setattr(bringing, "VERSION", "2")
    bring(read=reading(text=Text(better, (Passage(Kind.PARAGRAPH, "", 8, 8 + len(said), 1),))))
    old, new = document.texts.order_by("pk")
    moved = queries.proposals_in(new).get()
    assert (moved.start, moved.quote) == (8, said) and moved.passage is not None and moved.passage.start == 8
    assert queries.proposals_in(old).count() == 1
    assert propose_from(new).gone == 1
    moved.refresh_from_db()
    assert moved.state == "open"
