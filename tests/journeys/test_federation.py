"""Somebody asks the federation from a claim's page and reads the answer at her address. With JavaScript and without."""

import pytest
from playwright.sync_api import Browser, expect

from minga.accounts.domain.permissions import Role
from tests.journeys.conftest import Reader, sign_in
from tests.journeys.test_contributing import _look
from tests.journeys.test_every_page import _listen
from tests.journeys.test_reporting import _walk

pytestmark = pytest.mark.journey


@pytest.mark.parametrize("javascript", [True, False])
def test_from_a_claims_page_to_a_question_that_others_find(world_site: str, browser: Browser, javascript: bool) -> None:
    asked = f"¿Quién instituyó en Rio de Janeiro el primer órgano? ({javascript})"
    with (
        browser.new_context(java_script_enabled=javascript) as hers,
        browser.new_context(java_script_enabled=javascript) as theirs,
    ):
        page = Reader(world_site, hers).open("/afirmaciones/MG-F08/")
        page.get_by_role("main").get_by_role("link", name="Preguntar a la federación").click()
        page.get_by_label("Su pregunta, con sus palabras").fill(asked)
        page.get_by_label("A qué federación").select_option(index=1)
        page.get_by_label("Pueden publicar la pregunta").check()
        page.wait_for_timeout(3200)  # nobody writes sooner
        page.get_by_role("button", name="Preguntar").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Su consulta se recibió; la respuesta estará aquí")
        desk = sign_in(Reader(world_site, theirs), Role.ADVISER).open("/mesa/")
        desk.get_by_role("link", name=asked).click()
        desk.get_by_label("Tema").select_option("office")
        desk.get_by_role("button", name="Clasificar").click()
        desk.get_by_role("button", name="Redactar con lo que consta").click()
        desk.get_by_label("La respuesta", exact=False).first.fill("Lo instituyó el gobernador, en 1983.")
        desk.get_by_label("Añadir afirmaciones").fill("MG-F08")
        desk.get_by_label("No hay evidencia: pedir que se investigue").uncheck()
        desk.get_by_role("button", name="Enviar respuesta").click()
        expect(desk.get_by_role("status")).to_contain_text("Respuesta enviada.")
        page.reload()
        expect(page.get_by_text("Lo instituyó el gobernador, en 1983.")).to_be_visible()
        expect(page.get_by_role("main").get_by_role("link", name="MG-F08").first).to_be_visible()
        page.get_by_role("button", name="Sí, me sirvió").click()
        expect(page.get_by_role("status")).to_contain_text("Gracias")
        desk.reload()
        desk.get_by_label("La pregunta, sin nada que diga quién la hizo").fill(
            f"¿Quién creó el primer órgano? {javascript}"
        )
        desk.get_by_role("button", name="Publicar").click()
        expect(desk.get_by_role("status")).to_contain_text("Publicada")
        page.reload()
        page.get_by_role("link", name="así se lee").click()
        expect(page.get_by_role("heading", level=1)).to_have_text(f"¿Quién creó el primer órgano? {javascript}")


@pytest.mark.parametrize("width", [360, 1280])
def test_these_pages_are_open_to_all_and_light(world_site: str, browser: Browser, width: int) -> None:
    faults: dict[str, object] = {}
    with browser.new_context(viewport={"width": width, "height": 900}) as context:
        reader = Reader(world_site, context)
        page = reader.open("/consultas/nueva/?territorio=CO-19137")
        weight, _ = _listen(page)
        page.get_by_label("Su pregunta, con sus palabras").fill("¿Cómo se crea una oficina?")
        page.get_by_label("Su territorio").fill("Rosario")
        page.get_by_role("button", name="Preguntar").click()
        expect(page.get_by_role("alert")).to_be_visible()
        _look(page, "asking, which territory", faults, width)
        page.get_by_role("radio").first.check()
        page.wait_for_timeout(3200)
        if page.get_by_label("A qué federación").count():
            page.get_by_label("A qué federación").select_option(index=1)
        page.get_by_role("button", name="Preguntar").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("se recibió")
        paths = {
            "consultation": page.url.removeprefix(world_site),
            "consultations": "/consultas/",
            "questions": "/preguntas/",
        }
        _walk(page, world_site, paths, weight, faults, width)
        sign_in(reader, Role.ADVISER)
        page.goto(f"{world_site}/mesa/?lista=all")
        work = page.locator("main li a").first.get_attribute("href") or ""
        paths = {"desk": "/mesa/", "work": work, "record": "/mesa/registrar/", "settings": "/mesa/ajustes/"}
        paths |= {"members": "/mesa/miembros/", "board": "/mesa/tablero/", "agenda": "/mesa/por-investigar/"}
        paths |= {"brokered": "/mesa/intercambios/?lista=came"}
        _walk(page, world_site, paths, weight, faults, width)
    assert faults == {}
