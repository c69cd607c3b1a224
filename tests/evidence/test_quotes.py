"""A quote is pinned to the one place where it stands, or refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minga.evidence.domain.quotes import QuoteAmbiguous, QuoteNotFound, Span, find_again, holds, pin, select

words = st.lists(st.sampled_from(["acta", "São Paulo", "Quibdó", "a.b"]), min_size=1).map(" ".join)


@given(before=words, quote=words, after=words)
def test_what_is_pinned_is_what_was_quoted(before: str, quote: str, after: str) -> None:
    text = f"{before} «{quote}»\n{after}"
    assert pin(f"«{quote}»", text) == Span(len(before) + 1, len(before) + len(quote) + 3)


def test_a_line_break_in_the_source_does_not_hide_a_quote() -> None:
    text = "Estrategias de Cooperación \nInternacional"
    assert pin("Cooperación Internacional", text) == Span(15, len(text))


def test_a_quote_that_is_not_there_is_refused() -> None:
    with pytest.raises(QuoteNotFound):
        pin("una agencia", "Una oficina")


def test_an_empty_quote_proves_nothing() -> None:
    with pytest.raises(QuoteNotFound):
        pin(" \n", "Una oficina")


def test_a_quote_in_two_places_asks_where() -> None:
    with pytest.raises(QuoteAmbiguous):
        pin("a a", "a a a")
    assert pin("a a", "a a a", near=2) == Span(2, 5)


def test_a_selector_keeps_thirty_two_characters_on_either_side() -> None:
    selector = select(Span(40, 44), "x" * 40 + "acta" + "y" * 40)
    assert (selector.prefix, selector.exact, selector.suffix) == ("x" * 32, "acta", "y" * 32)


def test_one_changed_character_is_noticed() -> None:
    assert holds("Caldono, Cauca", start=0, end=7, quote="Caldono")
    assert not holds("Caldomo, Cauca", start=0, end=7, quote="Caldono")
    assert not holds("Cal", start=0, end=7, quote="Caldono")


OLD = "Artículo 1. Jalisco creó la oficina en 1983.\nArtículo 2. Nada más que decir aquí."


def test_words_are_found_again_in_a_better_text_by_what_stands_around_them() -> None:
    selector = select(Span(12, 30), OLD)
    assert selector.exact == "Jalisco creó la of"
    better = "GACETA\n\nArtículo 1.  Jalisco creó la oficina en 1983. Artículo 2. Nada más que decir aquí."
    found = find_again(selector, better)
    assert found is not None and better[found.start : found.end] == selector.exact
    # Said twice, the place with the old words around it is meant.
    twice = f"Índice: Jalisco creó la ofrenda\n{better}"
    again = find_again(selector, twice)
    assert again is not None and again.start == found.start + twice.index(better)


def test_words_are_not_moved_where_they_may_be_others() -> None:
    selector = select(Span(12, 24), OLD)
    assert find_again(selector, "Nada de aquello.") is None
    assert find_again(selector, f"{OLD}\n{OLD}") is None
    # It stands once, but nothing around it is as it was: a short quote may be another's.
    assert find_again(selector, "Índice: Jalisco creó otra cosa") is None
    long = select(Span(12, len(OLD)), OLD)
    other = f"Índice: {long.exact} y fin"
    assert find_again(long, other) == Span(8, 8 + len(long.exact))


def test_a_quote_at_the_edge_of_a_text_is_found_at_the_edge() -> None:
    text = "Jalisco creó la oficina."
    assert find_again(select(Span(0, 7), text), "Jalisco creó la oficina y Jalisco otra.") == Span(0, 7)
