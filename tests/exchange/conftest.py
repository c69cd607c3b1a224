"""Caldono asks, Manizales is asked, the federation of both brokers; and somebody who is no party of it."""

from dataclasses import dataclass

import pytest

from minga.accounts.actors import Actor
from minga.exchange.actions.agreeing import agree_terms, propose_terms
from minga.exchange.actions.asking import accept, ask
from minga.exchange.models import Exchange
from minga.offers.domain.modalities import Modality
from minga.territories.models import Territory
from tests.people import exchanging

SECRET = "Xuqimbar"  # in every private word of these tests, and nowhere else


@dataclass(frozen=True)
class Three:
    """Who acts, and for which governments."""

    caldono: Actor
    manizales: Actor
    federation: Actor
    stranger: Actor
    there: Territory

    def asked(self, modality: Modality = Modality.CALL, **rest: object) -> Exchange:
        """Caldono asks Manizales for something."""
        fields = {"topic": "organ", "question": f"¿Cómo la crearon? {SECRET}", **rest}
        return ask(asked=self.there, office=None, modality=modality, by=self.caldono, **fields)  # type: ignore[arg-type]

    def agreed(self, modality: Modality = Modality.CALL, **rest: object) -> Exchange:
        """The same, with terms on which both agree."""
        made = self.asked(modality, **rest)
        accept(exchange=made, by=self.manizales)
        terms = propose_terms(exchange=made, by=self.manizales, question=f"Cómo se creó {SECRET}", roles="", agenda="",
                              publishes_asking="", publishes_offering="")  # fmt: skip
        agree_terms(exchange=made, seen=terms.at, by=self.caldono)
        made.refresh_from_db()
        return made


@pytest.fixture
def three(gazetteer: None) -> Three:
    """They, over the whole gazetteer."""
    return make_three()


def make_three() -> Three:
    """They, in the base at hand, which holds the gazetteer."""
    return Three(**exchanging(), there=Territory.objects.get(code="CO-17001"))
