"""What became of each file that was handed in, where on its pages the words of a text stand, and what they propose."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from minga.accounts.actors import Actor
from minga.accounts.domain.permissions import Role
from minga.accounts.models import User
from minga.evidence.domain.statuses import PUBLIC, Access
from minga.evidence.models import Claim, Document, ExtractedText, Passage
from minga.ingest.domain.proposing import JUDGED, Relation, Standing
from minga.ingest.domain.states import WITHOUT_DOCUMENT, State
from minga.territories.models import Organization, Territory

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
                condition=Q(state__in=sorted(WITHOUT_DOCUMENT), document=None)
                | (~Q(state__in=sorted(WITHOUT_DOCUMENT)) & Q(document__isnull=False)),
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


class ProposalQuerySet(models.QuerySet["Proposal"]):
    """Proposals by where they stand, and by who may see them."""

    def open(self) -> ProposalQuerySet:
        """Those that wait for a person."""
        return self.filter(state=Standing.OPEN)

    def judged(self) -> ProposalQuerySet:
        """Those of which a person said something."""
        return self.filter(state__in=JUDGED)

    def shown(self) -> ProposalQuerySet:
        """Those a page may speak of: none of a private document. Of `quotes` only their quotes may be shown."""
        return self.exclude(extracted__document__access=Access.PRIVATE)

    def visible_to(self, actor: Actor) -> ProposalQuerySet:
        """Those that somebody who acts may know of: of a private document, its own people's; all at the terminal."""
        if actor.role == Role.INSTALLATION:
            return self
        return self.filter(extracted__document__in=Document.objects.visible_to(actor.organization))


class Proposal(models.Model):
    """A claim that a text seems to make: `text[start:end]` of it, as rules read it, and what a person made of it.

    Its parts (territory to counterparts) stay as they were proposed; what a person corrected stands in the claim.

    ref         public and for ever: of the document's bytes and the parts, so that the same reading gives the same
    claim       new: the claim it became, `proposed` until judged; repeats: the known one. None where it is gone, or
                was rejected beside a claim that is no more
    contradicts a known claim that it excludes, as far as the rules see
    why         codes of the rule that found it, then of what speaks for or against
    because     codes of why it repeats or contradicts
    cites       sources the text names there: {"author", "year", "title", "source"}; `source` is a slug or ""
    version     of the rules and words that found it last
    """

    ref = models.CharField(max_length=20, unique=True)
    extracted = models.ForeignKey(ExtractedText, on_delete=models.PROTECT, related_name="proposals")
    passage = models.ForeignKey(Passage, null=True, on_delete=models.PROTECT, related_name="proposals")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    quote = models.TextField()
    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="proposals")
    instrument = models.CharField(max_length=40)
    event = models.CharField(max_length=40)
    areas = ArrayField(models.CharField(max_length=40), default=list)
    when = models.CharField(max_length=60, blank=True, help_text="EDTF")
    actor = models.CharField(max_length=300, blank=True)
    hosted_in = models.CharField(max_length=300, blank=True)
    counterparts = models.JSONField(default=list, help_text="name, territory code or organization slug of each")
    cites = models.JSONField(default=list)
    rule = models.CharField(max_length=40)
    why = ArrayField(models.CharField(max_length=40), default=list)
    confidence = models.FloatField(help_text="the share of such proposals that were right")
    alternatives = ArrayField(models.CharField(max_length=40), default=list, help_text="codes of territories")
    relation = models.CharField(max_length=10, choices=[(one, one) for one in Relation])
    because = ArrayField(models.CharField(max_length=40), default=list)
    claim = models.ForeignKey(Claim, null=True, on_delete=models.PROTECT, related_name="proposals")
    contradicts = models.ForeignKey(Claim, null=True, on_delete=models.SET_NULL, related_name="opposing_proposals")
    state = models.CharField(max_length=10, choices=[(one, one) for one in Standing], default=Standing.OPEN)
    judged_at = models.DateTimeField(null=True)
    judged_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    organ = models.CharField(max_length=200, blank=True, help_text="the organ that answers for the judgement")
    reason = models.TextField(blank=True)
    version = models.CharField(max_length=30)
    proposed_at = models.DateTimeField(auto_now_add=True)
    proposed_by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+", help_text="empty where a rule found it"
    )
    proposed_for = models.ForeignKey(Organization, null=True, on_delete=models.PROTECT, related_name="+")

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["extracted", "start", "end", "ref"]
        indexes = [
            models.Index(fields=["extracted", "start"], name="proposal_place"),
            models.Index(fields=["state"], name="proposal_state"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=list(Standing)), name="proposal_state_known"),
            models.CheckConstraint(condition=Q(relation__in=list(Relation)), name="proposal_relation_known"),
            models.CheckConstraint(condition=Q(end__gt=F("start")) & ~Q(quote=""), name="proposal_quotes"),
            models.CheckConstraint(
                condition=Q(claim__isnull=False) | Q(state__in=[Standing.GONE, Standing.REJECTED]),
                name="proposal_speaks_of_a_claim",
            ),
            models.CheckConstraint(
                condition=Q(state__in=list(JUDGED), judged_at__isnull=False)
                | (~Q(state__in=list(JUDGED)) & Q(judged_at__isnull=True, judged_by__isnull=True, organ="")),
                name="proposal_judged_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(judged_by__isnull=False) | ~Q(organ="") | Q(judged_at__isnull=True),
                name="proposal_judgement_is_signed",
            ),
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def known(self) -> Claim | None:
        """The public claim that it repeats; what but another text proposes is shown nowhere."""
        return self.claim if self.claim and self.claim.status in PUBLIC else None

    @property
    def opposed(self) -> Claim | None:
        """The public claim that it excludes."""
        return self.contradicts if self.contradicts and self.contradicts.status in PUBLIC else None


def parts_of(row: Proposal | Claim) -> dict[str, Any]:
    """What a proposal or a claim says, in codes: the journal keeps it before and after."""
    return {
        "territory": row.territory.code if row.territory else "",
        "instrument": row.instrument,
        "event": row.event,
        "when": row.when,
        "areas": [*row.areas],
    }
