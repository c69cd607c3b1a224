"""The pages of an exchange, walked by both sides, the federation, and those who may see nothing of it."""

import re
from datetime import UTC, timedelta
from typing import Any

import pypdfium2
import pytest
import vobject
from django.test import Client
from django.utils import timezone

from minga.accounts.domain.permissions import Role
from minga.exchange.actions import chasing
from minga.exchange.domain.steps import ANSWER_DAYS
from minga.exchange.models import Exchange
from minga.exchange.steps import STEPS
from minga.ingest.models import Ingestion
from minga.offers.domain.modalities import Modality
from tests.exchange.conftest import SECRET, Three
from tests.people import browser, somebody

NEW = "/intercambios/nuevo/?con=CO-17001&tema=organ"


def say(client: Client, made: Exchange, slug: str, **typed: Any) -> Any:
    return client.post(f"{made.get_absolute_url()}paso/{slug}/", typed)


def shown(client: Client, made: Exchange, rest: str = "") -> str:
    return client.get(f"{made.get_absolute_url()}{rest}").content.decode()


@pytest.fixture
def rooms(three: Three) -> tuple[Client, Client, Client]:
    """The browsers of Caldono, Manizales and the federation."""
    return browser(three.caldono), browser(three.manizales), browser(three.federation)


@pytest.mark.usefixtures("nothing_remembered")
def test_from_the_request_to_the_note_by_forms_alone(
    three: Three, rooms: tuple[Client, Client, Client], own_home: Any
) -> None:
    caldono, manizales, federation = rooms
    form = caldono.get(NEW).content.decode()
    assert "Lo recibe Oficina «oficina-manizales»" in form and f"{ANSWER_DAYS} días" in form
    sent = caldono.post(
        NEW, {"tema": "organ", "modalidad": "call", "pregunta": f"¿Cómo? {SECRET}", "razones": "<b>x</b>"}
    )
    made = Exchange.objects.get()
    assert sent["Location"] == made.get_absolute_url()
    assert "&lt;b&gt;x" in shown(manizales, made) and SECRET in shown(manizales, made)
    assert federation.get(made.get_absolute_url()).status_code == 404
    chasing.chase(now=timezone.now() + timedelta(days=ANSWER_DAYS))
    assert "Volver a preguntar" in shown(federation, made)
    assert "le toca a usted" in federation.get("/intercambios/").content.decode()
    assert say(federation, made, "volver-a-preguntar").status_code == 302
    assert say(federation, made, "aceptar").status_code == 409, "no federation says yes for who can speak for itself"
    assert say(manizales, made, "aceptar").status_code == 302
    asked = shown(manizales, made, "paso/terminos/")
    assert SECRET in asked
    assert say(manizales, made, "terminos", pregunta="").status_code == 422
    say(manizales, made, "terminos", pregunta="Cómo se creó", publica_ofrece="El acuerdo")
    seen = re.search(r'name="visto" value="([^"]+)"', shown(caldono, made, "paso/acordar-terminos/"))
    assert seen is not None
    assert say(caldono, made, "acordar-terminos", visto="ayer").status_code == 422
    assert say(caldono, made, "acordar-terminos", visto="2020-01-01T00:00:00+00:00").status_code == 409
    assert say(caldono, made, "acordar-terminos", visto=seen[1]).status_code == 302
    _meet(caldono, manizales, made)
    _promise(caldono, manizales, made)
    say(caldono, made, "terminar-sesiones")
    say(caldono, made, "plan", adapta="Una oficina más pequeña")
    told = "Manizales creó su oficina de cooperación internacional en 2004."
    say(manizales, made, "nota", titulo="Lo aprendido", texto=told, acceso="open")
    assert "Sin publicar: es lo que se publicaría." in shown(caldono, made)
    seen = re.search(r'name="visto" value="([^"]+)"', shown(caldono, made, "paso/acordar-nota/"))
    assert seen is not None and told in shown(caldono, made, "paso/acordar-nota/")
    say(caldono, made, "acordar-nota", visto=seen[1])
    assert not Ingestion.objects.exists(), "nothing goes out before"
    assert say(caldono, made, "publicar-nota").status_code == 302
    assert Ingestion.objects.get().sha256 == Exchange.objects.get().note.document
    assert "Todavía no se puede" in say(caldono, made, "seguimiento", hecho="x").content.decode()
    assert SECRET in caldono.get("/intercambios/entrega/").content.decode()


def _meet(caldono: Client, manizales: Client, made: Exchange) -> None:
    page = shown(caldono, made, "paso/sesion/")
    assert 'value="America/Bogota"' in page
    when = {"empieza": "2026-11-20T09:00", "termina": "2026-11-20T12:00", "zona": "America/Bogota"}
    assert "Dura más" in say(caldono, made, "sesion", **when).content.decode()
    when |= {"termina": "2026-11-20T10:30", "enlace": "https://example.org/sala"}
    assert say(caldono, made, "sesion", **when).status_code == 302
    taken = manizales.get(f"{made.get_absolute_url()}sesiones/1.ics")
    assert taken["Content-Type"] == "text/calendar; charset=utf-8; method=REQUEST"
    event = vobject.readOne(taken.content.decode()).vevent
    assert (event.dtstart.value.hour, event.attendee.value) == (9, "mailto:coordinator@oficina-manizales.example")
    session = f"{made.get_absolute_url()}sesiones/1/"
    assert manizales.post(session, {**when, "termina": "2026-11-20T23:00"}).status_code == 422
    assert manizales.post(session, {**when, "enlace": "http://example.org"}).status_code == 422
    assert manizales.post(session, {**when, "empieza": "2026-11-20T09:30"}).status_code == 302
    moved = vobject.readOne(manizales.get(f"{session[:-1]}.ics").content.decode()).vevent
    assert (moved.dtstart.value.minute, moved.sequence.value, moved.uid.value) == (30, "1", event.uid.value)
    assert caldono.post(session, {"hacer": "bitacora", "asistieron": "", "bitacora": "x"}).status_code == 422
    sent = {"hacer": "bitacora", "asistieron": "Las dos oficinas", "bitacora": "Se leyó el acuerdo."}
    assert caldono.post(session, sent).status_code == 302
    assert caldono.post(session, {"hacer": "cancelar"}).status_code == 422, "what was held is not called off"
    assert "Se leyó el acuerdo." in shown(manizales, made)


def _promise(caldono: Client, manizales: Client, made: Exchange) -> None:
    address = made.get_absolute_url()
    assert (
        caldono.post(
            f"{address}compromisos/", {"que": "x", "quien": "oficina-rosario", "cuando": "2027-01-01"}
        ).status_code
        == 422
    )
    sent = {"que": "Enviar el acuerdo", "quien": "oficina-manizales", "cuando": "2027-01-01"}
    assert caldono.post(f"{address}compromisos/", sent).status_code == 302
    assert manizales.post(f"{address}compromisos/1/", {"prueba": ""}).status_code == 422
    assert manizales.post(f"{address}compromisos/1/", {"prueba": "https://example.org/a"}).status_code == 302
    assert manizales.post(f"{address}compromisos/1/", {"prueba": "x", "dejar": "1"}).status_code == 422
    assert 'href="https://example.org/a"' in shown(caldono, made)


def test_a_file_is_given_to_parties_alone_and_never_shown_as_a_page(
    three: Three, rooms: tuple[Client, Client, Client], own_home: Any, settings: Any
) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    caldono, manizales, federation = rooms
    made = three.asked()
    address = f"{made.get_absolute_url()}archivos/"
    evil = SimpleUploadedFile('a"\r\nX: y.html', f"<script>{SECRET}</script>".encode(), "text/html")
    assert caldono.post(address, {"archivo": evil, "tipo": "document"}).status_code == 302
    file = made.attachments.get()
    taken = manizales.get(file.get_absolute_url())
    assert taken["Content-Type"] == "application/octet-stream" and taken["Content-Disposition"].startswith("attachment")
    assert taken["X-Content-Type-Options"] == "nosniff" and SECRET in taken.getvalue().decode()
    assert {federation.get(file.get_absolute_url()).status_code, Client().get(file.get_absolute_url()).status_code} == {
        404,
        302,
    }
    empty = SimpleUploadedFile("x.txt", b"")
    assert caldono.post(address, {"archivo": empty, "tipo": "document"}).status_code == 422
    assert caldono.post(f"{made.get_absolute_url()}mensajes/", {"mensaje": " "}).status_code == 422
    assert caldono.post(f"{made.get_absolute_url()}mensajes/", {"mensaje": "<i>hola"}).status_code == 302
    assert "&lt;i&gt;hola" in shown(manizales, made)
    (own_home / "archive" / "exchanges" / file.sha256[:2] / file.sha256).unlink()
    assert manizales.get(file.get_absolute_url()).status_code == 404


@pytest.mark.usefixtures("nothing_remembered")
def test_the_dossier_has_the_terms_the_record_and_the_documents_of_both(
    three: Three, rooms: tuple[Client, Client, Client], own_home: Any
) -> None:
    made = three.agreed(reasons='Mismo país. #link("x") *no* $marca$')
    taken = rooms[0].get(f"{made.get_absolute_url()}expediente.pdf")
    words = " ".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(taken.content))
    assert "Expediente de preparación" in words and SECRET in words and "#link" in words and "Manizales" in words


@pytest.mark.usefixtures("nothing_remembered")
def test_a_no_shows_whom_to_ask_next_with_all_filled_in(three: Three, rooms: tuple[Client, Client, Client]) -> None:
    caldono, manizales, _ = rooms
    made = three.asked()
    assert say(manizales, made, "decir-que-no", motivo="").status_code == 422
    say(manizales, made, "decir-que-no", motivo="No hay personal.")
    assert "No hay personal." in shown(caldono, made) and "A quién pedirlo ahora" in shown(caldono, made)
    assert "A quién pedirlo ahora" not in shown(manizales, made)
    assert caldono.get(f"{made.get_absolute_url()}a-quien/").status_code == 200
    again = caldono.get(f"/intercambios/nuevo/?con=AR-gn3838583&sigue={made.ref}").content.decode()
    assert SECRET in again, "what was asked is asked of the next one"
    assert SECRET not in manizales.get(f"/intercambios/nuevo/?con=AR-gn3838583&sigue={'A' * 8}").content.decode()


def test_other_ways_out_and_who_else_takes_part(three: Three, rooms: tuple[Client, Client, Client]) -> None:
    caldono, manizales, federation = rooms
    university = somebody(Role.CONTRIBUTOR, of="universidad")
    made = three.asked(Modality.STUDY_VISIT)
    say(manizales, made, "otra-forma", modalidad="call", motivo="Sin viajes.")
    assert "Sin viajes." in shown(caldono, made)
    say(caldono, made, "aceptar")
    assert "Sin viajes." not in shown(caldono, made), "it was answered"
    say(caldono, made, "invitar", organizacion="universidad", papel="university")
    assert SECRET in shown(browser(university), made)
    assert say(caldono, made, "invitar", organizacion="universidad", papel="university").status_code == 422
    assert (
        browser(university)
        .post(f"{made.get_absolute_url()}participantes/", {"organizacion": "oficina-caldono"})
        .status_code
        == 409
    )
    assert caldono.post(f"{made.get_absolute_url()}participantes/", {"organizacion": "universidad"}).status_code == 302
    assert browser(university).get(made.get_absolute_url()).status_code == 404
    say(caldono, made, "retirarse", motivo="Cambió el plan.")
    assert "Cambió el plan." in shown(manizales, made)
    assert say(manizales, made, "terminos", pregunta="x").status_code == 409
    assert caldono.post(f"{made.get_absolute_url()}mensajes/", {"mensaje": "x"}).status_code == 422
    other = three.asked()
    say(manizales, other, "a-la-federacion", motivo="Lo sabe otro.")
    assert say(federation, other, "otro-par", codigo="CO-17001").status_code == 409
    assert say(federation, other, "otro-par", codigo="XX-0").status_code == 409
    assert say(federation, other, "otro-par").status_code == 422
    assert say(federation, other, "otro-par", codigo="AR-gn3838583").status_code in (302, 409)


def test_what_cannot_be_asked_says_why_and_keeps_what_was_typed(three: Three) -> None:
    caldono = browser(three.caldono)
    typed = {"tema": "", "modalidad": "call", "pregunta": f"Algo {SECRET}", "razones": ""}
    for address, status in (
        ("/intercambios/nuevo/", 422),
        ("/intercambios/nuevo/?con=CO-19137", 409),
        ("/intercambios/nuevo/?organizacion=nada", 422),
    ):
        assert caldono.post(address, typed).status_code == status, address
    stranger = browser(three.stranger).post("/intercambios/nuevo/?con=CO-76001", typed)
    assert stranger.status_code == 409 and SECRET in stranger.content.decode()
    assert "escríbales una carta" in stranger.content.decode()
    administrator = browser(somebody(Role.ADMINISTRATOR)).get("/intercambios/nuevo/?con=CO-17001").content.decode()
    assert "en nombre de una organización" in administrator
    link = "/intercambios/nuevo/?organizacion=oficina-manizales"
    assert f'href="{link}"' in caldono.get("/organizaciones/oficina-manizales/").content.decode()
    assert f'href="{link}"' not in Client().get("/organizaciones/oficina-manizales/").content.decode()
    assert "Lo recibe Oficina «oficina-manizales»" in caldono.get(link).content.decode()


def test_nobody_else_finds_anything_at_any_address_of_an_exchange(three: Three, own_home: Any) -> None:
    from minga.exchange.actions.meeting import When, schedule
    from minga.exchange.actions.talking import hand_over
    from tests.exchange.test_actions import NINE

    made = three.agreed()
    schedule(exchange=made, when=When(NINE, NINE + timedelta(hours=1), "America/Bogota"), by=three.caldono)
    file = hand_over(exchange=made, data=SECRET.encode(), name=f"{SECRET}.txt", by=three.caldono)
    here = made.get_absolute_url()
    read = ["", "a-quien/", "sesiones/1/", "sesiones/1.ics", "expediente.pdf", f"archivos/{file.short}/"]
    read += [f"paso/{slug}/" for slug in STEPS]
    sent = ["mensajes/", "archivos/", "compromisos/", "compromisos/1/", "participantes/", "sesiones/1/"]
    for role in (None, Role.ADMINISTRATOR, Role.REVIEWER, Role.PERSON):
        client = browser(three.stranger if role is None else somebody(role))
        answers = [client.get(f"{here}{rest}") for rest in read] + [client.post(f"{here}{rest}") for rest in sent]
        assert {one.status_code for one in answers} <= {403, 404}, role
        assert SECRET not in " ".join(one.getvalue().decode() for one in answers)
        for rest in ("", "entrega/"):
            assert made.ref not in client.get(f"/intercambios/{rest}").content.decode()
    assert browser(three.caldono).get(f"{here}paso/nada/").status_code == 404


def test_while_a_session_lies_ahead_it_is_nobodys_turn_and_afterwards_its_log_is_asked_for(three: Three) -> None:
    from minga.exchange.actions.meeting import When, schedule

    made, caldono = three.agreed(), browser(three.caldono)
    tomorrow = timezone.localtime(timezone=UTC).replace(tzinfo=None) + timedelta(days=1)
    session = schedule(exchange=made, when=When(tomorrow, tomorrow + timedelta(hours=1), "UTC"), by=three.caldono)
    said = caldono.get(made.get_absolute_url()).content.decode()
    assert "Próxima sesión:" in said and "Le toca a usted" not in said and "Ya pasó una sesión" not in said
    assert "le toca a usted" not in caldono.get("/intercambios/").content.decode()
    gone = timezone.now() - timedelta(days=2)
    type(session).objects.filter(pk=session.pk).update(starts=gone, ends=gone + timedelta(hours=1))
    said = caldono.get(made.get_absolute_url()).content.decode()
    assert "Ya pasó una sesión" in said and "Le toca a usted" in said and "Próxima sesión:" not in said
    assert "le toca a usted" in caldono.get("/intercambios/").content.decode()
