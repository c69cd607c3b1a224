"""What a page may ask of the base: each query takes a millisecond of processor, and many share two of these."""

from typing import Any

import pytest

from minga.accounts.domain.permissions import Role
from minga.evidence.domain.statuses import Access
from minga.exchange.actions.talking import say
from minga.ingest.actions.proposing import propose_from
from tests.exchange.conftest import make_three
from tests.ingest.test_proposing import JALISCO, NETWORK, OFFICE, TWIN, text_of
from tests.people import browser, somebody

# Of who has signed in: three to know who she is and for whom she acts, and one for what waits for her.
ADDRESSES = {
    "reader": ("/documentos/{short}/", 12),
    "claim's form": ("/aportar/afirmacion/?documento={short}&pasaje=1", 10),
    "one's own": ("/aportar/", 8),
    "queue": ("/revision/", 10),
    "sitting": ("/revision/documentos/{short}/", 16),
    "search": ("/buscar/?q=oficina+de+asuntos+internacionales", 13),
    "peers": ("/pares/?territorio=CO-19137", 8),
    "exchanges": ("/intercambios/", 9),
    "exchange": ("{exchange}", 20),
    "a question": ("/consultas/nueva/", 5),
}
SENT = {
    "draft": ("/aportar/afirmacion/", {"guardar": "1"}, 9),
    "proposal": ("/aportar/afirmacion/", {}, 44),
    "message": ("{exchange}mensajes/", {"mensaje": "Gracias."}, 24),
}


@pytest.mark.usefixtures("gazetteer")
def test_no_page_asks_the_base_for_more_than_it_did(django_assert_max_num_queries: Any) -> None:
    three = make_three()
    judge = somebody(Role.REVIEWER, of="oficina-caldono", email="ana@x.org")
    text = text_of(OFFICE, TWIN, NETWORK, access=Access.OPEN)
    propose_from(text)
    made = three.agreed()
    say(exchange=made, text="Buenos días.", by=three.caldono)
    named = {"short": text.document.short, "exchange": made.get_absolute_url()}
    client = browser(judge)
    for path, _most in ADDRESSES.values():  # what a process reads once
        assert client.get(path.format(**named)).status_code == 200, path
    for path, most in ADDRESSES.values():
        with django_assert_max_num_queries(most, info=path):
            client.get(path.format(**named))
    claim = {"documento": text.document.short, "pasaje": "1", "cita": OFFICE, "elegido": JALISCO, "acto": "created"}
    for path, form, most in SENT.values():
        with django_assert_max_num_queries(most, info=path):
            answer = client.post(path.format(**named), claim | {"instrumento": "ministry", "cuando": "1985"} | form)
        assert answer.status_code == 302, path
