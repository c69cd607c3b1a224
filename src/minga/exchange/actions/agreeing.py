"""The terms that both sides agree to, and who else takes part."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from minga.accounts.actors import Actor
from minga.accounts.domain.permissions import Capability
from minga.accounts.guards import needs
from minga.exchange import queries
from minga.exchange.actions.moving import Changed, held, move, party, said, tell, tell_journal
from minga.exchange.actions.moving import join as take_part
from minga.exchange.domain.steps import Event, NotYours, Party
from minga.exchange.models import Exchange, Participant, Terms
from minga.territories.models import Organization


class NotToInvite(ValueError):
    """It takes part already, nobody acts for it here, or it is none of what may be invited."""


@transaction.atomic
@needs(Capability.EXCHANGE)
def propose_terms(
    *,
    exchange: Exchange,
    question: str,
    roles: str,
    agenda: str,
    publishes_asking: str,
    publishes_offering: str,
    by: Actor,
    now: datetime | None = None,
) -> Terms:
    """Write the terms, or others: whoever writes them agrees, and the other side is asked to.

    Raises NotPossible, TextRefused.
    """
    row, at = held(exchange, by), now or timezone.now()
    after = move(row, Event.PROPOSE_TERMS, by, at)
    fields = {
        "question": said(question, "question"),
        "roles": said(roles, "roles", needed=False),
        "agenda": said(agenda, "agenda", needed=False),
        "publishes_asking": said(publishes_asking, "publishes_asking", needed=False),
        "publishes_offering": said(publishes_offering, "publishes_offering", needed=False),
        "agreed": sorted(after.agreed),
        "at": at,
    }
    terms, _ = Terms.objects.update_or_create(exchange=row, defaults=fields)
    tell(row, "exchange.said", by, what="terms")
    return terms


@transaction.atomic
@needs(Capability.EXCHANGE)
def agree_terms(*, exchange: Exchange, seen: datetime, by: Actor, now: datetime | None = None) -> Exchange:
    """Agree to the terms as they were read at `seen`. Raises NotPossible, Changed."""
    row = held(exchange, by)
    terms = Terms.objects.filter(exchange=row).first()
    if terms is not None and terms.at != seen:
        raise Changed(row.ref)
    after = move(row, Event.AGREE_TERMS, by, now)
    Terms.objects.filter(exchange=row).update(agreed=sorted(after.agreed))
    return row


@transaction.atomic
@needs(Capability.EXCHANGE)
def invite(
    *, exchange: Exchange, organization: Organization, as_party: Party, by: Actor, now: datetime | None = None
) -> Participant:
    """Have a university or a specialist take part: they see all of the exchange from now on, and both sides are told.

    Raises NotPossible, NotToInvite.
    """
    row = held(exchange, by)
    move(row, Event.INVITE, by, now)
    if as_party not in (Party.UNIVERSITY, Party.SPECIALIST) or not queries.takes_part(organization):
        raise NotToInvite(organization.slug)
    if queries.party_of(row, organization) is not None:
        raise NotToInvite(organization.slug)
    made = take_part(row, organization, as_party, now or timezone.now())
    tell(row, "exchange.said", by, what="invited")
    return made


@transaction.atomic
@needs(Capability.EXCHANGE)
def end_participation(*, exchange: Exchange, organization: Organization, by: Actor) -> bool:
    """A university or a specialist leaves, or is thanked: they see nothing of it any more; whether one did.

    Raises NotYours.
    """
    row = held(exchange, by)
    who = party(row, by)
    if who in (Party.UNIVERSITY, Party.SPECIALIST) and organization != by.organization:
        raise NotYours(Event.INVITE)
    invited = row.participants.current().filter(party__in=[Party.UNIVERSITY, Party.SPECIALIST])
    done = bool(invited.filter(organization=organization).update(ended_at=timezone.now()))
    if done:
        tell_journal(row, "exchange.left", by, who, after={"left": organization.slug})
        tell(row, "exchange.said", by, what="left")
    return done
