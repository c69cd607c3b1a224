"""Partnerships come from the registry alone; what the collector calls a hypothesis waits."""

from typing import Any

import pytest

from minga.registers.adapters import settings_of
from minga.registers.domain import partners
from minga.registers.domain.ends import Found, Place
from minga.registers.domain.partners import Words
from minga.registers.domain.plans import Group, Outcome, distinct
from minga.registers.domain.values import ValueAtFault
from tests.registers.samples import community, partner

WORDS = Words(**settings_of("partners")["words"])
PLACE = Place("DE-gn2879185", "Leinfelden-Echterdingen", "DE", "municipality", True, 2879185)


def planned(*communities: dict[str, Any], found: Found | None = None, **rest: Any) -> list[Group]:
    entries = partners.entries({"hromadas": list(communities), **rest})
    keys = distinct(map(partners.key_of, entries))
    read = [
        (key, partners.read(n, entry, WORDS.parents))
        for n, (key, entry) in enumerate(zip(keys, entries, strict=True), 1)
    ]
    places = {each.partner: found or Found(PLACE) for _, each in read}
    return list(partners.plan(read, places, WORDS, {"DE": "Alemania"}))


def test_a_partnership_of_the_registry_is_a_claim_of_the_partner() -> None:
    (group,) = planned(community(partner()))
    (draft,) = group.drafts
    assert draft.ref == "TP-2879185-UA53080370000025447"
    assert (draft.territory, draft.event, draft.when) == ("DE-gn2879185", "signed", "1988")
    assert draft.statement == (
        "Según la lista de relaciones municipales de SKEW, Leinfelden-Echterdingen (Alemania) y Poltawa (Полтавська"
        " міська територіальна громада) de Ucrania figuran como municipios hermanados desde 1988."
    )
    assert [(party.name.split()[0], party.country) for party in draft.counterparts] == [("Poltawa", "UA")]
    (cited,) = draft.citations
    assert (cited.source, cited.relies_on, cited.locator) == (
        "hromada-socios-2026",
        "skew-ucrania-alemania",
        "ficha 80",
    )
    assert group.rows[0].outcome == Outcome.CLAIMED


def test_an_undated_partnership_of_a_community_without_code_or_page_is_told_as_it_is() -> None:
    bare = partner(since=None, source_url=None, ua_name_de=None, partner_region=None)
    (group,) = planned(community(bare, katottg=None))
    (draft,) = group.drafts
    assert draft.ref.startswith("TP-2879185-X")
    assert (draft.event, draft.when, draft.citations[0].locator) == ("in_force", None, "")
    assert "y Полтавська міська територіальна громада de Ucrania figuran" in draft.statement


@pytest.mark.parametrize(
    ("entry", "found", "outcome", "reason"),
    [
        (partner(confidence="news_mention"), None, Outcome.REVIEW, "hypothesis"),
        (partner(), Found(None, "several"), Outcome.REVIEW, "several"),
        (partner(), Found(Place("DE-1", "X", "DE", "place", False)), Outcome.REVIEW, "not_a_government"),
    ],
)
def test_what_is_not_sure_waits_for_a_reviewer(entry: Any, found: Found | None, outcome: Outcome, reason: str) -> None:
    (group,) = planned(community(entry), found=found)
    assert (group.drafts, group.rows[0].outcome, group.rows[0].reason) == ((), outcome, reason)


def test_the_same_partnership_twice_is_one_claim_unless_the_years_differ() -> None:
    groups = planned(community(partner(), partner(), partner(since="1990")))
    assert [len(group.drafts) for group in groups] == [1, 0, 0]
    assert [(group.rows[0].outcome, group.rows[0].reason) for group in groups] == [
        (Outcome.CLAIMED, ""),
        (Outcome.CLAIMED, "same_fact"),
        (Outcome.REVIEW, "years_differ"),
    ]
    assert len({group.rows[0].key for group in groups}) == 3


def test_entries_tied_to_no_community_are_left_out_with_their_names() -> None:
    (group,) = planned(unmatched=[{"ua_name_de": "Jalta", "de_name": "Baden-Baden"}, "nada"])
    (row,) = group.rows
    assert (row.outcome, row.reason, row.says) == (Outcome.LEFT_OUT, "unmatched", "Jalta (UA) – Baden-Baden (DE)")


@pytest.mark.parametrize(
    ("document", "field"),
    [([], "hromadas"), ({}, "hromadas"), ({"hromadas": [1]}, "hromadas"), ({"hromadas": [{"name": "X"}]}, "partners")],
)
def test_another_document_names_the_field_at_fault(document: Any, field: str) -> None:
    with pytest.raises(ValueAtFault) as error:
        partners.entries(document)
    assert error.value.column == field


@pytest.mark.parametrize(
    ("fields", "column"),
    [
        ({"since": "pronto"}, "since"),
        ({"partner_country": "Alemania"}, "partner_country"),
        ({"partner_name": ""}, "partner_name"),
    ],
)
def test_an_entry_with_a_wrong_value_names_its_field(fields: dict[str, str], column: str) -> None:
    with pytest.raises(ValueAtFault) as error:
        planned(community(partner(**fields)))
    assert error.value.column == column
