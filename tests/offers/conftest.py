"""Caldono, Manizales and Rosario with something on record, and the federation of the first two."""

from dataclasses import dataclass
from typing import Any

import pytest

from minga.accounts.actors import Actor
from minga.evidence.actions import save_claim, save_source
from minga.evidence.domain.drafts import CitationDraft, ClaimDraft
from minga.evidence.domain.statuses import Status
from minga.offers.actions.keeping import draft, publish
from minga.offers.domain.modalities import Modality
from minga.offers.domain.offers import Direction, Said
from minga.offers.models import Offer
from minga.territories.models import Organization
from tests.people import exchanging

CALDONO, MANIZALES, ROSARIO = "CO-19137", "CO-17001", "AR-gn3838583"
SECRET = "Xolquimbe"  # in the words of offers that nobody but their office may read, and nowhere else


@dataclass(frozen=True)
class Offices:
    """Who acts, and for which governments."""

    caldono: Actor
    manizales: Actor
    federation: Actor
    stranger: Actor


def of(actor: Actor) -> Organization:
    """The organization for which somebody acts."""
    assert actor.organization is not None
    return actor.organization


def said(**changes: Any) -> Said:
    """What an office says: that it teaches how it made its office, by a call."""
    fields: dict[str, Any] = {"instrument": "office", "areas": (), "direction": Direction.OFFER}
    fields |= {"modality": Modality.CALL, "languages": ("es",), "per_year": 2}
    return Said(**fields | changes)


def published(by: Actor, now: Any = None, **changes: Any) -> Offer:
    """An offer that everybody finds."""
    return publish(offer=draft(said=said(**changes), by=by, now=now), by=by, now=now)


def on_record(ref: str, territory: str, instrument: str, event: str = "created", **parts: Any) -> None:
    """A claim about a government, with a source."""
    save_source(slug="libro", csl={"id": "libro", "type": "book", "title": "Un libro"})
    cited = CitationDraft(source="libro", locator="p. 3")
    status = parts.pop("status", Status.RECORDED)
    given = {"territory": territory, "event": event, "when": "2004", "citations": (cited,), **parts}
    save_claim(draft=ClaimDraft(ref, "claim", instrument, f"Hizo lo suyo ({ref}).", **given), status=status)


def have_something_on_record() -> None:
    """Manizales has an office, Caldono a strategy, Rosario a policy; what was announced or waits shows nothing."""
    on_record("MG-8101", MANIZALES, "office", areas=("international_cooperation",))
    on_record("MG-8102", MANIZALES, "twinning", "planned")
    on_record("MG-8103", MANIZALES, "award", "awarded", status=Status.PROPOSED)
    on_record("MG-8104", CALDONO, "cooperation_strategy", "adopted")
    on_record("MG-8105", ROSARIO, "ir_policy", "in_force")


@pytest.fixture
def offices(gazetteer: None, nothing_remembered: None) -> Offices:
    """They, over the whole gazetteer."""
    have_something_on_record()
    return Offices(**exchanging())
