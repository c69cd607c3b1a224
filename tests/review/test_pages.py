"""The desk in pages: what waits is found, read beside its words, judged by whoever may, and taken back."""

import json
import re
from typing import Any

import pytest
from django.test import Client

from minga.accounts.actors import ANONYMOUS, Actor, installation
from minga.accounts.domain.permissions import Capability, Role, may
from minga.evidence.actions import UnsignedJudgement, note_bringing, save_claim, save_source
from minga.evidence.domain.drafts import CitationDraft, ClaimDraft
from minga.evidence.domain.statuses import Access, Status
from minga.evidence.models import Claim, Contradiction, ExtractedText
from minga.evidence.queries import to_verify
from minga.ingest.actions.judging import Corrected, accept_proposal, reject_proposal
from minga.ingest.actions.proposing import propose_from
from minga.ingest.models import Proposal
from minga.journal.models import Event
from minga.reports.actions import report
from minga.reports.domain import Kind
from minga.reports.queries import About
from minga.review.actions.claims import accept_claim, correct_claim, verify
from minga.review.actions.reading import begin_reading
from minga.review.models import Reading
from tests.ingest.test_proposing import JALISCO, MEDELLIN, NETWORK, OFFICE, TWIN, about, known_office, text_of
from tests.people import browser, office, somebody

pytestmark = pytest.mark.usefixtures("gazetteer")


@pytest.fixture
def text() -> ExtractedText:
    made = text_of(OFFICE, TWIN, NETWORK, "Lo demás es de sus autores.")
    propose_from(made)
    return made


@pytest.fixture
def ana() -> Actor:
    office(second_eyes=True)
    return somebody(Role.REVIEWER, email="ana@x.org")


def at(text: ExtractedText, query: str = "") -> str:
    return f"/revision/documentos/{text.document.short}/{query}"


def body(response: Any) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def judge(client: Client, row: Proposal, verb: str, **typed: Any) -> Any:
    return client.post(f"/revision/propuestas/{row.ref}/", {"verbo": verb, **typed})


def test_the_queue_shows_what_waits_by_every_filter(text: ExtractedText, ana: Actor) -> None:
    client = browser(ana)
    page = body(client.get("/revision/"))
    assert "3 propuestas esperan" in page and "Jalisco" in page and "Informe informe" in page
    Proposal.objects.filter(instrument="office").update(confidence=0.99)
    for query, found in {
        "territorio=Jalisco": 1, "territorio=CO": 2, "territorio=MX-JAL&instrumento=twinning": 0,
        "instrumento=twinning": 1,
        "idioma=pt": 0, "idioma=es": 3, "confianza=0.95": 1, "dias=2": 0, "disputa=1": 0, "nuestras=1": 0,
        f"documento={text.document.short}": 3, "documento=ff": 0, "orden=dudosas": 3, "orden=antiguas&pagina=9": 3,
    }.items():  # fmt: skip
        said = body(client.get(f"/revision/?{query}"))
        assert said.count("?propuesta=PR-") == found, query
        assert ("Nada de lo que espera cumple" in said) == (found == 0), query
    assert "Dé el código" in body(client.get("/revision/?territorio=Rosario"))
    assert "No hay ningún territorio" in body(client.get("/revision/?territorio=zzqx"))
    note_bringing(sha256=text.document.sha256, by=ana)
    known_office(when="1990")
    propose_from(text)
    assert body(client.get("/revision/?nuestras=1")).count("?propuesta=PR-") == 3
    assert body(client.get("/revision/?disputa=1")).count("?propuesta=PR-") == 1


def test_what_was_reported_is_filtered(text: ExtractedText, ana: Actor) -> None:
    client, one = browser(ana), about(JALISCO, "office")
    assert one.claim is not None
    assert "?propuesta=PR-" not in body(client.get("/revision/?informada=1"))
    report(
        about=About(claim=one.claim),
        kind=Kind.WORDS,
        text="Las palabras dicen otra cosa.",
        email="",
        trap="",
        seconds=60,
        address="192.0.2.1",
        by=ANONYMOUS,
    )
    assert body(client.get("/revision/?informada=1")).count("?propuesta=PR-") == 1


def test_a_sitting_goes_through_a_document_in_the_order_of_its_text(text: ExtractedText, ana: Actor) -> None:
    client = browser(ana)
    said = body(client.get(at(text)))
    assert "Propuesta 1 de 3" in said and f"<mark>{OFFICE}</mark>" in said and "la frase dice quién hizo qué" in said
    first, second, third = Proposal.objects.order_by("start")
    answer = judge(client, first, "aceptar")
    assert answer["Location"] == at(text, f"?despues={first.ref}&hecha={first.ref}")
    said = body(client.get(answer["Location"]))
    assert "Propuesta 2 de 3" in said and "Aceptada:" in said and "Deshacer" in said
    answer = judge(client, second, "rechazar", razon="2")
    second.refresh_from_db()
    assert (second.state, second.reason, second.organ) == ("rejected", "Hablan de otro territorio.", ana.organ)
    assert "Propuesta 3 de 3" in body(client.get(answer["Location"]))
    # Skipped, it waits still, and is what comes next; one that is only looked at is said to be judged.
    assert "Propuesta 3 de 3" in body(client.get(at(text, f"?despues={third.ref}")))
    assert "Rechazada por" in body(client.get(at(text, f"?propuesta={second.ref}")))
    answer = judge(client, third, "rechazar", por_que="  Es de otro\nlibro. ")
    assert "No queda nada por leer aquí" in body(client.get(answer["Location"]))
    third.refresh_from_db()
    assert third.reason == "Es de otro\nlibro."
    # Undone one after the other, the last first, after a reload too.
    for row in (third, second, first):
        answer = client.post("/revision/deshacer/")
        assert answer["Location"] == at(text, f"?propuesta={row.ref}")
        row.refresh_from_db()
        assert row.state == "open"
    assert client.post("/revision/deshacer/")["Location"] == "/revision/"
    assert client.get(f"/revision/propuestas/{first.ref}/")["Location"] == at(text, f"?propuesta={first.ref}")


def test_what_is_corrected_keeps_what_was_typed_where_something_is_wrong(text: ExtractedText, ana: Actor) -> None:
    client, row = browser(ana), about(JALISCO, "office")
    good = {
        "territorio": "MX-MEX",
        "instrumento": "directorate",
        "hecho": "reformed",
        "cuando": "1984",
    }
    for wrong, why in (({"cuando": "ayer"}, "«ayer» no es una fecha EDTF"), ({"territorio": "Rosario"}, "Dé el código"),
                       ({"instrumento": "organ"}, "«organ» no puede ser aquí")):  # fmt: skip
        answer = judge(client, row, "corregir", **{**good, **wrong, "por_que": "Lo dice la nota."})
        assert answer.status_code == 422 and why in body(answer)
        assert 'value="Lo dice la nota."' in body(answer) and next(iter(wrong.values())) in body(answer)
    assert judge(client, row, "corregir", **good, ambito=["culture"]).status_code == 302
    claim = Claim.objects.get(ref=row.ref)
    assert (claim.instrument, claim.when, claim.areas, claim.status) == ("directorate", "1984", ["culture"], "accepted")
    assert to_verify().get().claim == claim
    # Nothing changed: it is accepted as it was proposed.
    twin = about(MEDELLIN, "twinning")
    same = {"territorio": MEDELLIN, "instrumento": "twinning", "hecho": twin.event, "cuando": twin.when, "leida": "1"}
    judge(client, twin, "corregir", **same, ambito=twin.areas)
    twin.refresh_from_db()
    assert twin.state == "accepted"


def test_words_are_cited_in_a_known_claim_or_set_against_it(text: ExtractedText, ana: Actor) -> None:
    client = browser(ana)
    known = known_office(when="1979", event="reformed")
    row = about(JALISCO, "office")
    said = body(client.get(at(text)))
    assert 'value="MG-8001" data-key="1"' in said and "Jalisco creó su oficina." in said
    for typed, why in (({"otra": "MG-77"}, "No hay una afirmación publicada «MG-77»"), ({}, "publicada «»")):
        answer = judge(client, row, "citar", **typed)
        assert answer.status_code == 422 and why in body(answer)
    assert "de otro territorio" in body(judge(client, about(MEDELLIN, "twinning"), "citar", otra="mg-8001"))
    judge(client, row, "citar", afirmacion="MG-8001")
    assert known.citations.count() == 2
    client.post("/revision/deshacer/", {"propuesta": row.ref})
    judge(client, row, "disputar", otra="mg-8001")
    assert Contradiction.objects.count() == 1
    assert (
        judge(client, row, "romper").status_code == 422
        and judge(client, about(MEDELLIN, "twinning"), "rechazar").status_code == 422
    )


def test_the_second_of_two_is_told_who_was_quicker_and_loses_nothing(text: ExtractedText, ana: Actor) -> None:
    eva, row = somebody(Role.REVIEWER, of="otra", email="eva@x.org"), about(JALISCO, "office")
    hers, mine = browser(eva), browser(ana)
    assert "Otra persona la está leyendo" not in body(hers.get(at(text)))
    assert "Otra persona la está leyendo" in body(mine.get(at(text)))
    assert Reading.objects.count() == 2
    judge(hers, row, "aceptar")
    answer = judge(mine, row, "rechazar", por_que="Habla de otra oficina.")
    said = body(answer)
    assert answer.status_code == 409 and "Ya dictaminada por Oficina «otra» hace" in said.replace("&nbsp;", " ")
    assert 'value="Habla de otra oficina."' in said and "eva@" not in said
    assert Event.objects.filter(verb="proposal.accepted").count() == 1
    answer = mine.post("/revision/deshacer/", {"propuesta": row.ref})
    assert answer.status_code == 409 and "la deshace ella" in body(answer)


def test_who_proposed_is_told_that_somebody_else_judges(text: ExtractedText, ana: Actor) -> None:
    Proposal.objects.update(rule="person", proposed_by=ana.user, proposed_for=ana.organization)
    answer = judge(browser(ana), about(JALISCO, "office"), "aceptar")
    assert answer.status_code == 409 and "la dictamina otra persona" in body(answer)


def test_whose_words_are_private_is_known_to_its_own_people_alone_and_published_on_purpose(ana: Actor) -> None:
    secret = text_of(OFFICE, access=Access.PRIVATE, slug="secreto")
    propose_from(secret)
    row = about(JALISCO, "office")
    note_bringing(sha256=secret.document.sha256, by=ana)
    mine, theirs = browser(ana), browser(somebody(Role.REVIEWER, of="ajena"))
    assert "1 propuesta espera" in body(mine.get("/revision/")) and "Jalisco" not in body(theirs.get("/revision/"))
    for path in (at(secret), at(secret, "texto/"), f"/revision/propuestas/{row.ref}/"):
        assert theirs.get(path).status_code == 404 and mine.get(path).status_code in (200, 302), path
    assert theirs.post(f"/revision/propuestas/{row.ref}/", {"verbo": "aceptar"}).status_code == 404
    assert theirs.post("/revision/deshacer/", {"propuesta": row.ref}).status_code == 404
    answer = judge(mine, row, "aceptar")
    assert answer.status_code == 422 and "se publican" in body(answer)
    assert judge(mine, row, "aceptar", publicar="1").status_code == 302
    assert "Jalisco" not in theirs.get("/revision/oro.jsonl").getvalue().decode()
    assert "Jalisco" in mine.get("/revision/oro.jsonl").getvalue().decode()


def test_the_whole_text_is_read_by_whoever_judges_and_by_nobody_else(text: ExtractedText, ana: Actor) -> None:
    assert "Lo demás es de sus autores." in body(browser(ana).get(at(text, "texto/?pasaje=4")))
    contributor = browser(somebody(Role.CONTRIBUTOR, email="c@x.org"))
    assert contributor.get(at(text, "texto/")).status_code == 403
    assert Client().get(at(text, "texto/")).status_code == 302
    said = body(contributor.get(at(text)))
    assert "Dictaminar es de quien revisa" in said and 'data-key="a"' not in said


def proposed_claim(ref: str = "MG-7001", **parts: Any) -> Claim:
    save_source(slug="web", csl={"id": "web", "type": "webpage", "title": "Una página", "URL": "https://ejemplo.org/"})
    cited = CitationDraft(source="web", note="Lo dice en el segundo párrafo.")
    draft = ClaimDraft(ref, "claim", "office", "Jalisco creó su oficina.", JALISCO, event="created", when="1984",
                       citations=(cited,))  # fmt: skip
    claim = save_claim(draft=draft)[0]
    Claim.objects.filter(pk=claim.pk).update(proposed_at=claim.created_at, **parts)
    return claim


def test_what_persons_propose_without_a_text_is_judged_as_well(ana: Actor) -> None:
    proposer = somebody(Role.CONTRIBUTOR, email="p@x.org")
    claim = proposed_claim(proposed_by=proposer.user, proposed_for=proposer.organization)
    client, there = browser(ana), "/revision/afirmaciones/MG-7001/"
    assert "Jalisco creó su oficina." in body(client.get("/revision/?ver=afirmaciones&nuestras=1&dias=0"))
    for query in ("territorio=CO", "instrumento=twinning", "dias=3", "disputa=1", "idioma=es"):
        assert "Jalisco creó" not in body(client.get(f"/revision/?ver=afirmaciones&{query}")), query
    assert "Jalisco creó" in body(client.get("/revision/?ver=afirmaciones&territorio=MX"))
    assert "Lo dice en el segundo párrafo." in body(client.get(there))
    values = {"territorio": JALISCO, "instrumento": "office", "hecho": "created", "cuando": "1985"}
    for typed, why in (({"verbo": "nada"}, "Elija"), ({"verbo": "rechazar"}, "Un rechazo dice por qué"),
                       ({"verbo": "corregir", **values}, "en una frase"),
                       ({"verbo": "deshacer"}, "No se puede deshacer")):  # fmt: skip
        answer = client.post(there, typed)
        assert answer.status_code in (409, 422) and why in body(answer), typed
    client.post(there, {"verbo": "rechazar", "razon": "1"})
    claim.refresh_from_db()
    assert claim.status == "rejected" and "Rechazada" in body(client.get(there))
    assert browser(somebody(Role.REVIEWER, email="o@x.org")).post(there, {"verbo": "deshacer"}).status_code == 409
    client.post(there, {"verbo": "deshacer"})
    client.post(there, {"verbo": "corregir", **values, "enunciado": "Jalisco la creó en 1985."})
    claim.refresh_from_db()
    assert (claim.status, claim.when, claim.statement) == ("accepted", "1985", "Jalisco la creó en 1985.")
    assert to_verify().get().claim == claim
    event = Event.objects.get(verb="claim.value_corrected")
    assert event.before and event.after and (event.before["when"], event.after["when"]) == ("1984", "1985")
    assert client.post(there, {"verbo": "aceptar"}).status_code == 409
    proposed_claim("MG-7002", proposed_by=ana.user, proposed_for=ana.organization)
    assert client.post("/revision/afirmaciones/MG-7002/", {"verbo": "aceptar"}).status_code == 409
    client = browser(somebody(Role.COORDINATOR, email="co@x.org"))
    assert client.post("/revision/afirmaciones/MG-7002/", {"verbo": "aceptar"}).status_code == 302


def test_nobody_walks_to_what_is_not_there_or_judges_by_a_page_of_others(text: ExtractedText, ana: Actor) -> None:
    client, row = browser(ana), about(JALISCO, "office")
    known_office()
    for path in ("/revision/documentos/ffffffffffff/", "/revision/propuestas/PR-000000000000/",
                 "/revision/afirmaciones/MG-8001/",
                 f"/revision/afirmaciones/{row.ref}/", "/revision/reglas/zzz/es/"):  # fmt: skip
        assert client.get(path).status_code == 404, path
    assert client.post("/revision/juntas/999/deshacer/").status_code == 404
    strict = Client(enforce_csrf_checks=True)
    assert ana.user is not None
    strict.force_login(ana.user)
    for path in (f"/revision/propuestas/{row.ref}/", "/revision/deshacer/", "/revision/reglas/who_did_what/es/"):
        assert strict.post(path, {"verbo": "aceptar"}).status_code == 403
    row.refresh_from_db()
    assert row.state == "open"


@pytest.mark.parametrize("role", [Role.ANONYMOUS, Role.PERSON, Role.READER, Role.CONTRIBUTOR, Role.ADVISER])
def test_who_may_not_judge_is_refused_each_verb(text: ExtractedText, role: Role) -> None:
    assert not may(role, Capability.JUDGE)
    client, row = browser(somebody(role)), about(JALISCO, "office")
    for path in (f"/revision/propuestas/{row.ref}/", "/revision/deshacer/", "/revision/afirmaciones/MG-7001/",
                 "/revision/reglas/who_did_what/es/", "/revision/juntas/1/deshacer/"):  # fmt: skip
        assert client.post(path, {"verbo": "aceptar"}).status_code == 403, path
    row.refresh_from_db()
    assert row.state == "open"


def test_judgements_are_shown_as_precision_and_given_out_as_gold(text: ExtractedText, ana: Actor) -> None:
    client, boss = browser(ana), installation(organ="Equipo")
    assert "Todavía no se ha dictaminado nada" not in body(client.get("/revision/reglas/"))  # it waits at least
    accept_proposal(proposal=about(JALISCO, "office"), by=boss)
    reject_proposal(proposal=about(MEDELLIN, "twinning"), by=boss, reason="No.")
    said = body(client.get("/revision/reglas/"))
    assert "<td>2</td><td>1</td><td>0</td><td>1</td><td>0,50</td><td>0,095</td><td>1" in said
    assert "aceptar juntas</a>" not in said
    rows = [json.loads(line) for line in client.get("/revision/oro.jsonl").getvalue().decode().splitlines()]
    assert rows == [
        {"id": f"{text.document.short}#p1", "lang": "es", "text": OFFICE,
         "claims": [{"territory": "Jalisco", "country": "MX", "level": "state", "instrument": "office",
                     "event": "created", "year": 1983, "areas": []}]},
        {"id": f"{text.document.short}#p2", "lang": "es", "text": TWIN, "claims": []},
    ]  # fmt: skip
    assert "No basta: se dictamina una por una" in body(client.get("/revision/reglas/who_did_what/es/"))
    answer = client.post(
        "/revision/reglas/who_did_what/es/", {"propuesta": [about(MEDELLIN, "network_membership").ref]}
    )
    assert answer.status_code == 409 and "no ha acertado todavía lo bastante" in body(answer)
    assert Claim.objects.filter(status=Status.ACCEPTED, ref__startswith="PR-").count() == 1


def test_a_citation_is_verified_by_whoever_may_know_of_it(ana: Actor) -> None:
    claim = proposed_claim()
    with pytest.raises(UnsignedJudgement):
        accept_claim(claim=claim, by=installation())
    to = Corrected(JALISCO, "office", "created", "1985", ())
    correct_claim(claim=claim, to=to, statement="La creó en 1985.", by=ana, is_checked=True)
    assert not to_verify().exists()
    other = correct_claim(claim=proposed_claim("MG-7002"), to=to, statement="La creó.", by=ana, is_checked=False)
    citation = to_verify().get()
    assert citation.claim == other
    assert verify(citation=citation, by=ana).checked_on is not None
    assert not to_verify().exists() and Event.objects.filter(verb="citation.verified", object_ref="MG-7002").exists()
    secret = text_of(OFFICE, access=Access.PRIVATE, slug="secreto")
    propose_from(secret)
    with pytest.raises(Claim.DoesNotExist):
        verify(citation=Claim.objects.get(ref__startswith="PR-").citations.get(), by=ana)
    begin_reading(proposal=about(JALISCO, "office"), by=installation(organ="Equipo"))
    assert not Reading.objects.exists()
