"""The pages that hold something, for those who index the web: in parts, so that none is long."""

from datetime import datetime
from typing import Any

from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.urls import reverse

from minga.desk.models import PublishedQuestion
from minga.desk.queries.consultations import published
from minga.evidence.models import Claim
from minga.site import queries
from minga.territories.models import Territory

_PART = 5000


class Pages(Sitemap):  # type: ignore[type-arg]  # generic to the type checker alone
    """What stands on its own."""

    def items(self) -> list[str]:
        kept = ["home", "chronology", "territories", "sources", "documents", "offers", "vocabulary"]
        return [*kept, "questions", "about", "method"]

    def location(self, item: str) -> str:
        return reverse(item)


class Territories(Sitemap):  # type: ignore[type-arg]  # generic to the type checker alone
    """Of all territories, those with claims."""

    limit = _PART

    def items(self) -> QuerySet[Territory]:
        return queries.territories_with_claims()


class Claims(Sitemap):  # type: ignore[type-arg]  # generic to the type checker alone
    """The claims of our own collection."""

    limit = _PART

    def items(self) -> QuerySet[Claim]:
        return queries.collected_claims()


class Questions(Sitemap):  # type: ignore[type-arg]  # generic to the type checker alone
    """What federations answered and published."""

    limit = _PART

    def items(self) -> QuerySet[PublishedQuestion]:
        return published()

    def lastmod(self, item: PublishedQuestion) -> datetime:
        return item.at


PARTS: dict[str, Any] = {
    "paginas": Pages,
    "territorios": Territories,
    "afirmaciones": Claims,
    "preguntas": Questions,
}
