"""Reads: which offers meet those of one office, both ways, and why."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from minga.evidence.domain.vocabulary import vocabulary
from minga.offers.domain.matching import Match, Side, likened, match
from minga.offers.domain.modalities import Modality
from minga.offers.domain.offers import LEARNS, TEACHES, Direction
from minga.offers.models import Offer, OfferQuerySet
from minga.offers.queries.offers import related, room, with_place
from minga.peers.resemblance import resemblances

# So many offers are looked at for one of mine, the newest first; and a part of likeness is named from here on.
MOST_LOOKED_AT = 500
_WORTH_SAYING = 0.5


@dataclass(frozen=True)
class Meeting:
    """Two offers that meet, and how."""

    mine: Offer
    other: Offer
    match: Match


def side(offer: Offer, left: int | None) -> Side:
    """An offer as it is compared; `left` as `room` says it."""
    return Side(
        key=offer.pk,
        organization=offer.organization_id,
        government=offer.organization.territory_id,
        instrument=offer.instrument,
        areas=frozenset(offer.areas),
        direction=Direction(offer.direction),
        modality=Modality(offer.modality),
        languages=frozenset(offer.languages),
        left=left,
    )


def candidates(mine: Offer) -> OfferQuerySet:
    """Public offers of others that may meet one: the topic, the way and a language are looked at."""
    about = Q(areas__overlap=mine.areas)
    if mine.instrument:
        about |= Q(instrument__in=related(mine.instrument))
    ways = LEARNS if mine.direction == Direction.OFFER else TEACHES
    if mine.direction == Direction.TWO_WAY:
        ways = LEARNS | TEACHES
    rows = with_place(Offer.objects.public()).filter(about, direction__in=[*ways], languages__overlap=mine.languages)
    return rows.exclude(organization=mine.organization_id).order_by("-renewed_at", "-pk")


def meetings(mine: Offer, now: datetime | None = None) -> list[Meeting]:
    """What meets one offer, the best first: topic, then likeness, then the newest."""
    return _met(mine, list(candidates(mine)[:MOST_LOOKED_AT]), now)


def meeting(mine: Offer, other: Offer, now: datetime | None = None) -> Meeting | None:
    """How these two meet; None where they do not."""
    return next(iter(_met(mine, [other], now)), None)


def meetings_with(
    offers: Iterable[Offer], other: Offer, *, has_room: bool, now: datetime | None = None
) -> list[Meeting]:
    """Which of these offers of one office meet another's; where that has no room, as if it had."""
    found = [_met(one, [other], now, as_if=not has_room) for one in offers]
    return [each for several in found for each in several]


def _met(mine: Offer, others: Sequence[Offer], now: datetime | None, *, as_if: bool = False) -> list[Meeting]:
    left = room([mine, *others], now)
    here, narrower = side(mine, left[mine.pk]), _narrower
    pairs = [(one, match(here, side(one, None if as_if else left[one.pk]), narrower)) for one in others]
    found = [Meeting(mine, one, each) for one, each in pairs if each is not None]
    return sorted(_likened(mine, found), key=lambda each: each.match.rank)


def _narrower(code: str) -> set[str]:
    return vocabulary().narrower(code, "instrument")


def _likened(mine: Offer, found: Sequence[Meeting]) -> list[Meeting]:
    """The same, each with how alike the two governments are; one query where nothing changed."""
    place = mine.organization.territory
    if place is None or not found:
        return list(found)
    keys = {key for each in found if (key := each.other.organization.territory_id) is not None}
    known = resemblances(place, keys)
    like = known.like()
    told = []
    for each in found:
        key = each.other.organization.territory_id
        if key in like:
            parts = tuple(str(part) for part, value in known.parts_of(key).items() if value >= _WORTH_SAYING)
            told.append(Meeting(each.mine, each.other, likened(each.match, like[key], parts)))
        else:
            told.append(each)
    return told
