"""The life of an exchange: where it stands, what may happen to it, who may do that, and which dates it sets.

`TRANSITIONS` is the whole of it: what ends in no row there cannot happen. The eight steps are those of the field.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from minga.exchange.domain.parties import LEARNERS
from minga.exchange.domain.parties import SIDES as SIDES
from minga.exchange.domain.parties import Party as Party
from minga.exchange.domain.parties import Teaching as Teaching
from minga.offers.domain.modalities import Modality, limits_of, months_later

# Days in which who was asked answers, before the federation is turned to; shown to both.
ANSWER_DAYS = 10
# When the receiver tells how it went, in months after its plan, and how much sooner it may.
FOLLOW_UP_MONTHS = (3, 6)
EARLY_DAYS = 30
# So long both sides may evaluate; so long the last follow-up is waited for.
EVALUATE_DAYS = 60


class State(StrEnum):
    """Where an exchange stands."""

    ASKED = "asked"
    COUNTERED = "countered"
    BROKERED = "brokered"
    ACCEPTED = "accepted"
    TERMS = "terms"
    PREPARING = "preparing"
    IN_SESSION = "in_session"
    ADAPTING = "adapting"
    FOLLOWING_UP = "following_up"
    EVALUATING = "evaluating"
    CLOSED = "closed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    PASSED_ON = "passed_on"


ENDED = frozenset({State.CLOSED, State.DECLINED, State.WITHDRAWN, State.PASSED_ON})
LIVE = frozenset(State) - ENDED
# Both sides have said that there will be an exchange.
UNDER_WAY = LIVE - {State.ASKED, State.COUNTERED, State.BROKERED}
_LEARNT = frozenset({State.ADAPTING, State.FOLLOWING_UP, State.EVALUATING, State.CLOSED})
_LEADING = SIDES | {Party.BROKER}
_ANYBODY = frozenset(Party) - {Party.CLOCK}


class Event(StrEnum):
    """What may happen to an exchange."""

    ACCEPT = "accept"
    COUNTER = "counter"
    DECLINE = "decline"
    PASS_ON = "pass_on"  # noqa: S105 - no password
    EXPIRE = "expire"
    ASK_AGAIN = "ask_again"
    TURN_TO_ANOTHER = "turn_to_another"
    WITHDRAW = "withdraw"
    PROPOSE_TERMS = "propose_terms"
    AGREE_TERMS = "agree_terms"
    INVITE = "invite"
    SCHEDULE = "schedule"
    HOLD = "hold"
    END_SESSIONS = "end_sessions"
    PLAN = "plan"
    FOLLOW_UP = "follow_up"
    EVALUATE = "evaluate"
    ELAPSE = "elapse"
    WRITE_NOTE = "write_note"
    AGREE_NOTE = "agree_note"
    PUBLISH_NOTE = "publish_note"
    TALK = "talk"
    KEEP = "keep"


class NotPossible(ValueError):
    """It cannot happen; `str` of it is the event."""


class NotNow(NotPossible):
    """It does not happen where the exchange stands."""


class NotYours(NotPossible):
    """It is for another party to do."""


class NotYet(NotPossible):
    """Something comes before; `missing` says what, as a code."""

    def __init__(self, event: Event, missing: str) -> None:
        super().__init__(event)
        self.missing = missing


@dataclass(frozen=True)
class Standing:
    """All that decides what may happen next.

    has_broker      there is a federation to turn to
    is_represented  people of the offering side act here; else its federation speaks for it
    teaching        who teaches: whoever learns has a plan to write, and tells how it goes
    answer_due      the day on which an answer is late
    agreed          who agreed to the terms as they are
    held            sessions of which there is a log
    has_report      a report of what was found was handed in
    promised        commitments on record
    planned_on      when the receiver had its plan, from which follow-ups are counted
    followed_up     how many follow-ups there are
    evaluate_until     the day on which evaluations are waited for no longer
    note_agreed     who agreed to what is to be published; None where there is no note
    meets           a session is set that is not over yet
    """

    state: State
    modality: Modality
    has_broker: bool = False
    is_represented: bool = True
    teaching: Teaching = Teaching.ASKED
    answer_due: date | None = None
    agreed: frozenset[Party] = frozenset()
    held: int = 0
    has_report: bool = False
    promised: int = 0
    planned_on: date | None = None
    followed_up: int = 0
    evaluated: frozenset[Party] = frozenset()
    evaluate_until: date | None = None
    note_agreed: frozenset[Party] | None = None
    is_published: bool = False
    meets: bool = False


Effect = Callable[[Standing, Party, date], Standing]


@dataclass(frozen=True)
class Rule:
    """Who may, and what becomes of the exchange. `effect` raises NotYet where something comes before."""

    by: frozenset[Party]
    effect: Effect


def begin(modality: Modality, on: date, *, has_broker: bool, is_represented: bool) -> Standing:
    """An exchange that was asked for; where nobody acts for who is asked, the federation has it at once.

    Raises NotYet("broker") where there is nobody to ask at all.
    """
    if not has_broker and not is_represented:
        raise NotYet(Event.PASS_ON, "broker")
    state = State.ASKED if is_represented else State.BROKERED
    due = on + timedelta(days=ANSWER_DAYS) if is_represented else None
    return Standing(state, modality, has_broker, is_represented, answer_due=due)


def step(now: Standing, event: Event, by: Party, on: date) -> Standing:
    """The exchange after something has happened to it on a day. Raises NotNow, NotYours, NotYet."""
    rule = TRANSITIONS.get((now.state, event))
    if rule is None:
        raise NotNow(event)
    party = speaking(now, by, rule.by)
    if party is None:
        raise NotYours(event)
    return rule.effect(now, party, on)


def speaking(now: Standing, by: Party, allowed: frozenset[Party]) -> Party | None:
    """As whom a party acts where these are allowed: as itself, or the federation for a side where nobody acts."""
    if by in allowed:
        return by
    stands_in = by == Party.BROKER and not now.is_represented and Party.OFFERING in allowed
    return Party.OFFERING if stands_in else None


def possible(now: Standing, by: Party, on: date) -> list[Event]:
    """What a party may do now, in the order of `Event`."""
    return [event for event in Event if _may(now, event, by, on)]


def _may(now: Standing, event: Event, by: Party, on: date) -> bool:
    try:
        step(now, event, by, on)
    except NotPossible:
        return False
    return True


def turn(now: Standing) -> frozenset[Party]:
    """For whom it is waited; nobody where it has ended, or where a session is to be waited for."""
    waiting = {
        State.ASKED: {Party.OFFERING},
        State.COUNTERED: {Party.REQUESTING},
        State.BROKERED: {Party.BROKER},
        State.TERMS: SIDES - now.agreed,
        State.ADAPTING: LEARNERS[now.teaching],
        State.FOLLOWING_UP: LEARNERS[now.teaching],
        State.EVALUATING: SIDES - now.evaluated,
    }
    is_set = now.meets and now.state in (State.PREPARING, State.IN_SESSION)
    parties = frozenset(waiting.get(now.state, SIDES if now.state in LIVE and not is_set else ()))
    if not now.is_represented and Party.OFFERING in parties:
        return parties - {Party.OFFERING} | {Party.BROKER}
    return parties


def follow_ups(planned_on: date) -> tuple[date, ...]:
    """The days on which the receiver tells how it went."""
    return tuple(months_later(planned_on, months) for months in FOLLOW_UP_MONTHS)


def _to(state: State) -> Effect:
    return lambda now, by, on: replace(now, state=state, answer_due=None)


def _stay(now: Standing, by: Party, on: date) -> Standing:
    return now


def _asking(state: State) -> Effect:
    return lambda now, by, on: replace(now, state=state, answer_due=on + timedelta(days=ANSWER_DAYS))


def _passed_on(now: Standing, by: Party, on: date) -> Standing:
    if not now.has_broker:
        raise NotYet(Event.PASS_ON, "broker")
    return replace(now, state=State.BROKERED, answer_due=None)


def _asked_again(now: Standing, by: Party, on: date) -> Standing:
    if not now.is_represented:
        raise NotYet(Event.ASK_AGAIN, "people")
    return _asking(State.ASKED)(now, by, on)


def _expired(without_broker: State, *, to_broker: bool) -> Effect:
    def effect(now: Standing, by: Party, on: date) -> Standing:
        if now.answer_due is None or on < now.answer_due:
            raise NotYet(Event.EXPIRE, "time")
        state = State.BROKERED if to_broker and now.has_broker else without_broker
        return replace(now, state=state, answer_due=None)

    return effect


def _terms(now: Standing, by: Party, on: date) -> Standing:
    """New terms: whoever proposes them agrees, and nobody else has."""
    return replace(now, state=State.TERMS, agreed=frozenset({by}) & SIDES)


def _agreed(now: Standing, by: Party, on: date) -> Standing:
    if by in now.agreed:
        raise NotYet(Event.AGREE_TERMS, "others")
    agreed = now.agreed | {by}
    return replace(now, agreed=agreed, state=State.PREPARING if agreed >= SIDES else State.TERMS)


def _scheduled(now: Standing, by: Party, on: date) -> Standing:
    if not limits_of(now.modality).has_session:
        raise NotYet(Event.SCHEDULE, "session")
    return now


def _held(now: Standing, by: Party, on: date) -> Standing:
    return replace(_scheduled(now, by, on), state=State.IN_SESSION, held=now.held + 1)


def _sessions_over(now: Standing, by: Party, on: date) -> Standing:
    limits = limits_of(now.modality)
    if limits.has_session and not now.held:
        raise NotYet(Event.END_SESSIONS, "session")
    if limits.to_deliver and not now.has_report:
        raise NotYet(Event.END_SESSIONS, "report")
    if limits.to_deliver and not now.promised:
        raise NotYet(Event.END_SESSIONS, "promises")
    return replace(now, state=State.ADAPTING)


def _only_learners(now: Standing, by: Party, event: Event) -> None:
    if by not in LEARNERS[now.teaching]:
        raise NotYours(event)


def _planned(now: Standing, by: Party, on: date) -> Standing:
    _only_learners(now, by, Event.PLAN)
    return replace(now, state=State.FOLLOWING_UP, planned_on=now.planned_on or on)


def _followed_up(now: Standing, by: Party, on: date) -> Standing:
    _only_learners(now, by, Event.FOLLOW_UP)
    due = follow_ups(now.planned_on or on)[now.followed_up]
    if on < due - timedelta(days=EARLY_DAYS):
        raise NotYet(Event.FOLLOW_UP, "time")
    after = replace(now, followed_up=now.followed_up + 1)
    return _evaluating(after, on) if after.followed_up == len(FOLLOW_UP_MONTHS) else after


def _evaluating(now: Standing, on: date) -> Standing:
    return replace(now, state=State.EVALUATING, evaluate_until=on + timedelta(days=EVALUATE_DAYS))


def _never_followed_up(now: Standing, by: Party, on: date) -> Standing:
    """Who never tells how it went is waited for no longer; both may evaluate all the same."""
    if on < follow_ups(now.planned_on or on)[-1] + timedelta(days=EVALUATE_DAYS):
        raise NotYet(Event.ELAPSE, "time")
    return _evaluating(now, on)


def _evaluated(now: Standing, by: Party, on: date) -> Standing:
    if by in now.evaluated:
        raise NotYet(Event.EVALUATE, "others")
    evaluated = now.evaluated | {by}
    return replace(now, evaluated=evaluated, state=State.CLOSED if evaluated >= SIDES else now.state)


def _never_evaluated(now: Standing, by: Party, on: date) -> Standing:
    if now.evaluate_until is None or on < now.evaluate_until:
        raise NotYet(Event.ELAPSE, "time")
    return replace(now, state=State.CLOSED)


def _note(now: Standing, by: Party, on: date) -> Standing:
    """A note, or another text of it: whoever writes it agrees, and nobody else has."""
    if now.is_published:
        raise NotYet(Event.WRITE_NOTE, "published")
    return replace(now, note_agreed=frozenset({by}) & SIDES)


def _note_agreed(now: Standing, by: Party, on: date) -> Standing:
    if now.note_agreed is None:
        raise NotYet(Event.AGREE_NOTE, "note")
    if by in now.note_agreed:
        raise NotYet(Event.AGREE_NOTE, "others")
    return replace(now, note_agreed=now.note_agreed | {by})


def _note_published(now: Standing, by: Party, on: date) -> Standing:
    if now.is_published:
        raise NotYet(Event.PUBLISH_NOTE, "published")
    if not (now.note_agreed or frozenset()) >= SIDES:
        raise NotYet(Event.PUBLISH_NOTE, "agreement")
    return replace(now, is_published=True)


def _rule(effect: Effect, *by: Party) -> Rule:
    return Rule(frozenset(by), effect)


_R, _O, _B, _CLOCK = Party.REQUESTING, Party.OFFERING, Party.BROKER, Party.CLOCK
_WITHDRAW = Rule(SIDES, _to(State.WITHDRAWN))
_TERMS = Rule(_LEADING, _terms)

TRANSITIONS: Mapping[tuple[State, Event], Rule] = {
    (State.ASKED, Event.ACCEPT): _rule(_to(State.ACCEPTED), _O),
    (State.ASKED, Event.COUNTER): _rule(_asking(State.COUNTERED), _O),
    (State.ASKED, Event.DECLINE): _rule(_to(State.DECLINED), _O),
    (State.ASKED, Event.PASS_ON): _rule(_passed_on, _O),
    (State.ASKED, Event.EXPIRE): _rule(_expired(State.DECLINED, to_broker=True), _CLOCK),
    (State.ASKED, Event.WITHDRAW): _rule(_to(State.WITHDRAWN), _R),
    (State.COUNTERED, Event.ACCEPT): _rule(_to(State.ACCEPTED), _R),
    (State.COUNTERED, Event.COUNTER): _rule(_asking(State.ASKED), _R),
    (State.COUNTERED, Event.DECLINE): _rule(_to(State.DECLINED), _R),
    (State.COUNTERED, Event.EXPIRE): _rule(_expired(State.WITHDRAWN, to_broker=False), _CLOCK),
    (State.COUNTERED, Event.WITHDRAW): _WITHDRAW,
    (State.BROKERED, Event.ACCEPT): _rule(_to(State.ACCEPTED), _O),
    (State.BROKERED, Event.COUNTER): _rule(_asking(State.COUNTERED), _O),
    (State.BROKERED, Event.DECLINE): _rule(_to(State.DECLINED), _O, _B),
    (State.BROKERED, Event.ASK_AGAIN): _rule(_asked_again, _B),
    (State.BROKERED, Event.TURN_TO_ANOTHER): _rule(_to(State.PASSED_ON), _B),
    (State.BROKERED, Event.WITHDRAW): _rule(_to(State.WITHDRAWN), _R),
    (State.ACCEPTED, Event.PROPOSE_TERMS): _TERMS,
    (State.TERMS, Event.PROPOSE_TERMS): _TERMS,
    (State.TERMS, Event.AGREE_TERMS): Rule(SIDES, _agreed),
    (State.PREPARING, Event.PROPOSE_TERMS): _TERMS,
    (State.PREPARING, Event.SCHEDULE): Rule(_LEADING, _scheduled),
    (State.PREPARING, Event.HOLD): Rule(_ANYBODY, _held),
    (State.PREPARING, Event.END_SESSIONS): Rule(_LEADING, _sessions_over),
    (State.IN_SESSION, Event.SCHEDULE): Rule(_LEADING, _scheduled),
    (State.IN_SESSION, Event.HOLD): Rule(_ANYBODY, _held),
    (State.IN_SESSION, Event.END_SESSIONS): Rule(_LEADING, _sessions_over),
    (State.ADAPTING, Event.PLAN): Rule(SIDES, _planned),
    (State.FOLLOWING_UP, Event.PLAN): Rule(SIDES, _planned),
    (State.FOLLOWING_UP, Event.FOLLOW_UP): Rule(SIDES, _followed_up),
    (State.FOLLOWING_UP, Event.ELAPSE): _rule(_never_followed_up, _CLOCK),
    (State.EVALUATING, Event.EVALUATE): Rule(SIDES, _evaluated),
    (State.EVALUATING, Event.ELAPSE): _rule(_never_evaluated, _CLOCK),
    **{(state, Event.WITHDRAW): _WITHDRAW for state in UNDER_WAY - {State.EVALUATING}},
    **{(state, Event.INVITE): Rule(_LEADING, _stay) for state in UNDER_WAY},
    **{(state, Event.TALK): Rule(_ANYBODY, _stay) for state in LIVE},
    **{(state, Event.KEEP): Rule(_ANYBODY, _stay) for state in LIVE | {State.CLOSED}},
    **{(state, Event.WRITE_NOTE): Rule(_ANYBODY, _note) for state in _LEARNT},
    **{(state, Event.AGREE_NOTE): Rule(SIDES, _note_agreed) for state in _LEARNT},
    **{(state, Event.PUBLISH_NOTE): Rule(_LEADING, _note_published) for state in _LEARNT},
}
