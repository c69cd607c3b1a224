"""An exchange, who takes part in it, and on what terms."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from minga.accounts.actors import Actor
from minga.accounts.domain.permissions import Capability
from minga.accounts.models import User
from minga.exchange.domain.steps import LIVE, Party, State, Teaching
from minga.offers.domain.modalities import Modality
from minga.offers.models import Offer
from minga.territories.models import Organization, Territory

PARTIES = [party for party in Party if party != Party.CLOCK]


class ExchangeQuerySet(models.QuerySet["Exchange"]):
    """Exchanges by who may know of them, and by whether they go on."""

    def visible_to(self, actor: Actor) -> ExchangeQuerySet:
        """Those in which the organization for which somebody acts takes part today; none for anybody else.

        Not even who runs the installation is shown what two governments tell each other.
        """
        if actor.organization is None or not actor.may(Capability.EXCHANGE):
            return self.none()
        ours = Participant.objects.current().filter(exchange=OuterRef("pk"), organization=actor.organization)
        return self.filter(Exists(ours))

    def live(self) -> ExchangeQuerySet:
        """Those that have not ended."""
        return self.filter(state__in=LIVE)


class Exchange(models.Model):
    """Two governments that learn from each other, from the request to what was learnt.

    ref         its name in addresses; whoever knows it knows nothing yet
    topic       what is asked about: a goal's code, as `peers` has them; "" where it is something else
    question    what is asked, in the words of whoever asks
    reasons     why these two: the reasons of the match, as whoever asks sent them
    claims      refs of the claims that stand for those reasons
    federation  to which it goes without an answer; a party of it from that day on, and not before
    teaching    who teaches whom
    language    in which it is to be held (ISO 639-1); "" where nobody said
    offer       the offer, or the demand, that it took up
    follows     the exchange that this one takes up with another peer
    because     why it was refused, ended, or what was proposed instead
    """

    ref = models.CharField(max_length=12, unique=True)
    modality = models.CharField(max_length=24, choices=[(one, one) for one in Modality])
    topic = models.CharField(max_length=60, blank=True)
    teaching = models.CharField(max_length=8, choices=[(one, one) for one in Teaching], default=Teaching.ASKED)
    language = models.CharField(max_length=2, blank=True)
    offer = models.ForeignKey(Offer, models.PROTECT, null=True, related_name="+")
    question = models.TextField()
    reasons = models.TextField(blank=True)
    claims = ArrayField(models.CharField(max_length=40), default=list)
    asker = models.ForeignKey(Territory, models.PROTECT, null=True, related_name="+", help_text="whose office asks")
    asked = models.ForeignKey(Territory, models.PROTECT, null=True, related_name="+", help_text="whose help is asked")
    federation = models.ForeignKey(Organization, models.PROTECT, null=True, related_name="+")
    follows = models.ForeignKey("self", models.PROTECT, null=True, related_name="later")
    state = models.CharField(max_length=16, choices=[(one, one) for one in State])
    because = models.TextField(blank=True)
    asked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    moved_at = models.DateTimeField(default=timezone.now, help_text="when it last came from one state to the next")
    brokered_at = models.DateTimeField(null=True, help_text="when the federation first had it")
    answer_due = models.DateField(null=True)
    planned_on = models.DateField(null=True)
    evaluate_until = models.DateField(null=True)

    objects = ExchangeQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-moved_at", "-pk"]
        indexes = [models.Index(fields=["state", "answer_due"], name="exchange_by_state")]
        constraints = [
            models.CheckConstraint(condition=Q(ref__regex="^[A-Z0-9]{8}$"), name="exchange_ref_well_formed"),
            models.CheckConstraint(condition=Q(modality__in=[*Modality]), name="exchange_modality_known"),
            models.CheckConstraint(condition=Q(state__in=[*State]), name="exchange_state_known"),
            models.CheckConstraint(condition=Q(teaching__in=[*Teaching]), name="exchange_teaching_known"),
            models.CheckConstraint(
                condition=Q(state__in=[State.ASKED, State.COUNTERED], answer_due__isnull=False)
                | ~Q(state__in=[State.ASKED, State.COUNTERED]) & Q(answer_due=None),
                name="exchange_waits_for_an_answer_until_a_day",
            ),
        ]

    def __str__(self) -> str:
        return self.ref

    def get_absolute_url(self) -> str:
        return reverse("exchange", args=[self.ref])


class ParticipantQuerySet(models.QuerySet["Participant"]):
    """Who takes part, by whether they still do."""

    def current(self) -> ParticipantQuerySet:
        """Those who take part today."""
        return self.filter(ended_at=None)


class Participant(models.Model):
    """An organization takes part in an exchange, as one of its parties: it sees all of it as long as it does."""

    exchange = models.ForeignKey(Exchange, models.CASCADE, related_name="participants")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="exchanges")
    party = models.CharField(max_length=12, choices=[(one, one) for one in PARTIES])
    since = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(party__in=PARTIES), name="participant_party_known"),
            models.UniqueConstraint(
                fields=["exchange", "organization"], condition=Q(ended_at=None), name="participant_once"
            ),
            models.UniqueConstraint(
                fields=["exchange", "party"],
                condition=Q(ended_at=None, party__in=[Party.REQUESTING, Party.OFFERING, Party.BROKER]),
                name="participant_one_of_each_side",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization} {self.party}"


class Terms(models.Model):
    """What both sides agreed to: the question to answer, who does what, when what is talked of, what each publishes."""

    exchange = models.OneToOneField(Exchange, models.CASCADE, related_name="terms")
    question = models.TextField()
    roles = models.TextField(blank=True)
    agenda = models.TextField(blank=True)
    publishes_asking = models.TextField(blank=True, help_text="what the requesting side will publish")
    publishes_offering = models.TextField(blank=True, help_text="what the offering side will publish")
    agreed = ArrayField(models.CharField(max_length=12), default=list, help_text="parties that agreed to them")
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"terms of {self.exchange_id}"
