"""Caldono asks Manizales for a call, nobody answers, the federation brokers, and what was learnt is read by everybody.

By the pages alone, in three browsers, with JavaScript and without; only for the ten days of silence is a clock turned.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django import DjangoDbBlocker

from minga.exchange.actions.chasing import chase
from minga.exchange.domain.steps import ANSWER_DAYS
from tests import databases
from tests.conftest import EXCHANGING, SITE_BASE
from tests.journeys.test_every_page import COLOURS, LATER, RULES, _listen, _over, _violations, settled

pytestmark = pytest.mark.journey
TOLD = "Manizales creó su unidad de asuntos internacionales en {year}."


@contextmanager
def _desks(site: str, browser: Browser, *, javascript: bool, width: int = 1280) -> Iterator[tuple[Page, Page, Page]]:
    """Browsers in which somebody of Caldono, of Manizales and of the federation have signed in."""
    pages = []
    for who in ("caldono", "manizales", "federation"):
        context = browser.new_context(
            java_script_enabled=javascript, viewport={"width": width, "height": 900}, locale="es-CO"
        )
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": EXCHANGING[who], "url": site}])
        pages.append(context.new_page())
    yield pages[0], pages[1], pages[2]
    for page in pages:
        page.context.close()


def _do(page: Page, step: str, button: str | None = None, **fields: str) -> None:
    """One step by its link and its form: fields by their labels, choices by their words."""
    page.reload()
    page.get_by_role("link", name=step, exact=True).click()
    for label, value in fields.items():
        page.get_by_label(label.replace("_", " ")).fill(value)
    page.get_by_role("button", name=button or step, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Caldono → Manizales")


def _silence(blocker: DjangoDbBlocker) -> None:
    """Ten days without a word."""
    with blocker.unblock(), databases.connected_to(SITE_BASE[0]):
        chase(now=timezone.now() + timedelta(days=ANSWER_DAYS, hours=1))


@pytest.mark.parametrize("javascript", [True, False])
def test_a_call_that_nobody_answered_is_brokered_held_and_its_note_read(
    world_site: str, browser: Browser, django_db_blocker: DjangoDbBlocker, javascript: bool
) -> None:
    with _desks(world_site, browser, javascript=javascript) as (caldono, manizales, federation):
        address = _ask(world_site, caldono)
        _silence(django_db_blocker)
        caldono.reload()
        expect(caldono.locator("main .notice").first).to_contain_text("Lo media la federación")
        federation.goto(f"{world_site}/intercambios/")
        federation.locator(f'main li a[href="{address}"]').click()
        _do(federation, "Volver a preguntar")
        manizales.goto(f"{world_site}{address}")
        _do(manizales, "Aceptar")
        _do(manizales, "Escribir los términos", Agenda="Media hora de relato, una de preguntas.")
        _do(caldono, "Acordar los términos")
        _meet(caldono)
        _promise(caldono, manizales)
        _do(caldono, "Terminar las sesiones")
        _do(
            caldono,
            "Escribir el plan de adaptación",
            Qué_se_toma_y_qué_debe_ser_distinto_aquí="Una persona y un acuerdo.",
        )
        year = 1991 + javascript
        text = {"Título": f"Lo aprendido de Manizales ({year})", "Qué_se_aprendió": TOLD.format(year=year)}
        _do(caldono, "Escribir la nota de aprendizaje", **text)
        _do(manizales, "Acordar lo que se publica")
        _do(manizales, "Publicar la nota")
        _accept(manizales, year)


def _ask(site: str, page: Page) -> str:
    page.goto(f"{site}/pares/?territorio=CO-19137&meta=organ")
    expect(page.get_by_role("link", name=re.compile("Pedir intercambio")).first).to_be_visible()
    page.goto(f"{site}/territorios/co-17001-manizales/")
    page.get_by_role("link", name="Pedir intercambio").click()
    expect(page.get_by_text("Lo recibe Oficina «oficina-manizales»")).to_be_visible()
    assert page.get_by_label("Por qué a ellos").input_value()
    page.get_by_label("llamada (hasta 2 horas)").check()
    page.get_by_label("Qué quiere saber").fill("¿Cómo crearon la oficina?")
    page.get_by_role("button", name="Pedir", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Caldono → Manizales")
    return page.url.removeprefix(site)


def _meet(page: Page) -> None:
    page.reload()
    page.get_by_role("link", name="Fijar una sesión").click()
    page.get_by_label("Empieza").fill("2026-11-20T09:00")
    page.get_by_label("Termina").fill("2026-11-20T10:30")
    page.get_by_label("Enlace de la videollamada").fill("https://example.org/sala")
    page.get_by_role("button", name="Fijar una sesión").click()
    with page.expect_download() as waiting:
        page.get_by_role("link", name=re.compile("al calendario")).click()
    assert b"METHOD:REQUEST" in waiting.value.path().read_bytes()
    page.locator("#sesiones ~ ul a").first.click()
    page.get_by_label("Quiénes estuvieron").fill("Las dos oficinas")
    page.get_by_label("Qué se dijo y qué se acordó").fill("Se leyó el acuerdo.")
    page.get_by_role("button", name="Guardar la bitácora").click()
    expect(page.get_by_text("Se leyó el acuerdo.")).to_be_visible()


def _promise(page: Page, owner: Page) -> None:
    page.locator("summary", has_text="Anotar un compromiso").click()
    page.get_by_label("Qué", exact=True).fill("Enviar el acuerdo")
    page.get_by_label("Quién", exact=True).select_option("oficina-manizales")
    page.get_by_label("Para cuándo").fill("2027-01-15")
    page.get_by_role("button", name="Anotar").click()
    owner.reload()
    owner.locator("summary", has_text="Se cumplió").click()
    owner.get_by_label("Qué lo muestra").fill("https://example.org/acuerdo.pdf")
    owner.get_by_role("button", name="Se cumplió").click()
    expect(owner.get_by_text("cumplido")).to_be_visible()


def _accept(page: Page, year: int) -> None:
    """The note is read by the worker; what its words propose is accepted at the desk, with the note as its source."""
    short = (page.get_by_role("link", name="El documento y lo que").get_attribute("href") or "").strip("/")[-12:]
    site = page.url.partition("/intercambios/")[0]
    for _ in range(60):
        page.goto(f"{site}/revision/documentos/{short}/")
        if page.get_by_role("button", name=re.compile("^Aceptar")).count():
            break
        page.wait_for_timeout(1000)
    page.get_by_role("button", name=re.compile("^Aceptar")).first.click()
    expect(page.get_by_role("status")).to_contain_text("Aceptada")
    page.goto(f"{site}/documentos/{short}/")
    expect(page.locator("main")).to_contain_text(TOLD.format(year=year))
    expect(page.locator("mark.accepted").first).to_be_visible()


@pytest.mark.parametrize("width", [360, 1280])
def test_pages_of_an_exchange_are_open_to_all_light_and_fit(world_site: str, browser: Browser, width: int) -> None:
    faults: dict[str, object] = {}
    with _desks(world_site, browser, javascript=True, width=width) as (page, manizales, _federation):
        here = _ask(world_site, page)
        manizales.goto(f"{world_site}{here}")
        _do(manizales, "Aceptar")
        _do(manizales, "Escribir los términos")
        _do(page, "Acordar los términos")
        page.get_by_role("link", name="Fijar una sesión").click()
        page.get_by_label("Empieza").fill("2026-11-20T09:00")
        page.get_by_label("Termina").fill("2026-11-20T10:30")
        page.get_by_role("button", name="Fijar una sesión").click()
        weight, _ = _listen(page)
        page.goto(world_site + here, wait_until="networkidle")
        for path in (
            here, f"{here}paso/retirarse/", f"{here}paso/sesion/", f"{here}paso/invitar/", f"{here}paso/nota/",
            f"{here}sesiones/1/", f"{here}a-quien/", "/intercambios/", "/intercambios/entrega/",
            "/intercambios/nuevo/?con=CO-17001&tema=organ", "/intercambios/nuevo/", "/pares/?territorio=CO-19137",
        ):  # fmt: skip
            weight.clear()
            page.goto(world_site + path)
            page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
            if found := _violations(page, "light", RULES) + _violations(page, "dark", COLOURS):
                faults[path] = found
            if settled(page, weight) > LATER:
                faults[f"{path} weighs"] = sum(weight)
            if width == 360 and (over := _over(page)):
                faults[f"{path} wide"] = over
    assert faults == {}
