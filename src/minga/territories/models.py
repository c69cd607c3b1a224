"""The gazetteer, and the organizations that act in it."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.urls import reverse

from minga.kit.text import slugify


class Territory(models.Model):
    """A government below the State, a country, or a place that stands in for one; named by its code, never its name."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=200)
    level = models.CharField(max_length=20)
    country = models.CharField(max_length=2, db_index=True)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    ancestors = ArrayField(models.CharField(max_length=40), default=list, help_text="codes, country first")
    geonames_id = models.BigIntegerField(null=True, unique=True)
    iso_code = models.CharField(max_length=10, null=True, unique=True)
    national_code = models.CharField(max_length=20, null=True)
    other_codes = ArrayField(models.CharField(max_length=40), default=list)
    population = models.BigIntegerField(null=True, help_text="of the seat; empty where not known")
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    is_government = models.BooleanField(default=True)
    stands_for_municipality = models.BooleanField(default=False)

    class Meta:
        verbose_name_plural = "territories"
        indexes = [
            GinIndex(fields=["ancestors"], name="territory_ancestors"),
            GinIndex(fields=["other_codes"], name="territory_other_codes"),
            models.Index(fields=["national_code"], name="territory_national_code"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="territory_has_a_name"),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("pk")), name="territory_not_own_parent"
            ),
            models.CheckConstraint(
                condition=Q(population__isnull=True) | Q(population__gt=0), name="territory_population"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"

    @property
    def slug(self) -> str:
        """How its address names it: "co-19137-caldono"."""
        return "-".join(part for part in (self.code.lower(), slugify(self.name)) if part)

    def get_absolute_url(self) -> str:
        return reverse("territory", args=[self.slug])


class TerritoryName(models.Model):
    """One of the names by which a territory is found."""

    territory = models.ForeignKey(Territory, on_delete=models.CASCADE, related_name="names")
    name = models.CharField(max_length=200)
    folded = models.CharField(max_length=200)
    kind = models.CharField(max_length=12)
    language = models.CharField(max_length=5, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["folded"], opclasses=["text_pattern_ops"], name="name_folded_prefix"),
            GinIndex(OpClass(F("folded"), name="gin_trgm_ops"), name="name_folded_trigram"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["territory", "folded", "kind", "language"], name="name_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Organization(models.Model):
    """A federation, network, university, agency or other body that acts beside governments."""

    slug = models.SlugField(max_length=120, unique=True)
    name = models.CharField(max_length=300)
    short_name = models.CharField(max_length=80, blank=True)
    kind = models.CharField(max_length=20)
    country = models.CharField(max_length=2, blank=True)
    territory = models.ForeignKey(Territory, null=True, on_delete=models.PROTECT, related_name="organizations")
    url = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = [Upper("name")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("organization", args=[self.slug])
