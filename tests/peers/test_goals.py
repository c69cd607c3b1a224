"""What a government has on record, and where another is ahead of it."""

from hypothesis import given
from hypothesis import strategies as st

from minga.peers.domain.goals import Act, Ahead, Goal, ahead, holding, holdings
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


def test_since_is_the_year_it_began_and_else_a_year_in_which_it_stood() -> None:
    stood = Act("A", "office", "in_force", 2001, 2001)
    assert (found := holding(ORGAN, [stood])) and (found.since, found.began) == (2001, False)
    begun = Act("B", "office", "created", 2004, 2004)
    assert (found := holding(ORGAN, [stood, begun])) and (found.since, found.began) == (2004, True)


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


def test_an_area_is_reached_by_whatever_speaks_of_it() -> None:
    act = Act("A", "award", "awarded", 2001, 2001, frozenset({"foreign_investment"}))
    assert (found := holding(INVESTMENT, [act])) and found.refs == ("A",)


def test_one_is_ahead_in_what_i_lack_and_says_what_came_before() -> None:
    theirs = [Act("S", "cooperation_strategy", "adopted", 2006, 2006), Act("O", "office", "created", 2012, 2012)]
    mine = [Act("M", "cooperation_strategy", "in_force")]
    (found,) = _ahead(mine, theirs)
    assert found.holding.goal == "organ"
    assert found.after == ("policy_instrument", 6)
    assert found.moved


def test_one_who_never_stood_where_i_stand_has_not_moved_from_there() -> None:
    (found,) = _ahead([Act("M", "cooperation_strategy", "in_force")], [Act("O", "office", "created", 2012, 2012)])
    assert not found.moved
    assert found.after is None


def test_what_i_closed_i_lack() -> None:
    mine = [Act("M", "office", "created", 1990, 1990), Act("N", "office", "discontinued", 1995, 1995)]
    assert [each.holding.goal for each in _ahead(mine, [Act("O", "office", "in_force")])] == ["organ"]


@given(acts, acts)
def test_nobody_is_ahead_of_itself_in_what_it_holds(mine: list[Act], theirs: list[Act]) -> None:
    held = {code for code, one in holdings(GOALS, mine).items() if one.ended is None}
    assert not held & {each.holding.goal for each in _ahead(mine, theirs)}


@given(acts, acts, st.randoms())
def test_the_order_in_which_claims_were_loaded_does_not_show(
    mine: list[Act], theirs: list[Act], chance: object
) -> None:
    shuffled = sorted(theirs, key=lambda act: hash((act.ref, id(chance))))
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
    assert all(value <= telling(before)[part] for part, value in telling(after).items())
