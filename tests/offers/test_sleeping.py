"""When an offer falls asleep and what is told before; what makes one that can be kept."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from minga.offers.domain.modalities import Modality
from minga.offers.domain.offers import LANGUAGES, MAY, Act, Direction, Fault, OfferRefused, Said, State, faults
from minga.offers.domain.sleeping import ASLEEP, DAYS_BEFORE, sleeps_on, to_tell

DAY = date(2026, 11, 27)


@given(st.integers(1, 24), st.lists(st.integers(0, 40), min_size=1, max_size=400))
def test_whatever_days_the_clock_runs_each_thing_is_told_once_in_order_and_sleep_is(
    months: int, steps: list[int]
) -> None:
    today, told, seen = DAY, None, []
    for step in steps:
        today += timedelta(days=step)
        found = to_tell(DAY, today, told, months)
        if found is not None:
            seen.append(found)
            told = found
    assert seen == sorted(set(seen), reverse=True) and set(seen) <= {*DAYS_BEFORE, ASLEEP}
    assert (ASLEEP in seen) == (today >= sleeps_on(DAY, months))


def test_a_year_and_what_a_worker_slept_through() -> None:
    assert sleeps_on(DAY) == date(2027, 11, 27)
    assert [to_tell(DAY, sleeps_on(DAY) - timedelta(days=days), None) for days in (31, 30, 8, 7, 0)] == [
        None, 30, 30, 7, ASLEEP,
    ]  # fmt: skip
    assert to_tell(DAY, sleeps_on(DAY) - timedelta(days=5), 30) == 7
    assert to_tell(DAY, sleeps_on(DAY) + timedelta(days=90), 7) == ASLEEP
    assert to_tell(DAY, sleeps_on(DAY) + timedelta(days=90), ASLEEP) is None


def wrong(**changes: object) -> list[Fault]:
    fields: dict[str, object] = {"instrument": "office", "areas": (), "direction": Direction.OFFER}
    fields |= {"modality": Modality.CALL, "languages": ("es",), "per_year": 4}
    said = Said(**fields | changes)  # type: ignore[arg-type]
    return faults(said, instruments={"office"}, areas={"culture", "health"}, claims={"MG-1"})


def test_what_keeps_an_offer_from_being_kept() -> None:
    assert wrong() == wrong(instrument="", areas=("culture",)) == wrong(claims=("MG-1",)) == []
    assert wrong(direction=Direction.DEMAND, per_year=None) == []
    assert wrong(instrument="") == wrong(instrument="x") == [Fault.TOPIC]
    assert wrong(areas=("x",)) == [Fault.AREAS]
    assert wrong(languages=()) == wrong(languages=("xx",)) == [Fault.LANGUAGES]
    assert wrong(per_year=None) == wrong(per_year=0) == wrong(per_year=101) == [Fault.CAPACITY]
    assert wrong(words="x" * 601) == [Fault.WORDS]
    assert wrong(claims=("MG-2",)) == [Fault.CLAIMS], "only what is on record of one's own government"
    assert str(OfferRefused([Fault.TOPIC, Fault.WORDS])) == "topic, words"
    assert "es" in LANGUAGES


def test_what_was_withdrawn_stays_so_and_only_a_draft_is_published() -> None:
    assert MAY[State.WITHDRAWN] == ()
    assert [state for state in State if Act.PUBLISH in MAY[state]] == [State.DRAFT]
    assert [state for state in State if Act.RENEW in MAY[state]] == [State.ACTIVE, State.ASLEEP]
