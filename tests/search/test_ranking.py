"""Words and meaning, weighed: a worthless word match never outvotes the meaning."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from minga.search.domain.ranking import Hit, Whole, bm25, coverage, fuse, idf, supports
from minga.search.domain.windows import STEP, WORDS, windows

shares = st.floats(0, 1)
cosines = st.one_of(st.none(), st.floats(-1, 1))
hits = st.lists(st.builds(Hit, st.integers(), cosines, st.floats(0, 50), shares), unique_by=lambda hit: hit.key)


@given(hits)
def test_every_hit_gets_one_score(found: list[Hit]) -> None:
    assert set(fuse(found)) == {hit.key for hit in found}


@given(st.floats(-1, 1), st.floats(-1, 1))
def test_without_a_shared_word_the_meaning_alone_decides(one: float, other: float) -> None:
    scores = fuse([Hit(1, one, 0.0, 0.0), Hit(2, other, 0.0, 0.0)])
    assert (scores[1] > scores[2]) == (one > other)


def test_a_word_match_that_covers_little_of_the_question_counts_little() -> None:
    scores = fuse([Hit(1, 0.6, 0.0, 0.0), Hit(2, 0.5, 9.0, 0.2)])
    assert scores[1] > scores[2]


def test_a_full_word_match_outweighs_a_vague_likeness() -> None:
    scores = fuse([Hit(1, 0.6, 0.0, 0.0), Hit(2, 0.4, 9.0, 1.0)])
    assert scores[2] > scores[1]


def test_a_rare_stem_says_more_than_a_common_one() -> None:
    assert idf(1, 1000) > idf(900, 1000) > 0
    assert bm25({"a": 2}, 10, 10, {"a": 3.0}) > bm25({"a": 1}, 10, 10, {"a": 3.0}) > bm25({"a": 1}, 50, 10, {"a": 3.0})


def test_what_shares_neither_words_nor_meaning_supports_nothing() -> None:
    bare = Whole(conditions=0, words=4)
    assert not supports(Hit(1, 0.1, 1.0, 0.2), bare)
    assert supports(Hit(1, None, 1.0, 0.8), bare)
    assert supports(Hit(1, 0.7, 0.0, 0.0), bare)


def test_what_was_understood_supports_beside_a_word_that_nobody_holds() -> None:
    vague = Hit(1, 0.05, 0.0, 0.0)
    assert supports(vague, Whole(conditions=3, words=1))
    assert not supports(vague, Whole(conditions=1, words=3))


def test_in_a_language_that_the_index_does_not_speak_less_has_to_be_held() -> None:
    hit = Hit(1, 0.3, 0.0, 0.25)
    assert supports(hit, Whole(conditions=0, words=4, foreign=True))
    assert not supports(hit, Whole(conditions=0, words=4))


@given(hits, st.integers(0, 6), st.integers(0, 12))
def test_coverage_is_a_part_and_grows_with_what_is_held(found: list[Hit], conditions: int, words: int) -> None:
    whole = Whole(conditions, words)
    for hit in found:
        assert 0 <= coverage(hit, whole) <= 1
        assert coverage(hit, whole) <= coverage(replace(hit, share=1.0), whole)


@given(st.integers(1, 400))
def test_windows_cover_every_word_in_order(count: int) -> None:
    words = [str(n) for n in range(count)]
    cut = [window.split() for window in windows(" ".join(words))]
    assert [window[0] for window in cut] == [str(n * STEP) for n in range(len(cut))]
    assert {word for window in cut for word in window} == set(words)
    assert max(len(window) for window in cut) <= WORDS


def test_an_empty_text_has_no_window() -> None:
    assert windows(" ") == []
