"""Whatever is typed, in any field and any address, is answered in words: never a fault of the server."""

from urllib.parse import quote

import pytest
from django.test import Client

from minga.peers.letters import FIELDS as LETTER
from minga.peers.words import part_labels
from tests.site.test_views import page
from tests.world import World

TYPED = {
    "nonsense": "ñlkj qwpoeiru 9384 ;;; ¿¡",
    "10,000 characters": "cooperación " * 834,
    "one word of 10,000": "x" * 10_000,
    "NUL": "Mede\x00llín",
    "only NUL": "\x00",
    "other controls": "\x01\x08\x1f\x7f",
    "SQL": "'; DROP TABLE evidence_claim; --",
    "query operators": "a & | ! <-> b:* ( 'x",
    "HTML": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "template": "{{ 7|add:7 }} {% debug %}",
    "right to left": "بلدية ميديلين \u202e עיריה",
    "emoji": "👩🏽‍🌾🇨🇴 hermanamiento 🤝",
    "combining": "e\u0301" * 50 + "\u0300" * 200,
    "percent": "%00%2500%c0%af",
    "like": "%_%\\",
    "path": "../../etc/passwd",
    "number": "9" * 40,
    "spaces": "   \u3000 \u00a0 ",
}
CONDITIONS = ["pais", "territorio", "nivel", "instrumento", "hecho", "ambito", "desde", "hasta", "prueba"]
# The founding document, by the hash of its bytes.
FOUNDING = "f8058e8c9f62"
FIELDS = {
    "/buscar/": [*CONDITIONS, "q", "quitar", "orden", "agrupar", "pagina", "mi"],
    "/mi-territorio/": ["q", "mi", "vuelta"],
    "/mi-territorio/recordar/": ["mi"],
    "/pares/": ["territorio", "meta", "mostrar", "mi", *(f"peso_{part}" for part in part_labels())],
    "/pares/carta/": ["territorio", "par", "meta", "mi", *LETTER],
    "/camino/": ["meta", "ver", "pagina", "mi"],
    "/territorios/": ["q", "todos"],
    "/territorios/sugerir/": ["q", "elegir", "vuelta"],
    "/territorios/co-05001-medellin/": ["pagina", "nombre", "ver", "mi"],
    "/organizaciones/bid/": ["ver", "pagina"],
    "/fuentes/": ["q", "pagina"],
    "/fuentes/aci/": ["pagina"],
    "/documentos/": ["pagina"],
    f"/documentos/{FOUNDING}/": ["pasaje", "pagina", "marca", "estado", "imagenes"],
    "/buscar/resultados.csv": ["q", "instrumento", "pagina", "licencia", "mi"],
    "/buscar/resultados.xlsx": ["q", "licencia"],
    "/buscar/resultados.ris": ["q", "licencia"],
}
# What else stands in an address, so that the field under trial comes to be used.
PAIR = {"territorio": "CO-19137", "par": "CO-05001", "meta": "organ"}
GIVEN = {
    "/pares/": {"territorio": "CO-19137"},
    "/pares/carta/": PAIR,
    "/camino/": {"meta": "organ"},
    "/buscar/resultados.csv": {"instrumento": "agency"},
    "/buscar/resultados.xlsx": {"instrumento": "agency"},
    "/buscar/resultados.ris": {"instrumento": "agency"},
}
ADDRESSES = [
    "/territorios/{}/",
    "/afirmaciones/{}/",
    "/afirmaciones/{}/cita.bib",
    "/fuentes/{}/",
    "/documentos/{}/",
    "/documentos/{}/texto.txt",
    f"/documentos/{FOUNDING}/imagen-{{}}-640",
    "/organizaciones/{}/",
    "/vocabulario/{}/{}/",
    "/{}",
]


@pytest.mark.parametrize("share", range(3))
def test_no_field_brings_the_server_down(reader: Client, small_world: World, share: int) -> None:
    for name, typed in list(TYPED.items())[share::3]:
        for address, field in [(address, field) for address, fields in FIELDS.items() for field in fields]:
            response = reader.get(address, GIVEN.get(address, {}) | {field: typed})
            assert response.status_code in (200, 302), (name, address, field)
            assert "<script>alert(1)" not in response.content.decode("utf-8", "replace"), (address, field)


def test_whatever_is_typed_in_a_letter_can_be_taken_away(reader: Client, small_world: World) -> None:
    for name, typed in TYPED.items():
        for form, start in {"pdf": b"%PDF", "docx": b"PK\x03\x04"}.items():
            response = reader.get(f"/pares/carta.{form}", PAIR | dict.fromkeys(LETTER, typed))
            assert (response.status_code, response.content[:4]) == (200, start), (name, form)


def test_no_cookie_and_no_way_back_brings_the_server_down(reader: Client, small_world: World) -> None:
    for name, typed in TYPED.items():
        assert reader.post("/mi-territorio/olvidar/", {"vuelta": typed}).status_code == 302, name
        reader.cookies["minga_mi"] = quote(typed[:3000])
        assert reader.get("/pares/").status_code == 200, name


def test_no_address_brings_the_server_down(reader: Client, small_world: World) -> None:
    for typed in (quote(each[:3000], safe="") for each in TYPED.values()):
        for address in ADDRESSES:
            response = reader.get(address.replace("{}", typed))
            assert response.status_code in (301, 302, 404), (address, typed)
            if response.status_code == 404:
                assert "Aquí no hay nada con ese nombre" in response.content.decode()


def test_bytes_that_are_no_text_are_answered_too(reader: Client, small_world: World) -> None:
    for typed in ("%00", "%ff%fe", "%ed%a0%80", "%c0%af", "%"):
        for address in ("/buscar/?q=", "/territorios/?q=", "/territorios/sugerir/?q=", "/fuentes/?q="):
            assert reader.get(address + typed).status_code in (200, 302), (address, typed)
        for address in ADDRESSES:
            assert reader.get(address.replace("{}", typed)).status_code == 404, (address, typed)


@pytest.mark.usefixtures("small_world")
def test_all_conditions_at_once_and_all_wrong_are_no_fault(reader: Client) -> None:
    every = dict.fromkeys(FIELDS["/buscar/"], TYPED["SQL"])
    assert reader.get("/buscar/", every).status_code == 200
    years = {"q": "oficinas", "desde": "2020", "hasta": "1980", "pagina": "999999"}
    assert reader.get("/buscar/", years).status_code == 200


def test_errors_help_and_touch_no_base(reader: Client) -> None:
    """Without the mark that opens the base: a query would fail here."""
    words = page(reader, "/nada/", 404)
    assert "Busque con sus palabras" in words
    assert "los territorios" in words
    assert "noindex" in reader.get("/nada/").content.decode()


def test_a_method_that_does_not_fit_is_told_so(reader: Client) -> None:
    response = reader.post("/metodo/")
    assert (response.status_code, response.headers["Allow"]) == (405, "GET, HEAD")
    assert "Esa acción no se puede hacer aquí" in response.content.decode()


def test_a_host_that_is_not_ours_is_not_answered(reader: Client) -> None:
    response = reader.get("/metodo/", headers={"host": "malo.example"})
    assert response.status_code == 400
    assert "No entendimos lo que llegó" in response.content.decode()
