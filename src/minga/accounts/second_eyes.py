"""A second pair of eyes: who proposed something does not judge it alone, where her organization wants that."""

from minga.accounts.actors import Actor
from minga.accounts.models import Enrolment


class SecondEyesNeeded(ValueError):
    """Whoever proposed it would judge it; somebody else must."""


def ask_second_eyes(by: Actor, proposed_by: int | None, proposed_for: int | None, ref: str) -> None:
    """Go on, or raise SecondEyesNeeded. At most one query.

    proposed_by, proposed_for   the keys of the account and of the organization; None: a rule found it
    """
    if proposed_by is not None and proposed_by == by.key and wants_second_eyes(proposed_for):
        raise SecondEyesNeeded(ref)


def wants_second_eyes(organization: int | None) -> bool:
    """The setting of an organization; on where somebody acts for none, or for one that does not take part."""
    found = (
        Enrolment.objects.filter(organization=organization, organization__isnull=False)
        .values_list("second_eyes", flat=True)
        .first()
    )
    return True if found is None else found
