"""Reading a question with this installation's words and territories."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils import timezone

from minga.search.domain.filters import Filters
from minga.search.domain.places import Place, PlaceMatch, Places
from minga.search.domain.understanding import Chip, Understood, understand
from minga.search.lexicon import city_names, lexicon
from minga.territories.models import TerritoryName


@dataclass(frozen=True)
class Reading:
    """What a question says: the conditions, the words that are left, and the chips that show both.

    names   of its stretches that are names of places, the governments that bear them
    """

    understood: Understood
    filters: Filters
    names: Mapping[str, PlaceMatch] = field(default_factory=dict)

    @property
    def words(self) -> str:
        """What is searched by words and meaning."""
        return self.understood.words

    @property
    def chips(self) -> tuple[Chip, ...]:
        """What was understood, each part removable."""
        return self.understood.chips


def places(names: Sequence[str]) -> Mapping[str, PlaceMatch]:
    """The governments that bear each of these folded names, or that hold a city of that name; one query.

    A city is also known by what other languages call it, as far as the CLDR says so ("Tóquio", "Bruxelles").
    """
    found: dict[str, dict[str, Place]] = {}
    cities = {name: city for name in names if (city := city_names().get(name))}
    rows = TerritoryName.objects.filter(
        folded__in={*names, *(city.folded for city in cities.values())}, territory__is_government=True
    ).exclude(territory__level="country")
    for row in rows.select_related("territory"):
        place = _place(row)
        called = {name for name, city in cities.items() if (city.folded, city.country) == (row.folded, place.country)}
        for name in {row.folded} & set(names) | called:
            bearers = found.setdefault(name, {})
            if place.main or place.code not in bearers:
                bearers[place.code] = place
    return {name: PlaceMatch(tuple(bearers.values())) for name, bearers in found.items()}


def _place(row: TerritoryName) -> Place:
    territory = row.territory
    return Place(
        code=territory.code,
        name=territory.name,
        level=territory.level,
        country=territory.country,
        ancestors=tuple(territory.ancestors),
        population=territory.population,
        main=row.kind != TerritoryName.Kind.ALTERNATE,
    )


def read(question: str, removed: frozenset[str] = frozenset()) -> Reading:
    """Understand a question; `removed` holds the keys of chips that the reader took away. One query."""
    return _read(question, removed, places)


def again(reading: Reading, removed: frozenset[str]) -> Reading:
    """The same question with other chips taken away; its places are known."""
    return _read(reading.understood.question, removed, lambda _: reading.names)


def _read(question: str, removed: frozenset[str], bearers: Places) -> Reading:
    names: dict[str, PlaceMatch] = {}

    def noted(stretches: Sequence[str]) -> Mapping[str, PlaceMatch]:
        names.update(bearers(stretches))
        return names

    told = understand(question, lexicon=lexicon(), places=noted, today=timezone.localdate(), removed=removed)
    filters = Filters(
        countries=told.country,
        territory=told.territory,
        level=told.level,
        instruments=told.instruments,
        events=told.events,
        areas=told.areas,
        year_from=told.year_from,
        year_to=told.year_to,
    )
    return Reading(told, filters, names)
