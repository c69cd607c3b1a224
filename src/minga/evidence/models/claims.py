"""Claims, the parties on their other side, and the citations that tie them to sources."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from minga.accounts.models import User
from minga.evidence.domain.licences import Licence
from minga.evidence.domain.statuses import PUBLIC, Access, Evidence, Kind, Stance, Status, evidence_of
from minga.evidence.models.sources import ExtractedText, Passage, Source
from minga.evidence.models.words import choices, one_of
from minga.territories.models import Organization, Territory


class Collection(models.Model):
    """Where claims come from as a body, and under which licence they may be taken away: ours, or a register's."""

    slug = models.SlugField(max_length=60, unique=True)
    title = models.CharField(max_length=300)
    licence = models.CharField(max_length=20, choices=choices(Licence))
    attribution = models.TextField(help_text="whom to credit, as it stands in every file that holds its claims")
    url = models.TextField(blank=True)
    is_register = models.BooleanField(default=False, help_text="brought in whole; nobody here read its rows one by one")
    is_worded_by_rule = models.BooleanField(
        default=False,
        help_text="its statements are names in a fixed sentence: their words say all, their meaning nothing",
    )

    class Meta:
        ordering: ClassVar = ["slug"]
        constraints = [
            models.CheckConstraint(condition=one_of("licence", Licence), name="collection_licence_known"),
            models.CheckConstraint(condition=~Q(attribution=""), name="collection_is_attributed"),
        ]

    def __str__(self) -> str:
        return self.title


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

    def background(self) -> ClaimQuerySet:
        """Absences, proposals, studies, opinions: searchable, never counted."""
        return self.filter(kind=Kind.BACKGROUND)

    def collected(self) -> ClaimQuerySet:
        """Those of our own collection, each read by whoever brought it in."""
        return self.filter(collection__is_register=False)

    def of_registers(self) -> ClaimQuerySet:
        """Those of registers that were brought in whole."""
        return self.filter(collection__is_register=True)

    def with_citations(self) -> ClaimQuerySet:
        """With everything a claim's card shows, in three queries."""
        citations = Citation.objects.select_related("source", "relies_on", "passage", "extracted__document")
        citations = citations.defer("extracted__text")  # a card shows the quote, never the text around it
        return self.select_related("territory", "organization", "collection").prefetch_related(
            models.Prefetch("citations", citations.order_by("pk")), "counterparts__territory"
        )


class Claim(models.Model):
    """One fact about one territory or one organization."""

    ref = models.CharField(max_length=40, unique=True)
    collection = models.ForeignKey(Collection, on_delete=models.PROTECT, related_name="claims")
    kind = models.CharField(max_length=12, choices=choices(Kind))
    status = models.CharField(max_length=12, choices=choices(Status))
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
    proposed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(null=True, help_text="empty where a rule or a register brought it")
    proposed_for = models.ForeignKey(Organization, null=True, on_delete=models.PROTECT, related_name="+")
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
            models.CheckConstraint(condition=one_of("status", Status), name="claim_status_known"),
            models.CheckConstraint(condition=one_of("kind", Kind), name="claim_kind_known"),
            models.CheckConstraint(
                condition=Q(territory__isnull=True, organization__isnull=False)
                | Q(territory__isnull=False, organization__isnull=True),
                name="claim_has_one_subject",
            ),
            models.CheckConstraint(condition=~Q(statement=""), name="claim_says_something"),
            models.CheckConstraint(
                condition=Q(proposed_by__isnull=True) | Q(proposed_at__isnull=False), name="claim_proposed_pair"
            ),
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
    stance = models.CharField(max_length=12, choices=choices(Stance), default=Stance.SUPPORTS)
    relies_on = models.ForeignKey(
        Source,
        null=True,
        on_delete=models.PROTECT,
        related_name="relied_on_in",
        help_text="the source it cites in turn",
    )
    checked_on = models.DateField(null=True)
    unverified_since = models.DateTimeField(
        null=True, help_text="a value of the claim was changed then, and nobody has read these words with it since"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=one_of("stance", Stance), name="citation_stance_known"),
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

    def get_absolute_url(self) -> str:
        """Where its words are read in their document, marked; that of its source where no archived text has them."""
        if self.extracted is None:
            return self.source.get_absolute_url()
        part = f"pasaje={self.passage.ordinal}" if self.passage else f"marca={self.claim.ref}"
        return f"{self.extracted.document.get_absolute_url()}?{part}#{self.claim.ref}"

    @property
    def is_pinned(self) -> bool:
        """Whether its words stand in an archived text."""
        return self.extracted_id is not None

    @property
    def shown_quote(self) -> str:
        """Its words as far as anyone may read them: none of a private document."""
        private = self.extracted is not None and self.extracted.document.access == Access.PRIVATE
        return "" if private else self.quote
