"""Roles and capabilities in words."""

from django import template

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
