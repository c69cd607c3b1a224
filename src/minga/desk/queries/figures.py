"""How a desk is doing: every figure is counted from a list that can be opened, and names it."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from statistics import median
from urllib.parse import urlencode

from django.utils import timezone

from minga.accounts.actors import Actor
from minga.desk.domain.clock import days_between
from minga.desk.domain.steps import CLOCK_RUNS
from minga.desk.models import Consultation
from minga.desk.queries.consultations import INHABITANTS, Asked, listing, size_of
from minga.desk.queries.desks import desk_of, hours_of
from minga.territories.models import Organization, Territory

_MOST_SHOWN = 12


@dataclass(frozen=True)
class Figure:
    """One number: its name (a code, or a territory's name), how many, and the query of the list it opens."""

    name: str
    count: int
    query: str


@dataclass(frozen=True)
class Figures:
    """A desk's year.

    days      median of the business days until the first answer; None where nothing was answered
    in_time   of those that were answered, how many by the promised day
    helped    of those that were answered, how many askers said that it helped
    """

    year: int
    total: Figure
    waiting: Figure
    late: Figure
    answered: Figure
    unanswerable: Figure
    days: float | None
    in_time: int
    helped: int
    published: int
    topics: tuple[Figure, ...]
    regions: tuple[Figure, ...]
    sizes: tuple[Figure, ...]
    channels: tuple[Figure, ...]


def of_year(actor: Actor, federation: Organization, year: int, now: datetime | None = None) -> Figures:
    """What came to a federation's desk in a year and what became of it."""
    moment = now or timezone.now()
    rows = list(
        listing(actor, Asked("all", year=year), moment)
        .filter(federation=federation)
        .select_related("territory")
        .prefetch_related("answers")
        .annotate(inhabitants=INHABITANTS)
    )
    said = [row for row in rows if row.answered_at]
    running = [row for row in rows if row.state in CLOCK_RUNS]
    silent = [row for row in rows if getattr(row, "research", None)]
    return Figures(
        year=year,
        total=_figure("all", len(rows), lista="all", ano=year),
        waiting=_figure("open", len(running), lista="open", ano=year),
        late=_figure("late", sum(row.due_at < moment for row in running), lista="late", ano=year),
        answered=_figure("answered", len(said), lista="said", ano=year),
        unanswerable=_figure("unanswerable", len(silent), **{"lista": "all", "ano": year, "sin-evidencia": "si"}),
        days=_median_days(said, federation),
        in_time=sum(row.answered_at <= row.due_at for row in said if row.answered_at),
        helped=sum(row.helped_at is not None for row in said),
        published=sum(_is_public(row) for row in said),
        topics=_counted(rows, lambda row: row.topic or "-", year, "tema"),
        regions=_regions(rows, year),
        sizes=_counted(rows, _size, year, "tamano"),
        channels=_counted(rows, lambda row: row.channel, year, "canal"),
    )


def _figure(name: str, count: int, **query: object) -> Figure:
    return Figure(name, count, urlencode(query))


def _median_days(rows: Iterable[Consultation], federation: Organization) -> float | None:
    hours = hours_of(desk_of(federation))
    days = [days_between(row.asked_at, row.answered_at, hours) for row in rows if row.answered_at]
    return median(days) if days else None


def _is_public(row: Consultation) -> bool:
    found = getattr(row, "published", None)
    return found is not None and found.withdrawn_at is None


def _size(row: Consultation) -> str:
    return size_of(getattr(row, "inhabitants", None)) if row.territory_id else "unknown"


def _counted(
    rows: Iterable[Consultation], of: Callable[[Consultation], str], year: int, param: str
) -> tuple[Figure, ...]:
    counts = Counter(of(row) for row in rows)
    shown = sorted(counts.items(), key=lambda row: (-row[1], row[0]))
    return tuple(_figure(name, n, lista="all", ano=year, **{param: name}) for name, n in shown)


def _regions(rows: Iterable[Consultation], year: int) -> tuple[Figure, ...]:
    """By the first level below the country; a first level counts as itself."""
    counts = Counter(_region(row.territory) if row.territory else "-" for row in rows)
    names = dict(Territory.objects.filter(code__in=counts).values_list("code", "name"))
    shown = sorted(counts.items(), key=lambda row: (-row[1], row[0]))[:_MOST_SHOWN]
    return tuple(_figure(names.get(code, code), n, lista="all", ano=year, territorio=code) for code, n in shown)


def _region(territory: Territory) -> str:
    lineage = [*territory.ancestors, territory.code]
    return lineage[1] if len(lineage) > 1 else lineage[0]
