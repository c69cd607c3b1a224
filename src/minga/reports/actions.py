"""The only writer of reports.

The journal knows a report by its number alone: its ref is a secret, and its words are somebody's.
"""

import hashlib
import secrets
from datetime import timedelta

from django.core.validators import validate_email
from django.db import connection, transaction
from django.utils import timezone

from minga.accounts.actors import Actor
from minga.accounts.domain.permissions import Capability
from minga.accounts.guards import needs
from minga.jobs import actions as jobs
from minga.journal.actions import record
from minga.kit.text import nfc, printable
from minga.notices.actions import notify
from minga.notices.queries import people_who_may
from minga.reports import adapters
from minga.reports.domain import (
    FLOOD,
    LONGEST_ANSWER,
    LONGEST_TEXT,
    MOST_A_DAY,
    MOST_AN_HOUR,
    OPEN_STATES,
    Kind,
    State,
    network_of,
    why_held,
)
from minga.reports.models import Attempt, Contact, Report, Salt
from minga.reports.queries import About

MAIL = "reports.mail"
_KEPT = timedelta(days=7)
_COUNT = (
    "INSERT INTO reports_attempt (key, period, count) VALUES (%s, %s, 1) "
    "ON CONFLICT (key, period) DO UPDATE SET count = reports_attempt.count + 1 RETURNING count"
)


class TooMany(ValueError):
    """So many came from one address that it has to wait an hour, or until tomorrow."""


class TextRefused(ValueError):
    """There are no words, or more than can be kept."""


class AlreadyEnded(ValueError):
    """Somebody answered or closed the report before."""


@transaction.atomic
@needs(Capability.REPORT)
def report(
    *,
    about: About,
    kind: Kind,
    text: str,
    email: str,
    trap: str,
    seconds: float | None,
    address: str,
    by: Actor,
) -> Report:
    """Keep what somebody says is wrong or missing; reviewers are told, unless it looks like a machine's.

    email    where to tell of the answer; "" for nowhere
    trap     what stood in the field that people do not see
    seconds  since the form was made, None where it is none of ours
    address  from which it came; counted for a day, never kept

    Raises TextRefused, ValidationError where the e-mail is none, TooMany.
    """
    said = nfc(printable(text)).strip()
    if not 0 < len(said) <= LONGEST_TEXT:
        raise TextRefused(len(said))
    if email:
        validate_email(email)
    count_from(address, what="report")
    held_for = why_held(said, trap=trap, seconds=seconds) or _flooded()
    made = Report.objects.create(
        ref=secrets.token_urlsafe(32),
        kind=kind,
        state=State.HELD if held_for else State.OPEN,
        held_for=held_for,
        claim=about.claim.ref if about.claim else "",
        document=about.document.short if about.document else "",
        passage=about.passage,
        text=said,
    )
    if email:
        Contact.objects.create(report=made, email=email)
    _tell("report.received", made, by)
    if not held_for:
        _tell_reviewers(made)
    return made


def _flooded() -> str:
    recent = Report.objects.filter(created_at__gt=timezone.now() - timedelta(hours=1))
    return "flood" if recent.count() >= FLOOD else ""


def count_from(address: str, *, what: str) -> None:
    """One more of a kind from this address: five an hour, twenty a day. Raises TooMany.

    Whoever counts at the same moment waits for us: no two see the same number.
    """
    today, hour = timezone.now().strftime("%Y-%m-%d"), timezone.now().strftime("%Y-%m-%dT%H")
    salt, _ = Salt.objects.get_or_create(day=today, defaults={"salt": secrets.token_hex(32)})
    key = hashlib.sha256(f"{salt.salt} {what} {network_of(address)}".encode()).hexdigest()
    with connection.cursor() as cursor:
        for period, most in ((today, MOST_A_DAY), (hour, MOST_AN_HOUR)):
            cursor.execute(_COUNT, [key, period])
            if cursor.fetchone()[0] > most:
                raise TooMany(period)


def _tell_reviewers(made: Report) -> None:
    notify(
        users=people_who_may(Capability.ANSWER_REPORTS),
        kind="report.received",
        params={"kind": made.kind, "about": made.claim or made.document},
        address=made.get_absolute_url(),
    )


@transaction.atomic
@needs(Capability.ANSWER_REPORTS)
def answer(*, report: Report, text: str, by: Actor) -> Report:
    """Answer at the report's address, in the name of whom one acts for; who left an e-mail is told by mail.

    Raises TextRefused, AlreadyEnded.
    """
    said = nfc(printable(text)).strip()
    if not 0 < len(said) <= LONGEST_ANSWER:
        raise TextRefused(len(said))
    ended = _end(report, State.ANSWERED, said, by)
    if Contact.objects.filter(report=ended).exists():
        jobs.enqueue(task=MAIL, key=f"report {ended.pk}", arguments={"report": ended.pk})
    return ended


@transaction.atomic
@needs(Capability.ANSWER_REPORTS)
def close_as_spam(*, report: Report, by: Actor) -> Report:
    """End it without a word; the e-mail that was left is erased. Raises AlreadyEnded."""
    ended = _end(report, State.CLOSED, "", by)
    Contact.objects.filter(report=ended).delete()
    return ended


def _end(report: Report, state: State, said: str, by: Actor) -> Report:
    row = Report.objects.select_for_update().get(pk=report.pk)
    if row.state not in OPEN_STATES:
        raise AlreadyEnded(row.pk)
    row.state, row.answer = state, said
    row.answered_by, row.answered_at, row.answered_for = by.user, timezone.now(), by.organization
    row.save()
    _tell(f"report.{state}", row, by)
    return row


@transaction.atomic
@needs(Capability.ANSWER_REPORTS)
def reopen(*, report: Report, by: Actor) -> Report:
    """Have it wait for an answer, be it held, closed or answered: an answer stays until there is a new one."""
    row = Report.objects.select_for_update().get(pk=report.pk)
    if row.state != State.OPEN:
        row.state, row.held_for = State.OPEN, ""
        row.save()
        _tell("report.reopened", row, by)
    return row


@transaction.atomic
def mail(*, report: int) -> bool:
    """Tell whoever left an e-mail that the answer stands, and erase the e-mail; whether there was anybody to tell."""
    rows = Contact.objects.select_for_update(of=("self",)).select_related("report")
    contact = rows.filter(report=report, report__state=State.ANSWERED).first()
    if contact is None:
        return False
    contact.delete()
    adapters.send(contact.email, contact.report)  # last: what is not sent is not erased
    return True


@transaction.atomic
def tidy() -> None:
    """Forget whose reports were counted, send again what a mail server refused, and give that up after a week."""
    today = timezone.now().date()
    Salt.objects.filter(day__lt=today).delete()
    Attempt.objects.filter(period__lt=today.isoformat()).delete()
    left = Contact.objects.filter(report__state=State.ANSWERED)
    left.filter(report__answered_at__lt=timezone.now() - _KEPT).delete()
    for key in left.values_list("report", flat=True):
        jobs.enqueue(task=MAIL, key=f"report {key}", arguments={"report": key})


def _tell(verb: str, report: Report, by: Actor) -> None:
    about = {"kind": report.kind, "state": report.state, "about": report.claim or report.document}
    record(verb, object_type="reports.report", object_ref=str(report.pk), by=by.key, after=about)
