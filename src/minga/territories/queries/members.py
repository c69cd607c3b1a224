"""Reads of federations' members, and of the codes by which a list names them."""

from collections import defaultdict

from django.db.models import QuerySet

from minga.territories.domain.codes import normal_code
from minga.territories.domain.members import Codes
from minga.territories.models import Affiliation, Organization, Territory


def codes_of(country: str) -> Codes:
    """The codes of all governments, and those that a country gives its own. One query."""
    ours: dict[str, str] = {}
    national: dict[str, list[str]] = defaultdict(list)
    rows = Territory.objects.governments().values_list("code", "other_codes", "country", "national_code")
    for code, others, where, own in rows:
        for one in (code, *others):
            ours[normal_code(one).upper()] = code
        if own and where == country:
            national[own.lstrip("0")].append(code)
    return Codes(country, ours, {own: tuple(codes) for own, codes in national.items()})


def members_of(federation: Organization) -> QuerySet[Affiliation]:
    """Who is a member today, by name."""
    rows = federation.affiliations.open().select_related("territory", "territory__parent")
    return rows.order_by("territory__name", "territory__code")
