"""The way of a consultation, business days, and lists; without a database."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minga.desk.domain.asking import Asked, Caller, NotAList, is_code, questions_in, read_consultations
from minga.desk.domain.clock import Hours, days_between, days_for, due, left, never
from minga.desk.domain.steps import (
    CLOCK_RUNS,
    TRANSITIONS,
    Channel,
    Move,
    NotNow,
    Party,
    State,
    Urgency,
    moved,
    open_to,
)

BOGOTA = ZoneInfo("America/Bogota")
# Monday the 12th of January 2026 is Epiphany's holiday in Colombia.
HOURS = Hours(BOGOTA, is_holiday=lambda day: day == date(2026, 1, 12))


@given(st.lists(st.sampled_from(list(Move)), max_size=40))
def test_no_order_of_events_leads_where_the_design_knows_no_state(order: list[Move]) -> None:
    state = State.RECEIVED
    for what in order:
        try:
            state = moved(state, what)
        except NotNow:
            assert (state, what) not in TRANSITIONS
        # Whatever happened, somebody can do something, and what was asked by a person is never held again.
        assert state != State.HELD
        assert open_to(state, Party.DESK) | open_to(state, Party.ASKER)


def test_every_state_is_reached_and_nothing_is_answered_before_it_was_looked_at() -> None:
    reached, waiting = set(), [State.RECEIVED, State.HELD]
    while waiting:
        state = waiting.pop()
        if state not in reached:
            reached.add(state)
            waiting += [to for (begin, _), to in TRANSITIONS.items() if begin == state]
    assert reached == set(State)
    assert (State.RECEIVED, Move.ANSWER) not in TRANSITIONS and (State.HELD, Move.ANSWER) not in TRANSITIONS
    assert all((state, Move.CLOSE) in TRANSITIONS for state in CLOCK_RUNS)


def test_that_it_helped_is_said_by_whoever_asked_alone() -> None:
    assert open_to(State.ANSWERED, Party.ASKER) == {Move.HELP, Move.REOPEN}
    assert Move.HELP not in open_to(State.ANSWERED, Party.DESK)
    assert not open_to(State.ASSIGNED, Party.ROUTED) and not open_to(State.ESCALATED, Party.FORMER)


def at(day: int, hour: int = 10) -> datetime:
    return datetime(2026, 1, day, hour, tzinfo=BOGOTA)


@pytest.mark.parametrize(
    ("came", "days", "by"),
    [
        (at(5), 5, 13),  # Monday to Friday, and the holiday is no business day
        (at(8), 1, 9),
        (at(9), 1, 13),  # Friday, a weekend, the holiday: Tuesday
        (at(10), 1, 13),  # Saturday
        (at(8, 23), 1, 9),
    ],
)
def test_an_answer_is_due_in_business_days_without_holidays(came: datetime, days: int, by: int) -> None:
    assert due(came, days, HOURS) == datetime(2026, 1, by, 17, tzinfo=BOGOTA)


def test_a_day_is_the_day_of_the_desk_and_not_of_universal_time() -> None:
    late = datetime(2026, 1, 8, 3, tzinfo=UTC)  # the evening of Wednesday the 7th in Bogotá
    assert due(late, 1, HOURS).date() == date(2026, 1, 8)


def test_a_change_of_clocks_moves_no_hour_of_the_desk() -> None:
    madrid = Hours(ZoneInfo("Europe/Madrid"), time(9), time(14))
    by = due(datetime(2026, 3, 27, 12, tzinfo=UTC), 1, madrid)  # clocks change on Sunday the 29th
    assert (by.date(), by.hour, by.utcoffset()) == (date(2026, 3, 30), 14, by.tzinfo.utcoffset(by))  # type: ignore[union-attr]
    assert by.astimezone(UTC).hour == 12


def test_a_desk_that_never_opens_still_names_a_day() -> None:
    assert due(at(5), 3, Hours(BOGOTA, weekdays=frozenset())).date() == date(2026, 3, 16)
    assert not never(date(2026, 1, 1))


def test_what_is_left_counts_down_to_nothing_and_then_below() -> None:
    by = due(at(5), 5, HOURS)
    assert [left(at(day), by, HOURS) for day in (5, 9, 12, 13)] == [5, 1, 1, 0]
    assert left(at(13, 18), by, HOURS) == -1 and left(at(15), by, HOURS) == -2
    assert days_between(at(13), at(5), HOURS) == -5
    assert (days_for(5, Urgency.URGENT), days_for(1, Urgency.URGENT), days_for(5, Urgency.LOW)) == (2, 1, 5)
    assert HOURS.is_open(at(8)) and not HOURS.is_open(at(8, 17)) and not HOURS.is_open(at(12))


def test_a_list_of_consultations_is_read_row_by_row() -> None:
    text = "Pregunta;Idioma;Territorio;Canal;Fecha;Tema;Respuesta\n"
    text += "¿Cómo se hermana?;es;CO-19137;WhatsApp;2025-02-03;twinning;Así.\n;;;;;;\n"
    text += "¿Y?;xx;;;;;\n¿Y?;;;humo;;;\n¿Y?;;;;ayer;;\n¿Y?\n;es;;;;;\n¿Y?;;;;;;" + "a" * 8001
    rows = read_consultations(text)
    assert rows[0] == Asked(
        2, "¿Cómo se hermana?", "es", "CO-19137", Channel.WHATSAPP, date(2025, 2, 3), "twinning", "Así."
    )
    assert rows[0].moment == datetime(2025, 2, 3, 15, tzinfo=UTC) and rows[1].moment is None
    assert [row.fault for row in rows] == ["", "language", "channel", "date", "", "text", "answer"]
    for nothing in ("", "a;b\n1;2\n", "pregunta\n"):
        with pytest.raises(NotAList):
            read_consultations(nothing)


def test_a_code_has_no_vowel_and_a_caller_of_nothing_is_nobody() -> None:
    assert is_code("K7CDF34") and not is_code("CASACAS") and not is_code("K7CDF3")
    assert Caller(phone="1") and not Caller()


def test_what_a_text_asks_is_told_from_what_it_greets() -> None:
    assert questions_in("Buenos días. ¿Cómo se crea\nuna oficina? Gracias.") == ["¿Cómo se crea una oficina?"]
    assert questions_in("Good morning. How much is it? Thanks. Who pays?") == ["How much is it?", "Who pays?"]
    assert questions_in("Necesito un  modelo.") == ["Necesito un modelo."] and questions_in("?") == ["?"]
