"""From words that a reader selected to a proposal that waits; nothing typed is lost on the way."""

import re
from threading import Event as Signal
from threading import Thread
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import OperationalError, connection, transaction
from django.test import Client

from minga.accounts.actors import Actor, installation
from minga.accounts.domain.permissions import Role
from minga.contributions.actions.drafting import drop_draft, save_draft
from minga.contributions.domain.drafting import FORMS, LONGEST, MOST_DRAFTS, DraftTooLong, NoSuchForm, kept_of
from minga.contributions.forms import ProposalForm
from minga.contributions.models import Draft
from minga.evidence.actions import ClaimRefused
from minga.evidence.actions.waiting import tell_judges
from minga.evidence.domain.quotes import QuoteAmbiguous, QuoteNotFound
from minga.evidence.domain.statuses import Access, Status
from minga.evidence.models import Claim, Document
from minga.ingest import checking
from minga.ingest.actions.contributing import NoText, Stated, propose_claim
from minga.ingest.actions.judging import accept_proposal, reject_proposal
from minga.ingest.actions.proposing import propose_from
from minga.ingest.domain.proposing import PERSON, Relation, Standing
from minga.ingest.locks import hold_proposing
from minga.ingest.models import Proposal
from minga.journal.models import Event
from minga.notices.models import Notice
from minga.notices.registry import in_words
from minga.territories.models import Territory
from tests import databases
from tests.contributions.conftest import Bring
from tests.people import browser, somebody
from tests.world import ROSARIO

CREATED = "La municipalidad de Rosario creó su dirección de relaciones internacionales en 1995."
SIGNED = "Rosario firmó un acuerdo de hermanamiento con Medellín en 1998."
TOLD = Stated(ROSARIO, "directorate", "created", "1995")
PROPOSE = "/aportar/afirmacion/"


def sent(document: Document, **words: Any) -> dict[str, Any]:
    """The form as a browser sends it."""
    said = {"documento": document.short, "cita": CREATED, "elegido": ROSARIO, "instrumento": "directorate"}
    return {**said, "acto": "created", "cuando": "1995", "sobre": "x", "formulario": "afirmacion", **words}


def values(html: str) -> dict[str, str]:
    """What stands in the fields of a page."""
    found = dict(re.findall(r'<input[^>]*type="text" name="(\w+)" value="([^"]*)"', html))
    chosen = re.findall(r'<select id="(\w+)".*?<option value="(\w+)" selected', html, re.S)
    picked = re.findall(r'type="radio" name="(\w+)" value="([^"]+)" checked', html)
    quote = re.findall(r'<textarea id="(cita)"[^>]*>([^<]*)<', html)
    return {**found, **dict(chosen), **dict(picked), **dict(quote)}


def test_what_a_person_proposes_waits_like_any_other_and_says_who_and_for_whom(ana: Actor, bring: Bring) -> None:
    document = bring()
    put = propose_claim(document=document, quote=" ".join(CREATED.split()), told=TOLD, by=ana)
    row = Proposal.objects.get()
    assert put.is_new and put.proposal == row
    assert (row.rule, row.proposed_by, row.proposed_for, row.state) == (PERSON, ana.user, ana.organization, "open")
    assert row.quote == CREATED == row.extracted.text[row.start : row.end]
    assert row.passage is not None and row.claim is not None
    assert (row.claim.status, row.claim.proposed_by, row.claim.proposed_for) == (
        Status.PROPOSED,
        ana.user,
        ana.organization,
    )
    again = propose_claim(document=document, quote=CREATED, told=TOLD, by=ana)
    assert not again.is_new and again.proposal == row
    assert Proposal.objects.count() == 1
    assert Event.objects.filter(verb="proposal.added", actor_id=ana.key).count() == 1
    assert list(checking.problems()) == []


def test_a_later_reading_by_rules_leaves_what_a_person_proposed(ana: Actor, bring: Bring) -> None:
    document = bring()
    odd = Stated(ROSARIO, "office", "in_force")
    mine = propose_claim(document=document, quote="Rosario firmó un acuerdo", told=odd, by=ana).proposal
    same = propose_claim(document=document, quote="dirección de relaciones internacionales", told=TOLD, by=ana).proposal
    text = document.texts.get()
    for _ in range(2):
        propose_from(text)
    kept = {one.ref: one for one in Proposal.objects.filter(rule=PERSON)}
    assert set(kept) == {mine.ref, same.ref}
    assert all(one.state == Standing.OPEN for one in kept.values())
    assert kept[same.ref].quote == "dirección de relaciones internacionales"
    assert Proposal.objects.exclude(rule=PERSON).exists()
    assert list(checking.problems()) == []


def test_what_the_base_knows_is_proposed_as_one_more_citation(ana: Actor, bring: Bring) -> None:
    first, other = bring(), bring("Otro escrito.\n\nRosario creó su dirección de relaciones internacionales en 1995.\n")
    reviewer = somebody(Role.REVIEWER)
    known = accept_proposal(
        proposal=propose_claim(document=first, quote=CREATED, told=TOLD, by=ana).proposal, by=reviewer
    )
    put = propose_claim(document=other, quote="Rosario creó su dirección", told=TOLD, by=ana)
    assert put.proposal.relation == Relation.REPEATS and put.proposal.claim == known.claim
    accept_proposal(proposal=put.proposal, by=reviewer)
    assert known.claim is not None and known.claim.citations.count() == 2
    assert Claim.objects.filter(proposed_by=ana.user).count() == 1


def test_what_was_rejected_stays_so_and_what_a_reading_lost_can_be_proposed_again(ana: Actor, bring: Bring) -> None:
    document = bring()
    row = propose_claim(document=document, quote=CREATED, told=TOLD, by=ana).proposal
    reject_proposal(proposal=row, by=somebody(Role.REVIEWER), reason="Es de la provincia.")
    again = propose_claim(document=document, quote=CREATED, told=TOLD, by=ana)
    assert not again.is_new and again.proposal.state == Standing.REJECTED
    other = Stated(ROSARIO, "office", "in_force")
    lost = propose_claim(document=document, quote="Rosario firmó", told=other, by=ana).proposal
    Proposal.objects.filter(pk=lost.pk).update(state=Standing.GONE, claim=None, proposed_by=None)
    back = propose_claim(document=document, quote="Rosario firmó", told=other, by=ana)
    lost.refresh_from_db()
    assert back.is_new and (lost.state, lost.proposed_by) == (Standing.OPEN, ana.user)


def test_what_cannot_be_proposed_is_refused_with_the_reason(ana: Actor, beto: Actor, bring: Bring) -> None:
    document = bring()
    for quote, error in (("no está", QuoteNotFound), ("Esta frase se repite.", QuoteAmbiguous)):
        with pytest.raises(error):
            propose_claim(document=document, quote=quote, told=TOLD, by=ana)
    near = document.texts.get().text.rindex("Esta frase")
    assert (
        propose_claim(document=document, quote="Esta frase se repite.", told=TOLD, by=ana, near=near).proposal.start
        == near
    )
    for told, field in (
        (Stated(ROSARIO, "nave", "created"), "instrument"),
        (Stated(ROSARIO, "office", ""), "event"),
        (Stated(ROSARIO, "office", "created", "ayer"), "when"),
        (Stated(ROSARIO, "twinning", "signed", counterparts=({"name": "X", "territory": "XX-9"},)), "claim"),
    ):
        with pytest.raises(ClaimRefused) as refused:
            propose_claim(document=document, quote=CREATED, told=told, by=ana)
        assert str(refused.value).startswith(field)
    private = bring("Secreto: Rosario creó su oficina en 2001.\n", access=Access.PRIVATE, by=ana)
    with pytest.raises(Document.DoesNotExist):
        propose_claim(document=private, quote="Rosario creó su oficina", told=TOLD, by=beto)
    assert propose_claim(document=private, quote="Rosario creó su oficina", told=TOLD, by=ana).is_new
    with pytest.raises(PermissionDenied):
        propose_claim(document=document, quote=CREATED, told=TOLD, by=somebody(Role.READER))
    empty = Document.objects.create(
        source=document.source, sha256="a" * 64, media_type="text/plain", size=1, language="es"
    )
    with pytest.raises(NoText):
        propose_claim(document=empty, quote=CREATED, told=TOLD, by=ana)


def test_two_clicks_from_the_words_to_the_queue(her: Client, bring: Bring) -> None:
    document = bring()
    page = her.get(PROPOSE, {"documento": document.short, "pasaje": "2", "desde": "0", "cita": CREATED})
    html = page.content.decode()
    filled = values(html)
    assert filled["elegido"] == ROSARIO
    assert (filled["instrumento"], filled["acto"], filled["cuando"]) == ("directorate", "created", "1995")
    answer = her.post(PROPOSE, {**filled, "documento": document.short})
    assert answer.status_code == 302
    row = Proposal.objects.get()
    assert answer["Location"] == f"/aportar/?hecha={row.ref}"
    html = her.get(answer["Location"]).content.decode()
    assert "Quedó en la cola" in html and "espera dictamen" in html
    assert "estaba" in her.post(PROPOSE, {**filled, "documento": document.short})["Location"]
    assert "Ya estaba propuesto" in her.get(f"/aportar/?hecha={row.ref}&estaba=1").content.decode()


def test_each_passage_leads_to_its_form_for_whoever_may_propose_and_for_nobody_else(her: Client, bring: Bring) -> None:
    document = bring()
    link = f'{PROPOSE}?documento={document.short}&amp;pasaje=3"'
    assert link in her.get(document.get_absolute_url()).content.decode()
    anonymous = Client().get(document.get_absolute_url()).content.decode()
    assert "/aportar/afirmacion/" not in anonymous and "select.js" not in anonymous
    html = her.get(PROPOSE, {"documento": document.short, "pasaje": "3"}).content.decode()
    filled = values(html)
    assert filled["cita"] == SIGNED and filled["instrumento"] == "twinning" and filled["con"] == "Medellín"
    her.post(PROPOSE, {**filled, "documento": document.short, "pasaje": 3})
    assert Proposal.objects.get().counterparts[0]["territory"] == "CO-05001"


def test_what_is_wrong_is_said_beside_its_field_and_all_that_was_typed_is_there(her: Client, bring: Bring) -> None:
    document = bring()
    for words, said in (
        ({"cita": "palabras que no están"}, "no están en el documento tal cual"),
        ({"cita": "Esta frase se repite."}, "más de una vez"),
        ({"cita": ""}, "Falta."),
        ({"cuando": "ayer"}, "No se entiende"),
        ({"elegido": "", "territorio": "Rosario"}, "es de varios: elija uno"),
        ({"elegido": "", "territorio": "Zzxqv"}, "Ningún territorio se llama así"),
        ({"elegido": "", "territorio": ""}, "Falta."),
        ({"elegido": "XX-1"}, "Falta."),
        ({"instrumento": "nave"}, "nave"),
        ({"acto": ""}, "Falta."),
    ):
        answer = her.post(PROPOSE, sent(document, donde="el despacho", **words))
        html = answer.content.decode()
        assert answer.status_code == 422, words
        assert said in html, words
        assert values(html)["donde"] == "el despacho"
        assert Draft.objects.get().fields["donde"] == ["el despacho"]
    assert not Proposal.objects.exists()
    resumed = her.get(f"{PROPOSE}?borrador={Draft.objects.get().key}").content.decode()
    assert "Es su borrador" in resumed and values(resumed)["donde"] == "el despacho"


def test_names_can_be_looked_for_without_a_script_and_a_draft_kept_and_dropped(her: Client, bring: Bring) -> None:
    document = bring()
    answer = her.post(PROPOSE, sent(document, elegido="", territorio="Rosario", acto="", cita="x", buscar="1"))
    html = answer.content.decode()
    assert answer.status_code == 200 and 'value="UY-gn11820868"' in html
    assert "Falta." not in html and "elija uno" in html
    answer = her.post(PROPOSE, sent(document, quien="la intendencia", guardar="1"))
    assert "quien" in Draft.objects.get().fields
    assert "la intendencia" in her.get(answer["Location"]).content.decode()
    assert "Una afirmación" in her.get("/aportar/").content.decode()
    assert her.post(PROPOSE, sent(document, descartar="1"))["Location"] == document.get_absolute_url()
    assert not Draft.objects.exists()


def test_a_draft_is_kept_where_proposing_fails(her: Client, bring: Bring, monkeypatch: pytest.MonkeyPatch) -> None:
    document = bring()

    def fails(**words: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr("minga.contributions.propose_views.propose_claim", fails)
    her.raise_request_exception = False
    assert her.post(PROPOSE, sent(document, quien="la intendencia")).status_code == 500
    assert Draft.objects.get().fields["quien"] == ["la intendencia"]
    monkeypatch.undo()
    assert her.post(PROPOSE, sent(document)).status_code == 302
    assert not Draft.objects.exists()


def test_a_form_is_saved_while_it_is_written_and_only_its_own_fields(her: Client, ana: Actor, bring: Bring) -> None:
    document = bring()
    save = "/aportar/borradores/"
    extra = {"proposed_for": "1", "state": "accepted", "csrfmiddlewaretoken": "x"}
    answer = her.post(save, {**sent(document), **extra})
    assert re.fullmatch(r"\d\d:\d\d", answer.json()["at"])
    assert set(Draft.objects.get().fields) == {"documento", "cita", "elegido", "instrumento", "acto", "cuando"}
    assert her.post(save, {"formulario": "otra"}).status_code == 404
    assert her.post(save, {"formulario": "afirmacion", "cita": "x" * (LONGEST + 1)}).status_code == 413
    assert her.post(PROPOSE, sent(document, cita="x" * (LONGEST + 1))).status_code == 422
    assert her.post(save, {"formulario": "afirmacion", "sobre": "x"}).status_code == 200
    assert not Draft.objects.exists(), "an empty form is no draft"
    for n in range(MOST_DRAFTS + 3):
        save_draft(form="direccion", about=str(n), sent={"cita": ["x"]}, by=ana)
    assert Draft.objects.count() == MOST_DRAFTS


def test_a_browser_that_goes_back_still_has_what_was_typed(her: Client, bring: Bring) -> None:
    """A page that says "no-store" is thrown away when one leaves it."""
    document = bring()
    for address in (
        "/aportar/",
        f"{PROPOSE}?documento={document.short}",
        "/aportar/documentos/",
        "/aportar/direccion/",
    ):
        control = her.get(address)["Cache-Control"]
        assert "private" in control and "no-store" not in control, address


def test_of_others_nothing_is_there(her: Client, beto: Actor, bring: Bring) -> None:
    document = bring()
    her.post("/aportar/borradores/", sent(document))
    key = Draft.objects.get().key
    his = browser(beto)
    assert his.get(f"{PROPOSE}?borrador={key}").status_code == 404
    assert his.post(f"/aportar/borradores/{key}/descartar/").status_code == 404
    assert key not in his.get("/aportar/").content.decode()
    assert Draft.objects.exists()
    assert her.post(f"/aportar/borradores/{key}/descartar/").status_code == 302
    assert not Draft.objects.exists()
    assert not drop_draft(key=key, by=beto)


def test_nobody_sets_what_the_form_does_not_ask(her: Client, ana: Actor, beto: Actor, bring: Bring) -> None:
    document = bring()
    assert beto.organization is not None and beto.user is not None
    extra = {"proposed_for": beto.organization.pk, "proposed_by": beto.user.pk, "state": "accepted", "rule": "row"}
    her.post(PROPOSE, {**sent(document), **extra, "access": "private", "confidence": "0"})
    row = Proposal.objects.get()
    assert (row.proposed_for, row.proposed_by, row.state, row.rule) == (ana.organization, ana.user, "open", PERSON)
    document.refresh_from_db()
    assert document.access == Access.OPEN


def test_a_form_without_its_mark_is_refused(ana: Actor, bring: Bring) -> None:
    document = bring()
    client = Client(enforce_csrf_checks=True)
    assert ana.user is not None
    client.force_login(ana.user)
    for address in (PROPOSE, "/aportar/borradores/", "/aportar/documentos/", "/aportar/documentos/empezar/"):
        assert client.post(address, sent(document)).status_code == 403, address
    assert not Draft.objects.exists()


def test_a_private_document_is_read_and_proposed_from_by_its_own_people_alone(
    her: Client, ana: Actor, beto: Actor, bring: Bring
) -> None:
    document = bring(f"Secreto.\n\n{CREATED}\n", access=Access.PRIVATE, by=ana)
    address = document.get_absolute_url()
    html = her.get(address).content.decode()
    assert CREATED in html and "solo lo ve su organización" in html
    assert her.get(f"{address}texto.txt").status_code == 200
    listed = her.get("/documentos/").content.decode()
    assert address in listed and "solo lo ve su organización" in listed
    propose_from(document.texts.get())
    assert "propuesta por una regla" in her.get(address).content.decode()
    assert her.get(PROPOSE, {"documento": document.short}).status_code == 200
    for other in (browser(beto), Client()):
        assert other.get(address).status_code == 404
        assert other.get(f"{address}texto.txt").status_code == 404
        assert address not in other.get("/documentos/").content.decode()
    assert browser(beto).get(PROPOSE, {"documento": document.short}).status_code == 404
    ref = Proposal.objects.first()
    assert ref is not None
    assert ref.ref not in browser(beto).get("/aportar/", {"hecha": ref.ref}).content.decode()


def test_of_a_document_that_is_only_quoted_the_form_shows_no_passage(her: Client, bring: Bring) -> None:
    document = bring(access=Access.QUOTES)
    html = her.get(PROPOSE, {"documento": document.short, "pasaje": "4"}).content.decode()
    assert "Esta frase se repite" not in html
    for bad in ("", "0" * 12, document.short[:3], "x' OR 1=1"):
        assert her.get(PROPOSE, {"documento": bad}).status_code == 404
    assert her.get(PROPOSE, {"documento": document.short, "pasaje": "999", "cita": "nada"}).status_code == 200


def test_a_draft_holds_all_that_the_form_has() -> None:
    assert frozenset(ProposalForm.base_fields) == FORMS["afirmacion"]
    with pytest.raises(NoSuchForm):
        kept_of("otra", {})
    with pytest.raises(DraftTooLong):
        kept_of("direccion", {"cita": ["x" * (LONGEST + 1)]})
    assert kept_of("direccion", {"cita": [""], "otro": ["x"], "direccion": ["y"]}) == {"direccion": ["y"]}


def test_what_had_gone_is_proposed_again_by_the_words_of_now(ana: Actor, beto: Actor, bring: Bring) -> None:
    document = bring()
    put = propose_claim(document=document, quote=CREATED, told=TOLD, by=ana)
    Proposal.objects.filter(pk=put.proposal.pk).update(state=Standing.GONE, rule="who_did_what", quote="otra cosa")
    again = propose_claim(document=document, quote=CREATED, told=TOLD, by=beto)
    row = Proposal.objects.get()
    assert again.is_new and again.proposal.pk == row.pk
    assert (row.quote, row.rule, row.state, row.proposed_by) == (CREATED, PERSON, Standing.OPEN, beto.user)


def test_one_who_proposes_waits_for_no_other_but_about_the_same_government(ana: Actor, bring: Bring) -> None:
    document, rosario = bring(), Territory.objects.get(code=ROSARIO)
    about_rosario, about_medellin, name = Signal(), Signal(), str(connection.settings_dict["NAME"])

    def elsewhere() -> None:
        with databases.connected_to(name), transaction.atomic():
            hold_proposing(document, rosario)
            about_rosario.set()
            assert about_medellin.wait(30)

    other = Thread(target=elsewhere)
    other.start()
    assert about_rosario.wait(30)
    try:
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '300ms'")
        told = Stated("CO-05001", "twinning", "signed", "1998")
        assert propose_claim(document=document, quote=SIGNED, told=told, by=ana).is_new
        with pytest.raises(OperationalError, match="lock"):
            propose_claim(document=document, quote=CREATED, told=TOLD, by=ana)
        with pytest.raises(OperationalError, match="lock"):
            propose_from(document.texts.get())
    finally:
        about_medellin.set()
        other.join(30)
    with connection.cursor() as cursor:
        cursor.execute("RESET lock_timeout")
    assert propose_claim(document=document, quote=CREATED, told=TOLD, by=ana).is_new


def test_those_who_judge_for_the_organization_are_told_once_of_all_that_waits(ana: Actor, bring: Bring) -> None:
    eva, other = somebody(Role.REVIEWER), somebody(Role.REVIEWER, of="otra-oficina")
    document = bring(by=ana)
    for event in ("in_force", "reformed"):
        propose_claim(document=document, quote="Rosario firmó", told=Stated(ROSARIO, "office", event), by=ana)
    (told,) = Notice.objects.filter(kind="judging.waits")
    assert told.user == eva.user != other.user
    assert "hay algo nuevo por dictaminar: 1 documento y 2 propuestas." in in_words(told.kind, told.params)
    assert browser(eva).get(told.address).content.decode().count("?propuesta=PR-") >= 2
    hers = Stated(ROSARIO, "office", "created", "1996")
    propose_claim(document=document, quote="firmó un acuerdo", told=hers, by=eva)
    told.refresh_from_db()
    assert told.params["proposals"] == 2, "nobody is told of what she proposed herself"
    assert tell_judges(by=installation(), proposals=1) == 0, "for no organization nobody judges"
