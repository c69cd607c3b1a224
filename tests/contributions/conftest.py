"""People at work, and a document whose words tell something."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from minga.accounts.actors import Actor
from minga.accounts.domain.permissions import Role
from minga.evidence.domain.statuses import Access
from minga.evidence.models import Document
from minga.ingest import sandbox
from minga.ingest.actions.handing import hand_in
from minga.jobs.worker import Worker
from tests.people import browser, somebody

TEXT = """Acta de cooperación

La municipalidad de Rosario creó su dirección de relaciones internacionales en 1995.

Rosario firmó un acuerdo de hermanamiento con Medellín en 1998.

Esta frase se repite. Esta frase se repite.
"""


def work(turns: int = 1) -> None:
    """Do so many jobs."""
    with Worker() as worker:
        for _ in range(turns):
            worker.turn()


@pytest.fixture
def ana(gazetteer: None, own_home: Path) -> Actor:
    """Somebody who contributes for an office."""
    return somebody(Role.CONTRIBUTOR, email="ana@oficina.example")


@pytest.fixture
def her(ana: Actor) -> Client:
    """Her browser."""
    return browser(ana)


@pytest.fixture
def beto(gazetteer: None, own_home: Path) -> Actor:
    """Somebody who contributes for another office."""
    return somebody(Role.CONTRIBUTOR, of="otra-oficina", email="beto@otra.example")


Bring = Callable[..., Document]


@pytest.fixture
def bring() -> Bring:
    """Bring a text in, read by the same rules as any, without proposing anything."""

    def bring_text(text: str = TEXT, *, access: Access = Access.OPEN, by: Actor | None = None) -> Document:
        from minga.ingest.actions.bringing import bring_in

        data = text.encode()
        if by is not None:
            hand_in(data=data, name="acta.txt", access=access, by=by)
            work(4)
        else:
            bring_in(data=data, name="acta.txt", reading=sandbox.read(data, "acta.txt"), language="es", access=access)
        return Document.objects.get(ingestion__name="acta.txt", size=len(data))

    return bring_text
