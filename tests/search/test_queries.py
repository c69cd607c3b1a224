"""Questions asked of everything `minga load` brings."""

import pytest

from minga.search import actions, adapters
from minga.search.domain.filters import Filters
from minga.search.models import SearchEntry
from minga.search.queries import find

pytestmark = pytest.mark.usefixtures("world")


def refs(question: str, filters: Filters | None = None, **options: object) -> list[str]:
    return [result.ref for result in find(question, filters, **options).results]  # type: ignore[arg-type]  # options of find


def test_the_issue_s_own_question_finds_brazil_s_first_organs() -> None:
    answer = find("oficinas creadas antes de 1990 en Brasil")
    assert answer.understood.understood.as_json() == {
        "instruments": ["organ"],
        "events": ["created"],
        "areas": [],
        "country": ["BR"],
        "territory": None,
        "level": None,
        "from": None,
        "to": 1989,
        "words": "",
    }
    found = [result.ref for result in answer.results]
    assert {"MG-F08", "MG-F09"} <= set(found)
    dated = answer.results[: len(answer.results) - answer.undated_count]
    assert all(r.territory.country == "BR" and r.year_first and r.year_first < 1990 for r in dated)
    assert all(r.year_first is None for r in answer.results[len(dated) :])


def test_a_quoted_answer_shows_its_words_and_another_its_note() -> None:
    quoted = next(r for r in find("oficina en el despacho del gobernador de Jalisco").results if r.ref == "MG-F12")
    assert "despacho" in quoted.quote and quoted.evidence == "quoted"
    noted = next(r for r in find("hermanamientos de Manizales").results if r.evidence == "cited")
    assert not noted.quote and noted.note and noted.source["title"]


def test_a_removed_chip_filters_no_more() -> None:
    narrow = find("oficinas creadas antes de 1990 en Brasil")
    wide = find("oficinas creadas antes de 1990 en Brasil", ignore=frozenset({"country:BR"}))
    assert wide.applied.countries == () and wide.total > 0
    assert narrow.applied.countries == ("BR",)


def test_the_readers_own_condition_wins_over_the_question() -> None:
    answer = find("oficinas creadas en Brasil", Filters(countries=("CO",)))
    assert {r.territory.country for r in answer.results if r.territory} == {"CO"}


def test_a_territory_is_searched_with_all_that_lies_within() -> None:
    answer = find("", Filters(territory="CO-ANT"), per_page=200)
    assert "CO-05001" in {r.territory.code for r in answer.results}


def test_what_nothing_supports_is_called_the_nearest() -> None:
    answer = find("receta de arepas con queso")
    assert answer.nearest and answer.results


@pytest.mark.parametrize(
    "question", ["", "   ", "\x00", "¿?", "🦙", "';DROP TABLE--", "<script>", "ا" * 40, "a" * 10_000]
)
def test_nothing_that_is_typed_is_an_error(question: str) -> None:
    answer = find(question)
    assert answer.total >= 0 and answer.cut == (len(question) > 500)


def test_pages_do_not_overlap_and_stay_the_same() -> None:
    first, second = refs("hermanamientos", per_page=5), refs("hermanamientos", per_page=5, page=2)
    assert len(first) == len(second) == 5 and not set(first) & set(second)
    assert first == refs("hermanamientos", per_page=5)


def test_sorting_by_date_puts_the_latest_first() -> None:
    years = [r.year_first for r in find("hermanamientos", per_page=50, sort="date").results if r.year_first]
    assert years == sorted(years, reverse=True)


def test_facets_count_all_results() -> None:
    answer = find("hermanamientos", per_page=5)
    assert sum(n for _, n in answer.facets["evidence"]) == answer.total > 5


def test_without_the_model_words_alone_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(adapters, "available", lambda: False)
    answer = find("despacho del gobernador de Jalisco")
    assert answer.text_only and "MG-F12" in [result.ref for result in answer.results]


def test_the_index_made_anew_is_the_same_as_the_one_kept_fresh() -> None:
    def rows() -> list[tuple[object, ...]]:
        return list(SearchEntry.objects.order_by("kind", "ref").values_list("kind", "ref", "body", "tsv", "lineage"))

    kept = rows()
    actions.rebuild_index()
    assert rows() == kept


def test_what_is_not_open_is_never_found() -> None:
    SearchEntry.objects.filter(kind="passage").update(access="quotes")
    assert not [r for r in find("intercambiar experiencias academia sistematización").results if r.kind == "passage"]
