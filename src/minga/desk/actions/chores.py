"""What the desk does by itself, at most once for each thing: it is called every hour, and again where a worker died."""

from datetime import datetime, timedelta

from django.db import transaction

from minga.desk import adapters
from minga.desk.actions.answering import MAIL
from minga.desk.actions.keeping import at, tell, tell_desk
from minga.desk.actions.meanings import ask_where_some_are_missing
from minga.desk.domain.asking import SILENT_DAYS
from minga.desk.domain.steps import SAID, State
from minga.desk.models import Consultation, Contact, Routing
from minga.desk.queries.desks import answer_language
from minga.jobs import actions as jobs

_GIVEN_UP = timedelta(days=7)


@transaction.atomic
def mail(*, consultation: int, now: datetime | None = None) -> bool:
    """Tell whoever left an e-mail that an answer stands; whether there was anybody to tell. Once for each answer."""
    rows = Contact.objects.select_for_update(of=("self",)).select_related("consultation").exclude(email="")
    contact = rows.filter(consultation=consultation, consultation__state__in=SAID).first()
    if contact is None or not _untold(contact):
        return False
    contact.told_at = at(now)
    contact.save()
    language = answer_language(contact.consultation)
    adapters.send(contact.email, contact.consultation, language)  # last: what is not sent is not noted as told
    return True


def _untold(contact: Contact) -> bool:
    since = contact.consultation.answers.exclude(sent_at=None)
    return (since.filter(sent_at__gt=contact.told_at) if contact.told_at else since).exists()


@transaction.atomic
def remind(*, now: datetime | None = None) -> int:
    """Tell desks what they have not answered in time, once for each promise; how many."""
    late = Consultation.objects.running().filter(due_at__lt=at(now), reminded_at=None)
    rows = list(late.select_for_update(of=("self",), skip_locked=True).select_related("federation"))
    for row in rows:
        row.reminded_at = at(now)
        row.save(update_fields=["reminded_at"])
        tell_desk("consultation.late", row)
        tell("consultation.late", row, None)
    return len(rows)


@transaction.atomic
def close_silent(*, now: datetime | None = None) -> int:
    """Close what was answered and nobody has spoken of for a month; how many."""
    before = at(now) - timedelta(days=SILENT_DAYS)
    rows = Consultation.objects.filter(state__in=SAID).exclude(answers__sent_at__gte=before)
    kept = list(rows.select_for_update(of=("self",), skip_locked=True).select_related("federation"))
    for row in kept:
        state, row.state, row.closed_at = row.state, State.CLOSED, at(now)
        row.save(update_fields=["state", "closed_at"])
        Routing.objects.filter(consultation=row, ended_at=None).update(ended_at=at(now))
        tell("consultation.close", row, None, before={"state": state})
    return len(kept)


@transaction.atomic
def forget_contacts(*, now: datetime | None = None) -> None:
    """Erase how to reach whoever asked what has closed, and what was held for a week and nobody took for a question."""
    Contact.objects.filter(consultation__state=State.CLOSED).delete()
    held = Consultation.objects.filter(state=State.HELD, asked_at__lt=at(now) - _GIVEN_UP)
    Contact.objects.filter(consultation__in=held).delete()


def tidy(*, now: datetime | None = None) -> None:
    """Everything that an hour asks for; and mail that a server refused, again."""
    remind(now=now)
    close_silent(now=now)
    forget_contacts(now=now)
    ask_where_some_are_missing()
    for contact in (
        Contact.objects.exclude(email="").filter(consultation__state__in=SAID).select_related("consultation")
    ):
        if _untold(contact):
            key = contact.consultation_id
            jobs.enqueue(task=MAIL, key=f"consultation {key}", arguments={"consultation": key})
