"""Whoever acts: a person for an organization, a person alone, nobody known, or the installation itself."""

from dataclasses import dataclass

from django.http import HttpRequest

from minga.accounts.domain.permissions import Capability, Role, may
from minga.accounts.models import Membership, User
from minga.territories.models import Organization

# In a session: the key of the membership by which its person acts now; 0 for the administration.
ACTING_FOR = "acting_for"
_ASKED = "minga.actor"


@dataclass(frozen=True)
class Actor:
    """Who does something, as what, and for whom.

    organization    for which the person acts; what it brought in privately is seen by its members alone
    organ           its name, which stands under what is signed
    """

    role: Role
    user: User | None = None
    organization: Organization | None = None
    organ: str = ""

    @property
    def key(self) -> int | None:
        """The account, for the journal; None for the installation itself."""
        return self.user.pk if self.user else None

    @property
    def is_known(self) -> bool:
        """Whether somebody answers: a person or an organ."""
        return self.user is not None or bool(self.organ.strip())

    def may(self, capability: Capability) -> bool:
        """Whether this is allowed."""
        return may(self.role, capability)


ANONYMOUS = Actor(Role.ANONYMOUS)


def installation(*, user: User | None = None, organ: str = "") -> Actor:
    """The installation itself, from its terminal; in the name of an account or an organ where one is given."""
    return Actor(Role.INSTALLATION, user=user, organ=organ)


def as_member(membership: Membership) -> Actor:
    """A person who acts for an organization."""
    organization = membership.organization
    return Actor(Role(membership.role), membership.user, organization, organization.name)


def as_person(user: User) -> Actor:
    """A person who acts for nobody: an administrator of the installation, or somebody with an account."""
    return Actor(Role.ADMINISTRATOR if user.is_superuser else Role.PERSON, user)


def actor_of(request: HttpRequest) -> Actor:
    """Who asks, for whom. At most two queries, once in a request, and none where there is no session."""
    if _ASKED not in request.META:
        request.META[_ASKED] = _read(request)
    found: Actor = request.META[_ASKED]
    return found


def _read(request: HttpRequest) -> Actor:
    user = request.user
    if not isinstance(user, User):
        return ANONYMOUS
    chosen = request.session.get(ACTING_FOR)
    if chosen == 0 and user.is_superuser:
        return as_person(user)
    mine = list(user.memberships.active().select_related("organization").order_by("pk"))
    found = next((each for each in mine if each.pk == chosen), mine[0] if mine and not user.is_superuser else None)
    if found is None:
        return as_person(user)
    found.user = user
    return as_member(found)
