"""What the parties say, hand over, promise and meet for."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from minga.accounts.models import User
from minga.exchange.models.exchanges import Exchange
from minga.territories.models import Organization


class Message(models.Model):
    """What one party wrote to the others."""

    exchange = models.ForeignKey(Exchange, models.CASCADE, related_name="messages")
    text = models.TextField()
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["at", "pk"]
        indexes = [models.Index(fields=["exchange", "at"], name="message_of_exchange")]

    def __str__(self) -> str:
        return f"message {self.pk}"


class Attachment(models.Model):
    """A file that one party handed to the others; its bytes lie under their SHA-256, out of everybody else's reach."""

    class Kind(models.TextChoices):
        """What the file is for."""

        DOCUMENT = "document"
        REPORT = "report"

    exchange = models.ForeignKey(Exchange, models.CASCADE, related_name="attachments")
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.DOCUMENT)
    sha256 = models.CharField(max_length=64)
    name = models.CharField(max_length=255)
    size = models.BigIntegerField(help_text="bytes")
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="attachment_sha256_is_one"),
            models.CheckConstraint(condition=Q(kind__in=["document", "report"]), name="attachment_kind_known"),
            models.UniqueConstraint(fields=["exchange", "sha256"], name="attachment_once"),
        ]

    def __str__(self) -> str:
        return f"attachment {self.sha256[:12]}"

    def get_absolute_url(self) -> str:
        return reverse("exchange-file", args=[self.exchange.ref, self.short])

    @property
    def short(self) -> str:
        """The first twelve digits of its hash, by which addresses name it."""
        return self.sha256[:12]


class SessionQuerySet(models.QuerySet["Session"]):
    """Sessions by what became of them."""

    def planned(self) -> SessionQuerySet:
        """Neither held nor cancelled."""
        return self.filter(held_at=None, cancelled_at=None)

    def ahead(self) -> SessionQuerySet:
        """Those that are not over yet."""
        return self.planned().filter(ends__gt=timezone.now())


class Session(models.Model):
    """When the parties meet, and what came of it. A calendar knows it by `uid`, and its latest word by `sequence`.

    zone        name of a time zone (IANA): the hours were said in it
    people      how many are expected
    attended    organs and roles that came, and the log: written once it was held
    """

    exchange = models.ForeignKey(Exchange, models.CASCADE, related_name="sessions")
    number = models.PositiveIntegerField()
    uid = models.CharField(max_length=80, unique=True)
    sequence = models.PositiveIntegerField(default=0)
    starts = models.DateTimeField()
    ends = models.DateTimeField()
    zone = models.CharField(max_length=60)
    place = models.CharField(max_length=300, blank=True)
    link = models.URLField(max_length=500, blank=True)
    people = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(default=timezone.now)
    cancelled_at = models.DateTimeField(null=True)
    held_at = models.DateTimeField(null=True)
    attended = models.TextField(blank=True)
    log = models.TextField(blank=True)

    objects = SessionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["starts", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["exchange", "number"], name="session_once"),
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="session_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(held_at=None) | Q(cancelled_at=None), name="session_held_was_not_cancelled"
            ),
        ]

    def __str__(self) -> str:
        return self.uid

    @property
    def is_planned(self) -> bool:
        """Neither held nor cancelled."""
        return self.held_at is None and self.cancelled_at is None


class Commitment(models.Model):
    """What one party promised by a day; closed by evidence, or let go with a reason."""

    exchange = models.ForeignKey(Exchange, models.CASCADE, related_name="commitments")
    number = models.PositiveIntegerField()
    owner = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    what = models.TextField()
    due = models.DateField()
    promised_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    promised_at = models.DateTimeField(default=timezone.now)
    kept_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    kept_at = models.DateTimeField(null=True)
    evidence = models.TextField(blank=True, help_text="what shows that it was kept")
    dropped_at = models.DateTimeField(null=True)
    because = models.TextField(blank=True, help_text="why it was let go")

    class Meta:
        ordering: ClassVar = ["due", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["exchange", "number"], name="commitment_once"),
            models.CheckConstraint(
                condition=Q(kept_by=None, kept_at=None) | Q(kept_at__isnull=False) & ~Q(evidence=""),
                name="commitment_kept_with_evidence",
            ),
            models.CheckConstraint(
                condition=Q(dropped_at=None) | Q(kept_at=None) & ~Q(because=""), name="commitment_dropped_with_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"commitment {self.number} of {self.exchange_id}"

    @property
    def is_open(self) -> bool:
        """Whether it is still owed."""
        return self.kept_at is None and self.dropped_at is None
