"""Every action of an office with its offers, once, with the events that it must leave: codes, and none of its words."""

from collections.abc import Callable
from typing import Any

from minga.accounts.domain.permissions import Role
from minga.journal.models import Event
from minga.offers.actions import keeping
from minga.offers.queries.suggesting import suggestions
from tests.offers.conftest import SECRET, on_record, said
from tests.people import placed, somebody

Walk = Callable[..., Any]


def walk_offers(walk: Walk) -> None:
    """One from a draft to its end, and what is on record confirmed by its key."""
    ana = placed(somebody(Role.CONTRIBUTOR, of="oficina-de-rosario"), "AR-gn3838583")
    made = walk(keeping.draft, "offer.drafted", said=said(words=SECRET), by=ana)
    walk(keeping.change, "offer.changed", offer=made, said=said(words=SECRET, areas=("culture",)), by=ana)
    walk(keeping.publish, "offer.published", offer=made, by=ana)
    walk(keeping.renew, "offer.renewed", offer=made, by=ana)
    walk(keeping.withdraw, "offer.withdrawn", offer=made, by=ana)
    on_record("MG-8199", "AR-gn3838583", "ir_policy")
    key = next(one.key for one in suggestions(ana) if one.key.startswith("offer"))
    walk(keeping.take_up, "offer.published", keys=[key], by=ana)
    written = " ".join(f"{one.before} {one.after} {one.object_ref}" for one in Event.objects.all())
    assert SECRET not in written, "the journal knows codes, and nothing that an office wrote"
