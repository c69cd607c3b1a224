"""Peers over the whole collection: who is suggested, with which proof, and what is said where little stands here."""

import json

import pytest
from django.test import Client

from minga.cli import build_parser
from minga.evidence.models import Claim
from minga.peers import landscape, queries
from minga.peers.domain.likeness import Part
from minga.territories.models import Territory

pytestmark = pytest.mark.usefixtures("world")


@pytest.fixture(autouse=True, scope="module")
def anew() -> None:
    """Nothing is remembered of another base."""
    landscape._ground.cache_clear()
    landscape._landscape.cache_clear()


def _of(code: str, **more: object) -> queries.Peers:
    return queries.peers(Territory.objects.get(code=code), **more)  # type: ignore[arg-type]


def _codes(found: queries.Peers) -> list[str]:
    return [peer.territory.code for peer in found.peers]


def test_every_suggestion_shows_public_claims_of_its_own_and_never_background() -> None:
    for peer in _of("CO-19137", limit=30).peers:
        claims = Claim.objects.filter(ref__in=peer.suggestion.refs)
        assert claims.count() == len(peer.suggestion.refs) > 0
        assert {(claim.territory_id, claim.kind) for claim in claims} == {(peer.territory.pk, "claim")}
        assert {claim.status for claim in claims} <= {"recorded", "accepted"}


def test_nobody_is_its_own_peer() -> None:
    for code in ("AR-gn3838583", "CO-05001", "MX-JAL"):
        assert code not in _codes(_of(code, limit=50))


def test_a_small_municipality_is_led_to_small_ones_of_its_country() -> None:
    first = _of("CO-19137").peers[0]
    assert first.territory.country == "CO"
    assert first.territory.level == "municipality"
    assert first.parts[Part.SIZE] > 0.5


def test_a_goal_asks_for_that_alone() -> None:
    found = _of("CO-19137", goal="delegation_abroad", limit=20)
    assert found.peers
    assert {each.holding.goal for peer in found.peers for each in peer.suggestion.ahead} == {"delegation_abroad"}


def test_a_weight_of_the_readers_changes_who_comes_first() -> None:
    usual = _of("CO-19137", goal="organ", limit=5)
    moved = _of("CO-19137", goal="organ", limit=5, weights={"country": 0.0, "level": 0.0, "areas": 4.0, "capital": 4.0})
    assert _codes(usual) != _codes(moved)


def test_who_has_what_it_looks_for_is_told_so_and_offered_nobody(client: Client) -> None:
    assert _of("CO-05001", goal="organ").peers == []
    page = client.get("/pares/", {"territorio": "CO-05001", "meta": "organ"}).content.decode()
    assert "ya consta del suyo" in page


def test_the_first_ones_are_the_first_of_a_longer_list() -> None:
    assert _codes(_of("MX-JAL", limit=4)) == _codes(_of("MX-JAL", limit=40))[:4]


@pytest.mark.parametrize("code", ["JP-27", "CO-88001", "CO-11001"], ids=["with nothing near", "an island", "a capital"])
def test_where_little_stands_near_it_says_so(code: str) -> None:
    found = _of(code)
    assert found.peers
    near = [p for p in found.peers if p.suggestion.similarity >= queries.NEAR and not p.suggestion.is_thin]
    assert found.is_thin == (len(near) < 3)


def test_a_place_that_is_no_government_has_no_peers() -> None:
    place = Territory.objects.filter(is_government=False).first()
    assert place
    found = queries.peers(place)
    assert (found.peers, found.is_thin) == ([], True)


def test_ranks_count_from_the_largest_of_each_level_at_home() -> None:
    land = landscape.ground()
    row = land.row(Territory.objects.get(code="CO-11001").pk)
    assert row is not None
    assert land.rank[row] == 1.0
    assert land.capital[row]


def test_the_command_answers_in_its_shape(capsys: pytest.CaptureFixture[str]) -> None:
    args = build_parser().parse_args(["peers", "CO-19137", "--goal", "organ", "--limit", "2", "--json"])
    assert args.run(args) == 0
    answer = json.loads(capsys.readouterr().out)
    assert set(answer) == {"territory", "goal", "peers", "thin"}
    assert (answer["territory"]["code"], answer["goal"], len(answer["peers"])) == ("CO-19137", "organ", 2)
    peer = answer["peers"][0]
    assert set(peer) == {"territory", "similarity", "ahead", "why", "claims"}
    assert set(peer["ahead"][0]) == {"instrument", "since", "ref"}
    assert 0 <= peer["similarity"] <= 1
    assert [line.split(":")[0] for line in peer["why"]] == ["parecido", "adelante", "prueba"]


@pytest.mark.parametrize("words", [["peers", "ZZ-1"], ["peers", "CO-19137", "--goal", "cohete"]])
def test_a_code_or_a_goal_that_is_none_is_told_apart(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    args = build_parser().parse_args(words)
    assert args.run(args) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert words[-1] in err


def test_the_page_names_the_parts_the_steps_and_the_proof(client: Client) -> None:
    page = client.get("/pares/", {"territorio": "Caldono", "meta": "organ"}).content.decode()
    assert "Pares de Caldono" in page
    assert "mismo país" in page
    assert "/afirmaciones/MG-" in page


def test_a_name_of_several_is_asked_back(client: Client) -> None:
    page = client.get("/pares/", {"territorio": "Rosario"}).content.decode()
    assert "¿Cuál «Rosario»?" in page
    assert "territorio=AR-gn3838583" in page


def test_the_paths_tell_how_often_with_the_number_behind_it(client: Client) -> None:
    found = queries.routes("organ")
    page = client.get("/camino/", {"meta": "organ"}).content.decode()
    assert len(found.routes) > 10
    assert f"Consta el camino de {len(found.routes)} gobiernos" in page
    assert all(f"/afirmaciones/{route.stages[0].refs[0]}/" in page for route in found.routes)


@pytest.mark.parametrize("path", ["/pares/", "/camino/"])
@pytest.mark.parametrize(
    "typed",
    ["", "zzxqv", "\x00", "%00", "' OR 1=1 --", "<script>alert(1)</script>", "\u202eabc", "🦙", "x" * 10_000, "CO"],
)
def test_nothing_that_is_typed_is_an_error(client: Client, path: str, typed: str) -> None:
    for name in ("territorio", "meta", "peso_size", "mostrar"):
        answer = client.get(path, {"territorio": "CO-19137"} | {name: typed})
        assert answer.status_code == 200
        assert "<script>alert(1)" not in answer.content.decode()
