"""Reads shaped for a page of the evidence: a claim, a source, a document, a concept."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar, overload

from django.contrib.postgres.lookups import Unaccent
from django.db.models import (
    Count,
    Exists,
    F,
    Func,
    Model,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Greatest, Least, Lower, Substr

from minga.evidence.domain.statuses import PUBLIC, Access, Stance, Status
from minga.evidence.models import (
    Citation,
    Claim,
    ClaimQuerySet,
    Collection,
    Contradiction,
    Correction,
    Counterpart,
    Document,
    Judgement,
    Source,
)
from minga.evidence.queries import with_standing
from minga.journal.queries import kept_until_a_change

Row = TypeVar("Row", bound=Model)
# What the rule of third-party text lets us show around a quote, in characters (docs/reference: access `quotes`).
AROUND = 200
# An address is for ever: what was withdrawn or replaced stays readable, marked as such.
READABLE = (*PUBLIC, Status.REPLACED, Status.WITHDRAWN)


@dataclass(frozen=True)
class Tally:
    """How many claims, told apart: recorded ones nobody has checked, and accepted ones."""

    recorded: int = 0
    accepted: int = 0

    @property
    def total(self) -> int:
        """Both together."""
        return self.recorded + self.accepted

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.recorded + other.recorded, self.accepted + other.accepted)


@dataclass(frozen=True)
class Excerpt:
    """A quote with the words around it, as far as the document may be shown."""

    before: str
    quote: str
    after: str


@dataclass(frozen=True)
class Proof:
    """A citation with its quote in context, where there is one that may be shown."""

    citation: Citation
    excerpt: Excerpt | None


@dataclass(frozen=True)
class LongList(Sequence[Row]):
    """A long list for a Paginator: what each row shows is read for the rows of one page alone.

    keys        of the rows, in their order
    shown       the same rows with all they show
    length      how many there are
    """

    keys: QuerySet[Row, int]
    shown: QuerySet[Row]
    length: int

    def __len__(self) -> int:
        return self.length

    @overload
    def __getitem__(self, part: int) -> Row: ...

    @overload
    def __getitem__(self, part: slice) -> list[Row]: ...

    def __getitem__(self, part: int | slice) -> Row | list[Row]:
        if isinstance(part, int):
            return self.shown.get(pk=self.keys[part])
        keys = list(self.keys[part])
        rows = self.shown.in_bulk(keys)
        return [rows[key] for key in keys]


def marked(claims: ClaimQuerySet) -> ClaimQuerySet:
    """Claims with all that a card shows, each with `disputed`: another claim or a source says otherwise."""
    against = Contradiction.objects.filter(Q(first=OuterRef("pk")) | Q(second=OuterRef("pk")))
    denied = Citation.objects.filter(claim=OuterRef("pk"), stance=Stance.CONTRADICTS)
    return claims.with_citations().annotate(disputed=Exists(against) | Exists(denied))


def in_time(claims: ClaimQuerySet) -> ClaimQuerySet:
    """Oldest first, undated last."""
    return claims.order_by(F("year_first").asc(nulls_last=True), "when", "ref")


def tally(claims: ClaimQuerySet) -> Tally:
    """How many of them are recorded and how many accepted. One query."""
    counts = dict(claims.public().order_by().values_list("status").annotate(Count("pk")))
    return Tally(counts.get(Status.RECORDED, 0), counts.get(Status.ACCEPTED, 0))


def readable_claim(ref: str) -> Claim:
    """A claim with everything its page shows, in a fixed number of queries. Raises Claim.DoesNotExist."""
    whole = Citation.objects.select_related("source", "relies_on", "passage", "extracted__document").order_by("pk")
    whole = _with_context(whole)
    found = Claim.objects.filter(status__in=READABLE).select_related(
        "territory", "organization", "collection", "corrects__original"
    )
    return found.prefetch_related(
        Prefetch("citations", with_standing(whole)),
        Prefetch("counterparts", Counterpart.objects.select_related("territory", "organization")),
        Prefetch("judgements", Judgement.objects.select_related("by")),
        Prefetch("corrections", Correction.objects.select_related("replacement")),
    ).get(ref=ref)


def _with_context(citations: QuerySet[Citation]) -> QuerySet[Citation]:
    """With `before` and `after`: one letter more than may be shown beside a quote, none of another passage.

    The next note may speak of another country. The database cuts them out: the text may be a book.
    """
    first = Greatest(F("start") - AROUND - 1, Coalesce(F("passage__start"), 0))
    last = Least(F("end") + AROUND + 1, Coalesce(F("passage__end"), F("end") + AROUND + 1))
    return citations.defer("extracted__text").annotate(
        before=Substr("extracted__text", first + 1, F("start") - first),
        after=Substr("extracted__text", F("end") + 1, last - F("end")),
    )


def excerpt(citation: Citation) -> Excerpt | None:
    """The quote in its context; None where there is no archived text or it may not be shown."""
    if citation.extracted is None or citation.extracted.document.access == Access.PRIVATE:
        return None
    before, after = str(getattr(citation, "before", "")), str(getattr(citation, "after", ""))
    return Excerpt(
        _from_a_word(before[-AROUND:], cut=len(before) > AROUND),
        citation.quote,
        _to_a_word(after[:AROUND], cut=len(after) > AROUND),
    )


def shown_sources() -> QuerySet[Source]:
    """Sources that have a page of their own: the very title of a private document is nobody else's.

    A source whose documents are all private is shown only where a claim that anyone may read stands on it.
    """
    named = Q(source=OuterRef("pk")) | Q(relies_on=OuterRef("pk"))
    cited = Citation.objects.filter(named, claim__status__in=READABLE)
    documents = Document.objects.filter(source=OuterRef("pk"))
    private, other = documents.filter(access=Access.PRIVATE), documents.exclude(access=Access.PRIVATE)
    return Source.objects.filter(~Exists(private) | Exists(other) | Exists(cited))


def sources(words: str) -> LongList[Source]:
    """Public sources whose title, author or publisher holds the words, in alphabetical order, with their tallies."""
    public = Citation.objects.filter(claim__status__in=PUBLIC)
    used = public.filter(Q(source=OuterRef("pk")) | Q(relies_on=OuterRef("pk")))
    found = Source.objects.filter(Exists(used))
    for word in words.split()[:8]:
        found = found.filter(Q(title__unaccent__icontains=word) | Q(authors__unaccent__icontains=word))
    tallied = Source.objects.annotate(recorded=_claims(Status.RECORDED), accepted=_claims(Status.ACCEPTED))
    return LongList(
        found.order_by(_letters(Unaccent(Lower("title"))), "slug").values_list("pk", flat=True), tallied, found.count()
    )


@dataclass(frozen=True)
class Standing:
    """What stands on a source: how many public claims, and the keys of their collections."""

    tally: Tally
    collections: frozenset[int]


@kept_until_a_change
def standing_on(key: int) -> Standing:
    """What stands on a source, by its key: a register stands on one with all its rows. Two queries."""
    on_it = _on(Source(pk=key))
    public = on_it.filter(claim__status__in=PUBLIC).order_by()
    collections = public.values_list("claim__collection", flat=True).distinct()
    return Standing(tally(Claim.objects.filter(pk__in=on_it.values("claim"))), frozenset(collections))


def claims_of_source(source: Source, standing: Standing) -> LongList[Claim]:
    """The public claims that stand on a source, directly or through another that cites it, oldest first."""
    claims = in_time(Claim.objects.public().filter(pk__in=_on(source).values("claim")))
    return LongList(claims.values_list("pk", flat=True), marked(Claim.objects.public()), standing.tally.total)


def collections_of(standing: Standing) -> QuerySet[Collection]:
    """The collections of what stands on a source, by title. One query."""
    return Collection.objects.filter(pk__in=standing.collections).order_by("title")


def _on(source: Source) -> QuerySet[Citation]:
    return Citation.objects.filter(Q(source=source) | Q(relies_on=source))


@kept_until_a_change
def concept_tallies(scheme: str) -> dict[str, Tally]:
    """How many claims of activity carry each concept of a scheme. One query; none for schemes no claim carries."""
    field = {"instrument": "instrument", "event": "event", "area": "areas", "level": "territory__level"}.get(scheme)
    if field is None:
        return {}
    rows = Claim.objects.public().activity().order_by().values_list(field, "status").annotate(Count("pk"))
    counts: Counter[tuple[str, str]] = Counter()
    for value, status, count in rows:
        for code in value if isinstance(value, list) else [value]:
            counts[code, status] += count
    codes = {code for code, _ in counts if code}
    return {code: Tally(counts[code, Status.RECORDED], counts[code, Status.ACCEPTED]) for code in codes}


def _letters(text: Combinable) -> Func:
    """A title without the bracket, quotation mark or question mark it begins with: lists are sorted by letters."""
    return Func(text, Value("^[^a-z0-9]+"), Value(""), function="regexp_replace", output_field=TextField())


def _claims(status: Status) -> Coalesce:
    """Counted for each row of a page, not over all citations of all sources."""
    cited = Citation.objects.filter(source=OuterRef("pk"), claim__status=status).order_by().values("source")
    return Coalesce(Subquery(cited.annotate(n=Count("claim", distinct=True)).values("n")), 0)


def _from_a_word(text: str, *, cut: bool) -> str:
    return f"…{text[text.find(' ') + 1 :]}" if cut else text


def _to_a_word(text: str, *, cut: bool) -> str:
    return f"{text[: text.rfind(' ')]}…" if cut else text
