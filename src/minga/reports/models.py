"""What readers report, with or without an account, and how often each did."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse

from minga.accounts.models import User
from minga.reports.domain import OPEN_STATES, Kind, State
from minga.territories.models import Organization


class ReportQuerySet(models.QuerySet["Report"]):
    """Reports by where they stand."""

    def waiting(self) -> ReportQuerySet:
        """Those that nobody answered, without what is held back."""
        return self.filter(state=State.OPEN)


class Report(models.Model):
    """One thing that somebody says is wrong or missing, about one claim or one document.

    ref  nobody guesses it: whoever has it reads the answer
    """

    ref = models.CharField(max_length=43, unique=True)
    kind = models.CharField(max_length=10, choices=[(one, one) for one in Kind])
    state = models.CharField(max_length=10, choices=[(one, one) for one in State])
    held_for = models.CharField(max_length=10, blank=True, help_text="why it was held back, as a code")
    claim = models.CharField(max_length=40, blank=True, db_index=True, help_text="ref of the claim it is about")
    document = models.CharField(max_length=12, blank=True, help_text="first characters of the document's SHA-256")
    passage = models.PositiveIntegerField(null=True, help_text="number of the passage of that document")
    text = models.TextField()
    created_at = models.DateTimeField(auto_now_add=True)
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)
    answered_for = models.ForeignKey(Organization, null=True, on_delete=models.PROTECT, related_name="+")

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["state", "-created_at"], name="report_by_state")]
        constraints = [
            models.CheckConstraint(condition=Q(ref__regex="^[-_A-Za-z0-9]{43}$"), name="report_ref_is_long"),
            models.CheckConstraint(condition=Q(kind__in=[*Kind], state__in=[*State]), name="report_words_known"),
            models.CheckConstraint(
                condition=(~Q(claim="") & Q(document="")) | (Q(claim="") & ~Q(document="")), name="report_about_one"
            ),
            models.CheckConstraint(
                condition=Q(answered_by__isnull=True) | Q(answered_at__isnull=False), name="report_answered_pair"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[*OPEN_STATES]) | Q(answered_at__isnull=False), name="report_ended_by_somebody"
            ),
            models.CheckConstraint(condition=~Q(state=State.ANSWERED) | ~Q(answer=""), name="report_answered_in_words"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.claim or self.document}"

    def get_absolute_url(self) -> str:
        return reverse("report", args=[self.ref])


class Contact(models.Model):
    """Where whoever reported wants to be told of the answer; kept apart, shown to nobody, gone once it is told."""

    report = models.OneToOneField(Report, on_delete=models.CASCADE, related_name="contact")
    email = models.EmailField()

    def __str__(self) -> str:
        return f"contact of report {self.report_id}"


class Salt(models.Model):
    """What addresses are mixed with for a day before they are counted; without it nobody can tell whose they were."""

    day = models.DateField(unique=True)
    salt = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.day}"


class Attempt(models.Model):
    """How many reports came from one address in an hour or a day. `key`: SHA-256 of the salt and the address."""

    key = models.CharField(max_length=64)
    period = models.CharField(max_length=13, help_text="2026-11-27 or 2026-11-27T14")
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "period"], name="attempt_once_a_period")]

    def __str__(self) -> str:
        return f"{self.period}: {self.count}"
