"""Who comes first among those who are ahead."""

from minga.peers.domain.goals import Act, Ahead, Goal, Moved, holding
from minga.peers.domain.ordering import Suggestion, Telling, telling

ORGAN = Goal("organ", frozenset({"office"}))


def _ahead(*refs: str, moved: Moved | None = None, register: str = "") -> Ahead:
    found = holding(ORGAN, [Act(ref, "office", "created", 2000, 2000, register=register) for ref in refs])
    assert found
    return Ahead(found, None, moved)


def test_three_claims_tell_the_way_and_one_is_thin() -> None:
    whole = telling([_ahead("A", "B", "C", moved=Moved(2000, 2, 2))], 1)
    assert whole == {Telling.STEPS: 1.0, Telling.MOVED: 1.0, Telling.EVIDENCE: 1.0}
    assert telling([_ahead("A")], 1)[Telling.EVIDENCE] == 1 / 3
    assert telling([], 0) == {Telling.STEPS: 0.0, Telling.MOVED: 0.0, Telling.EVIDENCE: 0.0}


def test_steps_are_counted_over_what_mine_lacks() -> None:
    assert telling([_ahead("A"), _ahead("B")], 5)[Telling.STEPS] == 2 / 5


def test_a_state_that_was_half_mine_tells_half() -> None:
    assert telling([_ahead("A", moved=Moved(2000, 1, 2)), _ahead("B")], 5)[Telling.MOVED] == 1 / 2


def test_forty_rows_of_one_register_are_one_word() -> None:
    rows = _ahead(*(f"R-{n}" for n in range(40)), register="hermanamientos")
    assert telling([rows], 1)[Telling.EVIDENCE] == 1 / 3
    assert telling([rows, _ahead("A")], 1)[Telling.EVIDENCE] == 2 / 3


def test_the_same_claim_counts_once() -> None:
    suggestion = Suggestion(0, 0.5, {"size": 1.0, "country": 2.0}, [_ahead("A"), _ahead("A")])
    assert (suggestion.refs, suggestion.is_thin, suggestion.score) == (["A"], True, 3.0)
