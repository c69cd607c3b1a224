"""What the parties write, hand over and promise each other."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from minga.accounts.actors import Actor
from minga.accounts.domain.permissions import Capability
from minga.accounts.guards import needs
from minga.accounts.models import User
from minga.exchange import adapters
from minga.exchange.actions.moving import held, move, own, said, tell
from minga.exchange.domain.steps import Event, NotNow
from minga.exchange.models import Attachment, Commitment, Exchange, Message, Participant
from minga.kit.text import nfc, printable
from minga.territories.models import Organization

_MESSAGE, _PROMISE = 5000, 1000


class NotAParty(ValueError):
    """Who promises something takes part."""


@transaction.atomic
@needs(Capability.EXCHANGE)
def say(*, exchange: Exchange, text: str, by: Actor, now: datetime | None = None) -> Message:
    """Write to the other parties. Raises NotPossible, TextRefused."""
    row, at = held(exchange, by), now or timezone.now()
    move(row, Event.TALK, by, at)
    words = said(text, "text", longest=_MESSAGE)
    made = Message.objects.create(exchange=row, text=words, by=by.user, at=at, organization=own(by))
    tell(row, "exchange.said", by, what="message")
    return made


@transaction.atomic
@needs(Capability.EXCHANGE)
def hand_over(
    *,
    exchange: Exchange,
    data: bytes,
    name: str,
    by: Actor,
    kind: Attachment.Kind = Attachment.Kind.DOCUMENT,
    now: datetime | None = None,
) -> Attachment:
    """Give the other parties a file; the same bytes again are the file that is there.

    Raises NotPossible, FileRefused.
    """
    row, at = held(exchange, by), now or timezone.now()
    move(row, Event.TALK, by, at)
    sha256 = adapters.keep(data)
    called = nfc(printable(name)).replace("\n", " ").rpartition("/")[2].rpartition("\\")[2].strip()[-255:]
    fields = {"name": called or sha256[:12], "size": len(data), "kind": kind, "by": by.user, "at": at}
    fields |= {"organization": own(by)}
    made, is_new = Attachment.objects.get_or_create(exchange=row, sha256=sha256, defaults=fields)
    if is_new:
        tell(row, "exchange.said", by, what="file")
    return made


@transaction.atomic
@needs(Capability.EXCHANGE)
def promise(
    *, exchange: Exchange, owner: Organization, what: str, due: date, by: Actor, now: datetime | None = None
) -> Commitment:
    """Write down what a party will do by a day. Raises NotPossible, TextRefused, NotAParty."""
    row, at = held(exchange, by), now or timezone.now()
    move(row, Event.TALK, by, at)
    if not Participant.objects.current().filter(exchange=row, organization=owner).exists():
        raise NotAParty(owner.slug)
    last = row.commitments.aggregate(last=Max("number"))["last"] or 0
    made = Commitment.objects.create(
        exchange=row,
        number=last + 1,
        owner=owner,
        what=said(what, "what", longest=_PROMISE),
        due=due,
        promised_by=by.user,
        promised_at=at,
    )
    tell(row, "exchange.said", by, what="promise")
    return made


@transaction.atomic
@needs(Capability.EXCHANGE)
def keep(*, commitment: Commitment, evidence: str, by: Actor, now: datetime | None = None) -> Commitment:
    """Say what shows that a promise was kept: a file, an address, an act. Raises NotPossible, TextRefused."""
    row, mine, at = _open(commitment, by, now)
    mine.evidence, mine.kept_by, mine.kept_at = said(evidence, "evidence", longest=_PROMISE), by.user, at
    mine.save()
    tell(row, "exchange.said", by, what="kept")
    return mine


@transaction.atomic
@needs(Capability.EXCHANGE)
def drop(*, commitment: Commitment, because: str, by: Actor, now: datetime | None = None) -> Commitment:
    """Let a promise go, and say why; it stays to be read. Raises NotPossible, TextRefused."""
    row, mine, at = _open(commitment, by, now, verb="drop")
    mine.because, mine.dropped_at = said(because, "because", longest=_PROMISE), at
    mine.save()
    tell(row, "exchange.said", by, what="dropped")
    return mine


def _open(
    commitment: Commitment, by: Actor, now: datetime | None, *, verb: str = ""
) -> tuple[Exchange, Commitment, datetime]:
    row, at = held(commitment.exchange, by), now or timezone.now()
    move(row, Event.KEEP, by, at, verb=verb)
    mine = row.commitments.get(pk=commitment.pk)
    if not mine.is_open:
        raise NotNow(Event.KEEP)
    return row, mine, at


@transaction.atomic
def erase_of(user: User) -> None:
    """Part a person from what she wrote for an organization: it stays, and says no more who."""
    for rows in (Message.objects.filter(by=user), Attachment.objects.filter(by=user)):
        rows.update(by=None)
    Exchange.objects.filter(asked_by=user).update(asked_by=None)
    Commitment.objects.filter(promised_by=user).update(promised_by=None)
    Commitment.objects.filter(kept_by=user).update(kept_by=None)
