"""What meets what: by topic, by way, by language, by effort, by room; and each reason by its name."""

from collections.abc import Set
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minga.evidence.domain.vocabulary import vocabulary
from minga.offers.domain.matching import Flow, Reason, Side, Why, likened, match
from minga.offers.domain.modalities import Modality, effort
from minga.offers.domain.offers import LEARNS, TEACHES, Direction


def narrower(code: str) -> Set[str]:
    return vocabulary().narrower(code, "instrument")


SPANISH, CULTURE = frozenset({"es"}), frozenset({"culture"})
SEEKS = Side(1, 10, 100, "office", frozenset(), Direction.DEMAND, Modality.CALL, SPANISH)
TEACHING = Side(2, 20, 200, "office", frozenset(), Direction.OFFER, Modality.STUDY_VISIT, SPANISH, 3)


def why(mine: Side, theirs: Side) -> list[Why] | None:
    found = match(mine, theirs, narrower)
    return [reason.why for reason in found.reasons] if found else None


def test_a_demand_meets_an_offer_of_the_same_topic_and_the_reasons_say_so_both_ways() -> None:
    found = match(SEEKS, TEACHING, narrower)
    assert found is not None
    assert (found.flow, found.modality, found.languages) == (Flow.THEY_TEACH, Modality.CALL, ("es",))
    assert found.reasons == (
        Reason(Why.SAME, ("office",)),
        Reason(Why.FLOW, ("they_teach",)),
        Reason(Why.LANGUAGES, ("es",)),
        Reason(Why.LESS_EFFORT, ("call", "study_visit")),
        Reason(Why.LEFT, number=3),
    )
    other = match(TEACHING, SEEKS, narrower)
    assert other is not None and other.flow == Flow.WE_TEACH and other.reasons[-1] == Reason(Why.LEFT, number=3)


@pytest.mark.parametrize(
    ("changes", "reasons"),
    [
        ({"instrument": "organ"}, [Why.BROADER]),
        ({"instrument": "twinning"}, None),
        ({"instrument": ""}, None),
        ({"instrument": "twinning", "areas": CULTURE}, [Why.AREAS]),
        ({"instrument": "", "areas": CULTURE}, [Why.AREAS]),
        ({"areas": CULTURE}, [Why.SAME, Why.AREAS]),
        ({"organization": 10}, None),
        ({"government": 100}, None),
        ({"government": None}, [Why.SAME]),
        ({"direction": Direction.DEMAND}, None),
        ({"direction": Direction.TWO_WAY}, [Why.SAME]),
        ({"languages": frozenset({"fr"})}, None),
        ({"modality": Modality.WRITTEN_ANSWER}, None),
        ({"modality": Modality.CALL}, [Why.SAME]),
        ({"left": 0}, None),
        ({"left": None}, [Why.SAME]),
    ],
)
def test_what_changes_a_match(changes: dict[str, object], reasons: list[Why] | None) -> None:
    mine = replace(SEEKS, areas=CULTURE)
    found = why(mine, replace(TEACHING, **changes))  # type: ignore[arg-type]
    assert found == reasons if reasons is None else found is not None and found[: len(reasons)] == reasons
    back = why(replace(TEACHING, **changes), mine)  # type: ignore[arg-type]
    assert (back is None) == (found is None), "what meets one way meets the other"


def test_a_narrower_topic_is_named_from_either_side() -> None:
    broad = replace(SEEKS, instrument="organ")
    assert why(broad, TEACHING) == [Why.NARROWER, Why.FLOW, Why.LANGUAGES, Why.LESS_EFFORT, Why.LEFT]
    assert (why(TEACHING, broad) or [])[0] == Why.BROADER


def test_two_that_teach_and_learn_meet_on_the_lower_rung_and_one_without_room_only_learns() -> None:
    mine = replace(SEEKS, direction=Direction.TWO_WAY, modality=Modality.WRITTEN_ANSWER, left=2)
    theirs = replace(TEACHING, direction=Direction.TWO_WAY)
    found = match(mine, theirs, narrower)
    assert found is not None and (found.flow, found.modality) == (Flow.BOTH, Modality.WRITTEN_ANSWER)
    full = match(mine, replace(theirs, left=0), narrower)
    assert full is not None and full.flow == Flow.WE_TEACH and full.reasons[-1] == Reason(Why.LEFT, number=2)
    assert match(replace(mine, left=0), replace(theirs, left=0), narrower) is None


def test_the_topic_orders_before_likeness_and_likeness_is_a_reason_where_it_has_parts() -> None:
    same, area = match(SEEKS, TEACHING, narrower), None
    area = match(replace(SEEKS, areas=CULTURE), replace(TEACHING, instrument="project", areas=CULTURE), narrower)
    assert same is not None and area is not None
    near = likened(area, 0.9, ("country", "level"))
    assert near.reasons[-1] == Reason(Why.ALIKE, ("country", "level")) and near.alike == 0.9
    assert sorted([near, area, same], key=lambda one: one.rank) == [same, near, area]
    assert likened(area, 0.9, ()) == area


_sides = st.builds(
    Side,
    key=st.integers(1, 3),
    organization=st.integers(1, 3),
    government=st.none() | st.integers(1, 3),
    instrument=st.sampled_from(["", "office", "organ", "twinning", "bond", "project"]),
    areas=st.frozensets(st.sampled_from(["culture", "health"])),
    direction=st.sampled_from(Direction),
    modality=st.sampled_from(Modality),
    languages=st.frozensets(st.sampled_from(["es", "pt"])),
    left=st.none() | st.integers(0, 2),
)


@given(_sides, _sides)
def test_whatever_meets_somebody_has_something_to_teach_that_the_other_seeks(mine: Side, theirs: Side) -> None:
    found, back = match(mine, theirs, narrower), match(theirs, mine, narrower)
    assert (found is None) == (back is None)
    if found is None or back is None:
        return
    turned = {Flow.BOTH: Flow.BOTH, Flow.THEY_TEACH: Flow.WE_TEACH, Flow.WE_TEACH: Flow.THEY_TEACH}
    assert back.flow == turned[found.flow] and back.modality == found.modality
    giver, taker = (mine, theirs) if found.flow == Flow.WE_TEACH else (theirs, mine)
    assert giver.direction in TEACHES and taker.direction in LEARNS and giver.left != 0
    assert set(found.languages) == set(mine.languages & theirs.languages) != set()
    assert effort(found.modality) <= min(effort(mine.modality), effort(theirs.modality))
    assert mine.organization != theirs.organization
    assert found.reasons[0].why in (Why.SAME, Why.NARROWER, Why.BROADER, Why.AREAS)
