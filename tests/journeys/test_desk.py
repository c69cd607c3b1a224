"""The review desk in a real browser: fifty proposals by keyboard alone, and the same without JavaScript."""

import os
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.conf import settings as django_settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import Browser, Page, expect
from pytest_django import DjangoDbBlocker

from minga.accounts.domain.permissions import Role
from minga.ingest.actions.proposing import propose_from
from minga.ingest.models import Proposal
from tests import databases, servers
from tests.ingest.test_proposing import known_office, text_of
from tests.journeys.test_every_page import AXE, COLOURS, LATER, RULES, _listen, _over, _violations, settled
from tests.people import somebody

pytestmark = pytest.mark.journey
PROPOSALS, MOST_KEYS = 50, 100


@dataclass(frozen=True)
class Desk:
    """A site with a document to be reviewed, and the session of somebody who may."""

    address: str
    session: str
    database: str
    short: str


@pytest.fixture(scope="module")
def desk(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, worker: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Desk]:
    home = tmp_path_factory.mktemp("desk")
    django_settings.MINGA_HOME = home
    with django_db_blocker.unblock(), databases.clone("gazetteer", f"{worker}_desk") as name:
        with databases.connected_to(name):
            short, session = _build()
        before, _, parameters = os.environ["DATABASE_URL"].partition("?")
        url = f"{before.rpartition('/')[0]}/{name}?{parameters}"
        with servers.serving(home, DATABASE_URL=url, MINGA_SECRET_KEY=django_settings.SECRET_KEY) as site:
            yield Desk(site.address, session, name, short)


def _build() -> tuple[str, str]:
    known_office(when="1990")
    lines = [f"En {1951 + n} Medellín firmó un hermanamiento con Bilbao." for n in range(PROPOSALS - 1)]
    text = text_of("En 1983 el gobierno de Jalisco creó una oficina de asuntos internacionales.", *lines)
    propose_from(text)
    user = somebody(Role.REVIEWER).user
    assert user is not None
    session = SessionStore()
    session[SESSION_KEY], session[HASH_SESSION_KEY] = str(user.pk), user.get_session_auth_hash()
    session[BACKEND_SESSION_KEY] = django_settings.AUTHENTICATION_BACKENDS[0]
    session.create()
    return text.document.short, str(session.session_key)


def _page(desk: Desk, browser: Browser, *, script: bool = True, width: int = 1280) -> Page:
    context = browser.new_context(viewport={"width": width, "height": 900}, java_script_enabled=script, locale="es-CO")
    context.add_cookies([{"name": "sessionid", "value": desk.session, "url": desk.address}])
    return context.new_page()


def _states(desk: Desk) -> list[str]:
    with databases.connected_to(desk.database):
        return list(Proposal.objects.order_by("start").values_list("state", flat=True))


def test_the_pages_of_the_desk_are_open_to_all_light_and_quiet(desk: Desk, browser: Browser) -> None:
    sitting = f"/revision/documentos/{desk.short}/"
    faults: dict[str, object] = {}
    complaints: list[str] = []
    for width in (360, 1280):
        page = _page(desk, browser, width=width)
        page.on("console", lambda message: complaints.append(message.text))
        weight, hosts = _listen(page)
        page.goto(desk.address, wait_until="networkidle")
        for path in ("/revision/", sitting, f"{sitting}texto/", "/revision/reglas/", "/revision/?ver=afirmaciones"):
            weight.clear()
            page.goto(desk.address + path)
            page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
            if found := _violations(page, "light", RULES) + _violations(page, "dark", COLOURS):
                faults[f"{path} {width}"] = found
            if settled(page, weight) > LATER:
                faults[f"{path} weighs"] = sum(weight)
            if width == 360 and (over := _over(page)):
                faults[f"{path} wide"] = over
        assert complaints == [] and len(hosts) == 1 and AXE
        page.context.close()
    assert faults == {}


def test_a_sitting_needs_no_javascript(desk: Desk, browser: Browser) -> None:
    page = _page(desk, browser, script=False, width=360)
    page.goto(f"{desk.address}/revision/")
    page.get_by_role("link", name="Informe informe").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"Propuesta 1 de {PROPOSALS}")
    page.locator("summary", has_text="Rechazar").click()
    page.get_by_role("button", name="Hablan de otro territorio.").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"Propuesta 2 de {PROPOSALS}")
    page.get_by_role("button", name="Deshacer").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"Propuesta 1 de {PROPOSALS}")
    assert set(_states(desk)) == {"open"}
    page.context.close()


def test_fifty_proposals_are_judged_by_keyboard_in_at_most_a_hundred_presses(desk: Desk, browser: Browser) -> None:
    page = _page(desk, browser)
    page.goto(f"{desk.address}/revision/documentos/{desk.short}/")
    pressed = 0

    def press(*keys: str, to: str) -> None:
        nonlocal pressed
        for key in keys:
            page.keyboard.press(key)
        pressed += len(keys)
        expect(page.get_by_role("heading", level=1)).to_contain_text(to)

    press("d", "1", to="Propuesta 2 de")  # against what is known of Jalisco
    press("u", to="Propuesta 1 de")
    press("s", to="Propuesta 2 de")
    press("k", to="Propuesta 1 de")
    press("a", to="Propuesta 2 de")
    for n in range(2, PROPOSALS + 1):
        after = f"Propuesta {n + 1} de" if n < PROPOSALS else "No queda nada"
        if n % 4 == 0:
            press("r", "3", to=after)
        elif n == 5:  # what was written with keys that would judge stays words
            press("c", to="Propuesta 5 de")
            page.get_by_label("Cuándo").fill("1977")
            press("Enter", to=after)
            pressed += len("1977") + 4
        else:
            press("a", to=after)
    assert pressed <= MOST_KEYS, pressed
    states = _states(desk)
    assert (states.count("rejected"), states.count("corrected"), states.count("open")) == (12, 1, 0)
    # The last of one's own is taken back after a reload too.
    page.reload()
    page.keyboard.press("u")
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"Propuesta {PROPOSALS} de")
    page.context.close()
