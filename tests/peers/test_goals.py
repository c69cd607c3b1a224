"""What a government has on record, and where another is ahead of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minga.peers.domain.goals import Act, After, Ahead, Goal, Moved, ahead, holding, holdings
from minga.peers.domain.ordering import telling

ORGAN = Goal("organ", frozenset({"office", "secretariat"}))
STRATEGY = Goal("policy_instrument", frozenset({"cooperation_strategy"}))
INVESTMENT = Goal("investment", areas=frozenset({"foreign_investment"}))
GOALS = (ORGAN, STRATEGY, INVESTMENT)
WANTED = [goal.code for goal in GOALS]

years = st.none() | st.integers(1950, 2026)
acts = st.lists(
    st.builds(
        lambda n, instrument, event, year, areas: Act(f"X-{n}", instrument, event, year, year, areas),
        st.integers(0, 10**6),
        st.sampled_from(["office", "secretariat", "cooperation_strategy", "award"]),
        st.sampled_from(["created", "in_force", "discontinued", "recreated", "planned", ""]),
        years,
        st.sampled_from([frozenset[str](), frozenset({"foreign_investment"})]),
    ),
    max_size=7,
    unique_by=lambda act: act.ref,
)


def _ahead(mine: list[Act], theirs: list[Act]) -> list[Ahead]:
    return ahead(holdings(GOALS, mine), holdings(GOALS, theirs), WANTED)


def test_a_plan_is_not_yet_anything() -> None:
    assert holding(ORGAN, [Act("A", "office", "planned", 2030, 2030)]) is None


def test_since_is_the_first_year_in_which_it_began_or_stood() -> None:
    stood = Act("A", "office", "in_force", 2001, 2001)
    assert (found := holding(ORGAN, [stood])) and (found.since, found.began) == (2001, False)
    begun = Act("B", "office", "created", 2004, 2004)
    assert (found := holding(ORGAN, [stood, begun])) and (found.since, found.began) == (2001, False)
    first = Act("C", "office", "created", 2001, 2001)
    assert (found := holding(ORGAN, [stood, begun, first])) and (found.since, found.began) == (2001, True)
    assert found.refs[0] == "C"


def test_an_open_beginning_counts_by_its_end() -> None:
    assert (found := holding(ORGAN, [Act("A", "office", "created", None, 1990)])) and found.since == 1990


def test_what_ended_still_was_and_says_when_it_ended() -> None:
    found = holding(ORGAN, [Act("A", "office", "created", 1990, 1990), Act("B", "office", "discontinued", 1999, 1999)])
    assert found
    assert (found.since, found.ended, found.refs) == (1990, 1999, ("A", "B"))


def test_what_came_back_has_not_ended() -> None:
    history = [("created", 1990), ("discontinued", 1999), ("recreated", 2004)]
    found = holding(ORGAN, [Act(f"A{n}", "office", event, year, year) for n, (event, year) in enumerate(history)])
    assert found
    assert found.ended is None


@pytest.mark.parametrize(
    ("history", "ended"),
    [
        ([("discontinued", 2018), ("recreated", 2018)], None),
        ([("created", 2012), ("discontinued", 2018), ("recreated", 2018), ("discontinued", 2020)], 2020),
        ([("discontinued", 2017), ("recreated", 2018), ("created", 2019), ("discontinued", 2025)], None),
        ([("discontinued", 2017), ("recreated", 2018), ("discontinued", 2025)], 2025),
        (
            [("created", 1990), ("created", 1992), ("discontinued", 2017), ("recreated", 2018), ("discontinued", 2025)],
            2025,
        ),
    ],
    ids=["in its own year", "and ended again", "one of two", "the only one", "the old ones went with the first end"],
)
def test_what_ended_before_a_return_is_past(history: list[tuple[str, int]], ended: int | None) -> None:
    found = holding(ORGAN, [Act(f"A{n}", "office", event, year, year) for n, (event, year) in enumerate(history)])
    assert found
    assert found.ended == ended


def test_one_closed_of_several_is_no_end() -> None:
    opened = [Act(f"A{year}", "office", "created", year, year) for year in (1990, 1992)]
    closed = [Act(f"B{year}", "office", "discontinued", year, year) for year in (2014, 2015)]
    assert (found := holding(ORGAN, [*opened, closed[0]])) and found.ended is None
    assert (found := holding(ORGAN, [*opened, *closed])) and found.ended == 2015


def test_a_step_is_told_as_after_another_only_within_a_generation() -> None:
    first = Act("S", "cooperation_strategy", "adopted", 1872, 1872)
    found = _ahead([], [first, Act("O", "office", "created", 1965, 1965)])
    assert [each.after for each in found] == [None, None]


def test_an_area_is_reached_by_whatever_speaks_of_it() -> None:
    act = Act("A", "award", "awarded", 2001, 2001, frozenset({"foreign_investment"}))
    assert (found := holding(INVESTMENT, [act])) and found.refs == ("A",)


def test_one_is_ahead_in_what_i_lack_and_says_what_came_before() -> None:
    theirs = [Act("S", "cooperation_strategy", "adopted", 2006, 2006), Act("O", "office", "created", 2012, 2012)]
    mine = [Act("M", "cooperation_strategy", "in_force")]
    (found,) = _ahead(mine, theirs)
    assert found.holding.goal == "organ"
    assert found.after == After("policy_instrument", 6, at_least=False)
    assert found.moved == Moved(2012, 1, 1)


def test_one_who_never_stood_where_i_stand_has_not_moved_from_there() -> None:
    (found,) = _ahead([Act("M", "cooperation_strategy", "in_force")], [Act("O", "office", "created", 2012, 2012)])
    assert not found.moved
    assert found.after is None


MINE = [Act("M", "cooperation_strategy", "in_force")]


def _moved(*theirs: Act) -> Moved | None:
    (found,) = (each for each in _ahead(MINE, list(theirs)) if each.holding.goal == "organ")
    return found.moved


@pytest.mark.parametrize(
    ("strategy", "organ"),
    [
        (("adopted", None, None), ("created", 2012, 2012)),
        (("adopted", 2006, 2006), ("created", None, None)),
        (("adopted", 2012, 2012), ("created", 2012, 2012)),
        (("adopted", 2000, 2019), ("created", 2012, 2012)),
        (("adopted", 2006, 2006), ("in_force", 2012, 2012)),
        (("adopted", 2006, 2006), ("discontinued", 2012, 2012)),
        (("adopted", 2006, 2006), ("created", 2001, 2001)),
    ],
    ids=[
        "the state has no date",
        "the step has none",
        "both in one year",
        "the state may be later",
        "it stood, and nobody says since when",
        "an ending is no step",
        "the step came first",
    ],
)
def test_without_an_order_in_time_nobody_is_said_to_have_moved(
    strategy: tuple[str, int | None, int | None], organ: tuple[str, int | None, int | None]
) -> None:
    assert _moved(Act("S", "cooperation_strategy", *strategy), Act("O", "office", *organ)) is None


def test_a_second_step_taken_from_my_state_counts_with_its_year() -> None:
    first, second = Act("O", "office", "created", 2001, 2001), Act("P", "secretariat", "created", 2015, 2015)
    assert _moved(first, Act("S", "cooperation_strategy", "adopted", 2010, 2010), second) == Moved(2015, 1, 1)


def test_whoever_had_half_of_what_i_have_moved_from_half_of_it() -> None:
    mine = [*MINE, Act("N", "award", "awarded", areas=frozenset({"foreign_investment"}))]
    theirs = [Act("S", "cooperation_strategy", "adopted", 2006, 2006), Act("O", "office", "created", 2012, 2012)]
    (found,) = _ahead(mine, theirs)
    assert found.moved == Moved(2012, 1, 2)


def test_years_after_what_merely_stood_are_years_at_least() -> None:
    (_, organ) = sorted(
        _ahead(
            [], [Act("S", "cooperation_strategy", "in_force", 2006, 2006), Act("O", "office", "created", 2012, 2012)]
        ),
        key=lambda each: each.holding.since or 0,
    )
    assert organ.after == After("policy_instrument", 6, at_least=True)


def test_years_after_a_first_date_beside_what_has_none_are_years_at_least() -> None:
    """A city with forty twinnings of a list, one of them dated, had one before that."""
    twinnings = [Act("A", "twinning", "signed", 2019, 2019), Act("B", "twinning", "in_force")]
    wanted = [Goal("twinning", frozenset({"twinning"})), Goal("network", frozenset({"network_membership"}))]
    theirs = holdings(wanted, [*twinnings, Act("N", "network_membership", "joined", 2024, 2024)])
    (network,) = ahead({}, theirs, ["network"])
    assert network.after == After("twinning", 5, at_least=True)


def test_what_merely_stood_is_after_nothing() -> None:
    found = _ahead(
        [], [Act("S", "cooperation_strategy", "adopted", 2006, 2006), Act("O", "office", "in_force", 2012, 2012)]
    )
    assert [each.after for each in found] == [None, None]


def test_the_claim_that_shows_since_when_stands_first() -> None:
    stood, begun, undated = (
        Act("A", "office", "in_force", 2001, 2001),
        Act("B", "secretariat", "created", 2004, 2004),
        Act("0", "office"),
    )
    assert (found := holding(ORGAN, [undated, stood, begun])) and found.refs == ("A", "B", "0")
    assert found.instrument == "office"


def test_what_i_closed_i_lack() -> None:
    mine = [Act("M", "office", "created", 1990, 1990), Act("N", "office", "discontinued", 1995, 1995)]
    assert [each.holding.goal for each in _ahead(mine, [Act("O", "office", "in_force")])] == ["organ"]


@given(acts, acts)
def test_nobody_is_ahead_of_itself_in_what_it_holds(mine: list[Act], theirs: list[Act]) -> None:
    held = {code for code, one in holdings(GOALS, mine).items() if one.ended is None}
    assert not held & {each.holding.goal for each in _ahead(mine, theirs)}


@given(acts, acts, st.data())
def test_the_order_in_which_claims_were_loaded_does_not_show(
    mine: list[Act], theirs: list[Act], data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(theirs))
    assert _ahead(mine, shuffled) == _ahead(mine, theirs)


@given(acts, acts, st.data())
def test_taking_a_claim_away_can_only_lower_what_it_is_ahead_in(
    mine: list[Act], theirs: list[Act], data: st.DataObject
) -> None:
    if not theirs:
        return
    gone = data.draw(st.sampled_from(theirs))
    before, after = _ahead(mine, theirs), _ahead(mine, [act for act in theirs if act != gone])
    assert {each.holding.goal for each in after} <= {each.holding.goal for each in before}
    lacking = len(WANTED)
    assert all(value <= telling(before, lacking)[part] for part, value in telling(after, lacking).items())
