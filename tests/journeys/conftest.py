"""A reader before a browser."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

from minga.accounts.domain.permissions import Role
from tests.conftest import SESSIONS


@dataclass
class Reader:
    """Somebody at a screen: pages are opened by their path; complaints of the browser are kept."""

    site: str
    context: BrowserContext
    complaints: list[str] = field(default_factory=list)

    def open(self, path: str) -> Page:
        """A new page at a path of the site, loaded."""
        page = self.blank()
        page.goto(self.site + path, wait_until="load")
        return page

    def blank(self) -> Page:
        """A new page on which nothing has been opened yet."""
        page = self.context.new_page()
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        return page

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(message.text)


def sign_in(reader: Reader, role: Role) -> Reader:
    """The reader's browser, in which somebody in this role has signed in."""
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": SESSIONS[role], "url": reader.site}
    reader.context.add_cookies([cookie])  # type: ignore[list-item]
    return reader


@pytest.fixture
def reader(world_site: str, browser: Browser) -> Iterator[Reader]:
    """A reader with an ordinary browser."""
    with browser.new_context(viewport={"width": 1280, "height": 900}, locale="es-CO") as context:
        yield Reader(world_site, context)


@pytest.fixture
def plain_reader(world_site: str, browser: Browser) -> Iterator[Reader]:
    """A reader on a telephone whose browser runs no JavaScript."""
    with browser.new_context(viewport={"width": 360, "height": 740}, java_script_enabled=False) as context:
        yield Reader(world_site, context)
