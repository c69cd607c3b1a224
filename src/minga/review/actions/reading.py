"""Who has what before her: a soft sign for the others, which nobody has to obey and no journal keeps."""

from django.utils import timezone

from minga.accounts.actors import Actor
from minga.accounts.domain.permissions import Capability
from minga.accounts.guards import needs
from minga.ingest.models import Proposal
from minga.review.models import Reading


@needs(Capability.JUDGE)
def begin_reading(*, proposal: Proposal, by: Actor) -> None:
    """Say that this person reads a proposal now; of what she read before nothing is kept."""
    if by.user is not None:
        Reading.objects.update_or_create(by=by.user, defaults={"proposal": proposal, "at": timezone.now()})
