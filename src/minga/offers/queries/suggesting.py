"""Reads: what an office could offer, by what is on record of it, and ask for, by its peers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import get_language

from minga.accounts.actors import Actor
from minga.evidence.domain.statuses import Status
from minga.evidence.domain.vocabulary import vocabulary
from minga.evidence.models import Claim
from minga.offers.domain.modalities import Modality
from minga.offers.domain.offers import LANGUAGES, MOST_CLAIMS, USUAL_A_YEAR, Direction, Said
from minga.offers.models import Offer
from minga.peers.adapters import languages as spoken_in
from minga.peers.queries import INVESTMENT, peers
from minga.territories.domain import Level
from minga.territories.models import Territory

# An act that was only announced shows nothing that could be taught.
_ANNOUNCED = "planned"
# So many peers are looked at for what they have, and so many are named.
MOST_PEERS, MOST_NAMED = 10, 3
# The areas of what peers call promotion of investment.
_INVESTMENT = ("foreign_investment", "investment_followup", "promotion_branding")
MOST_CHOICES = 24


@dataclass(frozen=True)
class Suggestion:
    """An offer that is ready to be confirmed.

    key     names it in a form: "offer instrument office", "offer area culture", "demand instrument organ"
    peers   of a demand, the names of peers that have it, and in all how many do
    """

    key: str
    said: Said
    proofs: int = 0
    peers: Sequence[str] = field(default_factory=list)
    with_it: int = 0


def suggestions(actor: Actor) -> list[Suggestion]:
    """What the office for which somebody acts could offer and ask for, without what it already said; six queries."""
    place = actor.organization.territory if actor.organization else None
    if place is None or place.level == Level.COUNTRY:
        return []
    said = list(Offer.objects.own(actor).standing())
    found = [*_offers(place), *_demands(place)]
    return [one for one in found if not any(_same(one.said, offer) for offer in said)]


def _same(said: Said, offer: Offer) -> bool:
    """Whether an office said this already, the same way or both ways."""
    is_topic = said.instrument == offer.instrument and (said.instrument != "" or set(said.areas) <= set(offer.areas))
    return is_topic and offer.direction in (said.direction, Direction.TWO_WAY)


def _offers(place: Territory) -> list[Suggestion]:
    claims = shown_by(place)
    concepts = vocabulary()
    instruments = [one.code for one in concepts.scheme("instrument")]
    areas = [one.code for one in concepts.scheme("area")]
    by_instrument = {code: [one for one in claims if one.instrument == code] for code in instruments}
    by_area = {code: [one for one in claims if code in one.areas] for code in areas}
    told = [_offer(place, code, (), proofs) for code, proofs in by_instrument.items() if proofs]
    return [*told, *(_offer(place, "", (code,), proofs) for code, proofs in by_area.items() if proofs)]


def _offer(place: Territory, instrument: str, areas: tuple[str, ...], claims: Sequence[Claim]) -> Suggestion:
    refs = tuple(one.ref for one in claims[:MOST_CLAIMS])
    said = Said(instrument, areas, Direction.OFFER, Modality.CALL, tongues_of(place), USUAL_A_YEAR, refs)
    name = f"instrument {instrument}" if instrument else f"area {areas[0]}"
    return Suggestion(f"offer {name}", said, proofs=len(claims))


def shown_by(place: Territory) -> list[Claim]:
    """What everybody may read of what a government did, the best to show first: accepted ones, then the latest."""
    rows = Claim.objects.public().activity().filter(territory=place).exclude(event=_ANNOUNCED)
    rows = rows.only("ref", "instrument", "areas", "status", "year_first", "statement", "language", "event", "when")
    return sorted(rows, key=lambda one: (one.status != Status.ACCEPTED, -(one.year_first or 0), one.ref))


def _demands(place: Territory) -> list[Suggestion]:
    """What the likest that are ahead have and this one lacks, what most of them have first."""
    names: dict[str, list[str]] = {}
    for peer in peers(place, limit=MOST_PEERS).peers:
        for one in peer.suggestion.ahead:
            names.setdefault(one.holding.goal, []).append(peer.territory.name)
    ranked = sorted(names.items(), key=lambda row: -len(row[1]))
    return [_demand(place, goal, who) for goal, who in ranked]


def _demand(place: Territory, goal: str, who: Sequence[str]) -> Suggestion:
    instrument, areas = ("", _INVESTMENT) if goal == INVESTMENT else (goal, ())
    said = Said(instrument, areas, Direction.DEMAND, Modality.CALL, tongues_of(place))
    return Suggestion(f"demand instrument {goal}", said, peers=who[:MOST_NAMED], with_it=len(who))


def tongues_of(place: Territory | None) -> tuple[str, ...]:
    """The official languages of a government's country, as far as an exchange can be held in them; else the page's."""
    spoken = spoken_in(place.country) if place else frozenset()
    return tuple(code for code in LANGUAGES if code in spoken) or ((get_language() or "es")[:2],)


def chosen(found: Iterable[Suggestion], keys: Iterable[str]) -> list[Suggestion]:
    """Those of these keys; what is no longer suggested is not there."""
    wanted: Mapping[str, Suggestion] = {one.key: one for one in found}
    return [wanted[key] for key in dict.fromkeys(keys) if key in wanted]


def claims_to_show(actor: Actor, said: Said | None) -> list[Claim]:
    """Claims that may be chosen as proof: those already named, those of the topic, then the others."""
    place = actor.organization.territory if actor.organization else None
    if place is None:
        return []
    named = frozenset(said.claims) if said else frozenset()
    instrument, areas = (said.instrument, set(said.areas)) if said else ("", set())
    rows = shown_by(place)
    rows.sort(key=lambda one: (one.ref not in named, one.instrument != instrument, not areas & set(one.areas)))
    return rows[:MOST_CHOICES]


def refs_of(actor: Actor) -> set[str]:
    """The refs of what everybody may read of one's own government."""
    place = actor.organization.territory if actor.organization else None
    return set(Claim.objects.public().filter(territory=place).values_list("ref", flat=True)) if place else set()
