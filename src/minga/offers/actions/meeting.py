"""Telling two offices that what they said meets: once of each two offers, and in one notice until it is read."""

from collections import Counter

from django.db.models import Q
from django.urls import reverse

from minga.accounts.domain.permissions import Capability
from minga.notices.actions import gather
from minga.notices.queries import members_who_may
from minga.offers.models import Offer, Pairing
from minga.offers.queries.meeting import meetings
from minga.territories.models import Organization

# So many at most are told of one offer, the best matches first; the others find it on their page.
MOST_TOLD = 50


def tell_of_matches(offer: Offer) -> int:
    """Tell the people of both sides of the offers that meet this one, where they have not been told; how many are new.

    In the transaction of the change that made it found.
    """
    found = [one.other for one in meetings(offer)[:MOST_TOLD]]
    pairs = {(min(offer.pk, one.pk), max(offer.pk, one.pk)): one for one in found}
    told = set(Pairing.objects.filter(Q(one=offer) | Q(other=offer)).values_list("one", "other"))
    fresh = {pair: one for pair, one in pairs.items() if pair not in told}
    Pairing.objects.bulk_create([Pairing(one_id=one, other_id=other) for one, other in fresh], ignore_conflicts=True)
    counts = Counter(one.organization for one in fresh.values())
    for organization, count in sorted(counts.items(), key=lambda row: row[0].pk):
        _tell(organization, count)
    if fresh:
        _tell(offer.organization, len(fresh))
    return len(fresh)


def _tell(organization: Organization, count: int) -> None:
    people = members_who_may(Capability.EXCHANGE, organization)
    gather(users=people, kind="offers.matched", counts={"matches": count}, whose=organization.slug,
           address=reverse("offers-matches"))  # fmt: skip
