"""Results seen from a territory: those of places like it come sooner, and never pass what answers much better."""

from itertools import combinations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from minga.search.domain.lens import MOST, Standing, likest_first, seen

# The first list of a run is slow to make on a busy machine; that says nothing of the rule.
patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
scores = st.floats(0, 2, allow_nan=False)
likeness = st.one_of(st.just(0.0), st.floats(0.5, 1))
lists = st.lists(st.tuples(scores, likeness, st.booleans()), max_size=30).map(
    lambda rows: [
        Standing(key, score, alike, behind)
        for key, (score, alike, behind) in enumerate(sorted(rows, key=lambda row: (row[2], -row[0])))
    ]
)


@patient
@given(lists)
def test_a_result_never_passes_one_whose_score_is_more_than_a_tenth_of_the_best_above_its_own(
    results: list[Standing],
) -> None:
    place = {key: n for n, key in enumerate(seen(results))}
    bound = MOST * max((each.score for each in results), default=0.0)
    for one, other in combinations(results, 2):
        if not one.behind and not other.behind and one.score - other.score > bound + 1e-9:
            assert place[one.key] < place[other.key]


@patient
@given(lists)
def test_nothing_is_lost_or_added_and_what_stands_behind_stays_there(results: list[Standing]) -> None:
    keys = seen(results)
    assert sorted(keys) == sorted(each.key for each in results)
    behind = {each.key for each in results if each.behind}
    marks = [key in behind for key in keys]
    assert marks == sorted(marks)


@patient
@given(lists)
def test_where_nobody_is_alike_the_order_stays_as_it_was(results: list[Standing]) -> None:
    strangers = [Standing(each.key, each.score, 0.0, each.behind) for each in results]
    assert seen(strangers) == [each.key for each in results]


@patient
@given(lists)
def test_among_equally_alike_ones_relevance_alone_decides(results: list[Standing]) -> None:
    twins = [Standing(each.key, each.score, 0.7, each.behind) for each in results]
    assert seen(twins) == [each.key for each in results]


@given(score=scores, alike=st.floats(0.5, 1))
def test_of_two_that_answer_equally_well_the_one_of_a_place_alike_comes_first(score: float, alike: float) -> None:
    assert seen([Standing(1, score), Standing(2, score, alike)]) == [2, 1]


def test_where_the_conditions_alone_chose_the_likest_come_first() -> None:
    results = [Standing(1, 0.0), Standing(2, 0.0, 0.6), Standing(3, 0.0, 0.9), Standing(4, 0.0, 1.0, behind=True)]
    assert seen(results) == [3, 2, 1, 4]


@patient
@given(lists, st.booleans())
def test_where_nothing_has_a_score_the_likest_come_first_as_if_each_were_weighed(
    results: list[Standing], acts_first: bool
) -> None:
    plain = [Standing(each.key, 0.0, each.likeness, each.behind and acts_first) for each in results]
    alike = {each.key: each.likeness for each in plain if each.likeness}
    behind = frozenset(each.key for each in plain if each.behind)
    assert likest_first([each.key for each in plain], alike, behind) == seen(plain)
