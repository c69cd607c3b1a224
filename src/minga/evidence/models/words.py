"""The words of an enumeration as the choices of a column and as what the database admits there."""

from enum import StrEnum

from django.db.models import Q


def choices(enum: type[StrEnum]) -> list[tuple[str, str]]:
    """Each word as a choice; what is shown is for the templates."""
    return [(item.value, item.value) for item in enum]


def one_of(field: str, enum: type[StrEnum]) -> Q:
    """That a column holds one of the words."""
    return Q(**{f"{field}__in": [item.value for item in enum]})
