"""What is left to do, in figures that open their lists: words, dates, disputes, checks, copies and links."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from minga.evidence.domain.statuses import PUBLIC, Stance
from minga.evidence.models import Citation, Claim, Contradiction, Source
from minga.evidence.pages import LongList, marked
from minga.evidence.queries import to_verify
from minga.journal.queries import kept_until_a_change
from minga.review.domain import DEAD_AFTER, STALE_YEARS, Outcome
from minga.review.models import LinkCheck
from minga.territories.models import Territory

_DEAD = (Outcome.GONE, Outcome.FAILING, Outcome.SILENT, Outcome.REFUSED)


def _public() -> QuerySet[Claim]:
    """Read one by one: of registers that were brought in whole nobody is asked to read every row."""
    return Claim.objects.public().activity().collected()


def _unquoted() -> QuerySet[Claim]:
    pinned = Citation.objects.filter(claim=OuterRef("pk"), extracted__isnull=False, stance=Stance.SUPPORTS)
    return _public().filter(~Exists(pinned))


def _disputed() -> QuerySet[Claim]:
    against = Contradiction.objects.filter(
        Q(first=OuterRef("pk"), second__status__in=PUBLIC) | Q(second=OuterRef("pk"), first__status__in=PUBLIC)
    )
    divided = Citation.objects.filter(claim=OuterRef("pk"), stance=Stance.CONTRADICTS)
    return Claim.objects.public().filter(Exists(against) | Exists(divided))


def _to_verify() -> QuerySet[Claim]:
    return Claim.objects.public().filter(Exists(to_verify().filter(claim=OuterRef("pk"))))


def _stale() -> QuerySet[Claim]:
    fresh = Citation.objects.filter(claim=OuterRef("pk"), checked_on__gt=_long_ago())
    return _public().filter(~Exists(fresh))


def _long_ago() -> date:
    return timezone.localdate() - timedelta(days=round(365.25 * STALE_YEARS))


def _undated() -> QuerySet[Territory]:
    acts = Claim.objects.public().activity().filter(territory=OuterRef("pk"))
    dated = acts.filter(Q(year_first__isnull=False) | Q(year_last__isnull=False))
    return Territory.objects.filter(Exists(acts), ~Exists(dated)).order_by("country", "name")


def _cited() -> Exists:
    return Exists(Citation.objects.filter(source=OuterRef("pk"), claim__status__in=PUBLIC))


def _copies() -> QuerySet[Source]:
    return Source.objects.filter(_cited(), is_mirror=True)


def _dead() -> QuerySet[Source]:
    dead = LinkCheck.objects.filter(source=OuterRef("pk"), outcome__in=_DEAD, failures__gte=DEAD_AFTER)
    return Source.objects.filter(_cited(), Exists(dead)).select_related("link_check")


LISTS: Mapping[str, Callable[[], QuerySet[Any]]] = {
    "sin-cita": _unquoted,
    "sin-fecha": _undated,
    "en-disputa": _disputed,
    "por-verificar": _to_verify,
    "sin-revisar": _stale,
    "copias": _copies,
    "enlaces": _dead,
}


@kept_until_a_change
def figures() -> Mapping[str, int]:
    """How many of each. Seven queries, kept until something changes."""
    return {name: rows().count() for name, rows in LISTS.items()}


def listed(name: str, territory: str = "") -> LongList[Any]:
    """The rows of one of LISTS for pages; of a territory, by its code, with what lies in it."""
    rows = LISTS[name]()
    if territory:
        rows = rows.filter(_inside(rows.model, territory))
    keys = rows.order_by(*(("territory__name", "ref") if rows.model is Claim else rows.query.order_by or ("slug",)))
    if rows.model is Claim:
        shown: QuerySet[Any] = marked(Claim.objects.public())
    else:
        shown = rows
    return LongList(keys.values_list("pk", flat=True), shown, rows.count())


def _inside(model: type, territory: str) -> Q:
    if model is Territory:
        return Q(code=territory) | Q(ancestors__contains=[territory])
    if model is Claim:
        return Q(territory__code=territory) | Q(territory__ancestors__contains=[territory])
    there = Q(claim__territory__code=territory) | Q(claim__territory__ancestors__contains=[territory])
    return Q(Exists(Citation.objects.filter(there, source=OuterRef("pk"), claim__status__in=PUBLIC)))


def to_check(most: int) -> list[tuple[int, str]]:
    """Sources with an address on which public claims stand, as (key, address): never asked first, then the oldest."""
    rows = Source.objects.filter(_cited(), url__startswith="http").order_by("link_check__checked_at", "slug")
    asked = rows.filter(link_check__isnull=False).values_list("pk", "url")
    new = rows.filter(link_check__isnull=True).values_list("pk", "url")
    return [*new[:most], *asked[:most]][:most]
