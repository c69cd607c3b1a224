"""Who reads what just now, what was accepted together, and how the addresses of sources answered last."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from minga.accounts.models import User
from minga.evidence.models import Source
from minga.ingest.models import Proposal
from minga.review.domain import Outcome


class Reading(models.Model):
    """The proposal that somebody has before her, and since when: a soft sign for others, no lock."""

    by = models.OneToOneField(User, models.CASCADE, related_name="+")
    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="readings")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.by_id} {self.proposal_id}"


class Together(models.Model):
    """Proposals of one rule in one language that were accepted at once, and may be taken back at once."""

    rule = models.CharField(max_length=40)
    language = models.CharField(max_length=2)
    proposals = models.ManyToManyField(Proposal, related_name="together")
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    organ = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.rule} {self.language} {self.at:%Y-%m-%d}"


class LinkCheck(models.Model):
    """How the address of a source answered when it was last asked.

    status      of HTTP; None where nothing answered
    failures    how often in a row it did not answer well
    """

    source = models.OneToOneField(Source, models.CASCADE, related_name="link_check")
    url = models.TextField()
    outcome = models.CharField(max_length=10, choices=[(one, one) for one in Outcome])
    status = models.PositiveSmallIntegerField(null=True)
    failures = models.PositiveIntegerField(default=0)
    checked_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(outcome__in=list(Outcome)), name="link_outcome_known"),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} {self.outcome}"
