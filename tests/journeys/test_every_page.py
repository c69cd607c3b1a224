"""What holds on every kind of page: access for all, no sideways scrolling, no complaint, little weight, one host."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.conftest import Reader

pytestmark = pytest.mark.journey

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text()
# Only what is wrong is reckoned whole and told: all that is right would be megabytes to carry.
RUN = """async (rules) => {
  const found = await axe.run(document, {runOnly: rules, resultTypes: ["violations"]});
  return found.violations.map((each) => `${each.id}: ${each.nodes[0].html.slice(0, 160)}`);
}"""
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PAGES = {
    "home": "/",
    "chronology": "/cronologia/",
    "sign in": "/cuenta/login/",
    "sign up": "/cuenta/signup/",
    "sign in by a code": "/cuenta/login/code/",
    "password forgotten": "/cuenta/password/reset/",
    "search, before": "/buscar/",
    "search": "/buscar/?q=oficinas+creadas+antes+de+1990+en+Brasil",
    "search, doubtful": "/buscar/?q=Rosario+oficina",
    "search, files of two licences": "/buscar/?q=cooperaci%C3%B3n+internacional",
    "search, grouped": "/buscar/?instrumento=agreement&desde=2000&agrupar=territorio",
    "search, nothing": "/buscar/?q=zzxqv+wqqk",
    "territories": "/territorios/",
    "territories, homonyms": "/territorios/?q=rosario&todos=1",
    "territories, unknown": "/territorios/?q=zzxqv",
    "territory": "/territorios/co-05001-medellin/",
    "territory, country": "/territorios/co-colombia/",
    "territory, empty": "/territorios/co-19585-purace/",
    "territory, which of several": "/territorios/co-05001-medellin/?nombre=Medell%C3%ADn",
    "territory, one list": "/territorios/co-05001-medellin/?ver=agency",
    "territory, the other party": "/territorios/be-gn2800866-brussels/?ver=otra-parte",
    "organization": "/organizaciones/mercociudades/",
    "organization, the other party": "/organizaciones/mercociudades/?ver=otra-parte",
    "claim, quoted": "/afirmaciones/MG-F08/",
    "claim, noted": "/afirmaciones/MG-0002/",
    "claim, background": "/afirmaciones/MG-0247/",
    "claim, its history": "/afirmaciones/MG-F08/historia/",
    "open work": "/trabajo-abierto/",
    "open work, a list": "/trabajo-abierto/?lista=sin-cita",
    "open work, of a territory": "/trabajo-abierto/?lista=copias&territorio=CO-19137",
    "my territory, before": "/mi-territorio/",
    "my territory, homonyms": "/mi-territorio/?q=rosario",
    "my territory": "/mi-territorio/?mi=CO-19137",
    "my territory, to keep": "/mi-territorio/recordar/?mi=CO-19137",
    "home, from mine": "/?mi=CO-19137",
    "search, from mine": "/buscar/?q=estrategia+de+cooperaci%C3%B3n&mi=CO-19137",
    "search, from mine, taken off": "/buscar/?q=agencia&mi=CO-19137&quitar=mi",
    "peers": "/pares/?territorio=CO-19137&peso_size=6",
    "peers, before": "/pares/",
    "peers, from mine": "/pares/?mi=CO-19137",
    "letter": "/pares/carta/?territorio=CO-19137&par=CO-05001&meta=organ",
    "letter, to nobody": "/pares/carta/?territorio=CO-19137",
    "letter, none": "/pares/carta/?territorio=CO-19137&par=CO-05001&meta=evaluation",
    "path, from mine": "/camino/?meta=policy_instrument&mi=CO-19137",
    "peers, which": "/pares/?territorio=Rosario",
    "partners": "/socios/?territorio=CO-05001&peso_size=6",
    "partners, which": "/socios/?territorio=Rosario",
    "path": "/camino/?meta=organ",
    "path, as a table": "/camino/?meta=organ&ver=tabla&mi=CO-19137",
    "offers": "/ofertas/",
    "offers, none": "/ofertas/?q=zzxqv&mi=CO-19137&ambito=culture",
    "sources": "/fuentes/",
    "sources, none": "/fuentes/?q=zzxqv",
    "source": "/fuentes/notas-fundacionales/",
    "vocabulary": "/vocabulario/",
    "concept": "/vocabulario/instrument/organ/",
    "about": "/acerca/",
    "method": "/metodo/",
    "documents": "/documentos/",
    "not found": "/nada/",
}
# Named by the hash of their bytes: found in the list of documents by their titles.
DOCUMENTS = {
    "document, founding": ("Siete notas al pie", ""),
    "document, in parts": ("Actas de Rosario", "?pasaje=12"),
    "document, one kind": ("Actas de Rosario", "?estado=propuestas&imagenes=no"),
    "document, quotes": ("ajeno", ""),
    "document, without words": ("Hojas en blanco", ""),
}
# What a first visit and every later page may weigh over the wire, in bytes, everything included.
FIRST, LATER = 60_000, 20_000


# What the colours decide; the rest of a page is the same in the dark.
COLOURS = ["color-contrast", "link-in-text-block"]


def every_page(reader: Reader) -> dict[str, str]:
    """The path of each kind of page, documents too."""
    page = reader.open("/documentos/")
    links = {
        name: (page.locator("main li a", has_text=title).first.get_attribute("href") or "") + query
        for name, (title, query) in DOCUMENTS.items()
    }
    page.close()
    return {**PAGES, **links}


@pytest.mark.parametrize("width", [360, 1280])
def test_every_page_is_open_to_all_light_and_quiet(world_site: str, browser: Browser, width: int) -> None:
    """And asks no other host, and, where the window is small, scrolls sideways neither there nor with larger letters.

    A window of 640 pixels at 200 % zoom is 320 wide for the page; letters twice as large are tried at 640.
    """
    with browser.new_context(viewport={"width": width, "height": 900}) as context:
        look = Look(Reader(world_site, context), width)
        faults = {"first": look.faults("/", FIRST)}
        faults |= {name: look.faults(path, LATER) for name, path in every_page(look.reader).items()}
    assert {name: found for name, found in faults.items() if found} == {}


class Look:
    """A reader's look at one page after the other."""

    def __init__(self, reader: Reader, width: int) -> None:
        self.reader, self.width = reader, width
        self.page = reader.blank()
        self.weight, self.hosts = _listen(self.page)

    def faults(self, path: str, most: int) -> list[object]:
        """What is wrong with a page that may weigh so many bytes."""
        self.weight.clear()
        self.page.goto(self.reader.site + path, wait_until="load")
        found: list[object] = [*_violations(self.page, "light", RULES)]
        found += [f"{each}, in the dark" for each in _violations(self.page, "dark", COLOURS)]
        if not 0 < settled(self.page, self.weight) <= most:
            found.append(f"weighs {sum(self.weight)}")
        if self.hosts != {urlsplit(self.reader.site).netloc}:
            found.append(f"asks {self.hosts}")
        if self.width < 640 and (over := _over(self.page)):
            found.append(over)
        if path != PAGES["not found"]:  # of a page that is not there every browser tells its console
            found += self.reader.complaints
        self.reader.complaints.clear()
        return found


def settled(page: Page, weight: list[int]) -> int:
    """Bytes of a page once the network has been still for half a second: asked late, there is nothing to wait for."""
    page.wait_for_load_state("networkidle")
    return sum(weight)


def _violations(page: Page, scheme: Any, rules: list[str]) -> list[str]:
    page.emulate_media(color_scheme=scheme)
    if not page.evaluate("typeof axe !== 'undefined'"):
        page.evaluate(AXE)
    found: list[str] = page.evaluate(RUN, rules)
    return found


def _over(page: Page) -> dict[int, int]:
    """By how many pixels a page is wider than a window of 320, and of 640 with letters twice as large; where it is."""
    over, before = {}, page.viewport_size
    for width, letters in ((320, 100), (640, 200)):
        page.set_viewport_size({"width": width, "height": 700})
        page.evaluate(f"document.documentElement.style.fontSize = '{letters}%'")
        over[width] = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    page.evaluate("document.documentElement.style.fontSize = ''")
    if before:
        page.set_viewport_size(before)
    return {width: by for width, by in over.items() if by > 0}


def _listen(page: Page) -> tuple[list[int], set[str]]:
    """Bytes of every answer as they came over the wire, and every host that was asked.

    Pictures of a document's pages are not counted: the browser asks for each when the reader comes near it.
    """
    weight: list[int] = []
    hosts: set[str] = set()
    pictures: set[str] = set()

    def ask(event: Any) -> None:
        hosts.add(urlsplit(event["request"]["url"]).netloc)
        if "/imagen-" in event["request"]["url"]:
            pictures.add(event["requestId"])

    def weigh(event: Any) -> None:
        if event["requestId"] not in pictures:
            weight.append(int(event["encodedDataLength"]))

    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.on("Network.loadingFinished", weigh)
    session.on("Network.requestWillBeSent", ask)
    return weight, hosts
