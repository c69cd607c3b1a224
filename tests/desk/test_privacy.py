"""No address gives away a word of a consultation to whoever is not its asker, its desk or whom it is routed to."""

import pytest
from django.urls import get_resolver

from minga.accounts.domain.permissions import Role
from minga.desk.actions.asking import ask
from minga.desk.actions.steps import note
from minga.desk.domain.asking import Caller, Context
from minga.desk.models import Consultation
from minga.search.actions import refresh
from tests.desk.conftest import CALDONO, House
from tests.desk.test_desk import answered
from tests.people import browser, somebody
from tests.site.test_privacy import addresses, leaks

pytestmark = pytest.mark.unmeasured

SECRETS = ("Zurungafil", "Ophirante", "Xulquimar", "rosa@brujandel.example")


def consultations(house: House) -> list[Consultation]:
    """One that waits and one that was answered and not published, both with words nobody else has."""
    rows = [
        ask(
            federation=house.federation,
            text="¿Cómo se cierra la oficina Zurungafil?",
            territory=None,
            context=Context(search="Xulquimar"),
            caller=Caller(email="rosa@brujandel.example"),
            trap="",
            seconds=60.0,
            address=f"192.0.2.{n}",
            by=somebody(Role.PERSON, email=f"rosa{n}@brujandel.example"),
        )
        for n in range(2)
    ]
    note(consultation=rows[0], text="Que no se sepa: Ophirante.", by=house.ana)
    answered(house, rows[1], "Se cierra como dice Ophirante.")
    refresh()
    return rows


def test_a_consultation_is_nowhere_for_anyone_else(house: House) -> None:
    rows = consultations(house)
    values = {
        "code": [row.code for row in rows],
        "ref": ["x" * 43, "MG-F08"],
        "act": ["responder", "mesa"],
        "year": ["2026"],
        "slug": ["federacion", "co-19137-caldono"],
        "form": ["csv", "xlsx", "pdf"],
    }
    walked = list(dict.fromkeys(addresses(get_resolver().url_patterns, values)))
    for code in values["code"]:
        walked += [f"/mesa/consultas/{code}/", f"/preguntas/{code}/"]
    for which in ("all", "held", "said", "closed", "passed"):
        walked += [f"/mesa/?lista={which}", f"/mesa/consultas.xlsx?lista={which}"]
    walked += [f"/buscar/?q={word}" for word in ("oficina", "cierra+la+oficina", CALDONO)]
    secrets = [*SECRETS, *(row.ref for row in rows)]
    strangers = [somebody(Role.ADMINISTRATOR), house.above, house.peer, house.university, somebody(Role.ANONYMOUS)]
    for actor in strangers:
        reader = browser(actor)
        told = {address: found for address in walked if (found := leaks(reader, address, secrets)[0])}
        assert told == {}, actor.role
    # The walk would see them: it does as the desk.
    assert any(leaks(browser(house.ana), address, secrets)[0] for address in walked)
