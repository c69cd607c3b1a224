"""A long document is cut into parts, its marks into pieces, and what is not open shows its quotes alone."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from minga.ingest.domain.layout import Box
from minga.ingest.domain.parts import SIZE, Plan, Row, planned
from minga.ingest.domain.shown import Boxed, Mark, Run, Strength, Stretch, boxed, notes_of, pieces, windows

CLAIM, RECORDED, PROPOSAL = Strength.ACCEPTED, Strength.RECORDED, Strength.PROPOSED


def rows(*lengths: tuple[int, int | None]) -> list[Row]:
    found, at = [], 0
    for ordinal, (length, page) in enumerate(lengths, 1):
        found.append(Row(ordinal, at, at + length, page))
        at += length + 2
    return found


def test_whole_pages_stand_together_as_long_as_a_part_may_be() -> None:
    plan = planned(rows(*[(3000, page) for page in range(1, 13)]))
    assert [(part.first_page, part.last_page) for part in plan.parts] == [(1, 5), (6, 10), (11, 12)]
    assert [part.number for part in plan.parts] == [1, 2, 3]
    assert plan.with_page(7) is plan.parts[1] and plan.with_passage(12) is plan.parts[2]
    assert plan.with_page(99) is plan.parts[2] and plan.with_passage(99) is plan.parts[2]
    assert plan.with_offset(0) is plan.parts[0] and plan.with_offset(plan.parts[2].start) is plan.parts[2]
    assert plan.beside(plan.parts[0]) == (None, plan.parts[1])
    assert plan.beside(plan.parts[2]) == (plan.parts[1], None)


def test_a_page_without_words_leads_to_the_one_before_it() -> None:
    plan = planned(rows((SIZE, 2), (SIZE, 9)))
    assert plan.with_page(5) is plan.parts[0] and plan.with_page(1) is plan.parts[0]


def test_a_page_or_a_passage_that_is_too_long_is_cut_by_itself() -> None:
    plan = planned(rows((10, 1), (SIZE - 200, 2), (SIZE - 200, 2), (3 * SIZE, None)))
    assert [(part.first, part.last) for part in plan.parts[:3]] == [(1, 1), (2, 2), (3, 3)]
    assert {part.first for part in plan.parts[3:]} == {4} and len(plan.parts) == 6
    assert plan.with_passage(4) is plan.parts[3]


def test_what_has_no_words_has_no_parts() -> None:
    assert planned([]) == Plan(())


@settings(suppress_health_check=[HealthCheck.too_slow])  # a machine that does much else
@given(st.lists(st.tuples(st.integers(1, 40_000), st.sampled_from([None, 1, 2, 3])), min_size=1, max_size=12))
def test_every_letter_of_every_passage_is_in_exactly_one_part_and_no_part_is_long(
    lengths: list[tuple[int, int | None]],
) -> None:
    given_rows = rows(*lengths)
    plan = planned(given_rows)
    assert plan.parts[0].start == 0 and plan.parts[-1].end == given_rows[-1].end
    for one, other in zip(plan.parts, plan.parts[1:], strict=False):
        assert one.end <= other.start <= one.end + 2
    assert max(part.end - part.start for part in plan.parts) <= SIZE + 2 * len(given_rows)
    for row in given_rows:
        assert plan.with_passage(row.ordinal) is plan.with_offset(row.start)


TEXT = "Antes. Quibdó firmó en 1998.¹ Después vino otra cosa."
ONE = Stretch(1, "paragraph", "", 0, len(TEXT), 1)


def shown(marks: list[Mark], open_to: object = None, notes: dict[str, int] | None = None) -> str:
    """Marked words in brackets, what is left out as dots."""
    found = pieces(TEXT, ONE, marks, notes or {}, set(), open_to)
    said = ""
    for piece in found:
        words = "".join(run.text for run in piece.runs)
        said += ("…" if piece.skips else "") + (f"[{words}]" if piece.strength else words)
    return said


def test_an_open_passage_is_whole_with_its_marks() -> None:
    assert shown([Mark("MG-1", 7, 28, CLAIM)]) == "Antes. [Quibdó firmó en 1998.]¹ Después vino otra cosa."


def test_of_what_is_not_open_a_claims_words_are_shown_with_some_around_and_a_proposals_alone() -> None:
    claim, proposal = Mark("MG-1", 7, 13, CLAIM), Mark("PR-1", 38, 42, PROPOSAL)
    assert shown([claim], windows([claim], [ONE], 3)) == "…s. [Quibdó] fi"
    assert shown([proposal], windows([proposal], [ONE], 3)) == "…[vino]"
    assert windows([Mark("MG-2", 900, 910, CLAIM)], [ONE], 3) == []
    assert shown([claim], []) == ""


def test_what_is_shown_around_a_quote_stays_in_its_passages() -> None:
    near = [Stretch(1, "paragraph", "", 0, 10, 1), Stretch(2, "footnote", "1", 12, 20, 1)]
    assert windows([Mark("MG-1", 2, 9, CLAIM)], near, 200) == [(0, 10)]
    assert windows([Mark("MG-1", 2, 15, CLAIM)], near, 200) == [(0, 20)]


def test_the_surest_of_overlapping_marks_gives_its_strength_and_each_is_an_anchor_once() -> None:
    marks = [Mark("PR-1", 0, 28, PROPOSAL), Mark("MG-1", 7, 13, RECORDED), Mark("MG-2", 7, 13, CLAIM)]
    seen: set[str] = set()
    found = pieces(TEXT, ONE, marks, {}, seen, None)
    assert [(piece.strength, piece.anchors, [mark.ref for mark in piece.closes]) for piece in found] == [
        (PROPOSAL, ("PR-1",), []),
        (CLAIM, ("MG-1", "MG-2"), ["MG-1", "MG-2"]),
        (PROPOSAL, (), ["PR-1"]),
        (None, (), []),
    ]
    assert [piece.anchors for piece in pieces(TEXT, ONE, marks, {}, seen, None)] == [(), (), (), ()]


def test_a_raised_number_leads_to_the_note_it_calls() -> None:
    found = pieces(TEXT, ONE, [], {"1": 5}, set(), None)
    assert list(found[0].runs) == [
        Run("Antes. Quibdó firmó en 1998."),
        Run("¹", 5, is_first=True),
        Run(" Después vino otra cosa."),
    ]
    assert pieces("¹", Stretch(1, "paragraph", "", 0, 1, 1), [], {"1": 5}, {"note 5"}, None)[0].runs == (Run("¹", 5),)
    assert shown([], notes={"2": 5}) == TEXT


def test_a_number_means_the_note_of_its_own_page_first_then_the_next() -> None:
    notes = [
        Stretch(3, "footnote", "1", 0, 1, 1),
        Stretch(6, "footnote", "1", 2, 3, 2),
        Stretch(7, "footnote", "2", 4, 5, 3),
        Stretch(8, "paragraph", "3", 6, 7, 3),
    ]
    assert notes_of(notes, 1) == {"1": 3, "2": 7}
    assert notes_of(notes, 2) == {"1": 6, "2": 7}
    assert notes_of(notes, None) == {"1": 3, "2": 7}


def test_lines_with_marked_words_are_boxed_once_by_the_surest() -> None:
    places = [[0, 10, 1, 2, 3, 4], [11, 20, 1, 5, 3, 7], [21, 30, 1, 8, 3, 9]]
    marks = [Mark("PR-1", 5, 15, PROPOSAL), Mark("MG-1", 12, 14, RECORDED)]
    assert boxed(places, marks) == [Boxed(PROPOSAL, Box(1, 2, 3, 4)), Boxed(RECORDED, Box(1, 5, 3, 7))]
