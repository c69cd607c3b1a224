"""Proved words in a passage, where claims share and overlap them."""

from hypothesis import given
from hypothesis import strategies as st

from minga.evidence.domain.highlights import Highlight, segments

TEXT = "A y B firmaron un acuerdo en 1983."


def test_words_of_one_claim_are_set_apart_from_the_rest() -> None:
    cut = segments(TEXT, 0, len(TEXT), [Highlight(6, 25, "MG-1")])
    assert [(s.text, s.refs) for s in cut] == [
        ("A y B ", ()),
        ("firmaron un acuerdo", ("MG-1",)),
        (" en 1983.", ()),
    ]


def test_two_claims_that_overlap_share_the_words_between() -> None:
    cut = segments(TEXT, 0, len(TEXT), [Highlight(0, 14, "MG-1"), Highlight(6, 25, "MG-2")])
    assert [(s.text, s.refs, s.begins, s.ends) for s in cut] == [
        ("A y B ", ("MG-1",), ("MG-1",), ()),
        ("firmaron", ("MG-1", "MG-2"), ("MG-2",), ("MG-1",)),
        (" un acuerdo", ("MG-2",), (), ("MG-2",)),
        (" en 1983.", (), (), ()),
    ]


def test_words_of_another_passage_are_left_out_and_long_ones_cut_at_the_edge() -> None:
    cut = segments(TEXT, 6, 25, [Highlight(0, 14, "MG-1"), Highlight(26, 30, "MG-2")])
    assert [(s.text, s.refs) for s in cut] == [("firmaron", ("MG-1",)), (" un acuerdo", ())]


places = st.integers(0, len(TEXT) - 1)
highlights = st.builds(
    lambda a, b, n: Highlight(min(a, b), max(a, b) + 1, f"MG-{n}"), places, places, st.integers(1, 9)
)


@given(st.lists(highlights, max_size=6))
def test_joined_the_segments_are_the_passage_and_every_claim_begins_and_ends_once(found: list[Highlight]) -> None:
    cut = segments(TEXT, 0, len(TEXT), found)
    assert "".join(s.text for s in cut) == TEXT
    assert sum(len(s.begins) for s in cut) == len(found) == sum(len(s.ends) for s in cut)
    for highlight in found:
        words = "".join(s.text for s in cut if highlight.ref in s.refs)
        assert TEXT[highlight.start : highlight.end] in words
