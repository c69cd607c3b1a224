"""The vocabulary names every concept of the field in four languages and never contradicts itself."""

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest

from minga.evidence.domain import vocabulary as voc
from minga.evidence.domain.vocabulary import LANGUAGES, Vocabulary, vocabulary

DATA: dict[str, Any] = json.loads(voc.DEFAULT_PATH.read_text(encoding="utf-8"))
INSTRUMENTS = (
    "cooperation_strategy ir_policy external_action_strategy office directorate secretariat ministry agency programme "
    "delegation_abroad twinning agreement network_membership network_foundation law_or_competence forum_or_event "
    "project award publication focal_point resources evaluation"
)
EVENTS = "created adopted signed joined in_force reformed recreated discontinued planned awarded held published"
AREAS = (
    "foreign_investment investment_followup promotion_branding foreign_trade international_cooperation migration "
    "diplomatic_representation culture education health tourism environment_climate security_peace human_rights "
    "institutional_strengthening borders"
)
STATES = "adhoc focal_point unit policy legal_basis resourced evaluated networked_abroad discontinued"


@pytest.mark.parametrize(
    ("scheme", "codes"), [("instrument", INSTRUMENTS), ("event", EVENTS), ("area", AREAS), ("state", STATES)]
)
def test_every_word_of_the_field_is_there_and_no_other(scheme: str, codes: str) -> None:
    assert set(vocabulary().claimable(scheme)) == set(codes.split())


def test_the_profile_has_ten_cells_and_sixteen_areas_to_cover() -> None:
    assert len(vocabulary().scheme("cell")) == 10
    assert len(vocabulary().scheme("area")) == 16


@pytest.mark.parametrize("concept", vocabulary().concepts, ids=lambda c: f"{c.scheme}:{c.code}")
def test_a_definition_is_one_sentence_in_each_language_and_does_not_repeat_another(concept: voc.Concept) -> None:
    for lang in LANGUAGES:
        text = concept.definition[lang]
        assert text.endswith(".") and text.count(". ") == 0 and text[0].isupper()
        assert concept.label[lang] == concept.label[lang].strip()
    assert len({concept.definition[lang] for lang in LANGUAGES}) == len(LANGUAGES)


def test_everyday_words_are_written_once_in_lower_case() -> None:
    for concept in vocabulary().concepts:
        for phrases in concept.words.values():
            assert len(phrases) == len(set(phrases))
            assert all(phrase == phrase.lower().strip() for phrase in phrases)


def test_an_office_an_agency_and_a_secretariat_are_organs() -> None:
    organs = {"organ", "office", "directorate", "secretariat", "ministry", "agency", "focal_point"}
    assert vocabulary().narrower("organ") == organs
    assert vocabulary().narrower("bond") == {"bond", "twinning", "agreement", "network_membership"}
    assert vocabulary().narrower("twinning") == {"twinning"}


def test_no_claim_is_made_about_an_organ_in_general() -> None:
    assert not {"organ", "bond", "policy_instrument"} & set(vocabulary().claimable("instrument"))


def test_a_code_shared_by_two_schemes_means_the_instrument_unless_said() -> None:
    assert vocabulary().concept("focal_point").scheme == "instrument"
    assert vocabulary().concept("focal_point", "state").scheme == "state"
    assert vocabulary().has("focal_point", "state") and not vocabulary().has("focal_point", "area")


def test_a_label_is_given_in_the_readers_language_and_number() -> None:
    assert vocabulary().label("twinning", "fr") == "jumelage"
    assert vocabulary().label("office", "es", plural=True) == "oficinas o unidades"
    assert vocabulary().label("twinning", "pt-BR") == "irmanamento"
    assert vocabulary().label("twinning", "de") == "hermanamiento"
    assert vocabulary().label("discontinued", "es", scheme="state") == "discontinuada"


def test_a_secretariat_fills_the_units_cell_and_a_forum_fills_none() -> None:
    assert vocabulary().cell_of("secretariat") == "unit"
    assert vocabulary().cell_of("twinning") == "twinnings"
    assert vocabulary().cell_of("forum_or_event") is None


def test_only_the_codes_of_the_oecd_that_the_field_named_are_mapped_and_none_as_equal() -> None:
    close = {match for concept in vocabulary().concepts for match in concept.close_match}
    assert close == {f"oecd-crs:{code}" for code in (15112, 15185, 25010, 33110)}
    assert not any(concept.exact_match for concept in vocabulary().concepts)


def test_what_is_not_in_the_vocabulary_is_refused() -> None:
    with pytest.raises(voc.UnknownConcept):
        vocabulary().concept("embassy")
    with pytest.raises(voc.UnknownConcept):
        vocabulary().cell_of("culture")
    with pytest.raises(voc.UnknownScheme):
        vocabulary().scheme("embassies")


def _first(data: dict[str, Any]) -> dict[str, Any]:
    row: dict[str, Any] = data["concepts"][0]
    return row


def _circle(data: dict[str, Any]) -> None:
    _first(data)["broader"] = ["office"]


def _twice(data: dict[str, Any]) -> None:
    data["concepts"].append(data["concepts"][0])


@pytest.mark.parametrize(
    ("harm", "error"),
    [
        (lambda data: _first(data).update(broader=["embassy"]), voc.UnknownBroader),
        (_circle, voc.BroaderInCircle),
        (lambda data: _first(data)["label"].pop("fr"), voc.MissingLanguage),
        (lambda data: _first(data)["definition"].update(pt=" "), voc.MissingLanguage),
        (_twice, voc.DuplicateCode),
        (lambda data: _first(data).update(scheme="embassies"), voc.UnknownScheme),
        (lambda data: data["cell_of"].update(embassy="unit"), voc.UnknownCell),
        (lambda data: data["cell_of"].update(office="embassies"), voc.UnknownCell),
    ],
)
def test_a_vocabulary_that_contradicts_itself_is_refused(
    harm: Callable[[dict[str, Any]], object], error: type[Exception]
) -> None:
    data = copy.deepcopy(DATA)
    harm(data)
    with pytest.raises(error):
        Vocabulary.of(data)
