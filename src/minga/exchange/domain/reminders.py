"""What people are reminded of, and when: a reminder has a name, and nobody is told the same name twice."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from minga.exchange.domain.steps import ENDED, UNDER_WAY, Party, Standing, State, follow_ups, turn

ANSWER_BEFORE = 3
SESSION_BEFORE = 2
PROMISE_BEFORE, PROMISE_LATE = 7, 7
FOLLOW_UP_BEFORE, FOLLOW_UP_LATE = 7, 14
EVALUATE_BEFORE = 14
# Where nothing has moved for so long, whoever is waited for is told; and again after as long.
STILL_DAYS = 21


class Kind(StrEnum):
    """Of what somebody is reminded."""

    ANSWER = "answer"
    SESSION = "session"
    PROMISE_SOON = "promise_soon"
    PROMISE_DUE = "promise_due"
    PROMISE_LATE = "promise_late"
    FOLLOW_UP = "follow_up"
    FOLLOW_UP_LATE = "follow_up_late"
    EVALUATE = "evaluate"
    EVALUATE_LAST = "evaluate_last"
    STILL = "still"


@dataclass(frozen=True)
class Promise:
    """A commitment that was not kept yet, by its key, with the key of the organization that owes it."""

    key: int
    owner: int
    due: date


@dataclass(frozen=True)
class Meeting:
    """A session that is to come, by its key, and the day on which it begins where it takes place."""

    key: int
    day: date


@dataclass(frozen=True)
class Facts:
    """An exchange as reminders see it. `moved_on`: when it last came from one state to the next."""

    standing: Standing
    moved_on: date
    promises: Sequence[Promise] = ()
    meetings: Sequence[Meeting] = ()


@dataclass(frozen=True)
class Reminder:
    """One thing to tell. Its name is `kind` and `about`.

    about   what it is about and which date it has: another date makes another reminder
    to      the parties that are told
    owner   the key of the organization that is told instead, where one owes something
    days    from today to the date; negative where that has passed
    """

    kind: Kind
    about: str
    to: frozenset[Party] = frozenset()
    owner: int | None = None
    days: int = 0


_ALL = frozenset(Party) - {Party.CLOCK}


def due(facts: Facts, today: date) -> list[Reminder]:
    """All that may be told today, be it told before or not; nothing of an exchange that has ended.

    A reminder that a worker slept through is told late, but no longer where the next one of its kind has come.
    """
    if facts.standing.state in ENDED:
        return []
    return [*_answers(facts, today), *_meetings(facts, today), *_promises(facts, today), *_learning(facts, today),
            *_still(facts, today)]  # fmt: skip


def _answers(facts: Facts, today: date) -> Iterator[Reminder]:
    day = facts.standing.answer_due
    if day and timedelta() < day - today <= timedelta(days=ANSWER_BEFORE):
        yield Reminder(Kind.ANSWER, day.isoformat(), turn(facts.standing), days=(day - today).days)


def _meetings(facts: Facts, today: date) -> Iterator[Reminder]:
    for one in facts.meetings:
        if timedelta() <= one.day - today <= timedelta(days=SESSION_BEFORE):
            yield Reminder(Kind.SESSION, f"{one.key} {one.day}", _ALL, days=(one.day - today).days)


def _promises(facts: Facts, today: date) -> Iterator[Reminder]:
    for one in facts.promises:
        days = (one.due - today).days
        if days > PROMISE_BEFORE:
            continue
        late = days <= -PROMISE_LATE
        kind = Kind.PROMISE_SOON if days > 0 else Kind.PROMISE_LATE if late else Kind.PROMISE_DUE
        yield Reminder(kind, f"{one.key} {one.due}", owner=one.owner, days=days)


def _learning(facts: Facts, today: date) -> Iterator[Reminder]:
    now = facts.standing
    if now.state == State.FOLLOWING_UP and now.planned_on:
        day = follow_ups(now.planned_on)[now.followed_up]
        days = (day - today).days
        if days <= FOLLOW_UP_BEFORE:
            kind = Kind.FOLLOW_UP_LATE if days <= -FOLLOW_UP_LATE else Kind.FOLLOW_UP
            yield Reminder(kind, day.isoformat(), turn(now), days=days)
    if now.state == State.EVALUATING and now.evaluate_until:
        days = (now.evaluate_until - today).days
        kind = Kind.EVALUATE_LAST if days <= EVALUATE_BEFORE else Kind.EVALUATE
        yield Reminder(kind, now.evaluate_until.isoformat(), turn(now), days=days)


def _still(facts: Facts, today: date) -> Iterator[Reminder]:
    """What has dates of its own is reminded of by those."""
    has_own = {State.FOLLOWING_UP, State.EVALUATING}
    times = (today - facts.moved_on).days // STILL_DAYS
    late = turn(facts.standing)
    if times > 0 and late and facts.standing.state in (UNDER_WAY | {State.BROKERED}) - has_own:
        since = (facts.moved_on - today).days
        yield Reminder(Kind.STILL, f"{facts.standing.state} {facts.moved_on} {times}", late, days=since)
