"""Sources as references: for readers and for reference managers."""

import json
from typing import Any

import pytest
import rispy

from minga.evidence import references

ARTICLE: dict[str, Any] = {
    "id": "schiavon",
    "type": "article-journal",
    "title": "La política externa de las entidades federativas",
    "author": [{"family": "Schiavon", "given": "Jorge"}],
    "container-title": "Integración y Comercio",
    "issued": {"date-parts": [[2004, 7]]},
    "DOI": "10.1000/182",
}


def test_an_article_reads_as_author_year_title_and_journal() -> None:
    assert references.in_words(ARTICLE) == (
        "Schiavon, Jorge (2004). La política externa de las entidades federativas. Integración y Comercio. "
        "https://doi.org/10.1000/182"
    )


def test_a_page_without_author_or_date_begins_with_its_title_and_says_so() -> None:
    page = {"type": "webpage", "title": "About us.", "publisher": "ACI Medellín", "URL": "http://acimedellin.org"}
    assert references.in_words(page) == "About us (s. f.). ACI Medellín. http://acimedellin.org"


@pytest.mark.parametrize(("count", "said"), [(1, "A"), (2, "A y B"), (3, "A, B y C"), (4, "A y otros")])
def test_authors_are_joined_as_one_says_them(count: int, said: str) -> None:
    csl = {"title": "T", "author": [{"literal": name} for name in "ABCD"[:count]], "issued": {"raw": "hacia 1999"}}
    assert references.in_words(csl).startswith(f"{said} (1999). T")


def test_a_publisher_that_is_also_the_container_is_said_once() -> None:
    assert references.in_words({"title": "T", "container-title": "ACI", "publisher": "ACI"}).count("ACI") == 1


def test_bibtex_guards_bodies_and_escapes_what_tex_would_read() -> None:
    csl = {"type": "report", "title": "Costos & 50 %", "author": [{"literal": "Alcaldía de X"}], "URL": "http://a/b_c"}
    entry = references.bibtex(csl, key="costos", note="Minga, MG-0001")
    assert entry.startswith("@techreport{costos,")
    assert r"title = {Costos \& 50 \%}" in entry
    assert "author = {{Alcaldía de X}}" in entry
    assert "url = {http://a/b_c}" in entry
    assert "note = {Minga, MG-0001}" in entry


def test_a_journal_article_in_bibtex_names_its_journal() -> None:
    assert "journal = {Integración y Comercio}" in references.bibtex(ARTICLE, key="s")


def test_ris_is_read_back_by_its_library() -> None:
    (entry,) = rispy.loads(references.ris([(ARTICLE, "Minga, MG-0001")]))
    assert (entry["type_of_reference"], entry["authors"], entry["year"]) == ("JOUR", ["Schiavon, Jorge"], "2004")
    assert entry["notes"] == ["Minga, MG-0001"]


def test_csl_json_is_the_record_itself_with_the_note() -> None:
    assert json.loads(references.csl_json(ARTICLE)) == [ARTICLE]
    assert json.loads(references.csl_json(ARTICLE, note="n")) == [{**ARTICLE, "note": "n"}]
