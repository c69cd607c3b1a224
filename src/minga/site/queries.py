"""Reads for the pages that show several rooms."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from minga.evidence.domain.statuses import Kind, Status
from minga.evidence.domain.vocabulary import vocabulary
from minga.evidence.models import Claim, ClaimQuerySet, Document, Source
from minga.evidence.pages import Tally, in_time, marked
from minga.journal.queries import kept_until_a_change
from minga.territories.domain import Level
from minga.territories.models import Organization, Territory
from minga.territories.queries import children, first_levels

# Events by which an organ comes to be.
BEGINNINGS = ("created", "recreated")


@dataclass
class Trajectory:
    """What stands here about one territory or organization: its acts in time, and what is kept but not counted."""

    acts: list[Claim] = field(default_factory=list)
    background: list[Claim] = field(default_factory=list)
    elsewhere: list[Claim] = field(default_factory=list)

    @property
    def tally(self) -> Tally:
        """How many acts are recorded and how many accepted."""
        accepted = sum(claim.status == Status.ACCEPTED for claim in self.acts)
        return Tally(len(self.acts) - accepted, accepted)

    @property
    def undated(self) -> int:
        """How many acts have no date, and so stand on no timeline."""
        return sum(claim.year_first is None and claim.year_last is None for claim in self.acts)

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all stands here."""
        return not (self.acts or self.background or self.elsewhere)

    def by_instrument(self) -> list[tuple[str, list[Claim]]]:
        """The acts under their instruments, in the order of the vocabulary."""
        groups: dict[str, list[Claim]] = defaultdict(list)
        for claim in self.acts:
            groups[claim.instrument].append(claim)
        order = [concept.code for concept in vocabulary().scheme("instrument")]
        return [(code, groups[code]) for code in order if code in groups]

    def bonds(self) -> set[tuple[str, int | None]]:
        """Instrument and other party of its own acts: told from the other side they are the same bond."""
        return {(claim.instrument, party.territory_id) for claim in self.acts for party in claim.counterparts.all()}

    def sources(self) -> list[Source]:
        """The sources of all these claims, each once, by title."""
        claims = [*self.acts, *self.background, *self.elsewhere]
        found = {citation.source.pk: citation.source for claim in claims for citation in claim.citations.all()}
        return sorted(found.values(), key=lambda source: source.title.casefold())


def organs_created() -> list[Claim]:
    """Claims of an organ created or created anew that carry a date, oldest first. One query."""
    organs = vocabulary().narrower("organ", "instrument")
    claims = Claim.objects.public().activity().filter(instrument__in=organs, event__in=BEGINNINGS)
    dated = claims.filter(Q(year_first__isnull=False) | Q(year_last__isnull=False))
    return list(in_time(dated.select_related("territory", "organization")))


def trajectory(subject: Territory | Organization) -> Trajectory:
    """All public claims about a territory or an organization, and those where it is the other party.

    A bond that both sides have on record is told once, from this side.
    """
    own = Q(territory=subject) if isinstance(subject, Territory) else Q(organization=subject)
    party = {"counterparts__territory" if isinstance(subject, Territory) else "counterparts__organization": subject}
    found = Trajectory()
    for claim in _cards(Claim.objects.public().filter(own)):
        (found.acts if claim.kind == Kind.CLAIM else found.background).append(claim)
    others = Claim.objects.filter(pk__in=Claim.objects.public().activity().filter(**party).values("pk"))
    told = found.bonds()
    found.elsewhere = [
        claim for claim in _cards(others.exclude(own)) if (claim.instrument, claim.territory_id) not in told
    ]
    return found


def tallies_inside(territory: Territory) -> dict[str, Tally]:
    """By code of each territory inside it, how many acts stand here about it and all it holds. One query."""
    inside = Claim.objects.filter(territory__ancestors__contains=[territory.code])
    return _by_holder(inside)


@kept_until_a_change
def tallies_by_country() -> dict[str, Tally]:
    """By code of each country, how many acts stand here about it and all it holds. One query."""
    claims = Claim.objects.public().activity().filter(territory__isnull=False).order_by()
    found: dict[str, Tally] = {}
    for code, status, count in claims.values_list("territory__country", "status").annotate(count=Count("pk")):
        found[code] = found.get(code, Tally()) + _share(status, count)
    return found


def inside(territory: Territory) -> QuerySet[Territory]:
    """The governments right under a territory, by name; of a country, its first level and no single towns."""
    return first_levels(territory.code) if territory.level == Level.COUNTRY else children(territory)


def territories_with_claims() -> QuerySet[Territory]:
    """The territories some public claim is about: those the sitemap lists."""
    about = Claim.objects.public().filter(territory=OuterRef("pk"))
    return Territory.objects.filter(Exists(about)).order_by("code")


def collected_claims() -> QuerySet[Claim]:
    """The public claims of our own collection, for the sitemap: those of registers are found from their territories."""
    return Claim.objects.public().collected().order_by("ref")


def founding_document() -> Document | None:
    """The document Minga began with: the oldest that anyone may read whole."""
    return Document.objects.readable().order_by("pk").first()


def _cards(claims: ClaimQuerySet) -> ClaimQuerySet:
    return in_time(marked(claims))


def _by_holder(claims: ClaimQuerySet) -> dict[str, Tally]:
    rows = (
        claims.public()
        .activity()
        .order_by()
        .values_list("territory__code", "territory__ancestors", "status")
        .annotate(count=Count("pk"))
    )
    found: dict[str, Tally] = defaultdict(Tally)
    for code, above, status, count in rows:
        for holder in (*above, code):
            found[holder] += _share(status, count)
    return found


def _share(status: str, count: int) -> Tally:
    return Tally(accepted=count) if status == Status.ACCEPTED else Tally(recorded=count)
