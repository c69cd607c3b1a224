"""How bonds fared, as far as anything stands on record."""

from hypothesis import given
from hypothesis import strategies as st

from minga.peers.domain.partners import Fared, Meeting, fared

years = st.none() | st.integers(1950, 2026)
acts = st.lists(
    st.builds(
        Meeting,
        ref=st.sampled_from(["A", "B", "C"]),
        one=st.sampled_from("xy"),
        other=st.sampled_from("pq"),
        event=st.sampled_from(["signed", "in_force", "discontinued", "planned"]),
        first=years,
        last=years,
    ),
    max_size=8,
)


def _act(event: str, year: int | None, other: str = "p") -> Meeting:
    return Meeting(f"MG-{year}", "x", other, event, year, year)


def _of(*told: Meeting) -> Fared:
    return fared(told, this_year=2026)


@given(told=acts)
def test_no_count_exceeds_the_bonds_and_the_order_does_not_matter(told: list[Meeting]) -> None:
    found = _of(*told)
    assert max(found.dated, found.ended, found.recent) <= found.bonds
    assert found == _of(*reversed(told))


def test_a_bond_without_a_year_is_silence_and_no_more() -> None:
    found = _of(_act("in_force", None))
    assert found == Fared(bonds=1)
    assert found.is_silent


def test_what_began_and_is_told_of_lately_has_its_years() -> None:
    found = _of(_act("signed", 1990), _act("held", 2020), _act("signed", 2001, "q"))
    assert found == Fared(bonds=2, dated=2, recent=1, first=1990, last=2020)
    assert not found.is_silent


def test_what_ended_is_counted_unless_something_followed() -> None:
    assert _of(_act("signed", 1990), _act("discontinued", 2019)).ended == 1
    assert _of(_act("signed", 1990), _act("discontinued", 1995), _act("signed", 2003)).ended == 0


def test_an_ending_without_a_year_stands_and_is_no_recent_news() -> None:
    found = _of(_act("signed", 2000), _act("discontinued", None))
    assert (found.ended, found.recent) == (1, 0)
    assert _of(_act("discontinued", 2025)).recent == 0


def test_a_plan_has_no_year_of_a_bond() -> None:
    assert _of(_act("planned", 2030)).dated == 0
