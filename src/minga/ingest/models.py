"""What became of each file that was handed in, and where on its pages the words of a text stand."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from minga.evidence.models import Document, ExtractedText
from minga.ingest.domain.states import NOT_KEPT, State

STATES = [state.value for state in State]


class Ingestion(models.Model):
    """A file, by the SHA-256 of its bytes: how reading it ended last, under which rules, and the document it is."""

    sha256 = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=255, help_text="what the file was called when it came first")
    size = models.BigIntegerField(help_text="bytes")
    format = models.CharField(max_length=100, blank=True, help_text="media type, by content")
    state = models.CharField(max_length=20, choices=[(state, state) for state in STATES])
    detail = models.CharField(max_length=300, blank=True)
    notes = models.JSONField(default=dict)
    version = models.CharField(max_length=30, help_text="of the rules that read it")
    document = models.OneToOneField(Document, on_delete=models.PROTECT, null=True, related_name="ingestion")
    earlier = models.ForeignKey(
        Document,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text="the source's document before this one",
    )
    read_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=STATES), name="ingestion_state_known"),
            models.CheckConstraint(
                condition=Q(state__in=sorted(NOT_KEPT), document=None)
                | (~Q(state__in=sorted(NOT_KEPT)) & Q(document__isnull=False)),
                name="ingestion_keeps_what_it_says",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.state}"


class PageLayout(models.Model):
    """One page of a text: its size in points, and `[start, end, left, top, right, bottom]` of each line on it.

    Offsets count code points of the text; lengths are points from the page's upper left corner.
    """

    extracted = models.ForeignKey(ExtractedText, on_delete=models.PROTECT, related_name="pages_laid_out")
    number = models.PositiveIntegerField()
    width = models.FloatField()
    height = models.FloatField()
    places = models.JSONField()

    class Meta:
        ordering: ClassVar = ["extracted", "number"]
        constraints = [models.UniqueConstraint(fields=["extracted", "number"], name="page_laid_out_once")]

    def __str__(self) -> str:
        return f"{self.extracted} p. {self.number}"
