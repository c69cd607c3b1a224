"""Ready people, so that whoever tries Minga on her own machine can act at once; nowhere else are they."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest

from minga.accounts.actions import create_user, enrol, grant
from minga.accounts.actors import installation
from minga.accounts.domain.permissions import Role
from minga.accounts.models import Enrolment, User
from minga.accounts.outbox import from_this_machine
from minga.territories.actions import add_demo_organization, bring_members
from minga.territories.domain.members import MemberRow
from minga.territories.models import Organization

_OFFICE = ("demo-oficina-caldono", "Oficina de cooperación de Caldono (demostración)", "office", "CO-19137")
_ASKED = ("demo-oficina-manizales", "Oficina de cooperación de Manizales (demostración)", "office", "CO-17001")
_FEDERATION = ("demo-federacion", "Federación de municipios (demostración)", "federation", "")


@dataclass(frozen=True)
class Ready:
    """Somebody of the demo; the address can receive nothing."""

    name: str
    role: Role
    of: tuple[str, str, str, str]

    @property
    def email(self) -> str:
        """By which the account is found."""
        return f"{self.name}@demo.invalid"


READY = (
    Ready("funcionaria", Role.CONTRIBUTOR, _OFFICE),
    Ready("revisora", Role.REVIEWER, _OFFICE),
    Ready("asesora", Role.ADVISER, _FEDERATION),
    Ready("coordinador", Role.COORDINATOR, _ASKED),
)
# Both offices are of the federation: what they ask each other and nobody answers comes to its adviser.
_OFFICES = (_OFFICE, _ASKED)


def make_ready_people() -> None:
    """Make them where they are not there yet, without a password. Doing it again changes nothing."""
    by = installation(organ="Demostración")
    federation = _organization(_FEDERATION, None)
    bring_members(federation=federation, rows=[MemberRow(n, code) for n, (*_, code) in enumerate(_OFFICES, 1)])
    for one in READY:
        organization = _organization(one.of, None if one.of == _FEDERATION else federation)
        if not User.objects.filter(email=one.email).exists():
            grant(user=create_user(email=one.email), organization=organization, role=one.role, by=by)


def _organization(of: tuple[str, str, str, str], federation: Organization | None) -> Organization:
    """One of the demo that takes part, made or enrolled with its federation where it is not so yet."""
    slug, name, kind, code = of
    found = Organization.objects.filter(slug=slug).first()
    found = found or add_demo_organization(slug=slug, name=name, kind=kind, code=code)
    if not Enrolment.objects.filter(organization=found, federation=federation).exists():
        enrol(organization=found, federation=federation, second_eyes=False, by=installation(organ="Demostración"))
    return found


def offered(request: HttpRequest) -> bool:
    """Whether one click is enough: in the demo, for whoever sits at this machine."""
    return bool(settings.DEMO) and from_this_machine(request)


def person_of(name: str) -> User | None:
    """The account of one of them; None for any other name."""
    email = next((one.email for one in READY if one.name == name), None)
    return User.objects.filter(email=email, is_active=True).first() if email else None
