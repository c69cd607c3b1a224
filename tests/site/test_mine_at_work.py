"""Whoever works with an account and has chosen a territory goes on seeing from it, wherever a link leads."""

import re
from collections.abc import Iterable
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from minga.accounts.actors import ANONYMOUS, Actor
from minga.accounts.domain.permissions import Role
from minga.evidence.models import Claim
from minga.ingest.actions.proposing import propose_from
from minga.ingest.models import Proposal
from minga.reports.actions import report
from minga.reports.domain import Kind
from minga.reports.queries import About
from minga.territories.actions import bring_members
from minga.territories.domain.members import MemberRow
from minga.territories.mine import COOKIE, seen_from
from tests.desk.conftest import House
from tests.desk.test_desk import answered, asked
from tests.exchange.conftest import make_three
from tests.ingest.test_proposing import NETWORK, OFFICE, TWIN, text_of
from tests.people import browser, somebody
from tests.review.test_pages import proposed_claim

pytestmark = pytest.mark.usefixtures("world")
CALDONO = "CO-19137"
# What can be seen from a territory: pages, neither files nor the choice itself nor the doors of an account.
SEEN = re.compile(
    r"/((territorios|organizaciones|afirmaciones|documentos|fuentes|buscar|pares|socios|camino|vocabulario"
    r"|revision|aportar|avisos|hojas|trabajo-abierto|informar|informes"
    r"|consultas|preguntas|mesa|intercambios)/([^.]*/)?)?"
)


def at_work() -> Iterable[str]:
    """The pages of people at work, with something on each."""
    text = text_of(OFFICE, TWIN, NETWORK)
    propose_from(text)
    document, claim = text.document, Claim.objects.public().filter(territory__isnull=False).order_by("ref")[0]
    told = report(
        about=About(document=document),
        kind=Kind.WORDS,
        text="Las palabras dicen otra cosa.",
        email="",
        trap="",
        seconds=60,
        address="192.0.2.1",
        by=ANONYMOUS,
    )
    waiting = Proposal.objects.order_by("pk")[0]
    return (
        *("/aportar/", "/aportar/documentos/", "/aportar/direccion/", "/hojas/", "/avisos/", "/informes/"),
        *("/revision/", "/revision/?ver=afirmaciones", "/revision/reglas/", f"/informes/{told.ref}/"),
        *(f"/revision/documentos/{document.short}/", f"/revision/documentos/{document.short}/texto/"),
        *(f"/afirmaciones/{claim.ref}/historia/", f"/afirmaciones/{claim.ref}/", "/vocabulario/"),
        *(f"/revision/afirmaciones/{proposed_claim().ref}/", "/consultas/", "/preguntas/"),
        *(f"/trabajo-abierto/?lista={name}" for name in ("sin-fecha", "copias", "enlaces", "citas")),
        f"/aportar/afirmacion/?documento={document.short}&pasaje={waiting.passage.ordinal if waiting.passage else 1}",
        f"/informar/?afirmacion={claim.ref}",
        f"/documentos/{document.short}/",
    )


def links(client: Client, address: str) -> list[str]:
    response = client.get(address)
    assert response.status_code == 200, address
    found = map(unescape, re.findall(r'<a [^>]*?href="([^"]*)"', response.content.decode()))
    return [link for link in found if not urlsplit(link).netloc and SEEN.fullmatch(urlsplit(link).path or "none")]


def test_every_link_of_whoever_is_at_work_leads_to_what_is_seen_from_her_territory() -> None:
    addresses = at_work()
    for role in (Role.REVIEWER, Role.ADMINISTRATOR):
        client = browser(somebody(role))
        lost = {
            (address, link)
            for address in addresses
            for link in links(client, seen_from(address, CALDONO))
            if parse_qs(urlsplit(link).query).get("mi") != [CALDONO]
        }
        assert not lost, sorted(lost)
        client.cookies[COOKIE] = CALDONO
        assert not any("mi=" in link for address in addresses for link in links(client, address)), (
            "the browser keeps it"
        )


def between_offices() -> Iterable[tuple[Actor, list[str]]]:
    """Who is at work in exchanges and at a desk, with their pages: at each there is something to do."""
    three = make_three()
    made = [three.asked(), three.agreed(), three.agreed()]
    pages = ["/intercambios/", "/intercambios/entrega/", "/intercambios/nuevo/?con=CO-17001&tema=organ"]
    pages += [each.get_absolute_url() for each in made]
    yield three.caldono, pages
    yield three.manizales, pages
    assert three.federation.organization is not None
    bring_members(federation=three.federation.organization, rows=[MemberRow(2, CALDONO)])
    at_desk = House(three.federation, three.federation, three.federation, three.manizales, three.manizales)
    rows = [asked(at_desk, by=three.caldono), answered(at_desk, asked(at_desk, by=three.caldono))]
    yield three.caldono, [each.get_absolute_url() for each in rows]
    desk = [
        "/mesa/",
        "/mesa/tablero/",
        "/mesa/por-investigar/",
        "/mesa/ajustes/",
        "/mesa/miembros/",
        "/mesa/registrar/",
    ]
    yield three.federation, [*desk, *(each.desk_url for each in rows)]


def test_nor_is_it_lost_between_offices_or_at_the_desk_page_by_page() -> None:
    walked = set()
    for actor, addresses in between_offices():
        client, pages = browser(actor), set(addresses)
        # One step further, to the pages that only a link leads to: the steps of an exchange.
        for address in addresses:
            pages |= {path for link in links(client, address) if "/paso/" in (path := urlsplit(link).path)}
        for address in pages:
            found = links(client, seen_from(address, CALDONO))
            assert not [link for link in found if parse_qs(urlsplit(link).query).get("mi") != [CALDONO]], address
        walked |= pages
    assert sum("/paso/" in page for page in walked) > 3
    assert len(walked) > 15


def test_what_is_sent_by_a_form_leads_on_to_a_page_seen_from_where_it_stood() -> None:
    federation = make_three().federation
    at = {"HTTP_REFERER": "http://testserver" + seen_from("/mesa/ajustes/", CALDONO)}
    sent = {"nombre": "Saludo", "texto": "Buenos días"}
    client = browser(federation)
    assert client.post("/mesa/ajustes/plantilla/", sent, headers={"referer": at["HTTP_REFERER"]})["Location"].endswith(
        "?mi=CO-19137"
    )
    elsewhere = {"referer": "https://otra.example/?mi=CO-19137"}
    assert "mi=" not in client.post("/mesa/ajustes/plantilla/", sent, headers=elsewhere)["Location"]
    # A form that comes back with what is wrong in it is a page like any other.
    again = client.post("/mesa/registrar/", {}, headers={"referer": at["HTTP_REFERER"]})
    assert (again.status_code, "Visto desde:" in again.content.decode()) == (422, True)
