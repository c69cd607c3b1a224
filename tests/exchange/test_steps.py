"""Every order of events, by every party: an exchange never stands where the field's eight steps do not lead."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from minga.exchange.domain.steps import (
    ANSWER_DAYS,
    EVALUATE_DAYS,
    LIVE,
    SIDES,
    Event,
    NotNow,
    NotPossible,
    NotYet,
    NotYours,
    Party,
    Standing,
    State,
    begin,
    follow_ups,
    possible,
    step,
    turn,
)
from minga.offers.domain.modalities import Broken, Modality, broken, months_later

DAY = date(2026, 11, 27)
# Written down from the design, and not from the code: whence an exchange may come to where, whatever brings it there.
WAYS = {
    "asked": "countered brokered accepted declined withdrawn",
    "countered": "asked accepted declined withdrawn",
    "brokered": "asked countered accepted declined withdrawn passed_on",
    "accepted": "terms withdrawn",
    "terms": "preparing withdrawn",
    "preparing": "terms in_session adapting withdrawn",
    "in_session": "adapting withdrawn",
    "adapting": "following_up withdrawn",
    "following_up": "evaluating withdrawn",
    "evaluating": "closed",
}
# Who alone may bring it there; a federation only for a side of which nobody acts here.
ALONE = {
    (State.ASKED, State.ACCEPTED): {Party.OFFERING},
    (State.ASKED, State.DECLINED): {Party.OFFERING, Party.CLOCK},
    (State.ASKED, State.BROKERED): {Party.OFFERING, Party.CLOCK},
    (State.ASKED, State.WITHDRAWN): {Party.REQUESTING},
    (State.COUNTERED, State.ACCEPTED): {Party.REQUESTING},
    (State.BROKERED, State.ACCEPTED): {Party.OFFERING},
    (State.BROKERED, State.ASKED): {Party.BROKER},
    (State.BROKERED, State.PASSED_ON): {Party.BROKER},
    (State.TERMS, State.PREPARING): set(SIDES),
    (State.ADAPTING, State.FOLLOWING_UP): {Party.REQUESTING},
    (State.EVALUATING, State.CLOSED): {*SIDES, Party.CLOCK},
}


class AnyOrder(RuleBasedStateMachine):
    """Whoever does whatever, whenever."""

    now: Standing
    today = DAY

    @initialize(modality=st.sampled_from(Modality), has_broker=st.booleans(), is_represented=st.booleans())
    def ask(self, modality: Modality, has_broker: bool, is_represented: bool) -> None:
        self.now = begin(
            modality, self.today, has_broker=has_broker or not is_represented, is_represented=is_represented
        )

    @rule(days=st.sampled_from([1, 5, ANSWER_DAYS, 60, 95]))
    def time_passes(self, days: int) -> None:
        self.today += timedelta(days=days)

    @rule(handed=st.booleans(), promised=st.integers(0, 2))
    def work_is_done(self, handed: bool, promised: int) -> None:
        fields = {**self.now.__dict__, "has_report": handed, "promised": promised}
        self.now = Standing(**fields)

    @rule(event=st.sampled_from(Event), by=st.sampled_from(Party))
    def something_happens(self, event: Event, by: Party) -> None:
        self._happens(event, by)

    @rule(data=st.data())
    def something_possible_happens(self, data: st.DataObject) -> None:
        ready = [(event, by) for by in Party for event in possible(self.now, by, self.today)]
        if ready:
            self._happens(*data.draw(st.sampled_from(ready)))

    def _happens(self, event: Event, by: Party) -> None:
        before, was_possible = self.now, event in possible(self.now, by, self.today)
        try:
            self.now = step(before, event, by, self.today)
        except NotPossible as error:
            assert not was_possible and str(error) == event
            return
        assert was_possible
        if before.state == self.now.state:
            return
        assert self.now.state.value in WAYS[before.state].split(), (before.state, event, self.now.state)
        speaks = {by} | ({Party.OFFERING} if by == Party.BROKER and not before.is_represented else set())
        assert speaks & ALONE.get((before.state, self.now.state), set(Party)), (before.state, event, by)
        assert by not in (Party.UNIVERSITY, Party.SPECIALIST) or self.now.state == State.IN_SESSION

    @invariant()
    def it_holds_together(self) -> None:
        now = self.now
        assert (now.answer_due is not None) == (now.state in (State.ASKED, State.COUNTERED))
        assert bool(turn(now)) == (now.state in LIVE), "somebody is always waited for, until it has ended"
        if now.state in (State.PREPARING, State.IN_SESSION, State.ADAPTING):
            assert now.agreed >= SIDES, "nothing is prepared on terms of one side"
        if now.state == State.BROKERED:
            assert now.has_broker
        if now.state == State.CLOSED:
            assert now.evaluated >= SIDES or (now.evaluate_until is not None and self.today >= now.evaluate_until)
        if now.state in (State.FOLLOWING_UP, State.EVALUATING, State.CLOSED):
            assert now.planned_on is not None
        if now.is_published:
            assert now.note_agreed is not None and now.note_agreed >= SIDES, "nothing goes out that one side never saw"
        if now.state not in LIVE:
            assert {one for by in Party for one in possible(now, by, self.today)} <= {
                Event.KEEP, Event.WRITE_NOTE, Event.AGREE_NOTE, Event.PUBLISH_NOTE}  # fmt: skip


TestAnyOrder = AnyOrder.TestCase
TestAnyOrder.settings = settings(max_examples=150, stateful_step_count=60, deadline=None)


def gone_through(modality: Modality, *steps: tuple[Event, Party]) -> Standing:
    now = begin(modality, DAY, has_broker=True, is_represented=True)
    for event, by in steps:
        now = step(now, event, by, DAY)
    return now


AGREED = (
    (Event.ACCEPT, Party.OFFERING),
    (Event.PROPOSE_TERMS, Party.REQUESTING),
    (Event.AGREE_TERMS, Party.OFFERING),
)


def test_a_call_goes_through_the_eight_steps_in_half_a_year() -> None:
    now = gone_through(Modality.CALL, *AGREED, (Event.HOLD, Party.OFFERING), (Event.END_SESSIONS, Party.REQUESTING))
    now = step(now, Event.PLAN, Party.REQUESTING, DAY)
    three, six = follow_ups(DAY)
    assert (three, six) == (date(2027, 2, 27), date(2027, 5, 27))
    with pytest.raises(NotYet, match="follow_up"):
        step(now, Event.FOLLOW_UP, Party.REQUESTING, DAY)
    now = step(now, Event.PLAN, Party.REQUESTING, three)
    assert now.planned_on == DAY, "another text of the plan moves no date"
    now = step(step(now, Event.FOLLOW_UP, Party.REQUESTING, three), Event.FOLLOW_UP, Party.REQUESTING, six)
    assert now.state == State.EVALUATING and now.evaluate_until == six + timedelta(days=EVALUATE_DAYS)
    now = step(now, Event.EVALUATE, Party.OFFERING, six)
    assert turn(now) == {Party.REQUESTING}
    assert step(now, Event.EVALUATE, Party.REQUESTING, six).state == State.CLOSED
    assert now.evaluate_until is not None
    assert step(now, Event.ELAPSE, Party.CLOCK, now.evaluate_until).state == State.CLOSED


def test_where_nobody_acts_for_the_side_that_offers_its_federation_is_waited_for() -> None:
    now = begin(Modality.CALL, DAY, has_broker=True, is_represented=False)
    assert turn(now) == {Party.BROKER}
    accepted = step(now, Event.ACCEPT, Party.BROKER, DAY)
    assert turn(accepted) == {Party.REQUESTING, Party.BROKER}, "either side may propose the terms"
    assert turn(step(accepted, Event.PROPOSE_TERMS, Party.REQUESTING, DAY)) == {Party.BROKER}


def test_who_never_tells_how_it_went_is_waited_for_no_longer() -> None:
    now = gone_through(
        Modality.WRITTEN_ANSWER, *AGREED, (Event.END_SESSIONS, Party.REQUESTING), (Event.PLAN, Party.REQUESTING)
    )
    with pytest.raises(NotYet):
        step(now, Event.ELAPSE, Party.CLOCK, follow_ups(DAY)[-1])
    late = follow_ups(DAY)[-1] + timedelta(days=EVALUATE_DAYS)
    assert step(now, Event.ELAPSE, Party.CLOCK, late).state == State.EVALUATING


def test_silence_goes_to_the_federation_and_without_one_it_ends() -> None:
    asked = begin(Modality.CALL, DAY, has_broker=True, is_represented=True)
    due = DAY + timedelta(days=ANSWER_DAYS)
    assert asked.answer_due == due
    with pytest.raises(NotYet):
        step(asked, Event.EXPIRE, Party.CLOCK, due - timedelta(days=1))
    assert step(asked, Event.EXPIRE, Party.CLOCK, due).state == State.BROKERED
    alone = begin(Modality.CALL, DAY, has_broker=False, is_represented=True)
    assert step(alone, Event.EXPIRE, Party.CLOCK, due).state == State.DECLINED
    with pytest.raises(NotYet) as told:
        step(alone, Event.PASS_ON, Party.OFFERING, DAY)
    assert told.value.missing == "broker"
    with pytest.raises(NotYet):
        begin(Modality.CALL, DAY, has_broker=False, is_represented=False)


def test_a_federation_speaks_for_a_side_only_where_nobody_acts_for_it() -> None:
    unheard = begin(Modality.CALL, DAY, has_broker=True, is_represented=False)
    assert unheard.state == State.BROKERED
    assert step(unheard, Event.ACCEPT, Party.BROKER, DAY).state == State.ACCEPTED
    with pytest.raises(NotYet):
        step(unheard, Event.ASK_AGAIN, Party.BROKER, DAY)
    heard = step(begin(Modality.CALL, DAY, has_broker=True, is_represented=True), Event.PASS_ON, Party.OFFERING, DAY)
    with pytest.raises(NotYours):
        step(heard, Event.ACCEPT, Party.BROKER, DAY)
    assert step(heard, Event.ASK_AGAIN, Party.BROKER, DAY).answer_due == DAY + timedelta(days=ANSWER_DAYS)
    with pytest.raises(NotNow):
        step(heard, Event.AGREE_TERMS, Party.OFFERING, DAY)


def test_a_peer_review_ends_with_a_report_and_a_list_of_what_is_to_be_done() -> None:
    held = gone_through(Modality.PEER_REVIEW, *AGREED, (Event.HOLD, Party.SPECIALIST))
    missing = []
    for has_report, promised in ((False, 0), (True, 0)):
        with pytest.raises(NotYet) as told:
            step(Standing(**{**held.__dict__, "has_report": has_report, "promised": promised}),
                 Event.END_SESSIONS, Party.REQUESTING, DAY)  # fmt: skip
        missing.append(told.value.missing)
    assert missing == ["report", "promises"]
    done = Standing(**{**held.__dict__, "has_report": True, "promised": 3})
    assert step(done, Event.END_SESSIONS, Party.REQUESTING, DAY).state == State.ADAPTING


def test_what_comes_before_is_named() -> None:
    written = gone_through(Modality.WRITTEN_ANSWER, *AGREED)
    call = gone_through(Modality.CALL, *AGREED)
    learnt = step(written, Event.END_SESSIONS, Party.REQUESTING, DAY)
    noted = step(learnt, Event.WRITE_NOTE, Party.REQUESTING, DAY)
    agreed = step(noted, Event.AGREE_NOTE, Party.OFFERING, DAY)
    published = step(agreed, Event.PUBLISH_NOTE, Party.OFFERING, DAY)
    cases = [
        (written, Event.SCHEDULE, "session"),
        (call, Event.END_SESSIONS, "session"),
        (learnt, Event.AGREE_NOTE, "note"),
        (learnt, Event.PUBLISH_NOTE, "agreement"),
        (noted, Event.AGREE_NOTE, "others"),
        (published, Event.PUBLISH_NOTE, "published"),
        (published, Event.WRITE_NOTE, "published"),
    ]
    for now, event, missing in cases:
        with pytest.raises(NotYet) as told:
            step(now, event, Party.REQUESTING, DAY)
        assert told.value.missing == missing, event


@pytest.mark.parametrize(
    ("modality", "hours", "people", "wrong"),
    [
        (Modality.CALL, 2, 9, []),
        (Modality.CALL, 2.5, 2, [Broken.HOURS]),
        (Modality.CALL, 0, 2, [Broken.BACKWARDS]),
        (Modality.STUDY_VISIT, 3, 5, [Broken.DAYS]),
        (Modality.STUDY_VISIT, 24, 5, []),
        (Modality.STUDY_VISIT, 24 * 4, 6, [Broken.PEOPLE]),
        (Modality.STUDY_VISIT, 24 * 5, 5, [Broken.DAYS]),
        (Modality.PEER_REVIEW, 24, 12, []),
        (Modality.PEER_REVIEW, 48, 0, [Broken.DAYS]),
        (Modality.WORKSHOP, 24 * 9, 90, []),
        (Modality.WRITTEN_ANSWER, 1, 0, [Broken.NO_SESSION]),
    ],
)
def test_each_modality_has_the_limits_of_the_field(
    modality: Modality, hours: float, people: int, wrong: list[Broken]
) -> None:
    starts = datetime(2026, 11, 30, 9, tzinfo=ZoneInfo("America/Bogota"))
    assert broken(modality, starts, starts + timedelta(hours=hours), people) == wrong


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 40))
def test_months_later_is_the_same_day_or_the_last_of_its_month(day: date, months: int) -> None:
    later = months_later(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later.day < day.day and (later + timedelta(days=1)).day == 1)
