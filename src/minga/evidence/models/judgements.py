"""What was said of claims after they came in: judged, corrected, contradicted; and what the index must read again."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from minga.accounts.models import User
from minga.evidence.domain.statuses import Verdict
from minga.evidence.models.claims import Claim
from minga.evidence.models.words import choices, one_of


class Judgement(models.Model):
    """Who said what of a claim, when and why. Signed by a person or by an organ."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="judgements")
    verdict = models.CharField(max_length=10, choices=choices(Verdict))
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="judgements")
    organ = models.CharField(max_length=200, blank=True, help_text="the organ that answers for it")
    at = models.DateTimeField()
    reason = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(by__isnull=False) | ~Q(organ=""), name="judgement_is_signed"),
            models.CheckConstraint(condition=one_of("verdict", Verdict), name="judgement_verdict_known"),
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
