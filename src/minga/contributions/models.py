"""What is on its way in: files part by part, addresses to fetch, forms half filled in. Each belongs to one person."""

from __future__ import annotations

import secrets
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from minga.accounts.models import User
from minga.contributions.domain.drafting import FORMS
from minga.contributions.domain.uploading import Stage
from minga.evidence.domain.statuses import Access
from minga.territories.models import Organization


def new_key() -> str:
    """A name for an address, which nobody guesses."""
    return secrets.token_hex(12)


class Upload(models.Model):
    """A file that a person sends: `offset` bytes of `size` have come.

    head    SHA-256 of its first bytes, by which it is known again; "" where the browser could not tell
    sha256  of the whole, once it was handed on: then `ingest` says what became of it
    """

    key = models.CharField(max_length=24, unique=True, default=new_key)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="uploads")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, null=True, related_name="uploads")
    name = models.CharField(max_length=255)
    size = models.BigIntegerField(help_text="bytes")
    offset = models.BigIntegerField(default=0)
    head = models.CharField(max_length=64, blank=True)
    access = models.CharField(max_length=10, choices=[(one, one) for one in Access])
    stage = models.CharField(max_length=10, choices=[(one, one) for one in Stage], default=Stage.SENDING)
    sha256 = models.CharField(max_length=64, blank=True)
    begun_at = models.DateTimeField(default=timezone.now)
    moved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["-begun_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(stage__in=[*Stage]), name="upload_stage_known"),
            models.CheckConstraint(condition=Q(access__in=[*Access]), name="upload_access_known"),
            models.CheckConstraint(condition=Q(offset__gte=0, offset__lte=F("size")), name="upload_within_its_size"),
            models.CheckConstraint(
                condition=Q(stage=Stage.SENDING, sha256="") | ~Q(stage=Stage.SENDING), name="upload_hashed_at_its_end"
            ),
        ]

    def __str__(self) -> str:
        return self.key

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("upload", args=[self.key])


class Errand(models.Model):
    """An address that a person gave, with words that stand there; fetched by a job.

    failed  why nothing came of it, a code; sha256 of what came
    """

    key = models.CharField(max_length=24, unique=True, default=new_key)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="errands")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, null=True, related_name="errands")
    url = models.CharField(max_length=2000)
    quote = models.TextField()
    sha256 = models.CharField(max_length=64, blank=True)
    failed = models.CharField(max_length=40, blank=True)
    begun_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["-begun_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(sha256="") | Q(failed=""), name="errand_ends_one_way"),
        ]

    def __str__(self) -> str:
        return self.key

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("errand", args=[self.key])


class Draft(models.Model):
    """A form that a person has half filled in: `fields` by name, each a list of what stands in it."""

    key = models.CharField(max_length=24, unique=True, default=new_key)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="drafts")
    form = models.CharField(max_length=20)
    about = models.CharField(max_length=80, blank=True, help_text="what it is about, in the form's own words")
    fields = models.JSONField(default=dict)
    saved_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering: ClassVar = ["-saved_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "form", "about"], name="draft_once"),
            models.CheckConstraint(condition=Q(form__in=sorted(FORMS)), name="draft_form_known"),
        ]

    def __str__(self) -> str:
        return self.key
