"""How a federation's desk works."""

from datetime import time
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from minga.accounts.models import User
from minga.desk.domain.asking import LANGUAGES, LONGEST_ANSWER
from minga.territories.models import Organization

DAYS = 5


def week() -> list[int]:
    """From Monday to Friday."""
    return [1, 2, 3, 4, 5]


class Desk(models.Model):
    """The settings of a federation that answers consultations.

    languages      in which it answers: in the asker's, where that is one of them, else in the first
    weekdays       1 is Monday, 7 Sunday
    holidays_in    country (ISO 3166-1) and subdivision (as the `holidays` package writes it) whose holidays it keeps
    answers_in     business days that it promises
    above          the federation to which it passes on what it cannot answer
    """

    federation = models.OneToOneField(Organization, models.PROTECT, related_name="desk")
    languages = ArrayField(models.CharField(max_length=2, choices=[(one, one) for one in LANGUAGES]), default=list)
    opens = models.TimeField(default=time(8))
    closes = models.TimeField(default=time(17))
    weekdays = ArrayField(models.PositiveSmallIntegerField(), default=week)
    time_zone = models.CharField(max_length=60)
    holidays_country = models.CharField(max_length=2, blank=True)
    holidays_subdivision = models.CharField(max_length=10, blank=True)
    answers_in = models.PositiveSmallIntegerField(default=DAYS)
    above = models.ForeignKey(Organization, models.PROTECT, null=True, related_name="desks_below")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(closes__gt=F("opens")), name="desk_closes_after_it_opens"),
            models.CheckConstraint(condition=Q(answers_in__range=(1, 60)), name="desk_answers_in_days"),
            models.CheckConstraint(condition=~Q(above=F("federation")), name="desk_is_not_above_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.federation_id}"


class AnswerTemplate(models.Model):
    """Words a desk begins or ends many answers with; `language` is theirs, empty where they fit any."""

    desk = models.ForeignKey(Desk, models.CASCADE, related_name="templates")
    name = models.CharField(max_length=80)
    text = models.TextField(max_length=LONGEST_ANSWER)
    language = models.CharField(max_length=2, blank=True, default="", choices=[(one, one) for one in LANGUAGES])

    class Meta:
        ordering: ClassVar[list[str]] = ["name"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["desk", "name"], name="template_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Absence(models.Model):
    """An adviser is away; what would go to her goes to whoever stands in. Days, both of them included."""

    federation = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    stand_in = models.ForeignKey(User, models.CASCADE, null=True, related_name="+")
    begins = models.DateField()
    ends = models.DateField()

    class Meta:
        ordering: ClassVar[list[str]] = ["begins", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(ends__gte=F("begins")), name="absence_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(stand_in=None) | ~Q(stand_in=F("user")), name="absence_has_another_stand_in"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.begins}/{self.ends}"
