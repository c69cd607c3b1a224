"""What the desk holds of a person, and how it is forgotten."""

from typing import Any

from django.db import transaction

from minga.accounts.models import User
from minga.desk.models import Absence, Consultation, Contact, Note, Routing


def told_of(user: User) -> list[dict[str, Any]]:
    """What she asked and the answers she had; what she wrote for a desk is the desk's. Ready for JSON."""
    rows = Consultation.objects.filter(asked_by=user).select_related("federation").prefetch_related("answers")
    return [
        {
            "code": row.code,
            "federation": row.federation.slug,
            "state": row.state,
            "asked_at": row.asked_at,
            "text": row.text,
            "answers": [answer.text for answer in row.answers.all() if answer.sent_at],
        }
        for row in rows.order_by("pk")
    ]


@transaction.atomic
def forget(user: User) -> None:
    """Nobody knows any more who asked; the question stays with its desk, and what is with her is with nobody."""
    hers = Consultation.objects.filter(asked_by=user)
    Contact.objects.filter(consultation__in=hers).delete()
    Note.objects.filter(consultation__in=hers, by=user, organization=None).update(by=None)
    hers.update(asked_by=None, asked_for=None)
    Absence.objects.filter(user=user).delete()
    Absence.objects.filter(stand_in=user).update(stand_in=None)
    Routing.objects.filter(user=user, ended_at=None).delete()
