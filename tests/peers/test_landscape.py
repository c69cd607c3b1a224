"""What is kept between questions is what the claims say now."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from minga.evidence.actions import accept, correct, save_claim, save_claims, save_source
from minga.evidence.domain.drafts import CitationDraft, ClaimDraft, CounterpartDraft
from minga.evidence.domain.statuses import Status
from minga.evidence.models import Claim
from minga.journal.actions import record
from minga.peers import landscape, reading
from minga.peers.domain.goals import Act
from minga.territories.models import Territory

pytestmark = pytest.mark.usefixtures("world")

CALDONO, TOLIMA, MEDELLIN = "CO-19137", "CO-TOL", "CO-05001"


@pytest.fixture(autouse=True)
def source(world: None, nothing_remembered: None) -> None:
    """Something for the claims to stand on."""
    save_source(slug="acta", csl={"id": "acta", "type": "document", "title": "Un acta"})


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Each reading of claims: "all", or "some"."""
    said: list[str] = []
    read = reading._record

    def told(keys: set[int] | None) -> reading.Record:
        said.append("all" if keys is None else "some")
        return read(keys)

    monkeypatch.setattr(reading, "_record", told)
    yield said


def _draft(ref: str, territory: str = CALDONO, instrument: str = "office", **more: Any) -> ClaimDraft:
    cited = CitationDraft(source="acta", note="Una nota.")
    rest = {"kind": "claim", "event": "created", "when": "2012", "statement": "Creó una oficina."} | more
    return ClaimDraft(ref=ref, instrument=instrument, territory=territory, citations=(cited,), **rest)


def _save(draft: ClaimDraft) -> Claim:
    return save_claim(draft=draft, status=Status.RECORDED)[0]


def _acts(code: str) -> dict[str, Act]:
    world = landscape.landscape()
    row = world.row(code)
    return {} if row is None else {act.ref: act for act in world.acts[row]}


def _columns(world: landscape.Landscape) -> dict[str, list[Any]]:
    """All of it in a form that can be compared, what is unknown as -1."""
    names = ("country", "region", "size", "rank", "latitude", "coast", "capital", "areas")
    found = {name: np.nan_to_num(getattr(world.places, name), nan=-1).tolist() for name in names}
    acts = [sorted(world.acts[row], key=lambda act: act.ref) for row in range(len(world.codes))]
    found |= {"codes": list(world.codes), "acts": acts, "bonds": sorted(zip(*world.places.partners, strict=True))}
    return found | {"background": sorted(world.background.items())}


def _is_as_if_made_anew() -> bool:
    kept = _columns(landscape.landscape())
    landscape.forget()
    anew = _columns(landscape.landscape())
    assert {name: each for name, each in kept.items() if each != anew[name]} == {}
    return True


def test_a_new_claim_is_there_and_only_its_territory_was_read_again(reads: list[str]) -> None:
    landscape.landscape()
    reads.clear()
    _save(_draft("MG-9501", areas=("culture",)))
    assert _acts(CALDONO)["MG-9501"] == Act("MG-9501", "office", "created", 2012, 2012, frozenset({"culture"}))
    assert reads == ["some"]
    assert _is_as_if_made_anew()


def test_where_nothing_changed_nothing_is_read(reads: list[str]) -> None:
    first = landscape.landscape()
    reads.clear()
    record("search.rebuilt", object_type="search", object_ref="index")
    assert landscape.landscape() is first
    assert reads == []


def test_a_territory_with_its_first_claim_appears_and_with_its_last_one_replaced_it_is_gone() -> None:
    code = Territory.objects.governments().filter(level="municipality", claims=None).order_by("code")[0].code
    assert _acts(code) == {}
    original = _save(_draft("MG-9502", code))
    assert set(_acts(code)) == {"MG-9502"}
    # What was said of it was said of another.
    accept(claim=correct(original=original, draft=_draft("MG-9503", TOLIMA), reason="Es de otro."), organ="Mesa")
    assert _acts(code) == {}
    assert "MG-9503" in _acts(TOLIMA)
    assert _is_as_if_made_anew()


def test_background_and_what_nobody_has_read_are_no_acts() -> None:
    here, there = (Territory.objects.get(code=code).pk for code in (CALDONO, TOLIMA))
    before, of = _acts(CALDONO), landscape.landscape().background
    said = _save(_draft("MG-9504", kind="background"))
    save_claim(draft=_draft("MG-9505"))
    assert _acts(CALDONO) == before
    assert landscape.landscape().background[here] == of[here] + 1
    # What was said of it was said of another.
    draft = _draft("MG-9516", TOLIMA, kind="background")
    accept(claim=correct(original=said, draft=draft, reason="Es de otro."), organ="Mesa")
    now = landscape.landscape().background
    assert (now[here], now[there]) == (of[here], of[there] + 1)
    assert _is_as_if_made_anew()


def test_bonds_follow_their_claims() -> None:
    partner = Territory.objects.get(code=MEDELLIN).pk
    parties = (CounterpartDraft("Medellín", territory=MEDELLIN), CounterpartDraft("Una ciudad", country="FR"))
    _save(_draft("MG-9506", instrument="agreement", event="signed", counterparts=parties))
    world = landscape.landscape()
    rows, others = world.places.partners
    assert partner in others[rows == world.row(CALDONO)]
    assert _is_as_if_made_anew()


def test_a_batch_is_read_whole(reads: list[str]) -> None:
    landscape.landscape()
    reads.clear()
    save_claims(drafts=[_draft("MG-9507"), _draft("MG-9508", TOLIMA)])
    assert "MG-9507" in _acts(CALDONO)
    assert "MG-9508" in _acts(TOLIMA)
    assert reads == ["all"]


def test_many_claims_at_once_are_read_whole(reads: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(landscape, "_FEW", 1)
    landscape.landscape()
    reads.clear()
    for number in range(2):
        _save(_draft(f"MG-951{number}"))
    assert {"MG-9510", "MG-9511"} <= set(_acts(CALDONO))
    assert reads == ["all"]


def test_what_was_undone_is_gone() -> None:
    from django.db import transaction

    with transaction.atomic():
        _save(_draft("MG-9512"))
        assert "MG-9512" in _acts(CALDONO)
        transaction.set_rollback(True)
    assert "MG-9512" not in _acts(CALDONO)


def test_an_event_that_is_committed_after_later_ones_is_seen() -> None:
    from minga.journal.models import Event

    _save(_draft("MG-9513"))
    late = Event.objects.latest("pk")
    key, late_at = late.pk, Event.objects.filter(object_type="evidence.claim").latest("pk").pk
    assert key == late_at
    known = landscape._Memory
    landscape.landscape()
    assert known.known
    # As it was before that event could be seen, with one after it seen.
    record("search.rebuilt", object_type="search", object_ref="index")
    landscape.landscape()
    kept = known.known
    blind = kept.record
    stays, names = blind.ref != "MG-9513", ("key", "ref", "instrument", "event", "first", "last", "areas", "register")
    columns = {name: getattr(blind, name)[stays] for name in names}
    known.known = replace(kept, seen=kept.seen - {key}, record=replace(blind, **columns))
    assert "MG-9513" in _acts(CALDONO)


def test_old_events_are_forgotten_and_nothing_else(monkeypatch: pytest.MonkeyPatch, reads: list[str]) -> None:
    monkeypatch.setattr(landscape, "_LATE", 3)
    landscape.forget()
    landscape.landscape()
    reads.clear()
    for number in range(8):
        record("search.rebuilt", object_type="search", object_ref=str(number))
        landscape.landscape()
    known = landscape._Memory.known
    assert known
    assert len(known.seen) <= 3
    _save(_draft("MG-9514"))
    assert "MG-9514" in _acts(CALDONO)
    assert reads == ["some"]


def test_whoever_comes_while_it_is_being_made_is_given_the_one_before() -> None:
    before = landscape.landscape()
    _save(_draft("MG-9515"))
    with landscape._Memory.making:
        assert landscape.landscape() is before
    assert landscape.landscape() is not before


def test_a_place_that_is_no_government_stands_nowhere() -> None:
    place = Territory.objects.filter(is_government=False).first()
    assert place
    assert landscape.alone(place) is None
    assert landscape.ground().row(place.pk) is None
