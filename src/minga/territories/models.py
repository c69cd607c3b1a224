"""Tables of the room: governments and places, the names they go by, and the organizations that act in them."""

from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.urls import reverse

from minga.kit.text import slugify
from minga.territories.domain import BUSY, CODE_PATTERN, Level


class TerritoryQuerySet(models.QuerySet["Territory"]):
    """Named filters over territories."""

    def governments(self) -> Self:
        """Those with a government of their own: no mere places, no countries that are no more."""
        return self.filter(is_government=True)

    def countries(self) -> Self:
        """The countries of today."""
        return self.filter(level=Level.COUNTRY, is_government=True)


class Territory(models.Model):
    """A government below the State, a country, or a place by whose name people look for one of them.

    A municipality and the town it is governed from are one territory: `population` and coordinates are the town's.
    """

    code = models.CharField(max_length=40, unique=True, help_text="canonical: CO-19137, MX-MEX, AR-gn3838583, CO")
    name = models.CharField(max_length=200, help_text="in the language of the place; in Spanish for countries")
    level = models.CharField(max_length=20, choices=[(level.value, level.value) for level in Level])
    country = models.CharField(max_length=2, help_text="ISO 3166-1 alpha-2; of a former country, its last one")
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    ancestors = ArrayField(models.CharField(max_length=40), default=list, help_text="codes, country first, parent last")
    geonames_id = models.BigIntegerField(null=True, unique=True)
    iso_code = models.CharField(
        max_length=12, null=True, unique=True, help_text="ISO 3166-2; of a country, 3166-1 or -3"
    )
    national_code = models.CharField(max_length=20, null=True, help_text="DIVIPOLA, IBGE, INEGI…, without the country")
    other_codes = ArrayField(models.CharField(max_length=40), default=list, help_text="by which it is found as well")
    population = models.BigIntegerField(null=True, help_text="of the seat; empty where nobody says")
    people = models.BigIntegerField(
        null=True, help_text="of all its towns, as far as the source counts them: it orders and compares, never shown"
    )
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    is_government = models.BooleanField(help_text="False for places that only help to find a government")
    stands_for_municipality = models.BooleanField(
        default=False, help_text="a city, standing for a municipality the source lacks"
    )

    objects = TerritoryQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(code__regex=CODE_PATTERN), name="territory_code_well_formed"),
            models.CheckConstraint(
                condition=Q(level__in=[level.value for level in Level]), name="territory_level_known"
            ),
            models.CheckConstraint(condition=Q(population__gt=0), name="territory_population_never_zero"),
            models.CheckConstraint(
                condition=Q(parent__isnull=True, level=Level.COUNTRY)
                | Q(parent__isnull=False) & ~Q(level=Level.COUNTRY),
                name="territory_only_countries_have_no_parent",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["country", "level"], name="territory_country_level"),
            models.Index(fields=["national_code"], name="territory_national_code"),
            GinIndex(fields=["ancestors"], name="territory_ancestors"),
            GinIndex(fields=["other_codes"], name="territory_other_codes"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"

    def get_absolute_url(self) -> str:
        """The page of the territory; its address never changes."""
        return reverse("territory", kwargs={"slug": self.slug})

    @property
    def slug(self) -> str:
        """The territory in an address: its code, and its name for the reader, "co-19137-caldono"."""
        return "-".join(filter(None, (self.code.lower(), slugify(self.name))))


class TerritoryName(models.Model):
    """One name by which a territory is called, as it is compared."""

    class Kind(models.TextChoices):
        """What sort of name it is."""

        OFFICIAL = "official"
        ALTERNATE = "alternate"
        EXONYM = "exonym"
        SEAT = "seat"

    # The constraint below is its index.
    territory = models.ForeignKey(Territory, models.CASCADE, related_name="names", db_index=False)
    name = models.CharField(max_length=200)
    folded = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    language = models.CharField(max_length=8, blank=True)
    weight = models.SmallIntegerField(help_text="how likely it is meant: governments first, then the larger")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["territory", "folded", "language"], name="territory_name_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["folded"], name="name_prefix", opclasses=["text_pattern_ops"]),
            # A prefix of one or two letters has tens of thousands of names: only the likely ones are looked at.
            models.Index(
                fields=["folded"],
                name="name_prefix_busy",
                opclasses=["text_pattern_ops"],
                condition=Q(weight__gte=BUSY),
            ),
            GinIndex(fields=["folded"], name="name_trigrams", opclasses=["gin_trgm_ops"]),
        ]

    def __str__(self) -> str:
        return self.name


class Organization(models.Model):
    """A federation, network, university, agency or other body that acts beside governments or for one of them."""

    class Kind(models.TextChoices):
        """What sort of body it is."""

        FEDERATION = "federation"
        OFFICE = "office"
        NETWORK = "network"
        UNIVERSITY = "university"
        AGENCY = "agency"
        NATIONAL = "national"
        COMPANY = "company"
        OTHER = "other"

    slug = models.SlugField(max_length=120, unique=True)
    name = models.CharField(max_length=300)
    short_name = models.CharField(max_length=80, blank=True)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    country = models.CharField(max_length=2, blank=True, help_text="ISO 3166-1 alpha-2; empty for international ones")
    territory = models.ForeignKey(
        Territory, models.PROTECT, null=True, related_name="organizations", help_text="the government it belongs to"
    )
    url = models.URLField(max_length=500, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["name"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(
                    kind__in=["federation", "office", "network", "university", "agency", "national", "company", "other"]
                ),
                name="organization_kind_known",
            ),
        ]

    def __str__(self) -> str:
        return self.short_name or self.name

    def get_absolute_url(self) -> str:
        """The page of the organization; its address never changes."""
        return reverse("organization", kwargs={"slug": self.slug})


class AffiliationQuerySet(models.QuerySet["Affiliation"]):
    """Named filters over affiliations."""

    def open(self) -> Self:
        """Those that have not ended."""
        return self.filter(ended=None)


class Affiliation(models.Model):
    """A government is a member of a federation; what has ended stays on record.

    since, ended  days; empty where nobody says since when, or where it lasts
    """

    federation = models.ForeignKey(Organization, models.PROTECT, related_name="affiliations")
    territory = models.ForeignKey(Territory, models.PROTECT, related_name="affiliations")
    since = models.DateField(null=True)
    ended = models.DateField(null=True)

    objects = AffiliationQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["federation", "territory"], condition=Q(ended=None), name="affiliation_once_while_open"
            ),
            models.CheckConstraint(
                condition=Q(since=None) | Q(ended=None) | Q(ended__gte=models.F("since")),
                name="affiliation_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.territory_id} in {self.federation_id}"


class Edition(models.Model):
    """What was loaded last from one source, so that loading it again does nothing."""

    source = models.CharField(max_length=40, unique=True)
    fingerprint = models.CharField(
        max_length=64, help_text="SHA-256 of all that went in, and of the loader's own rules"
    )
    counts = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.source} {self.fingerprint[:12]}"
