"""Whoever works with an account and has chosen a territory goes on seeing from it, wherever a link leads."""

import re
from collections.abc import Iterable
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from minga.accounts.actors import ANONYMOUS
from minga.accounts.domain.permissions import Role
from minga.evidence.models import Claim
from minga.ingest.actions.proposing import propose_from
from minga.ingest.models import Proposal
from minga.reports.actions import report
from minga.reports.domain import Kind
from minga.reports.queries import About
from minga.territories.mine import COOKIE, seen_from
from tests.ingest.test_proposing import NETWORK, OFFICE, TWIN, text_of
from tests.people import browser, somebody
from tests.review.test_pages import proposed_claim

pytestmark = pytest.mark.usefixtures("world")
CALDONO = "CO-19137"
# What can be seen from a territory: pages, neither files nor the choice itself nor the doors of an account.
SEEN = re.compile(
    r"/((territorios|organizaciones|afirmaciones|documentos|fuentes|buscar|pares|socios|camino|vocabulario"
    r"|revision|aportar|avisos|hojas|trabajo-abierto|informar|informes"
    r"|consultas|preguntas|intercambios)/([^.]*/)?)?"
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
