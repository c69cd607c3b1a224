"""What was brought in from each register: every row with what became of it, and the edition that was complete last."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from minga.registers.domain.plans import TO_REVIEW, Outcome

OUTCOMES = [outcome.value for outcome in Outcome]


class RegisterRowQuerySet(models.QuerySet["RegisterRow"]):
    """Rows by what is left to do about them."""

    def to_review(self) -> "RegisterRowQuerySet":
        """Those that wait for a reviewer."""
        return self.filter(outcome__in=TO_REVIEW)


class RegisterRow(models.Model):
    """One row of a register, by its identity there, with its outcome and the code of the reason."""

    register = models.CharField(max_length=20)
    key = models.CharField(max_length=220)
    part = models.SmallIntegerField(default=0, help_text="0 the register's own file, 1 the one that goes with it")
    line = models.PositiveIntegerField(help_text="which row of its file it was when it was last read")
    says = models.CharField(max_length=700)
    outcome = models.CharField(max_length=10, choices=[(outcome, outcome) for outcome in OUTCOMES])
    reason = models.CharField(max_length=40, blank=True)
    detail = models.CharField(max_length=700, blank=True)
    refs = ArrayField(models.CharField(max_length=40), default=list, help_text="the claims it gives")

    objects = RegisterRowQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["register", "part", "line"]
        constraints = [
            models.UniqueConstraint(fields=["register", "key"], name="register_row_once"),
            models.CheckConstraint(condition=Q(outcome__in=OUTCOMES), name="register_row_outcome_known"),
        ]
        indexes = [models.Index(fields=["register", "outcome", "reason"], name="register_row_outcome")]

    def __str__(self) -> str:
        return f"{self.register} {self.key}"


class RegisterEdition(models.Model):
    """What was brought in whole from a register last, so that bringing it in again does nothing."""

    register = models.CharField(max_length=20, unique=True)
    fingerprint = models.CharField(
        max_length=64, blank=True, help_text="of files, gazetteer and our rules; empty while a new edition comes in"
    )
    claims = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict, help_text="rows by outcome")
    finished_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.register} {self.fingerprint[:12]}"
