"""A federation with a desk, an adviser, and those around it."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from minga.accounts.actors import Actor
from minga.accounts.domain.permissions import Role
from minga.accounts.queries import federations_of
from minga.territories.models import Affiliation, Organization, Territory
from tests.people import somebody

CALDONO = "CO-19137"


@dataclass(frozen=True)
class House:
    """Two federations; Caldono is a member of the first. A peer and a university take part."""

    ana: Actor
    bea: Actor
    above: Actor
    peer: Actor
    university: Actor

    @property
    def federation(self) -> Organization:
        """That of Ana and Bea."""
        assert self.ana.organization is not None
        return self.ana.organization


@pytest.fixture
def house(gazetteer: None, own_home: Path) -> House:
    """The desk and those around it."""
    ana = somebody(Role.ADVISER, of="federacion", email="ana@federacion.example")
    bea = somebody(Role.COORDINATOR, of="federacion", email="bea@federacion.example")
    above = somebody(Role.ADVISER, of="federacion-mundial")
    peer = somebody(Role.CONTRIBUTOR, of="oficina-de-manizales")
    university = somebody(Role.CONTRIBUTOR, of="universidad")
    Organization.objects.filter(slug="universidad").update(kind="university")
    assert ana.organization is not None and peer.organization is not None
    # That a list of members brings them in is tried where it is read: it takes all governments' codes.
    Affiliation.objects.create(federation=ana.organization, territory=Territory.objects.get(code=CALDONO))
    assert list(federations_of(Territory.objects.get(code=CALDONO))) == [ana.organization]
    return House(ana, bea, above, peer, university)
