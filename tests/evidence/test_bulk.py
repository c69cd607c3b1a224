"""Many claims come in as one does: the same checks, one event, nothing twice; and each belongs to a collection."""

from dataclasses import replace

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from minga.evidence import actions
from minga.evidence.domain.drafts import CitationDraft, ClaimDraft, CounterpartDraft
from minga.evidence.domain.licences import BASE, Licence
from minga.evidence.domain.statuses import Status
from minga.evidence.models import Change, Claim, Collection, Source
from minga.evidence.queries import problems
from minga.journal.models import Event
from minga.territories.models import Territory

pytestmark = pytest.mark.django_db

DRAFT = ClaimDraft(
    ref="TW-1-2",
    kind="claim",
    instrument="twinning",
    event="in_force",
    statement="Manizales y Rosario figuran como ciudades hermanadas.",
    territory="CO-17001",
    counterparts=(CounterpartDraft(name="Rosario", territory="AR-gn3838583", country="AR"),),
    citations=(CitationDraft(source="diario-2001"),),
    collection="listas",
)
MIRROR = replace(DRAFT, ref="TW-2-1", territory="AR-gn3838583", counterparts=(CounterpartDraft(name="Manizales"),))


@pytest.fixture(autouse=True)
def ground(governments: dict[str, Territory], source: Source) -> Collection:
    """Thirteen governments, one source and one register."""
    return actions.save_collection(
        slug="listas",
        title="Listas",
        licence=Licence.CC_BY_SA,
        attribution="Quienes escriben las listas",
        is_register=True,
    )


def outcomes(*drafts: ClaimDraft) -> list[str]:
    return [row.outcome for row in actions.save_claims(drafts=drafts)]


def test_a_batch_comes_in_whole_with_one_event_and_word_for_the_index() -> None:
    assert outcomes(DRAFT, MIRROR) == ["added", "added"]
    claim = Claim.objects.get(ref="TW-1-2")
    assert (claim.status, claim.collection.licence) == (Status.RECORDED, "CC-BY-SA-4.0")
    assert [party.territory and party.territory.code for party in claim.counterparts.all()] == ["AR-gn3838583"]
    assert claim.citations.count() == 1
    assert set(Change.objects.values_list("ref", flat=True)) == {"TW-1-2", "TW-2-1"}
    event = Event.objects.get(verb="claims.saved")
    assert (event.object_ref, event.after) == ("listas", {"added": 2})
    assert list(problems()) == []


def test_the_same_batch_again_writes_nothing() -> None:
    outcomes(DRAFT, MIRROR)
    before = (Event.objects.count(), Change.objects.count())
    assert outcomes(DRAFT, MIRROR) == ["unchanged", "unchanged"]
    assert (Event.objects.count(), Change.objects.count()) == before


def test_what_changed_follows_its_row_and_what_was_judged_is_kept() -> None:
    outcomes(DRAFT, MIRROR)
    actions.accept(claim=Claim.objects.get(ref="TW-2-1"), organ="Federación")
    cited = (CitationDraft(source="diario-2001", locator="p. 1"), CitationDraft(source="diario-2001", locator="p. 2"))
    changed = [replace(each, when="1988", event="signed", citations=cited) for each in (DRAFT, MIRROR)]
    assert outcomes(*changed) == ["changed", "kept"]
    claim = Claim.objects.get(ref="TW-1-2")
    assert (claim.year_first, claim.citations.count(), claim.counterparts.count()) == (1988, 2, 1)
    assert Claim.objects.get(ref="TW-2-1").when == ""


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"territory": "XX-1"}, "territory: XX-1"),
        ({"organization": "nadie", "territory": None}, "organization: nadie"),
        ({"collection": "otra"}, "collection: otra"),
        ({"event": "opened"}, "event: opened"),
        ({"citations": ()}, "citations: "),
        ({"citations": (CitationDraft(source=""),)}, "source: "),
        ({"citations": (CitationDraft(source="diario-2001", relies_on="otro"),)}, "source: otro"),
        ({"citations": (CitationDraft(source="diario-2001", quote="a", document="b"),)}, "document: b "),
    ],
)
def test_a_draft_at_fault_is_refused_and_keeps_the_others_in(change: dict[str, object], reason: str) -> None:
    saved = actions.save_claims(drafts=[replace(DRAFT, **change), MIRROR])  # type: ignore[arg-type]  # field by field
    assert [(row.outcome, row.reason) for row in saved] == [("refused", reason), ("added", "")]
    assert not Claim.objects.filter(ref="TW-1-2").exists()


def test_of_two_drafts_with_one_ref_the_second_is_refused() -> None:
    assert outcomes(DRAFT, replace(DRAFT, statement="Otra cosa.")) == ["added", "refused"]


def test_a_large_batch_costs_no_more_queries_than_a_small_one() -> None:
    few = [replace(DRAFT, ref=f"TW-3-{n}") for n in range(2)]
    many = [replace(DRAFT, ref=f"TW-4-{n}") for n in range(60)]
    counts = []
    for drafts in (few, many):
        with CaptureQueriesContext(connection) as queries:
            actions.save_claims(drafts=drafts)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_claim_belongs_to_our_collection_where_nothing_else_is_said() -> None:
    claim, _ = actions.save_claim(draft=replace(DRAFT, collection=BASE))
    assert (claim.collection.slug, claim.collection.licence, claim.collection.is_register) == (BASE, "CC-BY-4.0", False)
    assert list(Claim.objects.collected()) == [claim]
    assert list(Claim.objects.of_registers()) == []


def test_our_own_claims_keep_the_fingerprint_they_had_before_there_were_collections() -> None:
    assert replace(DRAFT, collection=BASE).fingerprint != DRAFT.fingerprint
    plain = ClaimDraft("MG-1", "claim", "office", "Algo.", citations=(CitationDraft(source="a"),))
    assert plain.fingerprint == "b91352253140bd13ccd4f0d5ccb862e04a3ea573ec8f2a60bc6c4b1ebe23b14f"


def test_a_collection_is_brought_up_to_date_and_only_then_told() -> None:
    told = Event.objects.filter(verb__startswith="collection.")
    before = told.count()
    same = {"slug": "listas", "title": "Listas", "licence": Licence.CC_BY_SA, "is_register": True}
    actions.save_collection(**same, attribution="Quienes escriben las listas")  # type: ignore[arg-type]  # as above
    assert told.count() == before
    actions.save_collection(**same, attribution="Otros")  # type: ignore[arg-type]  # as above
    assert told.last().verb == "collection.changed"  # type: ignore[union-attr]  # there is one
    assert Collection.objects.get(slug="listas").attribution == "Otros"


@pytest.mark.parametrize("values", [{"licence": "GPL"}, {"attribution": ""}])
def test_the_database_refuses_an_unknown_licence_and_a_collection_without_credit(values: dict[str, str]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Collection.objects.filter(slug="listas").update(**values)


@pytest.mark.parametrize("licence", list(Licence))
def test_every_licence_says_its_name_and_where_it_can_be_read(licence: Licence) -> None:
    assert licence.called
    assert licence.url.startswith("https://")
