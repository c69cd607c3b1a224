"""How far each job is, and what became of it; the jobs themselves stand in procrastinate's tables."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from minga.jobs.domain import Reason

REASONS = ["", *(reason.value for reason in Reason)]


class JobProgress(models.Model):
    """One job's way. Its key is the number of procrastinate's row, to which no foreign key is held: that is theirs."""

    job = models.BigIntegerField(primary_key=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0, help_text="0 where nobody knows")
    deaths = models.PositiveSmallIntegerField(default=0, help_text="how often its worker died over it")
    reason = models.CharField(max_length=20, blank=True, help_text="why it ended without being done")
    detail = models.CharField(max_length=300, blank=True)
    result = models.JSONField(null=True, help_text="what the task noted of what it did")
    told_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering: ClassVar = ["job"]
        constraints = [models.CheckConstraint(condition=Q(reason__in=REASONS), name="job_reason_known")]

    def __str__(self) -> str:
        return f"job {self.job}: {self.done}/{self.total}"
