"""What people are told, and how they want to be told it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from minga.accounts.models import User
from minga.notices.domain import DEFAULT, Mail


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Notices by whether they were seen."""

    def unread(self) -> NoticeQuerySet:
        """Those that nobody opened or put aside."""
        return self.filter(read_at=None)

    def to_mail(self) -> NoticeQuerySet:
        """Those that may still go out by mail: not sent, not read on the page before, of somebody who can sign in."""
        return self.unread().filter(mailed_at=None, user__is_active=True)


class Notice(models.Model):
    """One thing that one person is told: a kind, the codes and numbers of its sentence, and where it is seen."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=60)
    params = models.JSONField(default=dict, help_text="codes and numbers, never names or what somebody typed")
    address = models.CharField(max_length=500, help_text="a path of this site")
    at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["user", "-at"], name="notice_of_user"),
            models.Index(fields=["user"], condition=Q(read_at=None), name="notice_unread"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(address__startswith="/") & ~Q(address__startswith="//"), name="notice_leads_to_this_site"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} → {self.user_id}"


class Preference(models.Model):
    """How a person wants notices by mail, and the secret address of her own feed where she asked for one."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="notice_preference")
    mail = models.CharField(max_length=10, choices=[(one, one) for one in Mail], default=DEFAULT)
    feed = models.CharField(max_length=64, null=True, unique=True, help_text="whoever knows it reads her notices")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(mail__in=[*Mail]), name="preference_mail_known"),
            models.CheckConstraint(
                condition=Q(feed=None) | Q(feed__regex="^.{40,64}$"), name="preference_feed_is_long"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.mail}"
