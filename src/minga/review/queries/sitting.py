"""One sitting: the proposals of a document in the order of its text, one of them with all that its judge reads."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Case, F, IntegerField, Prefetch, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce, Greatest, Least, Substr
from django.utils import timezone

from minga.accounts.actors import Actor
from minga.accounts.domain.permissions import Role
from minga.evidence.domain.vocabulary import vocabulary
from minga.evidence.models import Claim, Document, Passage
from minga.ingest.domain.proposing import JUDGED, Standing
from minga.ingest.models import Proposal
from minga.review.models import Reading
from minga.territories.models import Territory

# Letters of the passage on either side of a quote; and how many known claims are offered.
_AROUND, _OFFERED = 700, 6
# Who opened it so long ago has likely left.
_STILL_READS = timedelta(minutes=5)


@dataclass(frozen=True)
class Place:
    """A proposal among those of its document."""

    ref: str
    state: str


@dataclass(frozen=True)
class Sitting:
    """A document with its proposals in order, and the one that is read now; None at the end.

    at  its place, from 0
    """

    document: Document
    places: Sequence[Place]
    at: int | None

    @property
    def waiting(self) -> int:
        """How many wait."""
        return sum(one.state == Standing.OPEN for one in self.places)

    @property
    def ref(self) -> str:
        """The name of the one that is read; "" at the end."""
        return self.places[self.at].ref if self.at is not None else ""

    @property
    def before(self) -> str:
        """The one before, judged or not; "" at the beginning."""
        return self.places[self.at - 1].ref if self.at else ""

    @property
    def after(self) -> str:
        """The one after, judged or not; "" at the end."""
        follows = self.at is not None and self.at + 1 < len(self.places)
        return self.places[self.at + 1].ref if self.at is not None and follows else ""


def document_called(short: str, actor: Actor) -> Document | None:
    """A document of which this actor may know."""
    found = Document.objects.select_related("source")
    if actor.role != Role.INSTALLATION:
        found = found.filter(pk__in=Document.objects.visible_to(actor.organization))
    return found.filter(sha256__startswith=short).first()


def sitting(document: Document, *, ref: str = "", after: str = "") -> Sitting:
    """The sitting at a proposal by its name, or at the first that waits behind one; else at the first that waits."""
    rows = Proposal.objects.filter(extracted__document=document).exclude(state=Standing.GONE)
    places = [Place(*row) for row in rows.order_by("start", "end", "ref").values_list("ref", "state")]
    named = next((n for n, one in enumerate(places) if one.ref == (ref or after)), None)
    if ref and named is not None:
        return Sitting(document, places, named)
    begin = 0 if named is None else named + 1
    round_ = [*range(begin, len(places)), *range(begin)]
    return Sitting(document, places, next((n for n in round_ if places[n].state == Standing.OPEN), None))


@dataclass(frozen=True)
class Card:
    """A proposal as its judge reads it.

    before, after   of its passage, as far as a page holds
    known           public claims of the same government, those of its kind first
    """

    proposal: Proposal
    before: str
    after: str
    alternatives: Sequence[Territory]
    known: Sequence[Claim]
    is_read_by_another: bool

    @property
    def is_open(self) -> bool:
        """Whether it waits."""
        return self.proposal.state == Standing.OPEN

    @property
    def is_judged(self) -> bool:
        """Whether a person judged it."""
        return self.proposal.state in JUDGED


def card(ref: str, actor: Actor) -> Card:
    """A proposal with all that its judge reads. Raises Proposal.DoesNotExist. Eight queries."""
    first = Greatest(F("start") - _AROUND, Coalesce(F("passage__start"), 0))
    last = Least(F("end") + _AROUND, Coalesce(F("passage__end"), F("end") + _AROUND))
    claims = Claim.objects.with_citations()
    rows = Proposal.objects.visible_to(actor).select_related("territory", "extracted__document__source", "passage")
    rows = rows.prefetch_related(Prefetch("claim", claims), Prefetch("contradicts", claims))
    row = rows.defer("extracted__text").annotate(
        words_before=Substr("extracted__text", first + 1, F("start") - first),
        words_after=Substr("extracted__text", F("end") + 1, last - F("end")),
    ).get(ref=ref)  # fmt: skip
    return Card(
        row,
        str(getattr(row, "words_before", "")),
        str(getattr(row, "words_after", "")),
        list(Territory.objects.filter(code__in=row.alternatives).order_by("code")),
        _known(row),
        _others(row, actor),
    )


def _known(row: Proposal) -> list[Claim]:
    words = vocabulary()
    kind = words.narrower(row.instrument, "instrument") | {*words.concept(row.instrument, "instrument").broader}
    own = [key for key in (row.claim_id, row.contradicts_id) if key]
    likeness = Case(
        When(pk__in=own, then=Value(0)),
        When(instrument__in=kind, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    found = Claim.objects.public().activity().filter(Q(territory=row.territory_id) | Q(pk__in=own))
    return list(found.annotate(likeness=likeness).order_by("likeness", "year_first", "ref").with_citations()[:_OFFERED])


def _others(row: Proposal, actor: Actor) -> bool:
    lately = Reading.objects.filter(proposal=row, at__gte=timezone.now() - _STILL_READS)
    return lately.exclude(by=actor.key).exists() if actor.key else lately.exists()


def passages(document: Document) -> QuerySet[Passage]:
    """The passages of a document's newest text in order, with their `words`; none where it has no text."""
    newest = document.texts.defer("text").order_by("-pk").first()
    words = Substr("extracted__text", F("start") + 1, F("end") - F("start"))
    rows = Passage.objects.filter(extracted=newest).annotate(words=words).defer("extracted__text")
    return rows.order_by("ordinal")
