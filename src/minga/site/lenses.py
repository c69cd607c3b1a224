"""Results of the search seen from a territory: likeness, as `peers` knows it, handed down to `search`."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from django.http import HttpRequest
from django.utils.translation import gettext as _

from minga.peers.resemblance import NOBODY, Resemblances, resemblances
from minga.peers.words import alike_in
from minga.territories.mine import mine_of
from minga.territories.models import Territory


@dataclass
class TerritoryLens:
    """A territory, and how much those that were asked about last resemble it. It is a `search.domain.lens.Lens`."""

    territory: Territory
    known: Resemblances = NOBODY
    like: Mapping[int, float] = field(default_factory=dict)

    @property
    def code(self) -> str:
        """Its code."""
        return self.territory.code

    @property
    def name(self) -> str:
        """Its name."""
        return self.territory.name

    def likeness(self, territories: Collection[int]) -> Mapping[int, float]:
        """Its own is 1; of the others only those that are called like it."""
        self.known = resemblances(self.territory, territories)
        self.like = self.known.like()
        return {**self.like, self.territory.pk: 1.0} if self.territory.pk in territories else self.like

    def why(self, territory: Territory) -> str:
        """In what a territory is like it: "parecido a Caldono: mismo país, municipio…"."""
        if territory.pk == self.territory.pk:
            return _("su territorio")
        if territory.pk not in self.like:
            return ""
        parts = ", ".join(alike_in(self.known.parts_of(territory.pk), territory, self.territory))
        return _("parecido a %(name)s: %(parts)s") % {"name": self.name, "parts": parts}


def seen_from(request: HttpRequest) -> TerritoryLens | None:
    """The territory of whoever asks, as a lens; None where none was chosen."""
    mine = mine_of(request)
    return TerritoryLens(mine.territory) if mine else None
