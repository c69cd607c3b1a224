"""From no account to acting for an office, and in again with a passkey: with JavaScript and without."""

import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django import DjangoDbBlocker

from tests import databases, servers
from tests.accounts import provider
from tests.journeys.test_every_page import COLOURS, RULES, _over, _violations

pytestmark = pytest.mark.journey
WORD = "siete-cerros-y-un-rio"


@pytest.fixture(scope="module")
def institution(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """An institution's own login, in a process of its own."""
    port, folder = servers.free_port(), tmp_path_factory.mktemp("institution")
    own = {name: value for name, value in os.environ.items() if name not in ("DJANGO_SETTINGS_MODULE", "DATABASE_URL")}
    with (folder / "log").open("w") as log:
        command = [sys.executable, provider.__file__, str(port), str(folder)]
        process = subprocess.Popen(command, env=own, stdout=log, stderr=log)
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_for(f"{address}/.well-known/openid-configuration")
        yield address
    finally:
        process.terminate()
        process.wait(30)


def _wait_for(address: str) -> None:
    end = time.monotonic() + 60
    while True:
        try:
            urllib.request.urlopen(address, timeout=5).close()
            return
        except OSError:
            assert time.monotonic() < end
            time.sleep(0.2)


@pytest.fixture(scope="module")
def town(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    worker: str,
    tmp_path_factory: pytest.TempPathFactory,
    institution: str,
) -> Iterator[str]:
    """A site with the gazetteer and an administrator, by the machine's own name, as passkeys want it."""
    home = tmp_path_factory.mktemp("people")
    with django_db_blocker.unblock(), databases.clone("gazetteer", f"{worker}_people") as name:
        before, _, parameters = os.environ["DATABASE_URL"].partition("?")
        url = f"{before.rpartition('/')[0]}/{name}?{parameters}"
        own = {**os.environ, "DATABASE_URL": url, "MINGA_HOME": str(home), "MINGA_ADMIN_PASSWORD": WORD}
        command = [sys.executable, "-m", "minga", "admin", "create", "admin@sitio.example"]
        subprocess.run(command, env=own, stdout=subprocess.DEVNULL, check=True)
        login = {"MINGA_OIDC_ISSUER": institution, "MINGA_OIDC_NAME": "Universidad de prueba"}
        login |= {"MINGA_OIDC_CLIENT": provider.CLIENT, "MINGA_OIDC_SECRET": provider.SECRET}
        with servers.serving(home, DATABASE_URL=url, **login) as site:
            address = f"http://localhost:{site.port}"
            back = f"{address}/cuenta/oidc/institucion/login/callback/"
            _wait_for(f"{institution}/people/?{urlencode({'redirect': back})}")
            yield address


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
        page.goto(f"{town}/cuenta/2fa/totp/activate/")
        if page.get_by_role("heading", name="¿Es usted?").is_visible():
            page.get_by_label("Contraseña").fill(WORD)
            page.get_by_role("button", name="Confirmar").click()
        assert faults(page, town) == {}


def test_somebody_enters_by_her_institution(town: str, browser: Browser) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{town}/cuenta/login/?next=/cuenta/unirse/")
        page.get_by_role("link", name="Universidad de prueba").click()
        page.get_by_role("button", name="Continuar").click()
        page.locator("input[name=login]").fill("luz@universidad.example")
        page.locator("input[name=password]").fill(provider.WORD)
        page.locator("form button[type=submit]").first.click()
        page.locator("button[value=grant]").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Unirse a una organización")
        page.goto(f"{town}/cuenta/")
        expect(page.get_by_text("luz@universidad.example")).to_be_visible()
        expect(page.locator(".who")).to_contain_text("persona con cuenta")


OWN = {
    "account": "cuenta/",
    "ask for an office": "cuenta/inscribir/?q=rosario",
    "an office": "cuenta/inscribir/?territorio=CO-19137",
    "join": "cuenta/unirse/",
    "members": "organizaciones/co-19137-oficina-de-ana/personas/",
    "second step": "cuenta/2fa/",
    "passkeys": "cuenta/2fa/webauthn/",
    "an application": "cuenta/2fa/totp/activate/",
    "sessions": "cuenta/sessions/",
    "e-mail": "cuenta/email/",
    "password": "cuenta/password/change/",
    "erase": "cuenta/borrar/",
    "mails": "correo/",
}


def faults(page: Page, town: str) -> dict[str, object]:
    """What axe finds on the pages of one's own account, light and dark, and what is wider than its window."""
    found: dict[str, object] = {}
    shots = os.environ.get("MINGA_TEST_SHOTS")
    for width in (1280, 360):
        for name, path in OWN.items():
            page.set_viewport_size({"width": width, "height": 800})
            page.goto(f"{town}/{path}")
            for scheme, rules in (("light", RULES), ("dark", COLOURS)):
                if wrong := _violations(page, scheme, rules):
                    found[f"{name}, {scheme}, {width}"] = wrong
                if shots:
                    page.screenshot(path=Path(shots) / f"{name}-{scheme}-{width}.png")
            if width == 360 and (over := _over(page)):
                found[f"{name}, sideways"] = over
    return found


@pytest.mark.parametrize("script", [True, False])
def test_from_no_account_to_what_everybody_reads_with_her_organs_name(
    town: str, browser: Browser, shared: Path, tmp_path: Path, script: bool
) -> None:
    """She signs up, joins an office, brings the founding document, judges a proposal; and a reader sees who answers."""
    office = f"Oficina de Ana {int(script)}"
    notes = tmp_path / "notas.txt"
    # The same bytes would be the same document.
    notes.write_text((shared / "data" / "notas_fundacionales.txt").read_text() + f"\n\nCopia {int(script)}.\n")
    with (
        browser.new_context(java_script_enabled=script) as context,
        browser.new_context(java_script_enabled=script) as other,
        browser.new_context(java_script_enabled=script) as reader,
    ):
        page = walk(context, other, town, f"ana{int(script)}@caldono.example", office)
        page.get_by_role("link", name="Aportar").click()
        page.get_by_role("link", name="Subir documentos").click()
        page.get_by_label("cualquiera puede leerlo entero").check()
        page.get_by_label("Archivos").set_input_files(notes)
        page.get_by_role("button", name="Subir").click()
        waiting = page.locator("#subidos ~ div li", has_text=notes.name)
        expect(waiting.get_by_role("link", name="propuestas por leer")).to_be_visible(timeout=60_000)
        address = waiting.get_by_role("link", name="leerlo").get_attribute("href") or ""
        page.goto(f"{town}/revision{address}")
        expect(page.get_by_role("heading", level=1)).to_contain_text("Propuesta 1 de 17")
        if not script:  # what she judged of the first copy is known now
            page.get_by_role("link", name="Saltar").click()
        ref = page.locator("blockquote.hero + p.where").inner_text().split(" ")[0]
        page.locator("button[value='aceptar']").click()
        expect(page.get_by_text("Aceptada:")).to_be_visible()
        everybody = reader.new_page()
        everybody.goto(f"{town}/afirmaciones/{ref}/")
        expect(everybody.get_by_text(office)).to_be_visible()
        expect(everybody.locator("blockquote mark")).to_be_visible()
