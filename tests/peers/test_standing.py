"""Where many governments stand, in columns: what the plain functions say of each."""

from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from minga.peers.domain.goals import Act, Goal, ahead, held, holdings
from minga.peers.domain.ordering import Telling
from minga.peers.domain.ordering import telling as plain
from minga.peers.domain.standing import Acts, Names, standing, telling

NAMES = Names(
    ("office", "secretariat", "cooperation_strategy", "twinning"),
    ("created", "in_force", "discontinued", "recreated", "planned"),
    ("culture", "foreign_investment"),
)
GOALS = (
    Goal("organ", frozenset({"office", "secretariat"})),
    Goal("policy_instrument", frozenset({"cooperation_strategy"})),
    Goal("twinning", frozenset({"twinning"})),
    Goal("investment", areas=frozenset({"foreign_investment"})),
)

years = st.none() | st.integers(1990, 1999)
act = st.builds(
    lambda n, instrument, event, first, length, areas, register: Act(
        f"X-{n}", instrument, event, first, None if first is None else first + length, frozenset(areas), register
    ),
    st.integers(0, 10**6),
    st.sampled_from(NAMES.instruments),
    st.sampled_from(["", *NAMES.events]),
    years,
    st.sampled_from([0, 0, 3]),
    st.sets(st.sampled_from(NAMES.areas)),
    st.sampled_from(["", "", "0", "1"]),
)
acts = st.lists(act, max_size=6, unique_by=lambda one: one.ref)


def columns(each: list[list[Act]]) -> Acts:
    """The acts of governments, as the reading of claims gives them."""
    flat = [(row, one) for row, found in enumerate(each) for one in found]
    number: list[Any] = [int(one.register) if one.register else -1 for _, one in flat]
    return Acts(
        names=NAMES,
        count=len(each),
        row=np.array([row for row, _ in flat], np.int32),
        instrument=np.array([NAMES.instrument(one.instrument) for _, one in flat], np.int16),
        event=np.array([NAMES.event(one.event) for _, one in flat], np.int16),
        first=np.array([one.first for _, one in flat], float),
        last=np.array([one.last for _, one in flat], float),
        areas=np.array([NAMES.bits(one.areas) for _, one in flat], np.uint32),
        register=np.array(number, np.int32),
        ref=np.array([one.ref for _, one in flat], object),
    )


@given(st.lists(acts, min_size=1, max_size=4))
def test_columns_keep_every_act(each: list[list[Act]]) -> None:
    found = columns(each)
    assert [list(found[row]) for row in range(len(each))] == each
    of_all = [frozenset[str]().union(*(one.areas for one in one_of)) for one_of in each]
    assert found.areas_by_row().tolist() == [NAMES.bits(areas) for areas in of_all]


@given(acts, st.lists(acts, min_size=1, max_size=4))
def test_columns_tell_what_the_plain_functions_tell_of_each(mine: list[Act], each: list[list[Act]]) -> None:
    own, table = holdings(GOALS, mine), columns(each)
    stands = held(own)
    lacking = [goal for goal in GOALS if goal.code not in stands]
    found = telling(
        table,
        [standing(goal, table) for goal in lacking],
        [standing(goal, table) for goal in GOALS if goal.code in stands],
    )
    for row, theirs in enumerate(each):
        ahead_in = ahead(own, holdings(GOALS, theirs), [goal.code for goal in GOALS])
        expected = plain(ahead_in, len(lacking))
        assert {part: float(found[part][row]) for part in Telling} == expected


def test_a_code_that_the_vocabulary_does_not_hold_reaches_nothing() -> None:
    assert (NAMES.instrument("teleport"), NAMES.event("dreamt"), NAMES.bits(["magic"])) == (0, 0, 0)
    table = columns([[Act("X", "teleport", "dreamt", 1990, 1990)]])
    assert not standing(Goal("organ", frozenset({"office", "organ"})), table).reached.any()
    assert table[0] == (Act("X", "", "", 1990, 1990),)
