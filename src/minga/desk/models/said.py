"""What the desk said: answers with what they stand on, questions that everybody may read, what nobody could answer."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse

from minga.accounts.models import User
from minga.desk.models.consultations import Consultation
from minga.territories.models import Organization, Territory


class Answer(models.Model):
    """An answer to a consultation, or the draft of one as long as it was not sent.

    no_evidence  it says that nothing on record answers
    by, at       who wrote it last, and when
    """

    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="answers")
    text = models.TextField()
    no_evidence = models.BooleanField(default=False)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    organization = models.ForeignKey(Organization, models.PROTECT, null=True, related_name="+")
    sent_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["at", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["consultation"], condition=Q(sent_at=None), name="answer_one_draft"),
            models.CheckConstraint(condition=Q(sent_at=None) | ~Q(text=""), name="answer_sent_in_words"),
        ]

    def __str__(self) -> str:
        return f"answer to {self.consultation_id}"


class Basis(models.Model):
    """On what an answer stands: a claim by its ref, a passage, or an earlier question by its code."""

    answer = models.ForeignKey(Answer, models.CASCADE, related_name="bases")
    kind = models.CharField(max_length=10, help_text="claim, passage, question")
    ref = models.CharField(max_length=60)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering: ClassVar[list[str]] = ["position"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["answer", "kind", "ref"], name="basis_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.ref}"


class PublishedQuestion(models.Model):
    """A question with its answer, in words that tell nothing of who asked; its address is the consultation's code.

    bases      what the answer stands on, as "kind ref"
    territory  of which it speaks, where the desk says that this tells nothing of the asker
    """

    consultation = models.OneToOneField(Consultation, models.PROTECT, related_name="published")
    federation = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    question = models.TextField()
    answer = models.TextField()
    language = models.CharField(max_length=2)
    topic = models.CharField(max_length=40, blank=True)
    territory = models.ForeignKey(Territory, models.PROTECT, null=True, related_name="+")
    bases = ArrayField(models.CharField(max_length=80), default=list)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.consultation.code

    def get_absolute_url(self) -> str:
        """Its public page; the address never changes."""
        return reverse("question", args=[self.consultation.code])


class ResearchRequest(models.Model):
    """What nobody could answer: the agenda of research of a federation.

    question  in the words of the desk, without who asked
    """

    consultation = models.OneToOneField(Consultation, models.CASCADE, related_name="research")
    question = models.TextField()
    topic = models.CharField(max_length=40, blank=True)
    territory = models.ForeignKey(Territory, models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"research for {self.consultation_id}"
