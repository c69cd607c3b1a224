"""Consultations: what was asked, where it stands, and with whom it is."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse

from minga.accounts.actors import Actor
from minga.accounts.domain.permissions import Capability
from minga.accounts.models import User
from minga.desk.domain.steps import CLOCK_RUNS, Channel, Routed, State, Urgency
from minga.territories.models import Organization, Territory


class ConsultationQuerySet(models.QuerySet["Consultation"]):
    """Consultations by who may know of them and where they stand."""

    def visible_to(self, actor: Actor) -> ConsultationQuerySet:
        """Those of which this actor may know: her own, her federation's, what was routed to whom she acts for.

        Nobody else's, whatever the role: an administrator of the installation sees none.
        """
        hers = Q(asked_by=actor.user) if actor.user else Q(pk__in=[])
        return self.filter(hers | _work_of(actor))

    def work_of(self, actor: Actor) -> ConsultationQuerySet:
        """Of those, the ones she sees for her work, and not because she asked them herself."""
        return self.filter(_work_of(actor))

    def of_desk(self, actor: Actor) -> ConsultationQuerySet:
        """Those that are at the desk of the federation for which this actor answers."""
        if actor.organization is None or not actor.may(Capability.ANSWER_CONSULTATIONS):
            return self.none()
        return self.filter(federation=actor.organization)

    def running(self) -> ConsultationQuerySet:
        """Those for which the desk's clock runs."""
        return self.filter(state__in=CLOCK_RUNS)


def _work_of(actor: Actor) -> Q:
    if actor.organization is None or actor.user is None or not actor.may(Capability.REPLY_ROUTED):
        return Q(pk__in=[])
    routed = Routing.objects.filter(consultation=OuterRef("pk"), ended_at=None, organization=actor.organization)
    seen = Q(Exists(routed)) & ~Q(state=State.HELD)
    if actor.may(Capability.ANSWER_CONSULTATIONS):
        seen |= Q(federation=actor.organization) | Q(passed_on_from=actor.organization)
    return seen


class Consultation(models.Model):
    """A question put to a federation's desk.

    ref             nobody guesses it: whoever has it stands as the asker
    code            by which the desk calls it; it says nothing of who asked
    passed_on_from  the federation that passed it on; its desk goes on reading it
    claim, document, passage, search  from where it was asked
    asked_for       the organization for which the asker acted
    agrees          whether the asker agrees that it be published without her name; None: not said
    """

    ref = models.CharField(max_length=43, unique=True)
    code = models.CharField(max_length=7, unique=True)
    federation = models.ForeignKey(Organization, models.PROTECT, related_name="consultations")
    passed_on_from = models.ForeignKey(Organization, models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=[(one, one) for one in State])
    held_for = models.CharField(max_length=10, blank=True)
    channel = models.CharField(max_length=10, choices=[(one, one) for one in Channel])
    language = models.CharField(max_length=2)
    text = models.TextField()
    claim = models.CharField(max_length=40, blank=True)
    document = models.CharField(max_length=12, blank=True)
    passage = models.PositiveIntegerField(null=True)
    search = models.CharField(max_length=500, blank=True)
    territory = models.ForeignKey(Territory, models.PROTECT, null=True, related_name="+")
    topic = models.CharField(max_length=40, blank=True)
    urgency = models.CharField(max_length=10, choices=[(one, one) for one in Urgency], default=Urgency.NORMAL)
    asked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    asked_for = models.ForeignKey(Organization, models.PROTECT, null=True, related_name="+")
    due_at = models.DateTimeField(help_text="by when the desk promised to answer")
    reminded_at = models.DateTimeField(null=True, help_text="when the desk was told that it is late")
    answered_at = models.DateTimeField(null=True, help_text="of the first answer")
    helped_at = models.DateTimeField(null=True, help_text="when the asker said that the newest answer helped")
    closed_at = models.DateTimeField(null=True)
    agrees = models.BooleanField(null=True)

    objects = ConsultationQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-asked_at", "-pk"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["federation", "state", "due_at"], name="consultation_by_desk")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(ref__regex="^[-_A-Za-z0-9]{43}$"), name="consultation_ref_is_long"),
            models.CheckConstraint(
                condition=Q(state__in=[*State], channel__in=[*Channel], urgency__in=[*Urgency]),
                name="consultation_words_known",
            ),
            models.CheckConstraint(
                condition=Q(state=State.CLOSED, closed_at__isnull=False)
                | (~Q(state=State.CLOSED) & Q(closed_at__isnull=True)),
                name="consultation_closed_at_a_moment",
            ),
            models.CheckConstraint(
                condition=~Q(passed_on_from=F("federation")), name="consultation_passed_on_to_another"
            ),
        ]

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        """The asker's address: a secret."""
        return reverse("consultation", args=[self.ref])

    @property
    def desk_url(self) -> str:
        """Where the desk, and whom it was routed to, work on it."""
        return reverse("desk-consultation", args=[self.code])


class Contact(models.Model):
    """Who asked without an account and how to reach them; the desk's alone, and erased when it has closed.

    told_at  when the e-mail was told of the newest answer
    """

    consultation = models.OneToOneField(Consultation, models.CASCADE, related_name="contact")
    name = models.CharField(max_length=120, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    told_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"contact of consultation {self.consultation_id}"


class Routing(models.Model):
    """It was assigned to an adviser of the desk, or to an organization; it is with the one that has no end."""

    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="routings")
    kind = models.CharField(max_length=10, choices=[(one, one) for one in Routed])
    user = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    organization = models.ForeignKey(Organization, models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["at", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["consultation"], condition=Q(ended_at=None), name="routing_one_at_a_time"),
            models.CheckConstraint(
                condition=Q(kind=Routed.ADVISER, user__isnull=False, organization=None)
                | Q(kind__in=[Routed.PEER, Routed.UNIVERSITY], user=None, organization__isnull=False),
                name="routing_to_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.consultation_id} {self.kind}"


class Note(models.Model):
    """What somebody at the desk, or whom it was routed to, wrote for the desk; the asker does not see it."""

    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="notes")
    text = models.TextField()
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    organization = models.ForeignKey(Organization, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["at", "pk"]

    def __str__(self) -> str:
        return f"note on {self.consultation_id}"
