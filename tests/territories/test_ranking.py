"""Which territory wins, and when none may."""

from hypothesis import given
from hypothesis import strategies as st

from minga.territories.domain import Candidate, Facts, Hints, Match, Resolution, fits, is_beyond, rank


def place(code: str, level: str = "municipality", *, people: int | None = None, **more: object) -> Facts:
    above = tuple(str(code) for code in more.get("above", (code[:2], f"{code[:2]}-1")))  # type: ignore[attr-defined]  # a tuple
    return Facts(code, level, code[:2], above, people, bool(more.get("government", True)), bool(more.get("seat")))


def found(facts: Facts, **match: object) -> Candidate[str]:
    return Candidate(facts.code, facts, Match(**match))  # type: ignore[arg-type]  # fields of Match


def of(*candidates: Candidate[str], hints: Hints | None = None) -> Resolution[str]:
    return rank(candidates, hints)


BR_SP = place("BR-SP", "state", above=("BR",))
SAO_PAULO = place("BR-3550308", people=12_400_232)


def test_a_state_and_its_capital_of_one_name_are_never_told_apart_by_size() -> None:
    answer = of(found(BR_SP), found(SAO_PAULO))
    assert answer.territory is None
    assert [one.territory for one in answer.candidates] == ["BR-SP", "BR-3550308"]


def test_the_word_of_level_tells_them_apart() -> None:
    words = {"levels": frozenset({"municipality"}), "stage": 1}
    answer = of(found(BR_SP, **words), found(SAO_PAULO, **words))
    assert answer.territory == "BR-3550308"
    assert answer.candidates[0].why == ("name_without_level_word", "level_fits", "only_one_fits")
    assert "level_differs" in answer.candidates[1].why


def test_a_municipality_ten_times_larger_than_its_namesakes_wins_and_says_so() -> None:
    answer = of(found(place("CO-05001", people=2_000_000)), found(place("ES-gn1", people=2_357)))
    assert answer.territory == "CO-05001"
    assert answer.candidates[0].why[-1] == "much_larger"


def test_a_small_one_does_not_win_by_being_larger_than_the_unknown() -> None:
    assert of(found(place("CO-1", people=40_000)), found(place("ES-gn1"))).territory is None


def test_a_country_wins_over_towns_of_its_name_but_not_over_a_state() -> None:
    country, town = place("CO", "country", above=()), place("CU-gn1", people=3_000)
    assert of(found(country), found(town)).territory == "CO"
    assert of(found(country), found(place("MX-MEX", "state", above=("MX",)))).territory is None


def test_a_government_does_not_win_over_a_far_larger_place_that_governs_nothing() -> None:
    hamlet, city = place("US-gn1", people=900), place("GB-gn2", people=900_000, government=False)
    assert of(found(hamlet), found(city)).territory is None


def test_an_address_may_name_a_code_of_which_a_known_one_is_only_the_beginning() -> None:
    assert is_beyond("FR-75056", "FR") and is_beyond("CO-05001-2", "CO-05001")
    assert not is_beyond("fr-francia", "FR") and not is_beyond("FR", "FR")


def test_a_hint_of_the_reader_is_a_condition() -> None:
    both = found(place("AR-gn1")), found(place("MX-1"))
    assert of(*both, hints=Hints(country="AR")).territory == "AR-gn1"
    assert of(*both, hints=Hints(level="state")).candidates == []
    assert of(*both, hints=Hints(parent="MX-1")).territory == "MX-1"
    assert of(*both, hints=Hints(country="AR", level="municipality")).candidates[0].why[1:] == (
        "country_fits",
        "level_asked",
        "only_one_fits",
    )


def test_a_size_near_the_asked_one_decides() -> None:
    small, large = found(place("AR-gn1", people=900)), found(place("MX-1", people=90_000))
    assert of(small, large, hints=Hints(near_population=1_000)).territory == "AR-gn1"


def test_what_lies_outside_the_named_parent_never_wins() -> None:
    answer = of(found(place("CO-11001", above=("CO",)), within=(frozenset({"CO-CUN"}),)))
    assert answer.territory is None
    assert "outside" in answer.candidates[0].why


def test_what_lies_inside_the_named_parent_wins() -> None:
    inside = found(place("CO-19137", above=("CO", "CO-CAU")), within=(frozenset({"CO-CAU"}),))
    assert of(inside).candidates[0].why == ("exact_name", "inside", "only_one_fits")


def test_a_name_that_is_only_alike_is_never_taken_for_certain() -> None:
    answer = of(found(place("CO-05001", people=2_000_000), likeness=0.66))
    assert answer.territory is None
    assert answer.candidates[0].why == ("similar_name",)


def test_a_place_yields_to_a_government_and_wins_only_alone() -> None:
    hamlet = found(place("MX-gn1", "place", government=False))
    assert of(hamlet, found(place("MX-JAL", "state", above=("MX",)))).territory == "MX-JAL"
    assert of(hamlet).territory == "MX-gn1"


def test_a_first_level_may_be_called_by_another_word() -> None:
    answer = of(found(place("CO-TOL", "department", above=("CO",)), levels=frozenset({"region"}), stage=1))
    assert answer.territory == "CO-TOL"
    assert "first_level_by_another_word" in answer.candidates[0].why


def test_a_city_that_is_a_state_is_a_municipality_as_well() -> None:
    berlin = place("DE-BE", "state", above=("DE",), seat=True)
    assert fits(berlin, "municipality")
    assert fits(berlin, "first")
    assert not fits(BR_SP, "municipality")


def test_an_alternate_name_counts_a_little_less_and_says_so() -> None:
    answer = of(found(place("AR-C", above=("AR",)), official=False), found(place("PH-gn1")))
    assert [one.why[0] for one in answer.candidates] == ["exact_name", "other_name"]


def test_the_words_of_level_may_be_part_of_the_name() -> None:
    mexico = place("MX-MEX", "state", above=("MX",))
    city = place("MX-CMX", "state", above=("MX",), seat=True)
    levels = frozenset({"state"})
    answer = of(found(mexico, literal=True), found(city, levels=levels, stage=1))
    assert answer.territory == "MX-MEX"


@given(st.lists(st.integers(0, 10_000_000), max_size=8))
def test_the_order_of_arrival_changes_nothing(sizes: list[int]) -> None:
    candidates = [found(place(f"CO-{number}", people=size or None)) for number, size in enumerate(sizes)]
    forth, back = of(*candidates), of(*reversed(candidates))
    assert forth == back
    assert len(forth.candidates) == len(sizes)
