"""What people are told by mail: an invitation, what waits for their word, and what became of what they asked for."""

from allauth.account.adapter import get_adapter
from django.http import HttpRequest
from django.urls import reverse

from minga.accounts import queries
from minga.accounts.models import Enrolment, Invitation, Membership


def invited(request: HttpRequest, invitation: Invitation, token: str) -> None:
    """The address under which an invitation is taken, to whom it was meant for."""
    link = request.build_absolute_uri(reverse("invitation", kwargs={"token": token}))
    get_adapter().send_mail("accounts/email/invited", invitation.email, {"invitation": invitation, "link": link})


def enrolment_asked(request: HttpRequest, enrolment: Enrolment) -> None:
    """To each who may decide whether an organization takes part, that one waits."""
    name = enrolment.organization.name if enrolment.organization else enrolment.name
    for person in queries.deciders(enrolment):
        _tell(request, "accounts/email/enrolment_asked", person.email, {"name": name}, at=reverse("approvals"))


def membership_asked(request: HttpRequest, membership: Membership) -> None:
    """To each who may let people into an organization, that somebody waits."""
    organization = membership.organization
    at = reverse("members", kwargs={"slug": organization.slug})
    for person in queries.coordinators(organization):
        _tell(request, "accounts/email/membership_asked", person.email, {"name": organization.name}, at=at)


def enrolment_decided(request: HttpRequest, enrolment: Enrolment) -> None:
    """To whoever asked for an organization, whether it takes part."""
    if enrolment.asked_by and enrolment.asked_by.is_active:
        _tell(request, "accounts/email/enrolment", enrolment.asked_by.email, {"enrolment": enrolment})


def membership_decided(request: HttpRequest, membership: Membership) -> None:
    """To whoever asked to join, in which role, or why not."""
    _tell(request, "accounts/email/membership", membership.user.email, {"membership": membership})


def _tell(request: HttpRequest, template: str, address: str, context: dict[str, object], at: str = "") -> None:
    link = request.build_absolute_uri(at or reverse("account"))
    get_adapter().send_mail(template, address, {**context, "link": link})
