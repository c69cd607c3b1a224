"""Who proposed a claim, and for which organization: kept beside it, so that nobody need judge what is their own."""

from django.utils import timezone

from minga.accounts.actors import Actor
from minga.evidence.models import Claim


def note_proposer(*, claim: Claim, by: Actor) -> None:
    """Keep who proposed a claim that waits; whoever was first stays. Its proposal has its event in the journal."""
    if claim.proposed_by_id is None and by.user is not None:
        claim.proposed_by, claim.proposed_at, claim.proposed_for = by.user, timezone.now(), by.organization
        claim.save(update_fields=["proposed_by", "proposed_at", "proposed_for"])
