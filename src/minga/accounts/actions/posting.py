"""Mail that waits for the mail server: kept in the transaction of what it tells of, and gone once it is handed on.

The journal hears nothing of it: a mail tells of something that left its own event.
"""

from datetime import timedelta
from enum import StrEnum

from django.db import transaction
from django.utils import timezone

from minga.accounts.models import Outgoing
from minga.accounts.posting import AddressRefused, Envelope, deliver, read
from minga.accounts.sealing import Unreadable, seal, unseal
from minga.jobs.actions import enqueue

POST = "accounts.post"
_PURPOSE = "mail"
_FIRST_WAIT_SECONDS = 15
_LONGEST_WAIT_SECONDS = 3600
# A server that was mended within a long weekend has lost nothing.
_KEPT = timedelta(days=4)


class Posted(StrEnum):
    """What became of a mail when it was tried."""

    SENT = "sent"
    GONE = "gone"
    LATER = "later"
    REFUSED = "refused"
    EXPIRED = "expired"
    UNREADABLE = "unreadable"


@transaction.atomic
def keep_mail(envelope: Envelope) -> None:
    """Have a message sent by a job, in the transaction of the caller; sealed, for there are keys to accounts in it."""
    row = Outgoing.objects.create(sealed=seal(envelope.as_text(), _PURPOSE))
    enqueue(task=POST, key=f"mail {row.pk}", arguments={"number": row.pk})


@transaction.atomic
def post(*, number: int) -> tuple[Posted, int]:
    """Try to send a message, and the seconds after which to try again; a second time changes nothing.

    It is held meanwhile, so that no other worker sends it too. A process that dies after the server took it and before
    we noted that sends it again, under the same Message-ID.
    """
    row = Outgoing.objects.select_for_update(skip_locked=True).filter(pk=number).first()
    if row is None:
        return Posted.GONE, 0
    done = _try(row)
    if done == Posted.LATER and row.queued_at >= timezone.now() - _KEPT:
        row.tries += 1
        row.save(update_fields=["tries"])
        return done, min(_FIRST_WAIT_SECONDS << min(row.tries - 1, 10), _LONGEST_WAIT_SECONDS)
    row.delete()
    return (Posted.EXPIRED if done == Posted.LATER else done), 0


def _try(row: Outgoing) -> Posted:
    try:
        deliver(read(unseal(row.sealed, _PURPOSE)))
    except AddressRefused:
        return Posted.REFUSED
    except Unreadable:
        return Posted.UNREADABLE
    except OSError:
        return Posted.LATER
    return Posted.SENT
