"""Roles and capabilities in words."""

from django import template
from django.http import HttpRequest

from minga.accounts import demo, outbox
from minga.accounts.domain.permissions import Capability, Role
from minga.accounts.words import CAPABILITIES, ROLES

register = template.Library()


@register.filter
def role_in_words(role: str) -> str:
    """What a role is called."""
    return str(ROLES[Role(role)])


@register.filter
def capability_in_words(capability: str) -> str:
    """What one does who may this."""
    return str(CAPABILITIES[Capability(capability)])


@register.filter
def can(actor: object, capability: str) -> bool:
    """Whether whoever asks may this: `{% if actor|can:"judge" %}`."""
    return bool(actor.may(Capability(capability)))  # type: ignore[attr-defined]


@register.simple_tag
def ready_people(request: HttpRequest) -> tuple[demo.Ready, ...]:
    """Those of the demo whom one click lets in; none anywhere else."""
    return demo.READY if demo.offered(request) else ()


@register.simple_tag
def mail_is_here(request: HttpRequest) -> bool:
    """Whether the mail that was just sent can be read at `/correo/`, and by whoever asks."""
    return outbox.shown_to(request)
