"""Questions asked of everything `minga load` brings."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from minga.evidence.actions import contradict, save_claim
from minga.evidence.domain.drafts import CitationDraft, ClaimDraft
from minga.evidence.domain.statuses import Status
from minga.evidence.models import Claim
from minga.search import actions, adapters
from minga.search.domain.filters import Filters
from minga.search.lexicon import lexicon
from minga.search.models import SearchEntry, SearchLexeme
from minga.search.queries import find
from minga.search.tongues import language_of_index
from minga.territories.models import Territory

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
    "question",
    [
        "",
        "   ",
        "\x00",
        "¿?",
        "🦙",
        "🏛️🌎🤝",
        "';DROP TABLE--",
        "<script>",
        "ا" * 40,
        "مكاتب التعاون الدولي في البرازيل",
        "¿qué tiene quién con el de la?",
        "which of the have",
        "a" * 10_000,
        "agencia " * 1_250,
    ],
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
    told: list[tuple[int, int]] = []
    made = actions.rebuild_index(progress=lambda done, total: told.append((done, total)))
    assert rows() == kept
    assert told[-1] == (made, made) == (len(kept), len(kept))


def test_the_index_is_made_anew_also_where_nobody_watches() -> None:
    assert actions.rebuild_index() == SearchEntry.objects.count() > 0


def set_against_each_other() -> None:
    one, other = Claim.objects.filter(ref__in=["MG-0001", "MG-0002"]).order_by("ref")
    assert contradict(one=one, other=other)


def test_an_index_with_nothing_to_read_counts_nothing_and_one_that_changed_is_counted_anew() -> None:
    SearchLexeme.objects.all().delete()
    assert actions.refresh() == 0 and not SearchLexeme.objects.exists()
    set_against_each_other()
    told: list[tuple[int, int]] = []
    assert actions.refresh(progress=lambda done, total: told.append((done, total))) == 2 and told == [(2, 2)]
    assert SearchLexeme.objects.get(lexeme="").entries == SearchEntry.objects.count()


def test_a_large_index_that_hardly_changed_keeps_its_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "_COUNTED_ALWAYS", 0)
    SearchLexeme.objects.exclude(lexeme="").delete()
    set_against_each_other()
    assert actions.refresh() == 2
    assert list(SearchLexeme.objects.values_list("lexeme", flat=True)) == [""]


def test_what_is_not_open_is_never_found() -> None:
    SearchEntry.objects.filter(kind="passage").update(access="quotes")
    assert not [r for r in find("intercambiar experiencias academia sistematización").results if r.kind == "passage"]


def test_background_follows_the_claims_where_an_event_is_asked_for() -> None:
    answer = find("oficinas creadas", per_page=200)
    dated = [result.claim_kind for result in answer.results]
    assert dated == sorted(dated, reverse=True) and {"claim", "background"} == set(dated)
    words = [result.claim_kind for result in find("oficinas creadas en la cancillería", per_page=200).results]
    assert words == sorted(words, reverse=True)


def test_the_undated_stand_last_and_can_all_be_listed() -> None:
    answer = find("hermanamientos desde 1990", per_page=500)
    dated = answer.results[: answer.total - answer.undated_count]
    undated = answer.results[len(dated) :]
    assert len(undated) == answer.undated_count > 5 and len(answer.results) == answer.total
    assert all(result.year_first is None for result in undated)
    assert all(result.claim.year_last >= 1990 for result in dated)


def test_what_was_understood_too_narrowly_is_set_aside_and_says_so() -> None:
    answer = find("lei municipal que criou o órgão de relações internacionais de Belo Horizonte")
    assert not answer.nearest and answer.results[0].ref == "MG-0119"
    assert {chip.text for chip in answer.understood.chips if chip.reason == "empty"} == {
        "lei municipal",
        "criou",
        "órgão",
    }
    assert answer.applied.territory == "BR-3106200"


def test_what_was_understood_whole_and_is_on_no_record_has_no_answer_but_what_is_near() -> None:
    answer = find("bureaux du Québec fermés en 2014")
    assert answer.nearest and "MG-0517" in [result.ref for result in answer.results]
    assert answer.applied.territory == "CA-QC" and answer.applied.year_to == 2014
    assert find("agencias de Honduras").nearest


def test_a_place_without_any_claim_brings_only_what_is_nearest() -> None:
    for question in ("política internacional del municipio de Quetzaltenango", "delegaciones de Kerala en el exterior"):
        answer = find(question)
        assert answer.nearest and answer.results


def test_what_the_reader_sets_is_never_set_aside() -> None:
    assert find("oficinas creadas", Filters(territory="GT-gn3590977")).total == 0


@pytest.mark.parametrize(
    "question",
    [
        "Which regions have a delegation in Brussels?",
        "Quelles régions ont une délégation à Bruxelles ?",
        "Quais regiões têm delegação em Bruxelas?",
        "¿Qué regiones tienen delegación en Bruselas?",
    ],
)
def test_a_place_is_searched_its_name_in_any_of_the_four_languages(question: str) -> None:
    found = find(question, per_page=8)
    assert not found.nearest
    assert sum("Bruselas" in result.statement for result in found.results) >= 6


def test_the_other_side_of_a_twinning_is_found_though_the_claim_stands_under_its_partner() -> None:
    assert {"MG-0027", "MG-0029"} & set(refs("twinnings of Nice"))
    assert {"MG-0653"} <= set(refs("¿con quién está hermanada Delémont?"))


def test_an_index_is_asked_in_a_language_that_it_speaks() -> None:
    assert [language_of_index(lang) for lang in ("es", "en", "fr")] == ["es", "es", "es"]
    SearchEntry.objects.filter(country="BR").update(language="pt")
    from minga.search import tongues

    tongues._shares.cache_clear()
    assert language_of_index("pt") == "pt" and language_of_index("fr") == "es"
    tongues._shares.cache_clear()


def test_every_territory_that_an_adjective_names_is_in_the_gazetteer() -> None:
    codes = {code for code in lexicon().demonyms if "-" in code}
    assert codes == set(Territory.objects.filter(code__in=codes).values_list("code", flat=True))


def in_country(*codes: str) -> Callable[[Claim], bool]:
    return lambda claim: country_of(claim) in codes


def country_of(claim: Claim) -> str:
    subject = claim.territory or claim.organization
    return subject.country if subject else ""


def of(*instruments: str) -> Callable[[Claim], bool]:
    return lambda claim: claim.instrument in instruments


ORGANS = ("office", "directorate", "secretariat", "ministry", "agency", "focal_point")
COUNTED: list[tuple[str, list[Callable[[Claim], bool]]]] = [
    ("hermanamientos", [of("twinning")]),
    ("oficinas en Brasil", [of(*ORGANS), in_country("BR")]),
    ("delegaciones de Quebec en el exterior", [of("delegation_abroad"), lambda c: within(c, "CA-QC")]),
    ("acuerdos firmados en Argentina", [of("agreement"), in_country("AR"), lambda c: c.event == "signed"]),
    ("municipios colombianos", [in_country("CO"), lambda c: bool(c.territory and c.territory.level == "municipality")]),
    ("programas de migración", [of("programme"), lambda c: "migration" in c.areas]),
    (
        "estados mexicanos con delegaciones en el exterior",
        [of("delegation_abroad"), in_country("MX"), lambda c: bool(c.territory and c.territory.level == "state")],
    ),
    ("agencias de Medellín", [of("agency"), lambda c: within(c, "CO-05001")]),
    ("premios", [of("award")]),
    ("leyes de Bolivia y Ecuador", [of("law_or_competence"), in_country("BO", "EC")]),
]


def within(claim: Claim, code: str) -> bool:
    return bool(claim.territory and code in (claim.territory.code, *claim.territory.ancestors))


@pytest.mark.parametrize(("question", "conditions"), COUNTED, ids=[question for question, _ in COUNTED])
def test_facets_count_what_the_tables_hold(question: str, conditions: list[Callable[[Claim], bool]]) -> None:
    answer = find(question)
    assert not answer.understood.words
    claims = [
        claim
        for claim in Claim.objects.public().select_related("territory", "organization").prefetch_related("citations")
        if all(holds(claim) for holds in conditions)
    ]
    assert answer.total == len(claims) > 0
    told: dict[str, list[str]] = {
        "country": [country_of(c) for c in claims],
        "level": [c.territory.level for c in claims if c.territory],
        "instrument": [c.instrument for c in claims],
        "area": [area for c in claims for area in c.areas],
        "decade": [str(c.year_first // 10 * 10) for c in claims if c.year_first],
        "evidence": [c.evidence for c in claims],
    }
    for facet, values in told.items():
        counts = Counter(value for value in values if value)
        assert answer.facets[facet] == sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])), facet


def test_a_list_of_more_than_a_few_hundred_is_counted_whole() -> None:
    answer = find("desde 1900", per_page=50)
    assert answer.total == Claim.objects.public().count() - Claim.objects.public().filter(year_last__lt=1900).count()
    assert sum(count for _, count in answer.facets["evidence"]) == answer.total > 600


def test_a_list_that_is_kept_is_another_after_every_change_and_while_one_waits() -> None:
    whole = Filters(instruments=("organ",))
    before = find("", whole)
    assert find("", whole).facets == before.facets
    draft = ClaimDraft(
        ref="MG-9999",
        kind="claim",
        instrument="office",
        event="created",
        when="2031",
        statement="Creó una oficina.",
        territory="CO-19137",
        citations=(CitationDraft(source=Claim.objects.get(ref="MG-F08").citations.all()[0].source.slug, note="Nota."),),
    )
    save_claim(draft=draft, status=Status.RECORDED)
    # Read while the change waits: it holds for nobody else.
    assert find("", whole).total == before.total
    actions.refresh()
    after = find("", whole, sort="date")
    assert (after.total, after.results[0].ref) == (before.total + 1, "MG-9999")
    assert dict(after.facets["decade"])["2030"] == 1


def test_a_condition_that_nothing_meets_asks_for_no_vector(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    vector = adapters.question_vector

    def told(text: str) -> tuple[float, ...]:
        asked.append(text)
        return vector(text)

    monkeypatch.setattr(adapters, "question_vector", told)
    assert find("acuerdos sobre bicicletas", Filters(countries=("AQ",))).total == 0
    assert asked == []
    find("acuerdos sobre bicicletas", Filters(countries=("CO",)))
    assert asked


@pytest.mark.parametrize(
    ("question", "most"),
    [("hermanamientos", 13), ("una oficina para atender a quienes cooperan", 11), ("agua y saneamiento en Brasil", 11)],
)
def test_an_answer_takes_few_queries(question: str, most: int, django_assert_max_num_queries: Any) -> None:
    language_of_index("es")
    with django_assert_max_num_queries(most):
        find(question)
    if question == "hermanamientos":  # of a list the keys and the counts are kept
        with django_assert_max_num_queries(9):
            find(question)


def test_a_page_past_the_end_is_the_last_one() -> None:
    last = find("hermanamientos", page=9_999, per_page=20)
    assert last.page == last.pages and last.results


def test_sorting_by_evidence_puts_the_quoted_first_and_keeps_every_result() -> None:
    by_evidence = find("cooperación de Medellín", per_page=200, sort="evidence")
    order = [["quoted", "located", "cited"].index(result.evidence) for result in by_evidence.results]
    assert order == sorted(order)
    assert {r.ref for r in by_evidence.results} == set(refs("cooperación de Medellín", per_page=200))


def test_a_facet_narrows_to_as_many_results_as_it_counts() -> None:
    for question in ("hermanamientos", "oficinas y agencias", "acuerdos de cultura"):
        answer = find(question, per_page=5)
        for country, count in answer.facets["country"][:4]:
            assert find(question, Filters(countries=(country,))).total == count
