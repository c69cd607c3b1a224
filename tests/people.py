"""People of the tests: somebody in a role, for an organization that takes part."""

from importlib import import_module

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.test import Client

from minga.accounts.actions import create_user, enrol, grant
from minga.accounts.actors import ANONYMOUS, Actor, as_member, as_person, installation
from minga.accounts.domain.permissions import MEMBER_ROLES, Role
from minga.accounts.models import Enrolment
from minga.territories.models import Organization, Territory

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
    organization = office(of)
    if role == Role.ADVISER:  # sits in a federation, and nowhere else
        organization.kind = Organization.Kind.FEDERATION
        organization.save()
    return as_member(grant(user=user, organization=organization, role=role, by=installation()))


def placed(actor: Actor, code: str) -> Actor:
    """The actor, whose organization is an office of this government from now on."""
    assert actor.organization is not None
    actor.organization.territory = Territory.objects.get(code=code)
    actor.organization.save()
    return actor


def exchanging() -> dict[str, Actor]:
    """Caldono, Manizales and the federation of both, in a base with the gazetteer; and Rosario, which is no party."""
    caldono = placed(somebody(Role.CONTRIBUTOR, of="oficina-caldono"), "CO-19137")
    manizales = placed(somebody(Role.COORDINATOR, of="oficina-manizales"), "CO-17001")
    federation = somebody(Role.ADVISER, of="federacion")
    for one in (caldono, manizales):
        Enrolment.objects.filter(organization=one.organization).update(federation=federation.organization)
    rosario = placed(somebody(Role.COORDINATOR, of="oficina-rosario"), "AR-gn3838583")
    return {"caldono": caldono, "manizales": manizales, "federation": federation, "stranger": rosario}


def browser(actor: Actor) -> Client:
    """A client in which this person has signed in."""
    client = Client()
    if actor.user is not None:
        client.force_login(actor.user)
    return client


def session_of(actor: Actor) -> str:
    """The key of a session in which this person has signed in, for a browser that is no client of Django's."""
    assert actor.user is not None
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(actor.user.pk), settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = actor.user.get_session_auth_hash()
    session.save()
    return str(session.session_key)
