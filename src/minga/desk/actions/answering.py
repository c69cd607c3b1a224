"""Answering: drafted from what is on record, edited by an adviser, sent in the name of her federation."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from minga.accounts.actors import Actor
from minga.accounts.domain.permissions import Capability
from minga.accounts.guards import needs
from minga.desk.actions.keeping import at, held_by, move, tell, tell_asker, words
from minga.desk.domain.asking import LONGEST_ANSWER
from minga.desk.domain.steps import CLOCK_RUNS, Move, NotNow, Party
from minga.desk.found import KIND
from minga.desk.models import Answer, Basis, Consultation, Contact, ResearchRequest, Routing
from minga.desk.queries import drafting
from minga.desk.queries.consultations import draft_of
from minga.evidence.actions import have_read_again
from minga.jobs import actions as jobs

MAIL = "desk.mail"


@transaction.atomic
@needs(Capability.ANSWER_CONSULTATIONS)
def draft(*, consultation: Consultation, earlier: str = "", by: Actor, now: datetime | None = None) -> Answer:
    """Draft the answer from the claims that answer the question, with their citations, or say that there is none.

    earlier  code of an earlier answer to begin with; only one that this desk may see counts

    An earlier draft is replaced. Raises NotNow where nothing is to be answered.
    """
    row = _answerable(consultation, by)
    made = drafting.drafted(row, earlier, actor=by)
    return _keep_draft(row, made.text, made.named, made.no_evidence, by, at(now))


@transaction.atomic
@needs(Capability.ANSWER_CONSULTATIONS)
def save_draft(
    *,
    consultation: Consultation,
    text: str,
    named: Sequence[tuple[str, str]],
    no_evidence: bool,
    by: Actor,
    now: datetime | None = None,
) -> Answer:
    """Keep what an adviser wrote.

    named  kind and ref of what the answer stands on; what nobody may read is left out

    Raises NotNow, TextRefused.
    """
    row = _answerable(consultation, by)
    said = words(text, LONGEST_ANSWER, least=0)
    return _keep_draft(row, said, drafting.nameable(named), no_evidence, by, at(now))


def _answerable(consultation: Consultation, by: Actor) -> Consultation:
    row = held_by(consultation, by, Party.DESK)
    if row.state not in CLOCK_RUNS:
        raise NotNow(f"answer while {row.state}")
    return row


def _keep_draft(
    row: Consultation, text: str, named: Sequence[tuple[str, str]], no_evidence: bool, by: Actor, now: datetime
) -> Answer:
    kept = draft_of(row) or Answer(consultation=row)
    kept.text, kept.no_evidence = text, no_evidence
    kept.by, kept.at, kept.organization = by.user, now, row.federation
    kept.save()
    Basis.objects.filter(answer=kept).delete()
    Basis.objects.bulk_create(
        Basis(answer=kept, kind=kind, ref=ref, position=place)
        for place, (kind, ref) in enumerate(dict.fromkeys(named), 1)
    )
    tell("consultation.drafted", row, by, bases=len(named), no_evidence=no_evidence)
    return kept


@transaction.atomic
@needs(Capability.ANSWER_CONSULTATIONS)
def send(*, consultation: Consultation, by: Actor, now: datetime | None = None) -> Answer:
    """Send the draft to whoever asked. Where it says that there is no evidence, research is asked for.

    Raises NotNow, TextRefused where the draft is empty.
    """
    row = _answerable(consultation, by)
    kept = draft_of(row)
    words(kept.text if kept else "", LONGEST_ANSWER)
    assert kept is not None  # noqa: S101 - no words, no draft: refused above
    kept.sent_at, kept.by, kept.at = at(now), by.user, at(now)
    kept.save()
    row.answered_at = row.answered_at or at(now)
    move(row, Move.ANSWER, by, no_evidence=kept.no_evidence)
    Routing.objects.filter(consultation=row, ended_at=None).update(ended_at=at(now))
    if kept.no_evidence:
        _ask_for_research(row, by, at(now))
    have_read_again(kind=KIND, ref=row.code)
    tell_asker("consultation.answered", row)
    if Contact.objects.filter(consultation=row).exclude(email="").exists():
        jobs.enqueue(task=MAIL, key=f"consultation {row.pk}", arguments={"consultation": row.pk})
    return kept


def _ask_for_research(row: Consultation, by: Actor, now: datetime) -> None:
    """One request for each consultation; one that was done is open again."""
    asked, made = ResearchRequest.objects.get_or_create(
        consultation=row,
        defaults={"question": row.text, "topic": row.topic, "territory": row.territory, "by": by.user, "at": now},
    )
    if not made:
        asked.done_at = None
        asked.save()
    tell("consultation.unanswerable", row, by)
