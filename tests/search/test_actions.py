"""The index follows what it is made of."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from django.db import connection

from minga.search import actions, adapters
from minga.search.domain.entries import Entry
from minga.search.domain.filters import Filters
from minga.search.models import SearchEntry, SearchLexeme, SearchWindow
from minga.search.retrieval import retrieve, where

pytestmark = pytest.mark.django_db

OPEN = Entry(kind="passage", ref="a#p1", language="es", body="La cooperación de Caldono con Turín", access="open")
FRENCH = replace(OPEN, ref="b#p1", language="fr", body="Les jumelages de la ville de Lyon")


@pytest.fixture
def one_vector(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A model that finds all texts alike, and quickly."""
    flat = np.full(adapters.DIMENSIONS, adapters.DIMENSIONS**-0.5, dtype=np.float32)
    monkeypatch.setattr(adapters, "passage_vectors_in_pool", lambda texts: iter([np.array([flat for _ in texts])]))
    yield


def stored(*entries: Entry) -> None:
    actions.store(entries)
    actions.count_lexemes()


def test_accents_and_endings_do_not_hide_a_word() -> None:
    stored(OPEN, FRENCH)
    for question in ("cooperacion", "cooperaciones", "COOPERACIÓN"):
        assert [hit.share for hit in retrieve(question, mode="words", language="es").hits] == [1.0]
    assert retrieve("jumelage", mode="words", language="fr").hits


def test_the_same_entry_twice_is_one_row_and_keeps_its_vectors(one_vector: None) -> None:
    stored(OPEN)
    assert actions.embed_missing() == 1
    stored(OPEN)
    assert SearchEntry.objects.get().embedded_with == adapters.signature() and SearchWindow.objects.count() == 1


def test_a_changed_text_loses_its_vectors_until_they_are_made_again(one_vector: None) -> None:
    stored(OPEN)
    actions.embed_missing()
    stored(replace(OPEN, body="Otra cosa"))
    assert not SearchWindow.objects.exists() and SearchEntry.objects.get().embedded_with == ""
    seen: list[tuple[int, int]] = []
    assert actions.embed_missing(progress=lambda done, total: seen.append((done, total))) == 1
    assert SearchWindow.objects.count() == 1 and seen == [(1, 1)]


def test_names_in_a_fixed_sentence_are_searched_their_words_and_get_no_vector(one_vector: None) -> None:
    stored(replace(OPEN, ref="c#p1", words_only=True))
    assert actions.embed_missing() == 0 and not SearchWindow.objects.exists()
    assert [hit.cosine for hit in retrieve("cooperación de Caldono", language="es").hits] == [None]


def test_vectors_of_an_entry_that_is_gone_are_left_out() -> None:
    actions.store_vectors([("passage", "gone#p1")], np.zeros((1, adapters.DIMENSIONS), dtype=np.float32))
    assert not SearchWindow.objects.exists()


def test_an_empty_text_has_no_vector_and_is_no_error() -> None:
    stored(replace(OPEN, body=""))
    actions.embed_missing()
    assert not SearchWindow.objects.exists()


def test_where_the_model_falls_silent_the_rest_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    def silent(texts: list[str]) -> Iterator[adapters.Vector]:
        raise adapters.ModelMissing("no answer")

    monkeypatch.setattr(adapters, "passage_vectors_in_pool", silent)
    stored(OPEN)
    assert actions.embed_missing() == 0 and SearchEntry.objects.get().embedded_with == ""


def test_without_a_model_no_vector_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(adapters, "available", lambda: False)
    stored(OPEN)
    assert actions.embed_missing() == 0


def test_stems_are_counted_once_for_each_entry() -> None:
    stored(OPEN, replace(OPEN, ref="a#p2", body="Caldono, Caldono"))
    assert SearchLexeme.objects.get(lexeme="caldon").entries == 2
    connection.check_constraints()  # what a commit would do before
    actions.clear()
    assert not SearchEntry.objects.exists() and not SearchLexeme.objects.exists()


def test_a_passage_that_is_not_open_is_never_a_candidate() -> None:
    stored(replace(OPEN, access="quotes"), replace(OPEN, ref="c#p1", access="private"))
    assert not retrieve("cooperación Caldono", language="es").hits


def test_conditions_hold_for_both_halves() -> None:
    claim = replace(OPEN, kind="claim", ref="MG-1", country="CO", lineage=("CO", "CO-19137"), year_first=1990)
    stored(claim, replace(claim, ref="MG-2", country="IT", lineage=("IT",)))
    found = retrieve("cooperación", condition=where(Filters(countries=("CO",), year_to=1995)), language="es")
    assert [SearchEntry.objects.get(pk=hit.key).ref for hit in found.hits] == ["MG-1"]
    assert not retrieve("cooperación", condition=where(Filters(year_to=1989)), language="es").hits


def test_a_text_that_changes_while_its_vector_is_made_waits_for_another(monkeypatch: pytest.MonkeyPatch) -> None:
    def meanwhile(texts: list[str]) -> Iterator[adapters.Vector]:
        actions.store([replace(OPEN, body="Otra cosa")])
        yield np.ones((len(texts), adapters.DIMENSIONS), dtype=np.float32)

    monkeypatch.setattr(adapters, "passage_vectors_in_pool", meanwhile)
    stored(OPEN)
    actions.embed_missing()
    assert SearchEntry.objects.get().embedded_with == "" and not SearchWindow.objects.exists()
