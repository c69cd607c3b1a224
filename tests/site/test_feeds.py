"""The feed of what was accepted lately, for everybody."""

from django.test import Client
from lxml import etree

from minga.evidence.models import Claim
from tests.world import World

ATOM = "{http://www.w3.org/2005/Atom}"


def test_the_feed_holds_what_was_accepted_and_in_whose_name_and_nothing_else(
    small_world: World, reader: Client
) -> None:
    answer = reader.get("/afirmaciones/aceptadas.atom")
    entries = etree.fromstring(answer.content).findall(f"{ATOM}entry")
    refs = {(entry.findtext(f"{ATOM}id") or "").rpartition("#")[2] for entry in entries}
    assert refs == set(Claim.objects.accepted().values_list("ref", flat=True))
    assert "MG-9009" not in refs and "MG-9007" not in refs, "neither what is proposed nor what was replaced"
    assert "Aceptada por: Equipo de Minga" in answer.content.decode()
    assert etree.fromstring(reader.get("/afirmaciones/aceptadas.rss").content).find("channel") is not None
    assert reader.get("/afirmaciones/aceptadas.exe").status_code == 404
