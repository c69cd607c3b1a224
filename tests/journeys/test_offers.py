"""An office confirms what it can teach and what it seeks; another finds it, sees why, asks; what sleeps is woken.

By the pages alone, with JavaScript and without; only for the year of silence is a clock turned.
"""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django import DjangoDbBlocker

from minga.exchange.models import Exchange
from minga.offers.actions.sleeping import look
from minga.offers.models import Offer, Pairing
from tests import databases
from tests.conftest import SITE_BASE
from tests.journeys.test_every_page import COLOURS, LATER, RULES, _listen, _over, _violations
from tests.journeys.test_exchange import _desks

pytestmark = pytest.mark.journey


@pytest.fixture(autouse=True)
def nothing_offered(world_site: str, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """No offer of a journey before, on the site that all share; and none left for the next."""
    yield
    with django_db_blocker.unblock(), databases.connected_to(SITE_BASE[0]):
        Exchange.objects.exclude(offer=None).update(offer=None)
        Pairing.objects.all().delete()
        Offer.objects.all().delete()


def _confirm(site: str, page: Page, *topics: str) -> None:
    """Tick what is ready, and confirm it at once."""
    page.goto(f"{site}/ofertas/mias/")
    for topic in topics:
        page.get_by_label(topic, exact=True).check()
    page.get_by_role("button", name="Confirmar y publicar las marcadas").click()
    expect(page.get_by_role("status")).to_contain_text("Publicada")


def _year_passes(blocker: DjangoDbBlocker) -> None:
    with blocker.unblock(), databases.connected_to(SITE_BASE[0]):
        for days in (335, 358, 366):
            look(now=timezone.now() + timedelta(days=days))


@pytest.mark.parametrize("javascript", [True, False])
def test_an_offer_is_confirmed_found_asked_counted_and_woken_after_a_year(
    world_site: str, browser: Browser, django_db_blocker: DjangoDbBlocker, javascript: bool
) -> None:
    with _desks(world_site, browser, javascript=javascript) as (caldono, manizales, _federation):
        _confirm(world_site, manizales, "Oficina o unidad", "Estrategia de cooperación internacional")
        manizales.get_by_role("button", name="Confirmar representación en el exterior").click()
        expect(manizales.get_by_role("status")).to_contain_text("Publicada 1")
        expect(manizales.locator("main")).to_contain_text("Busca aprender: representación en el exterior")
        _confirm(world_site, caldono, "Órgano internacional")
        address = _find_and_ask(world_site, caldono)
        manizales.goto(f"{world_site}/avisos/")
        expect(manizales.locator("main")).to_contain_text("que coincide")
        manizales.goto(f"{world_site}/ofertas/mias/")
        expect(manizales.locator("main")).to_contain_text("queda cupo para 3 de 4 este año")
        _year_passes(django_db_blocker)
        caldono.goto(address)
        expect(caldono.get_by_role("heading", level=1)).to_have_text("Esta oferta duerme")
        manizales.goto(f"{world_site}/avisos/")
        notice = manizales.locator("main li", has_text="se durmió").filter(has_text="oficina o unidad")
        notice.get_by_role("link").first.click()
        manizales.get_by_role("button", name="Renovar: sigue en pie").click()
        expect(manizales.get_by_role("status")).to_contain_text("Renovada.")
        caldono.goto(address)
        expect(caldono.get_by_role("heading", level=1)).to_have_text("Ofrece enseñar: oficina o unidad")


def _find_and_ask(site: str, page: Page) -> str:
    """Find the office's offer by words, see why it meets, ask for it as it is filled in; the offer's address."""
    page.goto(f"{site}/ofertas/?mi=CO-19137")
    page.get_by_label("Palabras", exact=True).fill("oficina Manizales")
    page.get_by_role("button", name="Filtrar").click()
    expect(page.locator("main")).to_contain_text("parecido a Caldono")
    page.get_by_role("link", name="Ofrece enseñar: oficina o unidad").click()
    expect(page.get_by_role("heading", name="Coincide con lo de su oficina")).to_be_visible()
    expect(page.locator("main")).to_contain_text("Ellos enseñan lo que ustedes buscan")
    address = page.url
    page.get_by_role("link", name="Pedir este intercambio").click()
    expect(page.get_by_label("Sobre qué")).to_have_value("office")
    expect(page.get_by_label("En qué idioma")).to_have_value("es")
    expect(page.get_by_label("llamada (hasta 2 horas)")).to_be_checked()
    assert "Un tema es parte del otro" in page.get_by_label("Por qué a ellos").input_value()
    page.get_by_label("Qué quiere saber").fill("¿Cómo la crearon?")
    page.get_by_role("button", name="Pedir", exact=True).click()
    expect(page.locator("main")).to_contain_text("Manizales enseña a Caldono")
    return address


@pytest.mark.parametrize("width", [360, 1280])
def test_pages_of_offers_are_open_to_all_light_and_fit(world_site: str, browser: Browser, width: int) -> None:
    faults: dict[str, object] = {}
    with _desks(world_site, browser, javascript=True, width=width) as (page, manizales, _federation):
        _confirm(world_site, manizales, "Oficina o unidad")
        _confirm(world_site, page, "Órgano internacional")
        page.goto(f"{world_site}/ofertas/?q=manizales")
        page.get_by_role("link", name="Ofrece enseñar: oficina o unidad").click()
        here = page.url.removeprefix(world_site)
        weight, _ = _listen(page)
        for path in (here, "/buscar/?q=oficina"):  # whose style and script come once
            page.goto(world_site + path, wait_until="networkidle")
        for reader, path in (
            (page, here), (page, "/ofertas/"), (page, "/ofertas/?mi=CO-19137&ambito=culture"),
            (page, "/ofertas/?mi=CO-19137"), (page, "/ofertas/coincidencias/"), (page, "/ofertas/nueva/"),
            (page, f"/intercambios/nuevo/?oferta={here[9:17]}"), (page, "/territorios/co-17001-manizales/"),
            (page, "/ofertas/mias/"), (page, "/buscar/?q=oficina+Manizales"),
            (manizales, here), (manizales, f"{here}cambiar/"), (manizales, "/ofertas/mias/"),
        ):  # fmt: skip
            weight.clear()
            reader.goto(world_site + path, wait_until="networkidle")
            if reader is page and sum(weight) > LATER:
                faults[f"{path} weighs"] = sum(weight)
            reader.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
            if found := _violations(reader, "light", RULES) + _violations(reader, "dark", COLOURS):
                faults[path] = found
            if width == 360 and (over := _over(reader)):
                faults[f"{path} wide"] = over
    assert faults == {}
