"""Lists that are brought in: a federation's members, and consultations that it answered before it had Minga."""

from collections.abc import Iterable

from django.db import transaction

from minga.accounts.actors import Actor
from minga.accounts.domain.permissions import Capability
from minga.accounts.guards import NotAllowed, needs
from minga.desk.actions.asking import keep
from minga.desk.actions.keeping import at, tell
from minga.desk.actions.meanings import ask_for_meanings
from minga.desk.actions.settings import mine
from minga.desk.domain.asking import Asked, Context
from minga.desk.domain.steps import State
from minga.desk.found import KIND
from minga.desk.models import Answer, Consultation
from minga.evidence.actions import have_read_again
from minga.evidence.domain.vocabulary import vocabulary
from minga.territories.actions import bring_members
from minga.territories.domain.members import MemberRow, Told
from minga.territories.models import Organization, Territory
from minga.territories.queries import codes_of


@transaction.atomic
@needs(Capability.ANSWER_CONSULTATIONS)
def bring_list(*, rows: Iterable[MemberRow], by: Actor) -> list[Told]:
    """Put the list of one's own federation's members on record; see `territories.actions.bring_members`."""
    return bring_members(federation=mine(by), rows=rows, by=by.key)


@transaction.atomic
@needs(Capability.ANSWER_CONSULTATIONS)
def bring_consultations(*, federation: Organization, rows: Iterable[Asked], by: Actor) -> list[tuple[Asked, str]]:
    """Keep consultations of a list: each with what became of it, as a code; the same list again brings none.

    One with an answer stands as answered and closed; one without is received, and its clock began on its day.
    Raises NotAllowed to whoever does not sit at that desk.
    """
    if not by.may(Capability.INSTALL) and mine(by) != federation:
        raise NotAllowed(Capability.ANSWER_CONSULTATIONS)
    ask_for_meanings()
    codes, known = codes_of(federation.country), _known(federation)
    return [
        (row, _bring(federation, row, codes.meant(row.territory) if row.territory else (), known, by)) for row in rows
    ]


def _known(federation: Organization) -> dict[str, set[str]]:
    """The days on which each text was asked already."""
    known: dict[str, set[str]] = {}
    for text, day in Consultation.objects.filter(federation=federation).values_list("text", "asked_at__date"):
        known.setdefault(text, set()).add(str(day))
    return known


def _bring(federation: Organization, row: Asked, meant: tuple[str, ...], known: dict[str, set[str]], by: Actor) -> str:
    if row.fault:
        return row.fault
    if row.territory and len(meant) != 1:
        return "territory"
    if row.topic and not vocabulary().has(row.topic):
        return "topic"
    day = str(row.moment.date()) if row.moment else ""
    if known.get(row.text) and (not day or day in known[row.text]):
        return "unchanged"
    territory = Territory.objects.get(code=meant[0]) if meant else None
    came = at(row.moment)
    made = keep(federation, row.text, territory, row.channel, Context(), by, came, language=row.language)
    made.topic, made.asked_by, made.asked_for = row.topic, None, None
    if row.answer:
        made.state, made.answered_at, made.closed_at = State.CLOSED, came, came
        Answer.objects.create(
            consultation=made, text=row.answer, by=by.user, at=came, organization=federation, sent_at=came
        )
        have_read_again(kind=KIND, ref=made.code)
    made.save()
    known.setdefault(row.text, set()).add(str(came.date()))
    tell("consultation.brought", made, by, channel=made.channel)
    return "added"
