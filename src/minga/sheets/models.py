"""A sheet that was handed in: kept for a day, so that one sees what it would do before it does it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from minga.accounts.models import User
from minga.territories.models import Organization


class SheetImport(models.Model):
    """The rows of one sheet, whose they are, and what became of each once it was confirmed."""

    key = models.CharField(max_length=43, unique=True)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    organization = models.ForeignKey(Organization, null=True, on_delete=models.CASCADE, related_name="+")
    rows = models.JSONField()
    outcomes = models.JSONField(help_text="of each row: what becomes of it, the column at fault, why, its ref")
    at = models.DateTimeField(auto_now_add=True)
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-at"]

    def __str__(self) -> str:
        return f"{len(self.rows)} rows"
