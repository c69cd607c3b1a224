"""Who is reminded of what, on which day."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from minga.exchange.domain.reminders import STILL_DAYS, Facts, Kind, Meeting, Promise, due
from minga.exchange.domain.steps import ENDED, Party, Standing, State, begin, follow_ups
from minga.offers.domain.modalities import Modality

DAY = date(2026, 11, 27)
AGREED = Standing(State.PREPARING, Modality.CALL, agreed=frozenset({Party.REQUESTING, Party.OFFERING}))


def told(facts: Facts, days: Sequence[int]) -> dict[int, list[Kind]]:
    """What is told for the first time on each of these days after DAY."""
    names: set[tuple[Kind, str]] = set()
    found: dict[int, list[Kind]] = {}
    for n in days:
        fresh = [one for one in due(facts, DAY + timedelta(days=n)) if (one.kind, one.about) not in names]
        names |= {(one.kind, one.about) for one in fresh}
        if fresh:
            found[n] = [one.kind for one in fresh]
    return found


def test_who_was_asked_is_reminded_three_days_before_the_answer_is_late() -> None:
    asked = begin(Modality.CALL, DAY, has_broker=True, is_represented=True)
    assert told(Facts(asked, DAY), range(40)) == {7: [Kind.ANSWER]}
    assert [one.to for one in due(Facts(asked, DAY), DAY + timedelta(days=8))] == [{Party.OFFERING}]
    brokered = replace(asked, state=State.BROKERED, answer_due=None)
    assert told(Facts(brokered, DAY), range(50)) == {STILL_DAYS: [Kind.STILL], 2 * STILL_DAYS: [Kind.STILL]}


def test_a_promise_is_chased_before_on_and_after_its_day_and_no_more() -> None:
    promise = Facts(AGREED, DAY + timedelta(days=365), [Promise(4, 9, DAY + timedelta(days=10))])
    chased = told(promise, range(120))
    assert chased == {3: [Kind.PROMISE_SOON], 10: [Kind.PROMISE_DUE], 17: [Kind.PROMISE_LATE]}
    assert {one.owner for one in due(promise, DAY + timedelta(days=11))} == {9}
    assert told(promise, [14]) == {14: [Kind.PROMISE_DUE]}, "a worker that slept tells only what holds still"


def test_a_session_is_told_two_days_before_and_again_where_it_was_moved() -> None:
    soon = Facts(AGREED, DAY, meetings=[Meeting(1, DAY + timedelta(days=5))])
    assert told(soon, range(9)) == {3: [Kind.SESSION]}
    moved = Facts(AGREED, DAY, meetings=[Meeting(1, DAY + timedelta(days=6))])
    assert {one.about for one in due(soon, DAY + timedelta(days=5))}.isdisjoint(
        one.about for one in due(moved, DAY + timedelta(days=5))
    )


def test_nobody_is_chased_while_a_session_lies_ahead() -> None:
    assert told(Facts(AGREED, DAY), range(STILL_DAYS + 1)) == {STILL_DAYS: [Kind.STILL]}
    assert told(Facts(replace(AGREED, meets=True), DAY), range(90)) == {}
    assert told(Facts(replace(AGREED, state=State.ADAPTING, meets=True), DAY), [STILL_DAYS]) == {
        STILL_DAYS: [Kind.STILL]
    }


def test_follow_ups_and_evaluations_are_asked_for_and_asked_for_again_once() -> None:
    following = replace(AGREED, state=State.FOLLOWING_UP, planned_on=DAY)
    three, six = ((day - DAY).days for day in follow_ups(DAY))
    assert told(Facts(following, DAY), range(150)) == {three - 7: [Kind.FOLLOW_UP], three + 14: [Kind.FOLLOW_UP_LATE]}
    second = Facts(replace(following, followed_up=1), DAY)
    assert told(second, range(250)) == {six - 7: [Kind.FOLLOW_UP], six + 14: [Kind.FOLLOW_UP_LATE]}
    evaluating = replace(AGREED, state=State.EVALUATING, planned_on=DAY, evaluate_until=DAY + timedelta(days=60),
                         evaluated=frozenset({Party.OFFERING}))  # fmt: skip
    assert told(Facts(evaluating, DAY), range(90)) == {0: [Kind.EVALUATE], 46: [Kind.EVALUATE_LAST]}
    assert {party for one in due(Facts(evaluating, DAY), DAY) for party in one.to} == {Party.REQUESTING}


def test_nobody_is_reminded_of_anything_that_has_ended() -> None:
    for state in ENDED:
        over = replace(AGREED, state=state, planned_on=DAY, evaluate_until=DAY, answer_due=DAY + timedelta(days=1))
        facts = Facts(over, DAY - timedelta(days=400), [Promise(1, 2, DAY)], [Meeting(1, DAY)])
        assert due(facts, DAY) == []
