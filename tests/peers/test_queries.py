"""Peers over the whole collection: who is suggested, with which proof, and what is said where little stands here."""

import html
import json

import pytest
from django.test import Client

from minga.cli import build_parser
from minga.evidence.actions import save_claim, save_source
from minga.evidence.domain.drafts import CitationDraft, ClaimDraft
from minga.evidence.domain.statuses import Status
from minga.evidence.models import Claim
from minga.peers import landscape, queries, words
from minga.peers.domain.likeness import Part
from minga.peers.domain.ordering import Telling
from minga.peers.domain.paths import paths
from minga.territories.models import Territory

pytestmark = pytest.mark.usefixtures("world", "nothing_remembered")


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


def test_nor_is_the_government_it_lies_in_or_one_that_lies_in_it_and_the_answer_says_that_they_are_ahead() -> None:
    for code, kin in (("ES-GI", "ES-CT"), ("ES-CT", "ES-B"), ("CO-05001", "CO-ANT"), ("CO-ANT", "CO-05001")):
        found = _of(code, limit=1000)
        assert kin not in _codes(found)
        told = [each.code for each in found.kin]
        assert (kin in told) == any(f"({kin})" in note for note in words.notes(found))
        assert len(found.peers) == found.ahead_in_all
    assert "ES-CT" in [each.code for each in _of("ES-GI").kin]


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


NOTHING_NEAR = "JP-27"  # Ōsaka: nobody of its country is on record with what it lacks
ONLY_BACKGROUND = "CO-18247"  # El Doncello
FIVE_HUNDRED = "CO-15621"  # Rondón, 504 inhabitants
CAPITAL, ISLAND, ISLET = "CO-11001", "CO-88001", "TV-FUN"
KINDS = [NOTHING_NEAR, ONLY_BACKGROUND, FIVE_HUNDRED, CAPITAL, ISLAND, ISLET]


def _page(client: Client, code: str, **more: str) -> str:
    return html.unescape(client.get("/pares/", {"territorio": code} | more).content.decode())


def _said(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    args = build_parser().parse_args(["peers", *words])
    assert args.run(args) == 0
    return capsys.readouterr().out


@pytest.mark.parametrize("code", KINDS)
def test_where_little_stands_the_page_and_the_command_say_so_and_whom_to_ask(
    code: str, client: Client, capsys: pytest.CaptureFixture[str]
) -> None:
    found = _of(code)
    near = [p for p in found.peers if p.suggestion.similarity >= queries.NEAR and not p.suggestion.is_thin]
    assert found.is_thin == (len(near) < 3)
    page, said = _page(client, code), _said(capsys, code)
    assert ("Lo que consta es poco" in page) == ("Lo que consta es poco" in said) == found.is_thin
    assert ("#a-quien-acudir" in page) == found.is_thin
    assert ("A quién acudir" in said or "No conocemos una asociación" in said) == found.is_thin
    for note in words.notes(found):
        assert note in page
        assert note in said


def test_with_nothing_near_it_says_how_far_they_are() -> None:
    found = _of(NOTHING_NEAR, goal="delegation_abroad")
    assert found.peers
    assert found.is_thin
    assert "Ninguno se le parece mucho" in " ".join(words.notes(found)) or found.nearest >= queries.NEAR
    assert "de su país" in " ".join(words.notes(found)).lower()


def test_background_is_told_as_what_it_is_and_counts_for_nothing() -> None:
    found = _of(ONLY_BACKGROUND)
    assert found.mine == {}
    assert "solo hay 1 mención de contexto, que no cuenta como actividad" in " ".join(words.notes(found))


def test_nobody_is_suggested_for_background_alone() -> None:
    only = {ONLY_BACKGROUND, "CO-19698", "BE-WAL", "PE-ANC", "HN-gn3613322"}
    for goal in (None, *queries.USUAL, queries.INVESTMENT):
        assert not only & set(_codes(_of("CO-19137", goal=goal, limit=100)))


def test_five_hundred_inhabitants_are_not_led_to_a_capital_first() -> None:
    first = _of(FIVE_HUNDRED).peers[0]
    assert first.territory.country == "CO"
    assert (first.territory.population or 0) < 100_000


def test_a_capital_is_led_to_capitals() -> None:
    found = _of(CAPITAL, limit=5)
    assert sum(peer.parts[Part.CAPITAL] for peer in found.peers) >= 2


def test_an_island_without_a_counted_seat_is_compared_by_its_towns() -> None:
    found = _of(ISLAND)
    assert found.size == 58257
    assert "lo que suman sus localidades conocidas" in " ".join(words.notes(found))


def test_where_nobody_says_how_many_live_there_size_is_no_part() -> None:
    unknown = Territory.objects.governments().filter(people=None, level="municipality").order_by("code")[0]
    found = queries.peers(unknown)
    assert found.size is None
    assert "No consta cuánta gente vive en él" in " ".join(words.notes(found))
    assert {peer.parts[Part.SIZE] for peer in found.peers} == {0.0}


def test_a_country_with_one_claim_says_that_nobody_else_there_is_on_record() -> None:
    save_source(slug="acta", csl={"id": "acta", "type": "document", "title": "Un acta"})
    cited = CitationDraft(source="acta", note="Una nota.")
    draft = ClaimDraft("MG-9601", "claim", "award", "Un premio.", ISLET, event="awarded", citations=(cited,))
    save_claim(draft=draft, status=Status.RECORDED)
    found = _of(ISLET)
    assert found.at_home == 0
    assert "De ningún otro gobierno de su país consta nada todavía" in " ".join(words.notes(found))


def test_a_country_is_told_that_peers_are_of_governments_below_it(
    client: Client, capsys: pytest.CaptureFixture[str]
) -> None:
    page, said = _page(client, "UY"), _said(capsys, "UY")
    for each in (page, said):
        assert "Uruguay es un país" in each
    assert "#a-quien-acudir" in page
    assert "Sin registro" not in page
    assert "acudir" in said or "No conocemos" in said
    assert "va adelante" not in said


def test_states_are_compared_by_the_people_of_their_towns() -> None:
    found = _of("MX-JAL")
    same = next(peer for peer in found.peers if peer.territory.code == "MX-MEX")
    assert 0.5 < same.parts[Part.SIZE] < 1.0
    assert "por lo que suman sus localidades conocidas" in ", ".join(words.alike(same, found.territory))
    assert same.parts[Part.NEARNESS] > 0


def test_many_twinnings_of_a_register_do_not_hide_who_built_something() -> None:
    found = _of("CO-19137", limit=100)
    assert "twinning" not in {each.holding.goal for peer in found.peers for each in peer.suggestion.ahead}
    asked = _of("CO-19137", goal="twinning", limit=3)
    assert {each.holding.goal for peer in asked.peers for each in peer.suggestion.ahead} == {"twinning"}


def test_whoever_founded_a_network_is_in_it() -> None:
    assert "network_foundation" in queries.goal_of("network_membership").instruments


def test_taking_a_claim_away_only_lowers_a_peer() -> None:
    mine = Territory.objects.get(code="CO-19137")
    before = {peer.territory.code: peer.suggestion for peer in queries.peers(mine, limit=100).peers}
    claim = Claim.objects.public().activity().get(ref=before["CO-05001"].refs[0])
    Claim.objects.filter(pk=claim.pk).update(kind="background")
    landscape.forget()
    after = {peer.territory.code: peer.suggestion for peer in queries.peers(mine, limit=100).peers}
    assert set(after) <= set(before)
    for part in Telling:
        assert after["CO-05001"].added[part] <= before["CO-05001"].added[part]
        assert all(after[code].added[part] == before[code].added[part] for code in after if code != "CO-05001")


@pytest.mark.parametrize("part", [*Part, *Telling])
def test_a_weight_moves_only_what_its_part_adds(part: Part | Telling) -> None:
    usual, moved = _of("AR-gn3838583", limit=100), _of("AR-gn3838583", limit=100, weights={part: 3.5})
    assert set(_codes(usual)) == set(_codes(moved))
    added = {peer.territory.code: peer.suggestion.added for peer in moved.peers}
    for peer in usual.peers:
        before, after = peer.suggestion.added, added[peer.territory.code]
        assert all(before[name] == after[name] for name in before if name != part)
        assert after[part] == pytest.approx(before[part] / queries.weights_of({})[part] * 3.5)


def test_equals_stand_in_the_order_of_their_codes() -> None:
    found = _of("AR-gn3838583", limit=100, weights=dict.fromkeys([*Part, *Telling], 0.0))
    assert _codes(found) == sorted(_codes(found))


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


def test_a_capital_that_is_of_the_first_level_is_a_capital() -> None:
    land = landscape.ground()
    row = land.row(Territory.objects.get(code="UY-MO").pk)
    assert row is not None
    assert (land.tier[row], land.capital[row]) == (1, True)


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


@pytest.mark.parametrize("typed", [["peers", "ZZ-1"], ["peers", "CO-19137", "--goal", "cohete"]])
def test_a_code_or_a_goal_that_is_none_is_told_apart(typed: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    args = build_parser().parse_args(typed)
    assert args.run(args) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert typed[-1] in err


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
    assert f"Los {len(found.routes)} caminos en texto" in page


def test_every_route_stands_in_the_table_with_its_proof_and_no_page_of_it_is_long(client: Client) -> None:
    found = queries.routes("organ")
    address = {"meta": "organ", "ver": "tabla", "mi": "CO-19137"}
    pages = [client.get("/camino/", address | {"pagina": str(n)}).content.decode() for n in (1, 2, 3)]
    assert all(page.count("<tr>") <= 51 for page in pages)
    assert all(any(f"/afirmaciones/{route.stages[0].refs[0]}/" in page for page in pages) for route in found.routes)
    assert 'href="?meta=organ&amp;mi=CO-19137"' in pages[0], "and there is a way back"


@pytest.mark.parametrize("goal", [*queries.USUAL, "project", "evaluation"])
def test_the_routes_are_those_of_all_acts_looked_at_one_by_one(goal: str) -> None:
    world = landscape.landscape()
    acts = {code: world.acts[row] for row, code in enumerate(world.codes) if world.places.tier[row]}
    assert queries.routes(goal) == paths(queries.goal_of(goal), [queries.goal_of(code) for code in queries.USUAL], acts)


def test_a_table_of_no_routes_says_so(client: Client) -> None:
    page = client.get("/camino/", {"meta": "cooperation_strategy", "ver": "tabla"}).content.decode()
    assert "de nadie consta cuándo lo logró" in page


@pytest.mark.parametrize("path", ["/pares/", "/camino/"])
@pytest.mark.parametrize(
    "typed",
    ["", "zzxqv", "\x00", "%00", "' OR 1=1 --", "<script>alert(1)</script>", "\u202eabc", "🦙", "x" * 10_000, "CO"],
)
def test_nothing_that_is_typed_is_an_error(client: Client, path: str, typed: str) -> None:
    for name in ("territorio", "meta", "peso_size", "mostrar", "ver", "pagina", "mi"):
        answer = client.get(path, {"territorio": "CO-19137"} | {name: typed})
        assert answer.status_code == 200
        assert "<script>alert(1)" not in answer.content.decode()
