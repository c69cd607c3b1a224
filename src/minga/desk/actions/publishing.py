"""An answer that may help others is published as a question, without who asked."""

from datetime import datetime

from django.db import transaction

from minga.accounts.actors import Actor
from minga.accounts.domain.permissions import Capability
from minga.accounts.guards import needs
from minga.desk.actions.keeping import at, held_by, tell, tell_asker, words
from minga.desk.actions.meanings import drop_public_meaning
from minga.desk.domain.asking import LONGEST_ANSWER, LONGEST_QUESTION
from minga.desk.domain.steps import NotNow, Party
from minga.desk.found import KIND
from minga.desk.models import Consultation, Contact, PublishedQuestion
from minga.desk.queries.consultations import answers_of
from minga.desk.queries.desks import answer_language
from minga.evidence.actions import have_read_again


class NotAgreed(ValueError):
    """The asker has not said that it may be published."""


class TellsWhoAsked(ValueError):
    """The words hold the name, the e-mail or the telephone of whoever asked."""


@transaction.atomic
@needs(Capability.ANSWER_CONSULTATIONS)
def publish(
    *,
    consultation: Consultation,
    question: str,
    answer: str,
    with_territory: bool,
    by: Actor,
    now: datetime | None = None,
) -> PublishedQuestion:
    """Publish the answer that stands, in words that the desk looked over; anew where it was published before.

    Both texts are in the language in which the desk answered; whoever asked in another has her words put in it.

    with_territory  whether it says of which territory it speaks

    Raises NotNow where nothing was answered, NotAgreed, TellsWhoAsked, TextRefused.
    """
    row = held_by(consultation, by, Party.DESK)
    said = answers_of(row)
    if not said or said[0].no_evidence:
        raise NotNow("nothing was answered")
    if row.agrees is not True:
        raise NotAgreed(row.code)
    asked, told = words(question, LONGEST_QUESTION), words(answer, LONGEST_ANSWER)
    _tells_nobody(row, f"{asked}\n{told}".casefold())
    made, _ = PublishedQuestion.objects.update_or_create(
        consultation=row,
        defaults={
            "federation": row.federation,
            "question": asked,
            "answer": told,
            "language": answer_language(row),
            "topic": row.topic,
            "territory": row.territory if with_territory else None,
            "bases": [f"{basis.kind} {basis.ref}" for basis in said[0].bases.all()],
            "by": by.user,
            "at": at(now),
            "withdrawn_at": None,
        },
    )
    have_read_again(kind=KIND, ref=row.code)
    drop_public_meaning(row)
    tell("consultation.published", row, by)
    tell_asker("consultation.published", row)
    return made


def _tells_nobody(row: Consultation, said: str) -> None:
    contact = Contact.objects.filter(consultation=row).first()
    known = [contact.name, contact.email, contact.phone] if contact else []
    known += [row.asked_by.email] if row.asked_by else []
    if any(one.casefold() in said for one in known if len(one) > 2):
        raise TellsWhoAsked(row.code)


@transaction.atomic
@needs(Capability.ANSWER_CONSULTATIONS)
def withdraw(*, consultation: Consultation, by: Actor, now: datetime | None = None) -> None:
    """Take a published question back: it is on no page and in no search. Raises NotNow where it is not published."""
    row = held_by(consultation, by, Party.DESK)
    made = PublishedQuestion.objects.filter(consultation=row, withdrawn_at=None).first()
    if made is None:
        raise NotNow("it is not published")
    made.withdrawn_at = at(now)
    made.save()
    have_read_again(kind=KIND, ref=row.code)
    drop_public_meaning(row)
    tell("consultation.withdrawn", row, by)
