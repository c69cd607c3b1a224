"""Those who judge for an organization are told what its people brought and proposed."""

from django.urls import reverse

from minga.accounts.actors import Actor
from minga.accounts.domain.permissions import Capability
from minga.notices.actions import gather
from minga.notices.queries import members_who_may


def tell_judges(*, by: Actor, documents: int = 0, proposals: int = 0) -> int:
    """Tell whoever judges for the actor's organization, except the actor, in one notice until it is read; how many."""
    counts = {name: count for name, count in (("documents", documents), ("proposals", proposals)) if count}
    if by.organization is None or not counts:
        return 0
    judges = [user for user in members_who_may(Capability.JUDGE, by.organization) if user != by.user]
    address = f"{reverse('review-queue')}?nuestras=1"
    return gather(users=judges, kind="judging.waits", counts=counts, whose=by.organization.slug, address=address)
