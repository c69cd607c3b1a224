"""Partners over the whole collection: who is offered, through whom, with which claims, and how such bonds fared."""

import json
from dataclasses import fields
from typing import Any

import numpy as np
import pytest
from django.test import Client

from minga.cli import build_parser
from minga.evidence.actions import save_claim
from minga.evidence.domain.drafts import CitationDraft, ClaimDraft, CounterpartDraft
from minga.evidence.domain.statuses import Status
from minga.evidence.models import Claim
from minga.peers import bonds, landscape, partner_words, queries
from minga.peers.domain.partners import Fared, Tie
from minga.peers.partnering import Partners
from minga.territories.models import Territory

pytestmark = pytest.mark.usefixtures("world", "nothing_remembered")
# A small municipality, its neighbour, and a French city: none bound to anybody in the collection.
CALDONO, SILVIA, NANTES = "CO-19137", "CO-19743", "FR-gn2990969"


def _bind(
    ref: str, one: str, other: str, *, event: str = "signed", when: str | None = "2021", kind: str = "claim"
) -> None:
    source = Claim.objects.filter(citations__isnull=False).values_list("citations__source__slug", flat=True)[0]
    names = dict(Territory.objects.filter(code__in=[one, other]).values_list("code", "name"))
    draft = ClaimDraft(
        ref=ref,
        kind=kind,
        kind_note="propuesta" if kind == "background" else "",
        instrument="twinning",
        event=event,
        when=when,
        statement=f"{names[one]} y {names[other]} se hermanaron.",
        territory=one,
        counterparts=(CounterpartDraft(names[other], territory=other),),
        citations=(CitationDraft(source=source, note="Lo que leyó quien la recogió."),),
    )
    save_claim(draft=draft, status=Status.RECORDED)


def _of(code: str, **more: object) -> Partners:
    return queries.partners(Territory.objects.get(code=code), **more)  # type: ignore[arg-type]


def _codes(found: Partners) -> list[str]:
    return [each.territory.code for each in found.partners]


def test_those_offered_are_foreign_not_bound_yet_and_bound_to_someone_alike() -> None:
    found = _of("CO-05001", limit=30)
    bound = set(
        Claim.objects.public()
        .activity()
        .filter(territory__code="CO-05001", instrument__in=["twinning", "agreement"])
        .exclude(counterparts__territory=None)
        .values_list("counterparts__territory__code", flat=True)
    )
    assert found.partners
    assert "CO" not in {each.territory.country for each in found.partners}
    assert not bound & set(_codes(found))
    assert all(each.through for each in found.partners)


def test_every_witness_is_shown_with_public_claims_of_activity_that_name_both() -> None:
    for each in _of("CO-05001", limit=10).partners:
        witnesses = {one.code for one in each.through}
        claims = Claim.objects.filter(ref__in=each.claims)
        assert len(each.claims) == claims.count() > 0
        for claim in claims:
            named = {claim.territory.code if claim.territory else ""} | {
                party.territory.code for party in claim.counterparts.all() if party.territory
            }
            assert claim.kind == "claim"
            assert claim.status in {"recorded", "accepted"}
            assert each.territory.code in named
            assert named & witnesses


def test_a_partner_of_the_neighbour_is_offered_with_what_is_known_of_the_bond() -> None:
    _bind("MG-9501", SILVIA, NANTES)
    found = next(each for each in _of(CALDONO, limit=50).partners if each.territory.code == NANTES)
    assert [each.code for each in found.through] == [SILVIA]
    assert found.claims == ["MG-9501"]
    assert found.fared == Fared(bonds=1, dated=1, recent=1, first=2021, last=2021)
    assert found.parts[Tie.NEXT_DOOR] > 0


def test_what_ended_is_told() -> None:
    _bind("MG-9501", SILVIA, NANTES, when="1990")
    _bind("MG-9502", NANTES, SILVIA, event="discontinued", when="2001")
    found = next(each for each in _of(CALDONO, limit=50).partners if each.territory.code == NANTES)
    assert found.fared.ended == 1
    assert "1 terminó" in partner_words.how_it_fared(found.fared)


@pytest.mark.parametrize("changed", [{"kind": "background"}, {"event": "planned"}], ids=["background", "a plan"])
def test_neither_background_nor_a_plan_makes_a_bond(changed: dict[str, str]) -> None:
    _bind("MG-9501", SILVIA, NANTES, **changed)
    assert NANTES not in _codes(_of(CALDONO, limit=50))


def test_the_network_follows_a_claim_and_is_as_if_made_anew(django_assert_max_num_queries: Any) -> None:
    first = bonds.bonds()
    assert bonds.bonds() is first
    around = first.net.cities.around
    known = [each for each in first.keys if each > 0]
    apart = next((one, other) for one in known for other in known[::-1] if other not in _bound_to(first, one))
    _bind("MG-9101", *(Territory.objects.get(pk=key).code for key in apart))
    landscape.landscape()
    with django_assert_max_num_queries(1):  # whether the journal has grown: who is in the network has not changed
        after = bonds.bonds()
    assert apart[1] in _bound_to(after, apart[0])
    assert after.net.cities.around is around
    _bind("MG-9102", CALDONO, NANTES)
    grown = bonds.bonds()
    assert len(grown.keys) == len(first.keys) + 2
    landscape.forget()
    bonds.forget()
    anew = bonds.bonds()
    assert anew is not grown and anew.keys == grown.keys
    assert [each.tolist() for each in anew.net.pairs] == [each.tolist() for each in grown.net.pairs]
    for column in fields(anew.net.cities):
        one, other = getattr(anew.net.cities, column.name), getattr(grown.net.cities, column.name)
        assert np.array_equal(one, other, equal_nan=one.dtype.kind == "f")


def _bound_to(found: bonds.Bonds, key: int) -> set[int]:
    return {found.keys[row] for row in found.net.partners_of(found.row_of[key])} | {key}


def test_a_weight_of_the_readers_changes_what_its_part_adds_and_no_other() -> None:
    usual, moved = (_of("CO-05001", limit=50, weights=weights) for weights in ({}, {"size": 2.0}))
    others = {each.territory.code: each for each in moved.partners}
    for each in usual.partners:
        if other := others.get(each.territory.code):
            changed = {tie for tie in Tie if each.offer.added[tie] != other.offer.added[tie]}
            assert changed <= {Tie.SIZE}
            assert other.offer.added[Tie.SIZE] == pytest.approx(2 * each.offer.added[Tie.SIZE])


def test_the_first_ones_are_the_first_of_a_longer_list() -> None:
    assert _codes(_of("CO-05001", limit=3)) == _codes(_of("CO-05001", limit=12))[:3]


def test_where_nobody_at_home_is_bound_to_anyone_nobody_is_offered_and_it_says_so(client: Client) -> None:
    code = Territory.objects.governments().filter(country="TV").exclude(level="country").order_by("code")[0].code
    found = _of(code)
    assert (found.partners, found.is_thin, found.bound_to) == ([], True, 0)
    page = client.get("/socios/", {"territorio": code}).content.decode()
    assert "no hay con qué proponerle socios" in page
    assert "#a-quien-acudir" in page


def test_a_place_that_is_no_government_has_no_partners() -> None:
    place = Territory.objects.filter(is_government=False).first()
    assert place
    assert queries.partners(place).partners == []


def test_silence_about_a_bond_is_told_as_silence() -> None:
    assert "no consta desde cuándo" in partner_words.how_it_fared(Fared(bonds=3))
    assert "3 vínculos" in partner_words.how_it_fared(Fared(bonds=3))
    said = partner_words.how_it_fared(Fared(bonds=2, dated=2, first=1990, last=2001))
    assert "de 1990 a 2001" in said
    assert "no consta que alguno terminara" in said
    assert "últimos diez años no consta nada" in said


def test_the_command_answers_in_its_shape(capsys: pytest.CaptureFixture[str]) -> None:
    args = build_parser().parse_args(["partners", "CO-05001", "--limit", "2", "--json"])
    assert args.run(args) == 0
    answer = json.loads(capsys.readouterr().out)
    assert set(answer) == {"territory", "partners", "thin"}
    assert (answer["territory"]["code"], len(answer["partners"])) == ("CO-05001", 2)
    first = answer["partners"][0]
    assert set(first) == {"territory", "score", "why", "through", "claims", "fared"}
    assert set(first["fared"]) == {"bonds", "dated", "ended", "recent", "first", "last"}
    assert first["why"][0].startswith("parecidos a usted y ya vinculados con")
    assert first["why"][-1].startswith("cómo les fue: ")


def test_the_command_warns_that_a_twinning_easily_sleeps(capsys: pytest.CaptureFixture[str]) -> None:
    args = build_parser().parse_args(["partners", "CO-05001", "--limit", "1"])
    assert args.run(args) == 0
    assert "se duerme" in capsys.readouterr().out


def test_a_code_that_is_none_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    args = build_parser().parse_args(["partners", "ZZ-1"])
    assert args.run(args) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "ZZ-1" in err


def test_the_page_names_those_alike_the_reasons_and_the_warning(client: Client) -> None:
    found = _of("CO-05001", limit=10).partners[0]
    page = client.get("/socios/", {"territorio": "CO-05001", "peso_size": "8"}).content.decode()
    assert "Socios posibles de Medellín" in page
    assert "se duerme" in page
    assert found.territory.name in page
    assert "/afirmaciones/" in page
    assert "Volver a los pesos de partida" in page


def test_a_name_of_several_is_asked_back(client: Client) -> None:
    page = client.get("/socios/", {"territorio": "Rosario"}).content.decode()
    assert "¿Cuál «Rosario»?" in page
    assert "/socios/?territorio=AR-gn3838583" in page


@pytest.mark.parametrize(
    "typed",
    ["", "zzxqv", "\x00", "%00", "' OR 1=1 --", "<script>alert(1)</script>", "\u202eabc", "🦙", "x" * 10_000, "CO"],
)
def test_nothing_that_is_typed_is_an_error(client: Client, typed: str) -> None:
    for name in ("territorio", "peso_size", "mostrar"):
        answer = client.get("/socios/", {"territorio": "CO-19137"} | {name: typed})
        assert answer.status_code == 200
        assert "<script>alert(1)" not in answer.content.decode()
