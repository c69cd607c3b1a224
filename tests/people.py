"""People of the tests: somebody in a role, for an organization that takes part."""

from django.test import Client

from minga.accounts.actions import create_user, enrol, grant
from minga.accounts.actors import ANONYMOUS, Actor, as_member, as_person, installation
from minga.accounts.domain.permissions import MEMBER_ROLES, Role
from minga.accounts.models import Enrolment
from minga.territories.models import Organization

OFFICE = "oficina-de-prueba"


def office(slug: str = OFFICE, *, second_eyes: bool = False) -> Organization:
    """An organization that takes part; the same one for the same slug."""
    found, _ = Organization.objects.get_or_create(
        slug=slug, defaults={"name": f"Oficina «{slug}»", "kind": Organization.Kind.OFFICE, "country": "CO"}
    )
    if not Enrolment.objects.filter(organization=found).exists():
        enrol(organization=found, second_eyes=second_eyes, by=installation())
    return found


def somebody(role: Role, *, of: str = OFFICE, email: str = "") -> Actor:
    """Whoever acts in this role; of a membership, in the organization of that slug."""
    if role == Role.ANONYMOUS:
        return ANONYMOUS
    if role == Role.INSTALLATION:
        return installation(organ="Equipo de Minga")
    user = create_user(email=email or f"{role}@{of}.example", password="una clave de prueba 9")
    if role == Role.ADMINISTRATOR:
        user.is_superuser = True
        user.save()
    if role not in MEMBER_ROLES:
        return as_person(user)
    return as_member(grant(user=user, organization=office(of), role=role, by=installation()))


def browser(actor: Actor) -> Client:
    """A client in which this person has signed in."""
    client = Client()
    if actor.user is not None:
        client.force_login(actor.user)
    return client
