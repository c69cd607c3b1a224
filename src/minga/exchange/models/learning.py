"""What the receiver does with it, how it went, and what both sides learnt."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from minga.accounts.models import User
from minga.evidence.domain.statuses import Access
from minga.exchange.models.exchanges import Exchange
from minga.territories.models import Organization


class Plan(models.Model):
    """What the receiver will do at home with what it saw."""

    exchange = models.OneToOneField(Exchange, models.CASCADE, related_name="plan")
    adapts = models.TextField(help_text="what is taken over, and what must be otherwise here")
    steps = models.TextField(blank=True)
    responsible = models.TextField(blank=True, help_text="organ and role, never a person")
    resources = models.TextField(blank=True)
    first_result = models.TextField(blank=True)
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"plan of {self.exchange_id}"


class FollowUp(models.Model):
    """What the receiver tells some months later."""

    exchange = models.ForeignKey(Exchange, models.CASCADE, related_name="follow_ups")
    months = models.PositiveSmallIntegerField()
    done = models.TextField()
    hindered = models.TextField(blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["months"]
        constraints = [models.UniqueConstraint(fields=["exchange", "months"], name="follow_up_once")]

    def __str__(self) -> str:
        return f"follow-up of {self.exchange_id} after {self.months} months"


class Evaluation(models.Model):
    """What one side says of the exchange."""

    class Served(models.TextChoices):
        """Whether it served."""

        YES = "yes"
        PARTLY = "partly"
        NO = "no"

    exchange = models.ForeignKey(Exchange, models.CASCADE, related_name="evaluations")
    party = models.CharField(max_length=12)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    served = models.CharField(max_length=6, choices=Served.choices)
    learnt = models.TextField(blank=True)
    lacked = models.TextField(blank=True, help_text="what did not work")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["at"]
        constraints = [
            models.UniqueConstraint(fields=["exchange", "party"], name="evaluation_once_of_each_side"),
            models.CheckConstraint(condition=Q(served__in=["yes", "partly", "no"]), name="evaluation_word_known"),
        ]

    def __str__(self) -> str:
        return f"evaluation of {self.exchange_id} by {self.party}"


class Note(models.Model):
    """What both sides learnt, as it will be read by others once both have agreed to these very words.

    access      who will read it whole: everybody, everybody its quotes alone, or the two sides
    agreed      parties that agreed to the words as they are
    document    SHA-256 under which it was archived when it was published
    """

    exchange = models.OneToOneField(Exchange, models.CASCADE, related_name="note")
    title = models.CharField(max_length=300)
    text = models.TextField()
    access = models.CharField(max_length=10, choices=[(one, one) for one in Access], default=Access.OPEN)
    agreed = ArrayField(models.CharField(max_length=12), default=list)
    at = models.DateTimeField(default=timezone.now)
    published_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)
    document = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(access__in=[*Access]), name="note_access_known"),
            models.CheckConstraint(
                condition=Q(published_by=None, published_at=None, document="")
                | Q(published_at__isnull=False) & ~Q(document=""),
                name="note_published_as_a_document",
            ),
        ]

    def __str__(self) -> str:
        return f"note of {self.exchange_id}"


class Reminded(models.Model):
    """That somebody was reminded of something: `kind` and `about` name it, and nobody is told the same name twice."""

    exchange = models.ForeignKey(Exchange, models.CASCADE, related_name="reminded")
    kind = models.CharField(max_length=20)
    about = models.CharField(max_length=80)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["exchange", "kind", "about"], name="reminded_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.about}"
