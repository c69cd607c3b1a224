"""How an exchange goes from one state to the next: locked, stepped, kept, told. The other actions stand on this."""

from collections.abc import Collection
from datetime import datetime

from django.utils import timezone

from minga.accounts.actors import Actor
from minga.exchange import queries
from minga.exchange.domain.steps import Event, NotYours, Party, Standing, State, speaking, step
from minga.exchange.models import Exchange, Participant
from minga.journal.actions import record
from minga.kit.text import nfc, printable
from minga.notices.actions import notify
from minga.territories.models import Organization

EVERYBODY = frozenset(Party) - {Party.CLOCK}
LONGEST = 20_000


class TextRefused(ValueError):
    """There are no words where some are needed, or more than can be kept; `field` says where."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


class Changed(ValueError):
    """Others changed what was read: it is to be read again before anybody agrees to it."""


def said(text: str, field: str, *, needed: bool = True, longest: int = LONGEST) -> str:
    """Words as they are kept. Raises TextRefused."""
    found = nfc(printable(text.replace("\r\n", "\n"))).strip()
    if (needed and not found) or len(found) > longest:
        raise TextRefused(field)
    return found


def held(exchange: Exchange, by: Actor) -> Exchange:
    """The row as it is now, held until the end. Raises Exchange.DoesNotExist for whoever is no party of it."""
    return Exchange.objects.visible_to(by).select_for_update(of=("self",)).get(pk=exchange.pk)


def own(by: Actor) -> Organization:
    """The organization for which somebody acts. Raises NotYours: who acts for none is no party of anything."""
    if by.organization is None:
        raise NotYours("party")
    return by.organization


def party(row: Exchange, by: Actor) -> Party:
    """As what somebody acts in it. Raises NotYours."""
    found = queries.party_of(row, by.organization)
    if found is None:
        raise NotYours("party")
    return found


def side(row: Exchange, by: Actor, sides: Collection[Party]) -> Party:
    """For which of these parties somebody acts: its own, or one for which a federation speaks. Raises NotYours."""
    found = speaking(queries.standing_of(row), party(row, by), frozenset(sides))
    if found is None:
        raise NotYours("party")
    return found


def move(row: Exchange, event: Event, by: Actor | None, now: datetime | None = None, *, verb: str = "") -> Standing:
    """Let something happen to an exchange that is held; None as `by` is the clock. Raises NotPossible.

    verb  what the journal calls it, where the event allows several things

    Who takes part is told where it comes to another state.
    """
    at = now or timezone.now()
    before = queries.standing_of(row)
    who = party(row, by) if by else Party.CLOCK
    after = step(before, event, who, queries.today(at))
    row.state, row.answer_due = after.state, after.answer_due
    row.planned_on, row.evaluate_until = after.planned_on, after.evaluate_until
    if event == Event.EXPIRE:
        row.because = ""  # what was said of another form before is no reason for silence
    if after.state != before.state:
        row.moved_at = at
        if after.state == State.BROKERED:
            to_federation(row, at)
    row.save()
    tell_journal(
        row, f"exchange.{verb or event}", by, who, before={"state": before.state}, after={"state": after.state}
    )
    if after.state != before.state:
        tell(row, "exchange.moved", by, state=after.state)
    return after


def to_federation(row: Exchange, at: datetime) -> None:
    """From now on the federation is a party: what was said before it may read too, as both were told it would."""
    row.brokered_at = row.brokered_at or at
    if row.federation is not None and queries.organization_of(row, Party.BROKER) is None:
        join(row, row.federation, Party.BROKER, at)


def join(row: Exchange, organization: Organization, as_party: Party, at: datetime) -> Participant:
    """An organization takes part from now on."""
    return Participant.objects.create(exchange=row, organization=organization, party=as_party, since=at)


def tell(row: Exchange, kind: str, by: Actor | None, to: Collection[Party] = EVERYBODY, **params: str | int) -> int:
    """Tell everybody of these parties but whoever did it; how many are told."""
    users = queries.people_of(row, to, but=by.user if by else None)
    return notify(users=users, kind=kind, params={"ref": row.ref, **params}, address=row.get_absolute_url())


def tell_journal(
    row: Exchange,
    verb: str,
    by: Actor | None,
    who: Party,
    *,
    before: dict[str, str | int] | None = None,
    after: dict[str, str | int] | None = None,
) -> None:
    """What was done, as which party and for which organization; codes and numbers alone."""
    for_whom = by.organization.slug if by and by.organization else ""
    told = {**(after or {}), "party": who.value, "organization": for_whom}
    record(verb, row, by=by.key if by else None, before=before, after=told)
