"""Sources, documents, passages, claims and what ties them together.

What must not be is refused by the database: a claim without a citation, a quote with an empty span, an unsigned
judgement, a changed text.
"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from minga.accounts.models import User
from minga.evidence.domain.statuses import PUBLIC, Access, Evidence, Kind, Stance, Status, Verdict, evidence_of
from minga.territories.models import Organization, Territory


def _choices(enum: type[Status | Kind | Stance | Access | Verdict]) -> list[tuple[str, str]]:
    return [(item.value, item.value) for item in enum]


def _one_of(field: str, enum: type[Status | Kind | Stance | Access | Verdict]) -> Q:
    return Q(**{f"{field}__in": [item.value for item in enum]})


class Source(models.Model):
    """A bibliographic record: who, when, what, where."""

    slug = models.SlugField(max_length=120, unique=True)
    csl = models.JSONField(help_text="the record as a CSL-JSON item")
    title = models.TextField()
    authors = models.TextField(blank=True, help_text="as shown: «Zamora, E.; Universidad X»")
    year = models.IntegerField(null=True)
    url = models.TextField(blank=True)
    doi = models.CharField(max_length=200, blank=True)
    is_mirror = models.BooleanField(default=False, help_text="the address is a copy that is not the publisher's")

    class Meta:
        ordering: ClassVar = ["slug"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("source", args=[self.slug])

    @property
    def short(self) -> str:
        """Author or title, and year: how a source is named in a line of text."""
        who = self.authors.split(";")[0].split(",")[0].strip() or self.title
        return f"{who} ({self.year})" if self.year else who


class DocumentQuerySet(models.QuerySet["Document"]):
    """Documents by what may be shown of them."""

    def readable(self) -> DocumentQuerySet:
        """Those whose whole text anyone may read."""
        return self.filter(access=Access.OPEN)


class Document(models.Model):
    """An archived copy of a source, named by the SHA-256 of its bytes."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="documents")
    sha256 = models.CharField(max_length=64, unique=True)
    media_type = models.CharField(max_length=100)
    size = models.BigIntegerField(help_text="bytes")
    language = models.CharField(max_length=2)
    pages = models.IntegerField(null=True)
    access = models.CharField(max_length=10, choices=_choices(Access), default=Access.QUOTES)
    captured_at = models.DateTimeField(auto_now_add=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=_one_of("access", Access), name="document_access_known"),
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="document_sha256_is_one"),
        ]

    def __str__(self) -> str:
        return self.short

    def get_absolute_url(self) -> str:
        return reverse("document", args=[self.short])

    @property
    def short(self) -> str:
        """The first twelve digits of its hash, by which addresses name it."""
        return self.sha256[:12]


class ExtractedText(models.Model):
    """The plain text one version of one extractor took from a document. Never changed: a better one is a new row."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="texts")
    extractor = models.CharField(max_length=60)
    version = models.CharField(max_length=30)
    text = models.TextField()
    sha256 = models.CharField(max_length=64, help_text="of the text in UTF-8")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "extractor", "version"], name="text_once_per_extractor"),
        ]

    def __str__(self) -> str:
        return f"{self.document.short} {self.extractor} {self.version}"


class Passage(models.Model):
    """A stretch of an extracted text: paragraph, footnote, list item. `ordinal` counts from 1."""

    extracted = models.ForeignKey(ExtractedText, on_delete=models.PROTECT, related_name="passages")
    ordinal = models.PositiveIntegerField()
    kind = models.CharField(max_length=20)
    label = models.CharField(max_length=20, blank=True)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    page = models.PositiveIntegerField(null=True)

    class Meta:
        ordering: ClassVar = ["extracted", "ordinal"]
        constraints = [
            models.UniqueConstraint(fields=["extracted", "ordinal"], name="passage_once"),
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="passage_not_empty"),
        ]

    def __str__(self) -> str:
        return self.ref

    def get_absolute_url(self) -> str:
        return f"{self.extracted.document.get_absolute_url()}#p{self.ordinal}"

    @property
    def ref(self) -> str:
        """Its public name, "3f2a…#p3"."""
        return f"{self.extracted.document.short}#p{self.ordinal}"

    @property
    def body(self) -> str:
        """Its words."""
        return self.extracted.text[self.start : self.end]


class ClaimQuerySet(models.QuerySet["Claim"]):
    """Claims by what they are and where they stand."""

    def public(self) -> ClaimQuerySet:
        """Recorded and accepted: what a page may show. Proposed ones only where asked for by name."""
        return self.filter(status__in=PUBLIC)

    def accepted(self) -> ClaimQuerySet:
        """Those whose words a named person or organ read."""
        return self.filter(status=Status.ACCEPTED)

    def recorded(self) -> ClaimQuerySet:
        """Those with a source whose words nobody has checked against it yet."""
        return self.filter(status=Status.RECORDED)

    def activity(self) -> ClaimQuerySet:
        """Acts of governments; without background, which is never counted."""
        return self.filter(kind=Kind.CLAIM)

    def with_citations(self) -> ClaimQuerySet:
        """With everything a claim's card shows, in three queries."""
        citations = Citation.objects.select_related("source", "relies_on", "passage", "extracted__document")
        citations = citations.defer("extracted__text")  # a card shows the quote, never the text around it
        return self.select_related("territory", "organization").prefetch_related(
            models.Prefetch("citations", citations.order_by("pk")), "counterparts__territory"
        )


class Claim(models.Model):
    """One fact about one territory or one organization."""

    ref = models.CharField(max_length=20, unique=True)
    kind = models.CharField(max_length=12, choices=_choices(Kind))
    status = models.CharField(max_length=12, choices=_choices(Status))
    territory = models.ForeignKey(Territory, null=True, on_delete=models.PROTECT, related_name="claims")
    organization = models.ForeignKey(Organization, null=True, on_delete=models.PROTECT, related_name="claims")
    subject = models.CharField(max_length=300, blank=True, help_text="the body as the source names it")
    instrument = models.CharField(max_length=40)
    event = models.CharField(max_length=40, blank=True)
    areas = ArrayField(models.CharField(max_length=40), default=list)
    when = models.CharField(max_length=60, blank=True, help_text="EDTF, as the source gives it")
    year_first = models.IntegerField(null=True)
    year_last = models.IntegerField(null=True)
    actor = models.CharField(max_length=300, blank=True, help_text="role or organ, never a private person")
    hosted_in = models.CharField(max_length=300, blank=True)
    statement = models.TextField()
    language = models.CharField(max_length=2, default="es")
    confidence = models.CharField(max_length=10, blank=True)
    kind_note = models.TextField(blank=True, help_text="why it is background")
    curation_note = models.TextField(blank=True, help_text="what was mended when it was collected, and why")
    fingerprint = models.CharField(max_length=64, help_text="of the row it was loaded from, or of its own parts")
    created_at = models.DateTimeField(auto_now_add=True)
    judged_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    judged_at = models.DateTimeField(null=True)

    objects = ClaimQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["ref"]
        indexes = [
            models.Index(fields=["territory", "instrument"], name="claim_territory_instrument"),
            models.Index(fields=["instrument", "year_first"], name="claim_instrument_year"),
        ]
        constraints = [
            models.CheckConstraint(condition=_one_of("status", Status), name="claim_status_known"),
            models.CheckConstraint(condition=_one_of("kind", Kind), name="claim_kind_known"),
            models.CheckConstraint(
                condition=Q(territory__isnull=True, organization__isnull=False)
                | Q(territory__isnull=False, organization__isnull=True),
                name="claim_has_one_subject",
            ),
            models.CheckConstraint(condition=~Q(statement=""), name="claim_says_something"),
            models.CheckConstraint(
                condition=Q(judged_by__isnull=True) | Q(judged_at__isnull=False), name="claim_judged_pair"
            ),
            models.CheckConstraint(
                condition=Q(year_first__isnull=True) | Q(year_last__isnull=True) | Q(year_last__gte=F("year_first")),
                name="claim_years_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.ref

    def get_absolute_url(self) -> str:
        return reverse("claim", args=[self.ref])

    @property
    def evidence(self) -> Evidence:
        """How strongly it is tied to its sources: the best of its supporting citations."""
        supporting = [citation for citation in self.citations.all() if citation.stance == Stance.SUPPORTS]
        return evidence_of(
            pinned=any(citation.is_pinned for citation in supporting),
            located=any(citation.locator for citation in supporting),
        )


class Counterpart(models.Model):
    """A party on the other side of a claim, resolved where that is sure."""

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="counterparts")
    name = models.CharField(max_length=300)
    territory = models.ForeignKey(Territory, null=True, on_delete=models.PROTECT, related_name="counterpart_in")
    organization = models.ForeignKey(Organization, null=True, on_delete=models.PROTECT, related_name="counterpart_in")
    country = models.CharField(max_length=2, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(territory__isnull=True) | Q(organization__isnull=True), name="counterpart_is_one_thing"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Citation(models.Model):
    """What ties a claim to a source: exact words at their place, or a locator, or the collector's note."""

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="citations")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="citations")
    extracted = models.ForeignKey(ExtractedText, null=True, on_delete=models.PROTECT, related_name="citations")
    passage = models.ForeignKey(Passage, null=True, on_delete=models.PROTECT, related_name="citations")
    start = models.PositiveIntegerField(null=True)
    end = models.PositiveIntegerField(null=True)
    quote = models.TextField(blank=True)
    prefix = models.CharField(max_length=32, blank=True)
    suffix = models.CharField(max_length=32, blank=True)
    locator = models.CharField(max_length=200, blank=True)
    note = models.TextField(blank=True, help_text="what the collector read, in our words")
    stance = models.CharField(max_length=12, choices=_choices(Stance), default=Stance.SUPPORTS)
    relies_on = models.ForeignKey(
        Source,
        null=True,
        on_delete=models.PROTECT,
        related_name="relied_on_in",
        help_text="the source it cites in turn",
    )
    checked_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=_one_of("stance", Stance), name="citation_stance_known"),
            models.CheckConstraint(
                condition=Q(
                    extracted__isnull=True, passage__isnull=True, start__isnull=True, end__isnull=True, quote=""
                )
                | (Q(extracted__isnull=False, start__isnull=False, end__gt=F("start")) & ~Q(quote="")),
                name="citation_quote_is_pinned",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.claim_id} ← {self.source_id}"

    @property
    def is_pinned(self) -> bool:
        """Whether its words stand in an archived text."""
        return self.extracted_id is not None

    @property
    def shown_quote(self) -> str:
        """Its words as far as anyone may read them: none of a private document."""
        private = self.extracted is not None and self.extracted.document.access == Access.PRIVATE
        return "" if private else self.quote


class Judgement(models.Model):
    """Who said what of a claim, when and why. Signed by a person or by an organ."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="judgements")
    verdict = models.CharField(max_length=10, choices=_choices(Verdict))
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="judgements")
    organ = models.CharField(max_length=200, blank=True, help_text="the organ that answers for it")
    at = models.DateTimeField()
    reason = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(by__isnull=False) | ~Q(organ=""), name="judgement_is_signed"),
            models.CheckConstraint(condition=_one_of("verdict", Verdict), name="judgement_verdict_known"),
        ]

    def __str__(self) -> str:
        return f"{self.claim_id} {self.verdict}"


class Correction(models.Model):
    """A claim that replaces another once it is accepted; the old one stays readable."""

    original = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="corrections")
    replacement = models.OneToOneField(Claim, on_delete=models.PROTECT, related_name="corrects")
    reason = models.TextField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(original=F("replacement")), name="correction_of_another_claim"),
            models.CheckConstraint(condition=~Q(reason=""), name="correction_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.original_id} → {self.replacement_id}"


class Contradiction(models.Model):
    """Two claims that exclude each other. Stored once, the lower key first."""

    first = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="contradictions_as_first")
    second = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="contradictions_as_second")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="contradiction_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="contradiction_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} ≠ {self.second_id}"


class Change(models.Model):
    """The queue of what the index must read again; written in the transaction of the change."""

    kind = models.CharField(max_length=10)
    ref = models.CharField(max_length=40)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.ref}"
