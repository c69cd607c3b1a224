"""Sources, archived documents, what was read in them, and its passages."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from minga.accounts.models import User
from minga.evidence.domain.statuses import Access
from minga.evidence.models.words import choices, one_of
from minga.territories.models import Organization


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

    def visible_to(self, organization: Organization | None) -> DocumentQuerySet:
        """Those of which somebody who acts for this organization (None: for nobody) may know at all."""
        if organization is None:
            return self.exclude(access=Access.PRIVATE)
        ours = Bringing.objects.filter(sha256=OuterRef("sha256"), organization=organization)
        return self.filter(~Q(access=Access.PRIVATE) | Exists(ours))


class Bringing(models.Model):
    """An organization brought a file in, named by the SHA-256 of its bytes: before it was read, or again later."""

    sha256 = models.CharField(max_length=64)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="brought")
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sha256", "organization"], name="brought_once_by_an_organization"),
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="bringing_sha256_is_one"),
        ]

    def __str__(self) -> str:
        return f"{self.organization_id} {self.sha256[:12]}"


class Document(models.Model):
    """An archived copy of a source, named by the SHA-256 of its bytes."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="documents")
    sha256 = models.CharField(max_length=64, unique=True)
    media_type = models.CharField(max_length=100)
    size = models.BigIntegerField(help_text="bytes")
    language = models.CharField(max_length=2)
    pages = models.IntegerField(null=True)
    access = models.CharField(max_length=10, choices=choices(Access), default=Access.QUOTES)
    captured_at = models.DateTimeField(auto_now_add=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=one_of("access", Access), name="document_access_known"),
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
        """A document is read in parts: the query says which, so that the place on it is there without a script."""
        return f"{self.extracted.document.get_absolute_url()}?pasaje={self.ordinal}#p{self.ordinal}"

    @property
    def ref(self) -> str:
        """Its public name, "3f2a…#p3"."""
        return f"{self.extracted.document.short}#p{self.ordinal}"

    @property
    def body(self) -> str:
        """Its words."""
        return self.extracted.text[self.start : self.end]
