"""What the receiver does with it, how it went, what both learnt; and the note that goes out to everybody."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from minga.accounts.actors import Actor
from minga.accounts.domain.permissions import Capability
from minga.accounts.guards import needs
from minga.evidence.actions import share_bringing
from minga.evidence.domain.statuses import Access
from minga.exchange import queries
from minga.exchange.actions.moving import Changed, held, move, own, said, side, tell
from minga.exchange.domain.steps import FOLLOW_UP_MONTHS, SIDES, Event, Party
from minga.exchange.models import Evaluation, Exchange, FollowUp, Note, Plan
from minga.ingest.actions.handing import hand_in


@transaction.atomic
@needs(Capability.EXCHANGE)
def write_plan(
    *,
    exchange: Exchange,
    adapts: str,
    steps: str,
    responsible: str,
    resources: str,
    first_result: str,
    by: Actor,
    now: datetime | None = None,
) -> Plan:
    """Say what one does at home with what one saw; follow-ups are counted from the first time. Raises NotPossible."""
    row, at = held(exchange, by), now or timezone.now()
    move(row, Event.PLAN, by, at)
    fields = {
        "adapts": said(adapts, "adapts"),
        "steps": said(steps, "steps", needed=False),
        "responsible": said(responsible, "responsible", needed=False),
        "resources": said(resources, "resources", needed=False),
        "first_result": said(first_result, "first_result", needed=False),
        "at": at,
    }
    made, _new = Plan.objects.update_or_create(exchange=row, defaults=fields)
    tell(row, "exchange.said", by, what="plan")
    return made


@transaction.atomic
@needs(Capability.EXCHANGE)
def follow_up(*, exchange: Exchange, done: str, hindered: str, by: Actor, now: datetime | None = None) -> FollowUp:
    """Tell how it goes after three months, then after six. Raises NotPossible, TextRefused."""
    row, at = held(exchange, by), now or timezone.now()
    months = FOLLOW_UP_MONTHS[min(row.follow_ups.count(), len(FOLLOW_UP_MONTHS) - 1)]
    move(row, Event.FOLLOW_UP, by, at)
    done, hindered = said(done, "done"), said(hindered, "hindered", needed=False)
    made = FollowUp.objects.create(exchange=row, months=months, done=done, hindered=hindered, at=at)
    tell(row, "exchange.said", by, what="follow_up")
    return made


@transaction.atomic
@needs(Capability.EXCHANGE)
def evaluate(
    *,
    exchange: Exchange,
    served: Evaluation.Served,
    learnt: str,
    lacked: str,
    by: Actor,
    now: datetime | None = None,
) -> Evaluation:
    """Say whether it served; with the second side's word the exchange is closed. Raises NotPossible, TextRefused."""
    row, at = held(exchange, by), now or timezone.now()
    who = side(row, by, SIDES)
    move(row, Event.EVALUATE, by, at)
    made = Evaluation.objects.create(
        exchange=row,
        party=who,
        organization=own(by),
        served=served,
        learnt=said(learnt, "learnt", needed=False),
        lacked=said(lacked, "lacked", needed=False),
        at=at,
    )
    tell(row, "exchange.said", by, what="evaluated")
    return made


@transaction.atomic
@needs(Capability.EXCHANGE)
def write_note(
    *, exchange: Exchange, title: str, text: str, access: Access, by: Actor, now: datetime | None = None
) -> Note:
    """Write what was learnt, as it would be published, and who would read it; the other side is asked to agree.

    Raises NotPossible, TextRefused.
    """
    row, at = held(exchange, by), now or timezone.now()
    after = move(row, Event.WRITE_NOTE, by, at)
    fields = {
        "title": said(title, "title", longest=300).replace("\n", " "),
        "text": said(text, "text"),
        "access": access,
        "agreed": sorted(after.note_agreed or ()),
        "at": at,
    }
    made, _new = Note.objects.update_or_create(exchange=row, defaults=fields)
    tell(row, "exchange.said", by, what="note")
    return made


@transaction.atomic
@needs(Capability.EXCHANGE)
def agree_note(*, exchange: Exchange, seen: datetime, by: Actor, now: datetime | None = None) -> Exchange:
    """Agree that these words, as they were read at `seen`, go out. Raises NotPossible, Changed."""
    row = held(exchange, by)
    note = Note.objects.filter(exchange=row).first()
    if note is not None and note.at != seen:
        raise Changed(row.ref)
    after = move(row, Event.AGREE_NOTE, by, now)
    Note.objects.filter(exchange=row).update(agreed=sorted(after.note_agreed or ()))
    tell(row, "exchange.said", by, what="note_agreed")
    return row


@transaction.atomic
@needs(Capability.EXCHANGE)
def publish_note(*, exchange: Exchange, by: Actor, now: datetime | None = None) -> Note:
    """Archive the note as a document with the access both agreed to; rules then propose the claims it makes.

    Raises NotPossible.
    """
    row, at = held(exchange, by), now or timezone.now()
    move(row, Event.PUBLISH_NOTE, by, at)
    note = Note.objects.get(exchange=row)
    sides = [one for one in (queries.organization_of(row, party) for party in Party if party in SIDES) if one]
    named = [one.name for one in sides] + ([row.asked.name] if row.asked and len(sides) == 1 else [])
    # Who wrote it stands last, and by the names of the governments: it is no act of theirs for a rule to find.
    between = " · ".join([one.name for one in (row.asker, row.asked) if one] or named)
    foot = _("Nota de aprendizaje: %(between)s (%(day)s).") % {
        "between": between,
        "day": f"{queries.today(at):%Y-%m-%d}",
    }
    text = f"{note.title}\n\n{note.text}\n\n{foot}\n"
    handed = hand_in(
        data=text.encode(),
        name=f"nota-de-intercambio-{row.ref.lower()}.txt",
        access=Access(note.access),
        language="es",
        csl={
            "id": f"nota-de-intercambio-{row.ref.lower()}",
            "type": "report",
            "title": note.title,
            "author": [{"literal": name} for name in named],
            "issued": {"date-parts": [[at.year, at.month, at.day]]},
        },
        by=by,
    )
    for one in sides:  # a private note is for the people of both
        share_bringing(sha256=handed.sha256, organization=one, by=by)
    note.published_by, note.published_at, note.document = by.user, at, handed.sha256
    note.save()
    tell(row, "exchange.said", by, what="published")
    return note
