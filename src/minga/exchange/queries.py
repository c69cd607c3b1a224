"""Reads: one's own exchanges, how one stands, who takes part in it, whom to ask next. Each takes who asks."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.text import capfirst

from minga.accounts.actors import Actor
from minga.accounts.domain.memberships import Standing as Enrolled
from minga.accounts.domain.permissions import MEMBER_ROLES, Capability, who_may
from minga.accounts.models import Membership, User
from minga.accounts.queries import federation_of, federations_of
from minga.exchange.domain.reminders import Facts, Meeting, Promise
from minga.exchange.domain.steps import ENDED, Event, Party, Standing, State, Teaching, possible, turn
from minga.exchange.models import Attachment, Commitment, Exchange, ExchangeQuerySet, Note, Participant, Session
from minga.offers.domain.modalities import Modality
from minga.peers import words
from minga.peers.asking import pair, proofs
from minga.peers.domain.goals import Goal
from minga.peers.queries import Peer, goal_of, is_goal, peers
from minga.territories.models import Organization, Territory

MOST_NEXT, MOST_INVITABLE = 5, 200
_AT_WORK = [role for role in who_may(Capability.EXCHANGE) if role in MEMBER_ROLES]


def today(now: datetime | None = None) -> date:
    """The day it is where the installation is."""
    return timezone.localdate(now)


def mine(actor: Actor) -> ExchangeQuerySet:
    """The exchanges of the organization for which somebody acts, what moved last first."""
    rows = Exchange.objects.visible_to(actor).select_related("asker", "asked", "federation", "terms", "offer")
    rows = rows.annotate(meets=Exists(Session.objects.ahead().filter(exchange=OuterRef("pk"))))
    return rows.prefetch_related("participants__organization", "evaluations")


def of(actor: Actor, ref: str) -> Exchange | None:
    """The exchange of this ref, where somebody may know of it."""
    return mine(actor).filter(ref=ref).first()


def waiting_of(actor: Actor) -> QuerySet[Exchange]:
    """What one's own organization asked for and nobody has said yes to so far."""
    asks = Participant.objects.current().filter(organization=actor.organization, party=Party.REQUESTING)
    waits = [State.ASKED, State.COUNTERED, State.BROKERED]
    return Exchange.objects.visible_to(actor).filter(state__in=waits, pk__in=asks.values("exchange"))


def party_of(exchange: Exchange, organization: Organization | None) -> Party | None:
    """As what an organization takes part today."""
    found = exchange.participants.current().filter(organization=organization).values_list("party", flat=True).first()
    return Party(found) if found else None


def participants(exchange: Exchange) -> dict[Party, list[Organization]]:
    """Who takes part today, by party."""
    found: dict[Party, list[Organization]] = {}
    for row in exchange.participants.current().select_related("organization"):
        found.setdefault(Party(row.party), []).append(row.organization)
    return found


def organization_of(exchange: Exchange, party: Party) -> Organization | None:
    """The organization that is this party today."""
    return next(iter(participants(exchange).get(party, ())), None)


# What there is in an exchange, as far as it decides what may happen: asked together, since each page asks it.
_WORK = """
    SELECT (SELECT count(*) FROM exchange_session WHERE exchange_id = %(key)s AND held_at IS NOT NULL),
        EXISTS (SELECT FROM exchange_attachment WHERE exchange_id = %(key)s AND kind = %(report)s),
        (SELECT count(*) FROM exchange_commitment WHERE exchange_id = %(key)s AND dropped_at IS NULL),
        (SELECT count(*) FROM exchange_followup WHERE exchange_id = %(key)s),
        ARRAY(SELECT party FROM exchange_evaluation WHERE exchange_id = %(key)s),
        EXISTS (
            SELECT FROM exchange_participant
            WHERE exchange_id = %(key)s AND ended_at IS NULL AND party = %(offering)s
        ),
        EXISTS (
            SELECT FROM exchange_session
            WHERE exchange_id = %(key)s AND held_at IS NULL AND cancelled_at IS NULL AND ends > %(now)s
        )
"""


def standing_of(exchange: Exchange) -> Standing:
    """All that decides what may happen to it next; three queries at most."""
    terms, note = getattr(exchange, "terms", None), Note.objects.filter(exchange=exchange).first()
    asked: dict[str, Any] = {
        "key": exchange.pk,
        "report": Attachment.Kind.REPORT.value,
        "offering": Party.OFFERING.value,
        "now": timezone.now(),
    }
    with connection.cursor() as cursor:
        cursor.execute(_WORK, asked)
        held, has_report, promised, followed_up, evaluated, is_represented, meets = cursor.fetchone()
    return Standing(
        state=State(exchange.state),
        modality=Modality(exchange.modality),
        has_broker=exchange.federation_id is not None,
        is_represented=is_represented,
        teaching=Teaching(exchange.teaching),
        answer_due=exchange.answer_due,
        agreed=frozenset(Party(one) for one in terms.agreed) if terms else frozenset(),
        held=held,
        has_report=has_report,
        promised=promised,
        planned_on=exchange.planned_on,
        followed_up=followed_up,
        evaluated=frozenset(Party(one) for one in evaluated),
        evaluate_until=exchange.evaluate_until,
        note_agreed=frozenset(Party(one) for one in note.agreed) if note else None,
        is_published=bool(note and note.published_at),
        meets=meets,
    )


def facts_of(exchange: Exchange) -> Facts:
    """An exchange as reminders see it."""
    owed = exchange.commitments.filter(kept_at=None, dropped_at=None)
    coming = exchange.sessions.planned()
    return Facts(
        standing_of(exchange),
        today(exchange.moved_at),
        [Promise(one.pk, one.owner_id, one.due) for one in owed],
        [Meeting(one.pk, begins_on(one)) for one in coming],
    )


def begins_on(session: Session) -> date:
    """The day on which a session begins, by the calendar of the installation."""
    return timezone.localdate(session.starts)


def can(exchange: Exchange, actor: Actor, now: datetime | None = None) -> list[Event]:
    """What somebody may do to it now."""
    party = party_of(exchange, actor.organization)
    return possible(standing_of(exchange), party, today(now)) if party else []


def people_of(exchange: Exchange, parties: Iterable[Party], *, but: User | None = None) -> QuerySet[User]:
    """Everybody who works for these parties, but whoever did what they are told of."""
    rows = exchange.participants.current().filter(party__in=[*parties])
    return people_for(rows.values_list("organization", flat=True), but=but)


def people_for(organizations: Iterable[int], *, but: User | None = None) -> QuerySet[User]:
    """Everybody who works for these organizations and may take part in exchanges."""
    members = Membership.objects.active().filter(organization__in=[*organizations], role__in=_AT_WORK)
    found = User.objects.filter(pk__in=members.values("user"), is_active=True).order_by("pk")
    return found.exclude(pk=but.pk) if but else found


def live_keys() -> list[int]:
    """The keys of all exchanges that go on, the longest still first: for the clock, which is nobody."""
    return list(Exchange.objects.live().order_by("moved_at").values_list("pk", flat=True))


def who_answers_for(territory: Territory) -> list[Organization]:
    """The offices of a government that take part here and have people who may answer."""
    acting = Membership.objects.active().filter(role__in=_AT_WORK).values("organization")
    rows = Organization.objects.filter(territory=territory, enrolment__standing=Enrolled.ACTIVE, pk__in=acting)
    return list(rows.order_by("pk"))


def takes_part(organization: Organization) -> bool:
    """Whether somebody acts for it here."""
    return Membership.objects.active().filter(organization=organization, role__in=_AT_WORK).exists()


def invitable(exchange: Exchange) -> list[Organization]:
    """Who may be invited: universities and other bodies for which somebody acts, and that do not take part yet."""
    acting = Membership.objects.active().filter(role__in=_AT_WORK).values("organization")
    inside = exchange.participants.current().values("organization")
    rows = Organization.objects.filter(pk__in=acting, enrolment__standing=Enrolled.ACTIVE).exclude(pk__in=inside)
    return list(rows.order_by("name")[:MOST_INVITABLE])


def broker_for(asking: Organization, office: Organization | None, asked: Territory | None) -> Organization | None:
    """The federation to turn to: of whoever asks, else of who is asked; one where nobody acts is none."""
    found = [federation_of(one) for one in (asking, office) if one is not None]
    found += list(federations_of(asked)) if asked is not None else []
    return next((one for one in found if one is not None and one not in (asking, office) and takes_part(one)), None)


@dataclass(frozen=True)
class Reasons:
    """Why a government is asked by another: in words, line by line, and the claims that show it."""

    lines: Sequence[str]
    claims: Sequence[str]
    topics: Sequence[tuple[str, str]]


def reasons_for(own: Territory | None, other: Territory | None, topic: str) -> Reasons:
    """The reasons of the match between two governments, as the page of peers has them."""
    goal: Goal | None = goal_of(topic) if topic and is_goal(topic) else None
    found = pair(own, other, goal) if own and other else None
    if found is None or own is None or other is None:
        return Reasons((), (), ())
    alike = ", ".join(words.alike_in(found.parts, other, own))
    ahead = [found.ahead[topic]] if topic in found.ahead else list(found.ahead.values())
    refs = [ref for one in ahead for ref in one.holding.refs]
    lines = [capfirst(words.ahead(one)) for one in ahead]
    topics = [(code, words.goal_label(code)) for code in found.ahead]
    return Reasons([*([capfirst(alike)] if alike else []), *lines], [one.ref for one in proofs(refs, 8)], topics)


@dataclass(frozen=True)
class Next:
    """Another peer to ask, with the reasons in words."""

    territory: Territory
    why: Sequence[str]


def next_peers(exchange: Exchange) -> list[Next]:
    """Whom to ask next: the likest who are ahead in the same, without all that were asked before in this row."""
    if exchange.asker is None:
        return []
    asked, one = set(), exchange
    while one is not None:
        asked.add(one.asked_id)
        one = one.follows  # type: ignore[assignment]
    goal = exchange.topic if is_goal(exchange.topic) else None
    found = peers(exchange.asker, goal=goal, limit=MOST_NEXT + len(asked)).peers
    return [_next(each, exchange.asker) for each in found if each.territory.pk not in asked][:MOST_NEXT]


def _next(peer: Peer, own: Territory) -> Next:
    return Next(peer.territory, list(words.why(peer, own)))


@dataclass(frozen=True)
class Row:
    """An exchange in a list: whose turn it is, and as what one's own organization takes part."""

    exchange: Exchange
    party: Party
    waits_for: frozenset[Party]

    @property
    def is_my_turn(self) -> bool:
        """Whether it waits for us."""
        return self.party in self.waits_for


def rows_of(exchanges: Iterable[Exchange], actor: Actor) -> list[Row]:
    """These exchanges, as `mine` gives them, as a list shows them: those that wait for us first. Four queries."""
    found = []
    for one in exchanges:
        here = {each.organization_id: Party(each.party) for each in one.participants.all() if each.ended_at is None}
        found.append(Row(one, here[actor.organization.pk], turn(_briefly(one, here.values()))))  # type: ignore[union-attr]
    return sorted(found, key=lambda row: not row.is_my_turn)


def _briefly(exchange: Exchange, here: Iterable[Party]) -> Standing:
    """What of its standing decides for whom it is waited, from what `mine` brings along."""
    terms = getattr(exchange, "terms", None)
    return Standing(
        state=State(exchange.state),
        modality=Modality(exchange.modality),
        is_represented=Party.OFFERING in here,
        teaching=Teaching(exchange.teaching),
        agreed=frozenset(Party(each) for each in terms.agreed) if terms else frozenset(),
        evaluated=frozenset(Party(each.party) for each in exchange.evaluations.all()),
        meets=exchange.meets,  # type: ignore[attr-defined]
    )


@dataclass(frozen=True)
class Handover:
    """All that an office has open, for whoever takes it over: what waits, what was promised by when and by whom."""

    rows: Sequence[Row]
    owed: Sequence[Commitment]
    expected: Sequence[Commitment]
    sessions: Sequence[Session]
    ended: Sequence[Exchange]


def handover(actor: Actor) -> Handover:
    """It, of the organization for which somebody acts."""
    seen = mine(actor)
    live = list(seen.live())
    promises = Commitment.objects.filter(exchange__in=live, kept_at=None, dropped_at=None)
    promises = promises.select_related("exchange", "owner").order_by("due")
    sessions = Session.objects.planned().filter(exchange__in=live).select_related("exchange")
    return Handover(
        rows_of(live, actor),
        [one for one in promises if one.owner == actor.organization],
        [one for one in promises if one.owner != actor.organization],
        list(sessions),
        list(seen.exclude(pk__in=[one.pk for one in live])[:20]),
    )


def in_hands(actor: Actor) -> ExchangeQuerySet:
    """What a federation brokers or brokered, for its desk: what it is a party of today, and never a member's other."""
    ours = Participant.objects.current().filter(organization=actor.organization, party=Party.BROKER)
    return mine(actor).filter(pk__in=ours.values("exchange"))


def to_broker(actor: Actor) -> ExchangeQuerySet:
    """What of it waits for the federation, the longest waiting first."""
    return in_hands(actor).filter(state=State.BROKERED, federation=actor.organization).order_by("moved_at")


def promised_in(exchanges: ExchangeQuerySet) -> QuerySet[Commitment]:
    """What was promised in some exchanges and not let go, the oldest day first."""
    rows = Commitment.objects.filter(exchange__in=exchanges.order_by().values("pk"), dropped_at=None)
    return rows.select_related("exchange", "owner").order_by("due", "pk")


def begun_from(offers: Collection[int], year: int) -> dict[int, int]:
    """How many exchanges that were asked for in a year take up room of each of these offers (keys).

    Those that wait, go on or came to their end, and of those that ended early what came to a session.
    """
    early = ENDED - {State.CLOSED}
    rows = Exchange.objects.filter(offer__in=offers, asked_at__year=year)
    took = rows.filter(~Q(state__in=early) | Q(sessions__held_at__isnull=False))
    return dict(took.order_by().values_list("offer").annotate(Count("pk", distinct=True)))
