"""Who comes first among those who are ahead."""

from minga.peers.domain.goals import Act, Ahead, Goal, holding
from minga.peers.domain.ordering import Suggestion, Telling, in_order, telling

ORGAN = Goal("organ", frozenset({"office"}))


def _ahead(*refs: str, moved: bool = False) -> Ahead:
    found = holding(ORGAN, [Act(ref, "office", "created", 2000, 2000) for ref in refs])
    assert found
    return Ahead(found, None, moved)


def test_three_claims_tell_the_way_and_one_is_thin() -> None:
    assert telling([_ahead("A", "B", "C", moved=True)]) == {Telling.MOVED: 1.0, Telling.EVIDENCE: 1.0}
    assert telling([_ahead("A")])[Telling.EVIDENCE] == 1 / 3
    assert telling([]) == {Telling.MOVED: 0.0, Telling.EVIDENCE: 0.0}


def test_the_same_claim_counts_once() -> None:
    suggestion = Suggestion(0, 0.5, {"size": 1.0, "country": 2.0}, [_ahead("A"), _ahead("A")])
    assert (suggestion.refs, suggestion.is_thin, suggestion.score) == (["A"], True, 3.0)


def test_equals_stand_in_the_order_of_their_codes_whatever_row_they_have() -> None:
    rows = [
        Suggestion(0, 0.5, {"size": 1.0}, []),
        Suggestion(1, 0.5, {"size": 1.0}, []),
        Suggestion(2, 0.9, {"size": 2.0}, []),
    ]
    assert [each.row for each in in_order(rows, ["CO-2", "CO-1", "CO-3"])] == [2, 1, 0]
