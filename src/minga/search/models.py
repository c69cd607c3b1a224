"""The index: a pure function of the claims and passages, rebuildable at any time."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models.functions import Coalesce
from pgvector.django import HalfVectorField, HnswIndex

from minga.territories.models import Territory

DIMENSIONS = 384


class SearchEntry(models.Model):
    """One claim or passage as it is searched; `lineage` holds the territory's own code and those above it."""

    kind = models.CharField(max_length=10)
    ref = models.CharField(max_length=60)
    language = models.CharField(max_length=2)
    body = models.TextField()
    tsv = SearchVectorField(null=True)
    access = models.CharField(max_length=10)
    status = models.CharField(max_length=12, blank=True)
    claim_kind = models.CharField(max_length=12, blank=True)
    evidence = models.CharField(max_length=10, blank=True)
    territory = models.ForeignKey(Territory, null=True, on_delete=models.CASCADE, related_name="+")
    country = models.CharField(max_length=2, blank=True)
    level = models.CharField(max_length=20, blank=True)
    lineage = ArrayField(models.CharField(max_length=40), default=list)
    instrument = models.CharField(max_length=40, blank=True)
    event = models.CharField(max_length=40, blank=True)
    areas = ArrayField(models.CharField(max_length=40), default=list)
    year_first = models.IntegerField(null=True)
    year_last = models.IntegerField(null=True)
    words_only = models.BooleanField(
        default=False, db_default=False, help_text="found by its words alone: no vector is made of it"
    )
    licence = models.CharField(
        max_length=20, blank=True, default="", db_default="", help_text="of its collection; empty: its authors'"
    )
    embedded_with = models.CharField(
        max_length=60, blank=True, help_text="model and means of its vectors; empty: none yet"
    )

    class Meta:
        db_table = "search_entry"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["kind", "ref"], name="search_entry_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            GinIndex(fields=["tsv"], name="search_entry_tsv", fastupdate=False),
            GinIndex(fields=["lineage"], name="search_entry_lineage"),
            # All that a long list is chosen, ordered and counted by, so that its wide rows are not read.
            models.Index(
                fields=["instrument", "country"],
                include=[
                    "id",
                    "ref",
                    "kind",
                    "access",
                    "claim_kind",
                    "evidence",
                    "level",
                    "event",
                    "areas",
                    "year_first",
                    "year_last",
                    "licence",
                ],
                name="search_entry_list",
            ),
            models.Index(fields=["embedded_with"], name="search_entry_embedded"),
            # As a question about a time asks: what lasted until then or longer, and had begun by then.
            models.Index(
                Coalesce("year_last", "year_first"), Coalesce("year_first", "year_last"), name="search_entry_years"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.ref}"


class SearchWindow(models.Model):
    """About ninety words of an entry, as a vector; the best window of an entry counts."""

    entry = models.ForeignKey(SearchEntry, on_delete=models.CASCADE, related_name="windows")
    embedding = HalfVectorField(dimensions=DIMENSIONS)

    class Meta:
        db_table = "search_window"
        indexes: ClassVar[list[models.Index]] = [
            HnswIndex(
                fields=["embedding"],
                name="search_window_hnsw",
                opclasses=["halfvec_cosine_ops"],
                m=16,
                ef_construction=64,
            )
        ]

    def __str__(self) -> str:
        return f"{self.entry_id}"


class SearchLexeme(models.Model):
    """In how many entries a stem stands: a rare word says more than a common one."""

    lexeme = models.TextField(primary_key=True)
    entries = models.IntegerField()

    class Meta:
        db_table = "search_lexeme"

    def __str__(self) -> str:
        return self.lexeme
