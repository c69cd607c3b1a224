"""From no account to acting for an office, and in again with a passkey: with JavaScript and without."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django import DjangoDbBlocker

from tests import databases, servers

pytestmark = pytest.mark.journey
WORD = "siete-cerros-y-un-rio"


@pytest.fixture(scope="module")
def town(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, worker: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """A site with the gazetteer and an administrator, by the machine's own name, as passkeys want it."""
    home = tmp_path_factory.mktemp("people")
    with django_db_blocker.unblock(), databases.clone("gazetteer", f"{worker}_people") as name:
        before, _, parameters = os.environ["DATABASE_URL"].partition("?")
        url = f"{before.rpartition('/')[0]}/{name}?{parameters}"
        own = {**os.environ, "DATABASE_URL": url, "MINGA_HOME": str(home), "MINGA_ADMIN_PASSWORD": WORD}
        command = [sys.executable, "-m", "minga", "admin", "create", "admin@sitio.example"]
        subprocess.run(command, env=own, stdout=subprocess.DEVNULL, check=True)
        with servers.serving(home, DATABASE_URL=url) as site:
            yield f"http://localhost:{site.port}"


def enter(page: Page, town: str, email: str) -> None:
    page.goto(f"{town}/cuenta/login/")
    page.get_by_label("Correo electrónico").fill(email)
    page.get_by_label("Contraseña").fill(WORD)
    page.get_by_role("button", name="Entrar", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mi cuenta")


def walk(context: BrowserContext, other: BrowserContext, town: str, email: str, office: str) -> Page:
    """Sign up, prove the address from the folder of mails, ask for an office, be approved, act for it."""
    page = context.new_page()
    page.goto(f"{town}/metodo/")
    page.get_by_role("link", name="Entrar").click()
    page.get_by_role("link", name="Abrir una cuenta").click()
    page.get_by_label("Correo electrónico").fill(email)
    page.get_by_label("Contraseña").fill(WORD)
    page.get_by_role("button", name="Abrir la cuenta").click()
    page.get_by_role("link", name="los mensajes están aquí").click()
    page.locator("article", has_text=email).get_by_role("link").first.click()
    page.get_by_role("button", name="Confirmar").click()
    page.goto(f"{town}/cuenta/inscribir/")
    page.get_by_label("Nombre o código del territorio").fill("CO-19137")
    page.get_by_role("button", name="Buscar").last.click()
    page.get_by_role("link", name="Caldono").first.click()
    page.get_by_label("Nombre de la oficina").fill(office)
    page.get_by_role("button", name="Pedirlo").click()
    expect(page.get_by_text("solicitud en espera")).to_be_visible()
    boss = other.new_page()
    enter(boss, town, "admin@sitio.example")
    boss.get_by_role("link", name="Solicitudes por decidir").click()
    boss.locator("li", has_text=office).get_by_role("button", name="Aprobar").click()
    expect(boss.get_by_text("Decidido")).to_be_visible()
    boss.get_by_role("link", name="Volver a mi cuenta").click()
    boss.get_by_role("link", name="Salir").click()
    boss.get_by_role("button", name="Salir").click()
    page.goto(f"{town}/metodo/")
    expect(page.locator(".who")).to_have_text(f"actúa por: {office} · coordinación")
    page.locator(".who a").click()
    page.get_by_role("link", name="Sus personas").click()
    expect(page.get_by_text(email)).to_be_visible()
    return page


def test_an_officer_comes_to_act_for_her_office_without_javascript(town: str, browser: Browser) -> None:
    with (
        browser.new_context(viewport={"width": 360, "height": 740}, java_script_enabled=False) as context,
        browser.new_context(java_script_enabled=False) as other,
    ):
        page = walk(context, other, town, "luz@caldono.example", "Oficina de Luz")
        assert page.url.endswith("/organizaciones/co-19137-oficina-de-luz/personas/")


def test_she_does_it_with_javascript_and_comes_in_again_with_a_passkey(town: str, browser: Browser) -> None:
    with browser.new_context() as context, browser.new_context() as other:
        page = walk(context, other, town, "ana@caldono.example", "Oficina de Ana")
        devices = context.new_cdp_session(page)
        devices.send("WebAuthn.enable")
        options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
        options |= {"isUserVerified": True, "automaticPresenceSimulation": True}
        devices.send("WebAuthn.addVirtualAuthenticator", {"options": options})
        page.goto(f"{town}/cuenta/2fa/webauthn/add/")
        if page.get_by_role("heading", name="¿Es usted?").is_visible():
            page.get_by_label("Contraseña").fill(WORD)
            page.get_by_role("button", name="Confirmar").click()
        page.get_by_role("checkbox").check()
        page.get_by_role("button", name="Añadirla").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Códigos de recuperación")
        page.goto(f"{town}/cuenta/logout/")
        page.get_by_role("button", name="Salir").click()
        page.goto(f"{town}/cuenta/login/")
        page.get_by_role("button", name="Entrar con una llave de acceso").click()
        expect(page.locator(".who")).to_contain_text("Oficina de Ana")
        shots = os.environ.get("MINGA_TEST_SHOTS")
        if shots:
            _look(page, town, Path(shots))


def _look(page: Page, town: str, where: Path) -> None:
    """Pictures of the pages, to be looked at."""
    paths = ["cuenta/", "cuenta/inscribir/?q=rosario", "cuenta/2fa/", "cuenta/sessions/", "cuenta/borrar/", "correo/"]
    paths += [
        "organizaciones/co-19137-oficina-de-ana/personas/",
        "cuenta/unirse/",
        "cuenta/inscribir/?territorio=CO-19137",
    ]
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        for width in (360, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            for n, path in enumerate(paths):
                page.goto(f"{town}/{path}")
                page.screenshot(path=where / f"{n}-{scheme}-{width}.png")
