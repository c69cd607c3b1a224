"""What a reader asks to see."""

from dataclasses import dataclass, fields, replace

# Which field a chip of a kind fills.
_FIELDS = {
    "instrument": "instruments",
    "event": "events",
    "area": "areas",
    "level": "level",
    "country": "countries",
    "territory": "territory",
    "from": "year_from",
    "to": "year_to",
}


@dataclass(frozen=True)
class Filters:
    """Conditions on results; empty means any. Codes of the vocabulary, ISO countries, a territory's code, years."""

    countries: tuple[str, ...] = ()
    territory: str | None = None
    level: str | None = None
    instruments: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    year_from: int | None = None
    year_to: int | None = None
    evidence: str | None = None

    @property
    def dated(self) -> bool:
        """Whether there is a condition on the date."""
        return self.year_from is not None or self.year_to is not None

    @property
    def count(self) -> int:
        """How many things are asked: where, when, and each of the rest."""
        one_each = (self.level, self.instruments, self.events, self.areas, self.evidence)
        return sum(map(bool, (self.countries or self.territory, self.dated, *one_each)))

    def has(self, kind: str) -> bool:
        """Whether there is a condition of the kind of a chip, "instrument", "from"…"""
        return bool(getattr(self, _FIELDS[kind]))

    def over(self, understood: "Filters") -> "Filters":
        """These conditions, completed by those understood from the question."""
        missing = {
            field.name: getattr(understood, field.name) for field in fields(self) if not getattr(self, field.name)
        }
        return replace(self, **missing)
