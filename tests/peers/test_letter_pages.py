"""Asking a peer for help: the page, what was typed, the files, and whom to turn to."""

import io
import re
from urllib.parse import urlencode

import docx
import pytest
from django.test import Client

from minga.peers import asking
from minga.peers.queries import goal_of
from minga.territories.models import Territory
from tests.site.test_bad_input import TYPED
from tests.site.test_views import page

pytestmark = [pytest.mark.usefixtures("world", "nothing_remembered"), pytest.mark.unmeasured]
PAIR = {"territorio": "CO-19137", "par": "CO-05001", "meta": "organ"}


def letter(client: Client, **more: str) -> str:
    return client.get("/pares/carta/", {**PAIR, **more}).content.decode()


def test_every_peer_can_be_asked_for_help_from_the_list(client: Client) -> None:
    html = client.get("/pares/?territorio=CO-19137").content.decode()
    links = re.findall(r'href="(/pares/carta/\?[^"]+)"', html)
    assert len(links) == 10
    for link in links:
        assert "Una carta a la dependencia" in client.get(link.replace("&amp;", "&")).content.decode()


def test_the_letter_has_the_reasons_the_proof_and_three_questions(client: Client) -> None:
    html = letter(client)
    assert "nos parecemos (mismo país, municipio" in html
    assert re.search(r'<a href="http://testserver/afirmaciones/MG-\d+/">', html)
    assert html.count("<textarea") == 6
    assert "¿Cómo empezó la dependencia y con qué acto jurídico se creó" in html
    assert "Asuntos internacionales: agencia" in html
    assert 'href="mailto:?subject=' in html
    assert not client.get("/pares/carta/", PAIR).cookies


def test_what_was_typed_is_kept_on_the_page_and_in_both_files(client: Client) -> None:
    typed = {"asunto": "Otra <b>cosa</b>", "saludo": "Hola,\r\n\r\nsomos Caldono.", "p2": "", "p3": "¿Y la sede?"}
    html = letter(client, **typed)
    assert "Otra &lt;b&gt;cosa&lt;/b&gt;" in html
    assert "Hola,\n\nsomos Caldono.</textarea>" in html
    assert "2. ¿Y la sede?" in html
    response = client.get("/pares/carta.docx", {**PAIR, **typed})
    text = [each.text for each in docx.Document(io.BytesIO(response.content)).paragraphs]
    assert "Hola,\n\nsomos Caldono." in text
    assert "¿Y la sede?" in text
    assert response.headers["Content-Disposition"] == 'attachment; filename="carta-medellin.docx"'
    printed = client.get("/pares/carta.pdf", {**PAIR, **typed})
    assert (printed.headers["Content-Type"], printed.content[:5]) == ("application/pdf", b"%PDF-")


def test_every_letter_as_proposed_is_one_page(client: Client) -> None:
    html = client.get("/pares/?territorio=CO-19137&mostrar=30").content.decode()
    for link in re.findall(r'href="/pares/carta/(\?[^"]+)"', html):
        pdf = client.get(f"/pares/carta.pdf{link.replace('&amp;', '&')}").content
        assert re.findall(rb"/Type/Pages/Count (\d+)", pdf) == [b"1"], link


@pytest.mark.parametrize("name", TYPED)
def test_no_field_brings_the_server_down(client: Client, name: str) -> None:
    for field in ("territorio", "par", "meta", "organo", "asunto", "saludo", "p1", "cierre", "firma", "mi"):
        query = {**PAIR, field: TYPED[name]}
        response = client.get("/pares/carta/", query)
        assert response.status_code == 200, field
        assert "<script>alert(1)" not in response.content.decode()
    every = {**PAIR, **dict.fromkeys(("organo", "asunto", "saludo", "p1", "p2", "p3", "cierre", "firma"), TYPED[name])}
    for form in ("docx", "pdf"):
        assert client.get(f"/pares/carta.{form}", every).status_code == 200


def test_where_the_other_is_not_ahead_there_is_no_letter_but_what_it_is_ahead_in(client: Client) -> None:
    words = letter(client, par="CO-19137")
    assert "no hay carta que proponer" in words
    other = asking.pair(Territory.objects.get(code="CO-19137"), Territory.objects.get(code="MX-JAL"))
    assert other
    assert other.ahead
    missing = next(code for code in ("delegation_abroad", "award", "evaluation") if code not in other.ahead)
    html = letter(client, par="MX-JAL", meta=missing)
    assert "no hay carta que proponer" in html
    assert f"meta={next(iter(other.ahead))}" in html
    response = client.get("/pares/carta.pdf", {**PAIR, "par": "MX-JAL", "meta": missing})
    assert response.headers["Location"] == "/pares/carta/?" + urlencode({**PAIR, "par": "MX-JAL", "meta": missing})


def test_without_a_peer_or_a_territory_the_page_says_what_is_missing_and_whom_to_ask(client: Client) -> None:
    words = page(client, "/pares/carta/?territorio=CO-19137")
    assert "Falta a quién" in words
    assert "Federación Colombiana de Municipios" in words
    assert "Falta desde qué territorio" in page(client, "/pares/carta/")
    assert "Federación Colombiana de Municipios" in page(client, "/pares/?territorio=CO-19137")


def test_whom_to_turn_to_names_organs_associations_and_sources_and_no_person(client: Client) -> None:
    words = page(client, "/pares/carta/?" + urlencode({**PAIR, "par": "MX-JAL"}))
    assert "Su dependencia" in words
    assert "Conferencia Nacional de Gobernadores" in words
    assert "Federación Colombiana de Municipios" in words
    assert "Experiencias escritas ninguna todavía" in words


def test_a_closed_organ_is_not_written_to() -> None:
    california = Territory.objects.get(code="US-CA")
    ended = {claim.ref: claim for claim in asking.standing_organs(california)}
    assert all(claim.event != "discontinued" for claim in ended.values())
    sao_paulo = Territory.objects.get(code="BR-3550308")
    first = asking.standing_organs(sao_paulo)[0]
    assert (first.year_first or 0) >= 2020


def test_a_goal_that_is_a_single_instrument_can_be_asked_for_too() -> None:
    found = asking.pair(
        Territory.objects.get(code="CO-19137"), Territory.objects.get(code="CO-05001"), goal_of("agency")
    )
    assert found
    assert "agency" in found.ahead


def test_whoever_closed_it_is_written_to_as_one_who_went_through_it(client: Client) -> None:
    html = letter(client, par="US-CA", meta="agency")
    assert "ya pasaron por lo que queremos hacer (agencia, sin fecha, terminó en 2003)" in html
    assert "Consta que terminó en 2003: ¿por qué" in html
