"""What offices can teach and what they need, and which of them have been told of each other."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from minga.accounts.actors import Actor
from minga.accounts.domain.memberships import Standing
from minga.accounts.domain.permissions import Capability
from minga.accounts.models import User
from minga.offers.domain.modalities import Modality
from minga.offers.domain.offers import TEACHES, Direction, State
from minga.offers.domain.sleeping import sleeps_on
from minga.territories.models import Organization

# Found by everybody, or once was: its address says what became of it.
KNOWN = (State.ACTIVE, State.ASLEEP, State.WITHDRAWN)
_RENEWED = (State.ACTIVE, State.ASLEEP)
# In one order, or each migration would be another.
_TEACHING = sorted(TEACHES)


class OfferQuerySet(models.QuerySet["Offer"]):
    """Offers by who may find them and where they stand."""

    def public(self) -> OfferQuerySet:
        """Those that everybody finds: active, of an organization that takes part."""
        return self.filter(state=State.ACTIVE, organization__enrolment__standing=Standing.ACTIVE)

    def own(self, actor: Actor) -> OfferQuerySet:
        """Those of the organization for which somebody acts, whatever their state; nobody else's, whatever the role."""
        if actor.organization is None or not actor.may(Capability.SEE_OFFERS):
            return self.none()
        return self.filter(organization=actor.organization)

    def standing(self) -> OfferQuerySet:
        """Those that were not withdrawn."""
        return self.exclude(state=State.WITHDRAWN)


class Offer(models.Model):
    """What an office teaches or wants to learn: a topic, a form, languages, what shows it, how often a year.

    ref         its name in addresses
    instrument  a code of the vocabulary; "" where areas alone say what it is about
    claims      refs of claims about the office's own government, which show it
    words       a few words of the office's own, in `language`
    searched      what the search by words looks at: folded, in every language of the vocabulary
    renewed_at  when somebody of the office last said that it stands; empty for what was never published
    told        of what its office was told last since then: so many days before it sleeps, 0 that it does
    """

    ref = models.CharField(max_length=12, unique=True)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="offers")
    instrument = models.CharField(max_length=40, blank=True)
    areas = ArrayField(models.CharField(max_length=40), default=list)
    direction = models.CharField(max_length=8, choices=[(one, one) for one in Direction])
    modality = models.CharField(max_length=24, choices=[(one, one) for one in Modality])
    languages = ArrayField(models.CharField(max_length=2))
    per_year = models.PositiveSmallIntegerField(null=True)
    claims = ArrayField(models.CharField(max_length=40), default=list)
    words = models.TextField(blank=True)
    language = models.CharField(max_length=2, default="es")
    searched = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=[(one, one) for one in State])
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    renewed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    renewed_at = models.DateTimeField(null=True)
    told = models.PositiveSmallIntegerField(null=True)

    objects = OfferQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-renewed_at", "-pk"]
        indexes = [models.Index(fields=["state", "renewed_at"], name="offer_by_state")]
        constraints = [
            models.CheckConstraint(condition=Q(ref__regex="^[A-Z0-9]{8}$"), name="offer_ref_well_formed"),
            models.CheckConstraint(condition=Q(direction__in=[*Direction]), name="offer_direction_known"),
            models.CheckConstraint(condition=Q(modality__in=[*Modality]), name="offer_modality_known"),
            models.CheckConstraint(condition=Q(state__in=[*State]), name="offer_state_known"),
            models.CheckConstraint(condition=~Q(instrument="") | Q(areas__len__gt=0), name="offer_is_about_something"),
            models.CheckConstraint(condition=Q(languages__len__gt=0), name="offer_is_in_a_language"),
            models.CheckConstraint(
                condition=Q(direction__in=_TEACHING, per_year__isnull=False, per_year__gt=0)
                | ~Q(direction__in=_TEACHING),
                name="offer_says_how_often",
            ),
            models.CheckConstraint(
                condition=Q(renewed_at__isnull=False) | ~Q(state__in=[*_RENEWED]),
                name="offer_was_published_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(renewed_by__isnull=True) | Q(renewed_at__isnull=False), name="offer_renewed_pair"
            ),
        ]

    def __str__(self) -> str:
        return self.ref

    def get_absolute_url(self) -> str:
        return reverse("offer", args=[self.ref])

    @property
    def sleeps_on(self) -> date | None:
        """The day on which it falls asleep, or did; None for what was never published."""
        if self.renewed_at is None:
            return None
        return sleeps_on(timezone.localdate(self.renewed_at), settings.MINGA_OFFER_MONTHS)


class Pairing(models.Model):
    """Two offers met and both offices were told of it; nobody is told of the same two again. `one` is the older."""

    one = models.ForeignKey(Offer, models.CASCADE, related_name="+")
    other = models.ForeignKey(Offer, models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="pairing_once"),
            models.CheckConstraint(condition=Q(one__lt=models.F("other")), name="pairing_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.one_id} {self.other_id}"
