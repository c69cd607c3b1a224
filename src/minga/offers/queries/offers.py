"""Reads: offers that everybody finds, by words and filters; those of one's own office; how much room they have."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from minga.accounts.actors import Actor
from minga.accounts.models import User
from minga.evidence.domain.vocabulary import UnknownConcept, vocabulary
from minga.evidence.models import Claim
from minga.evidence.pages import in_time, marked
from minga.kit.text import fold
from minga.offers import words
from minga.offers.counting import begun
from minga.offers.domain.offers import LEARNS, TEACHES, State
from minga.offers.models import KNOWN, Offer, OfferQuerySet
from minga.peers.resemblance import resemblances
from minga.peers.words import alike_in
from minga.territories.beside import Line
from minga.territories.models import Territory

# Of a government so many topics stand beside its name.
MOST_BESIDE = 4


class Order(StrEnum):
    """How a list of offers is ordered."""

    NEAR = "cerca"
    RECENT = "recientes"
    TOPIC = "tema"


@dataclass(frozen=True)
class Asked:
    """What somebody looks for in the list; "" where she does not say. `of` is the code of a government."""

    words: str = ""
    instrument: str = ""
    area: str = ""
    direction: str = ""
    modality: str = ""
    language: str = ""
    country: str = ""
    level: str = ""
    of: str = ""

    @property
    def is_open(self) -> bool:
        """Whether she says nothing at all."""
        return not any(getattr(self, each.name) for each in fields(self))


def listing(asked: Asked) -> OfferQuerySet:
    """The public offers that are so; whatever is no code finds nothing. The newest first."""
    rows = with_place(Offer.objects.public())
    for word in fold(asked.words).split()[:12]:
        rows = rows.filter(searched__contains=word)
    if asked.instrument:
        rows = rows.filter(instrument__in=related(asked.instrument))
    if asked.direction:
        rows = rows.filter(direction=asked.direction)
    if asked.modality:
        rows = rows.filter(modality=asked.modality)
    if asked.area:
        rows = rows.filter(areas__contains=[asked.area])
    if asked.language:
        rows = rows.filter(languages__contains=[asked.language])
    return rows.filter(_where(asked)).order_by("-renewed_at", "-pk")


def _where(asked: Asked) -> Q:
    place = {"country": asked.country, "level": asked.level, "code": asked.of}
    return Q(**{f"organization__territory__{name}": value for name, value in place.items() if value})


def related(instrument: str) -> set[str]:
    """An instrument, all narrower ones, and those that are broader than it; nothing for what is none."""
    words_of = vocabulary()
    try:
        return words_of.narrower(instrument, "instrument") | set(words_of.concept(instrument, "instrument").broader)
    except UnknownConcept:
        return set()


def with_place(rows: OfferQuerySet) -> OfferQuerySet:
    """With whose it is and where that is, in the same query."""
    return rows.select_related("organization", "organization__territory", "organization__territory__parent")


def likeness(mine: Territory, offers: Collection[Offer]) -> dict[int, tuple[float, str]]:
    """How alike the governments of these offers are to one (0 to 1, itself 1), and why in words; by the offer's key.

    Only those that are called like it.
    """
    places = {one.organization.territory_id: one.organization.territory for one in offers}
    found = resemblances(mine, [key for key in places if key is not None])
    like = {key: (value, _alike(found.parts_of(key), places[key], mine)) for key, value in found.like().items()}
    like[mine.pk] = (1.0, _("su territorio"))
    return {one.pk: like[key] for one in offers if (key := one.organization.territory_id) in like}


def _alike(parts: Mapping[Any, float], other: Territory | None, mine: Territory) -> str:
    said = ", ".join(alike_in(parts, other, mine)) if other else ""
    return _("parecido a %(name)s: %(parts)s") % {"name": mine.name, "parts": said}


def ordered(offers: Sequence[Offer], order: Order, like: Mapping[int, tuple[float, str]]) -> list[Offer]:
    """These offers, which come newest first, by topic or with those of governments like mine before the others."""
    if order == Order.TOPIC:
        return sorted(offers, key=lambda one: fold(words.of(one)))
    return sorted(offers, key=lambda one: -like.get(one.pk, (0.0, ""))[0])


def countries() -> list[str]:
    """The countries of which something is offered."""
    rows = Offer.objects.public().exclude(organization__territory=None).order_by()
    return sorted(set(rows.values_list("organization__territory__country", flat=True)))


def nearly_asleep(until: datetime) -> list[int]:
    """The keys of the active offers that fall asleep by then, unless somebody renews them; for the clock."""
    months = settings.MINGA_OFFER_MONTHS
    # A month too many at most, which the rule of `sleeping` sorts out: months are no fixed number of days.
    before = until - timedelta(days=28 * months)
    rows = Offer.objects.filter(state=State.ACTIVE, renewed_at__lte=before)
    return list(rows.order_by("renewed_at").values_list("pk", flat=True))


def of_ref(actor: Actor, ref: str) -> Offer | None:
    """An offer as its address shows it: one's own in any state, of others what was published once."""
    rows = with_place(Offer.objects.all()).filter(ref=ref)
    return rows.filter(Q(pk__in=Offer.objects.own(actor)) | Q(state__in=KNOWN)).first()


def own(actor: Actor) -> OfferQuerySet:
    """The offers of one's own organization that were not withdrawn: drafts first, then what sleeps, then the active."""
    return with_place(Offer.objects.own(actor).standing()).order_by(F("renewed_at").asc(nulls_first=True), "pk")


def public_of_ref(ref: str) -> Offer | None:
    """A public offer of this ref."""
    return with_place(Offer.objects.public()).filter(ref=ref).first()


def is_public(offer: Offer) -> bool:
    """Whether everybody finds it today."""
    return Offer.objects.public().filter(pk=offer.pk).exists()


def room(offers: Collection[Offer], now: datetime | None = None) -> dict[int, int | None]:
    """How many more exchanges each has room for in this calendar year; None where it sets no limit."""
    counted = begun([one.pk for one in offers], timezone.localdate(now).year)
    return {one.pk: None if one.per_year is None else max(one.per_year - counted[one.pk], 0) for one in offers}


def others_like(offer: Offer, limit: int = 5) -> list[Offer]:
    """Other public offers of the same topic and way that have room: where to ask when this one has none."""
    about = Q(instrument=offer.instrument) if offer.instrument else Q(areas__overlap=offer.areas)
    rows = with_place(Offer.objects.public()).filter(about, direction__in=[*TEACHES])
    found = list(rows.exclude(organization=offer.organization)[: limit * 10])
    left = room(found)
    return [one for one in found if left[one.pk] != 0][:limit]


def proofs(offer: Offer) -> list[Claim]:
    """The claims that show it, as far as they are public today, with their citations."""
    return list(in_time(marked(Claim.objects.public().filter(ref__in=offer.claims)))) if offer.claims else []


def beside(territories: Collection[int]) -> dict[int, list[Line]]:
    """Of each of these governments, what it offers to teach and seeks to learn; one query."""
    rows = Offer.objects.public().filter(organization__territory__in=list(territories))
    found: dict[int, list[Offer]] = {}
    for one in rows.select_related("organization__territory"):
        found.setdefault(one.organization.territory_id or 0, []).append(one)
    return {key: _lines(offers) for key, offers in found.items()}


def _lines(offers: Sequence[Offer]) -> list[Line]:
    place = offers[0].organization.territory
    url = f"{reverse('offers')}?{urlencode({'de': place.code if place else ''})}"
    sides = ((_("ofrece enseñar"), TEACHES), (_("busca aprender"), LEARNS))
    told = [(label, [words.of(one) for one in offers if one.direction in ways]) for label, ways in sides]
    return [Line(label, _some(topics), url) for label, topics in told if topics]


def _some(topics: Sequence[str]) -> str:
    said = ", ".join(topics[:MOST_BESIDE])
    more = len(topics) - MOST_BESIDE
    return _("%(said)s y %(n)s más") % {"said": said, "n": more} if more > 0 else said


def told_of(user: User) -> dict[str, Any]:
    """What she made and renewed for an office, as JSON can hold it."""
    return {
        "made": list(Offer.objects.filter(made_by=user).values("ref", "organization__slug", "words", "made_at")),
        "renewed": list(Offer.objects.filter(renewed_by=user).values("ref", "organization__slug", "renewed_at")),
    }


def is_own(offer: Offer, actor: Actor) -> bool:
    """Whether somebody acts for the organization that makes it."""
    return actor.organization is not None and actor.organization.pk == offer.organization_id
