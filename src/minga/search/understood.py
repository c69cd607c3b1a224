"""Reading a question with this installation's words and territories."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils import timezone

from minga.search.domain.filters import Filters
from minga.search.domain.places import Place, PlaceMatch
from minga.search.domain.understanding import Chip, Understood, understand
from minga.search.lexicon import lexicon
from minga.territories.models import TerritoryName


@dataclass(frozen=True)
class Reading:
    """What a question says: the conditions, the words that are left, and the chips that show both."""

    understood: Understood
    filters: Filters

    @property
    def words(self) -> str:
        """What is searched by words and meaning."""
        return self.understood.words

    @property
    def chips(self) -> tuple[Chip, ...]:
        """What was understood, each part removable."""
        return self.understood.chips


def places(names: Sequence[str]) -> Mapping[str, PlaceMatch]:
    """The governments that bear each of these folded names; one query."""
    found: dict[str, dict[str, Place]] = {}
    rows = TerritoryName.objects.filter(
        folded__in=set(names), territory__is_government=True, kind__in=("official", "alternate", "exonym")
    ).exclude(territory__level="country")
    for row in rows.select_related("territory"):
        territory = row.territory
        place = Place(
            code=territory.code,
            name=territory.name,
            level=territory.level,
            country=territory.country,
            ancestors=tuple(territory.ancestors),
            population=territory.population,
            main=row.kind != "alternate",
        )
        known = found.setdefault(row.folded, {}).get(territory.code)
        if known is None or place.main:
            found[row.folded][territory.code] = place
    return {name: PlaceMatch(tuple(bearers.values())) for name, bearers in found.items()}


def read(question: str, removed: frozenset[str] = frozenset()) -> Reading:
    """Understand a question; `removed` holds the keys of chips that the reader took away."""
    told = understand(question, lexicon=lexicon(), places=places, today=timezone.localdate(), removed=removed)
    return Reading(
        told,
        Filters(
            countries=told.country,
            territory=told.territory,
            level=told.level,
            instruments=told.instruments,
            events=told.events,
            areas=told.areas,
            year_from=told.year_from,
            year_to=told.year_to,
        ),
    )
