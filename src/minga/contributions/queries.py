"""Reads: what somebody brought and half wrote, and what became of each. Of others nothing is found."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum
from django.utils import timezone

from minga.accounts.actors import Actor
from minga.contributions.domain.uploading import Stage
from minga.contributions.models import Draft, Errand, Upload
from minga.evidence.models import Bringing, Document, Source
from minga.ingest.domain.proposing import Standing
from minga.ingest.domain.records import UNREAD
from minga.ingest.domain.states import READ, WITH_TEXT, State
from minga.ingest.models import Ingestion, Proposal
from minga.jobs.models import JobProgress
from minga.jobs.queries import live, unfinished

SHOWN = 50
# What the note of a record says as long as nobody checked it.
FILLED = "record given by who brought the document, not yet checked"
UNCHECKED = (UNREAD, FILLED)


@dataclass(frozen=True)
class Seen:
    """A file that was sent, or fetched, and where it is.

    ingestion   None while it is not handed on
    document    that it became, where whoever asks may see it
    step        of how many of the job that reads it; None where none is at work
    is_moving   whether something will still change by itself
    waiting     how many proposals wait in it
    """

    upload: Upload
    ingestion: Ingestion | None
    document: Document | None
    step: tuple[int, int] | None
    is_moving: bool
    waiting: int

    @property
    def percent(self) -> int:
        """How much of it has come."""
        return 100 * self.upload.offset // max(1, self.upload.size)

    @property
    def may_be_cancelled(self) -> bool:
        """Whether it is not read yet."""
        if self.upload.stage == Stage.HANDED:
            return self.ingestion is not None and self.ingestion.state == State.WAITING
        return self.upload.stage == Stage.SENDING


def uploads_of(actor: Actor) -> list[Seen]:
    """What somebody sent last. Six queries, and two for each file that is being read."""
    return seen(actor, list(Upload.objects.filter(user=actor.user)[:SHOWN]))


def seen(actor: Actor, uploads: Iterable[Upload]) -> list[Seen]:
    """Where each of these files is."""
    uploads = list(uploads)
    hashes = [one.sha256 for one in uploads if one.sha256]
    ingestions = Ingestion.objects.in_bulk(hashes, field_name="sha256")
    visible = Document.objects.visible_to(actor.organization).select_related("source")
    documents = {one.sha256: one for one in visible.filter(sha256__in=hashes)}
    waiting = _waiting(documents)
    busy = unfinished(hashes)
    found = []
    for one in uploads:
        ingestion = ingestions.get(one.sha256)
        reads = ingestion is not None and ingestion.state == State.WAITING and one.stage == Stage.HANDED
        step = _step(one.sha256) if reads else None
        moves = one.stage == Stage.SENDING or (one.stage == Stage.HANDED and one.sha256 in busy)
        document = documents.get(one.sha256)
        found.append(Seen(one, ingestion, document, step, moves, waiting.get(one.sha256, 0)))
    return found


def _waiting(documents: Mapping[str, Document]) -> dict[str, int]:
    of_them = Proposal.objects.open().filter(extracted__document__in=[one.pk for one in documents.values()])
    return dict(of_them.order_by().values_list("extracted__document__sha256").annotate(Count("pk")))


def _step(sha256: str) -> tuple[int, int] | None:
    number = live(task=READ, key=sha256)
    row = JobProgress.objects.filter(pk=number).first() if number is not None else None
    return (row.done, row.total) if row else None


def may_describe(actor: Actor, source: Source) -> bool:
    """Whether a source's record is still that of who brought its only documents, and that is the actor's own."""
    if source.csl.get("note") not in UNCHECKED or actor.user is None:
        return False
    whose = Q(organization=actor.organization) if actor.organization else Q(pk__in=())
    brought = Bringing.objects.filter(whose, sha256=OuterRef("sha256"))
    sent = Upload.objects.filter(user=actor.user, sha256=OuterRef("sha256"))
    others = Document.objects.filter(source=source).filter(~Exists(brought), ~Exists(sent))
    return not others.exists()


def upload_of(actor: Actor, key: str) -> Upload | None:
    """One's own upload of this name."""
    return Upload.objects.filter(user=actor.user, key=key).first()


def errand_of(actor: Actor, key: str) -> Errand | None:
    """One's own errand of this name."""
    return Errand.objects.filter(user=actor.user, key=key).first()


@dataclass(frozen=True)
class At:
    """How far an address is: not fetched, waiting to be read, read; `document` where whoever asked may see it."""

    ingestion: Ingestion | None
    document: Document | None

    @property
    def has_text(self) -> bool:
        """Whether its words were read."""
        return self.ingestion is not None and self.ingestion.state in WITH_TEXT

    @property
    def is_moving(self) -> bool:
        """Whether it will go on by itself."""
        return self.ingestion is None or self.ingestion.state == State.WAITING


def errand_at(actor: Actor, errand: Errand) -> At:
    """How far one's own errand is. Two queries at most."""
    if not errand.sha256:
        return At(None, None)
    visible = Document.objects.visible_to(actor.organization).select_related("source")
    ingestion = Ingestion.objects.filter(sha256=errand.sha256).first()
    return At(ingestion, visible.filter(sha256=errand.sha256).first())


def errands_of(actor: Actor) -> QuerySet[Errand]:
    """The addresses that somebody gave last."""
    return Errand.objects.filter(user=actor.user)[:SHOWN]


def draft_of(actor: Actor, *, key: str = "", form: str = "", about: str = "") -> Draft | None:
    """One's own draft, by its key or by its form and what it is about."""
    mine = Draft.objects.filter(user=actor.user)
    return (mine.filter(key=key) if key else mine.filter(form=form, about=about)).first()


def drafts_of(actor: Actor) -> QuerySet[Draft]:
    """What somebody has half written, the latest first."""
    return Draft.objects.filter(user=actor.user)[:SHOWN]


def proposals_of(actor: Actor) -> QuerySet[Proposal]:
    """What somebody proposed, with what became of it, the latest first."""
    mine = Proposal.objects.filter(proposed_by=actor.user).exclude(state=Standing.GONE)
    rows = mine.select_related("territory", "claim", "contradicts", "extracted__document", "proposed_for")
    return rows.defer("extracted__text").order_by("-proposed_at", "-pk")[:SHOWN]


def proposal_seen_by(actor: Actor, ref: str) -> Proposal | None:
    """A proposal in a document that somebody may see; None for any other."""
    rows = Proposal.objects.select_related("territory", "claim", "contradicts", "extracted__document")
    found = rows.defer("extracted__text").filter(ref=ref).first()
    visible = Document.objects.visible_to(actor.organization)
    return found if found and visible.filter(pk=found.extracted.document_id).exists() else None


def under_way(actor: Actor) -> tuple[int, int, int]:
    """Files and bytes that a person has under way, and bytes that the organization sent in the last day."""
    mine = Upload.objects.filter(user=actor.user, stage=Stage.SENDING).aggregate(n=Count("pk"), b=Sum("size"))
    since = timezone.now() - timedelta(days=1)
    whose = {"organization": actor.organization} if actor.organization else {"user": actor.user}
    sent = Upload.objects.filter(**whose, begun_at__gte=since, stage=Stage.HANDED).aggregate(b=Sum("size"))
    return mine["n"], mine["b"] or 0, sent["b"] or 0


def unfinished_like(actor: Actor, *, name: str, size: int, head: str) -> Upload | None:
    """One's own upload of this very file that was broken off; None where it cannot be known again."""
    alike = Upload.objects.filter(user=actor.user, organization=actor.organization, stage=Stage.SENDING)
    return alike.filter(name=name, size=size, head=head).first() if head else None


def others_wait_for(upload: Upload) -> bool:
    """Whether somebody else sent the same bytes."""
    return Upload.objects.filter(sha256=upload.sha256, stage=Stage.HANDED).exclude(pk=upload.pk).exists()
