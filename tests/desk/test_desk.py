"""Somebody asks, the desk looks, drafts from what is on record and answers; it is published, found, and taken back."""

import io
import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import openpyxl  # type: ignore[import-untyped]  # it comes without types
import pypdfium2
import pytest
from django.core import mail, signing
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from minga.accounts import personal
from minga.accounts.actors import ANONYMOUS, Actor, installation
from minga.accounts.domain.permissions import Role
from minga.accounts.guards import NotAllowed
from minga.cli import build_parser
from minga.desk import actions, tasks
from minga.desk.actions.answering import draft, save_draft, send
from minga.desk.actions.asking import NoDesk, agree, agree_for, ask, record_call, say
from minga.desk.actions.keeping import TextRefused, move
from minga.desk.actions.publishing import NotAgreed, TellsWhoAsked, publish, withdraw
from minga.desk.actions.settings import (
    MOST_TEMPLATES,
    SettingRefused,
    Settings,
    add_template,
    drop_template,
    end_absence,
    note_absence,
    set_desk,
)
from minga.desk.actions.steps import (
    NobodyThere,
    NothingAbove,
    assign,
    close,
    escalate,
    note,
    release,
    reopen,
    research_done,
    triage,
)
from minga.desk.domain.asking import Asked, Caller, Context, Triaged
from minga.desk.domain.steps import Channel, Move, NotNow, Party, Routed, State, Urgency
from minga.desk.found import entries
from minga.desk.models import AnswerTemplate, Consultation, Contact, PublishedQuestion, ResearchRequest, Routing
from minga.desk.queries import consultations as reads
from minga.desk.queries.desks import days_left, desk_of, federations_for
from minga.desk.queries.earlier import like
from minga.journal.models import Event
from minga.notices.models import Notice
from minga.reports.domain import FLOOD
from minga.search.actions import embed_missing, refresh
from minga.search.models import SearchEntry
from minga.territories.models import Organization, Territory
from tests.desk.conftest import CALDONO, House
from tests.people import browser, somebody
from tests.world import World

MONDAY = datetime(2026, 11, 23, 15, tzinfo=UTC)
SECRET = "Zumbatriz"


def stamp(seconds: float = 60) -> str:
    return signing.dumps(timezone.now().timestamp() - seconds, salt="minga.desk.form")


def asked(
    house: House, text: str = f"¿Cómo se crea una oficina? {SECRET}", *, by: Actor = ANONYMOUS, **more: Any
) -> Consultation:
    words: dict[str, Any] = {
        "territory": Territory.objects.get(code=CALDONO),
        "context": Context(),
        "caller": Caller(),
        "trap": "",
        "seconds": 30.0,
        "address": f"192.0.2.{Consultation.objects.count() % 250}",
        "now": MONDAY,
        **more,
    }
    return ask(federation=words.pop("federation", house.federation), text=text, by=by, **words)


def answered(house: House, row: Consultation, text: str = "Se crea por acuerdo.", **more: Any) -> Consultation:
    triage(consultation=row, said=Triaged("office", CALDONO), by=house.ana)
    save_draft(
        consultation=row, text=text, named=more.get("named", ()), no_evidence=more.get("silent", False), by=house.ana
    )
    send(consultation=row, by=house.ana, now=more.get("now"))
    row.refresh_from_db()
    return row


def test_somebody_without_an_account_asks_from_a_page_and_reads_the_answer_at_her_address(
    house: House, small_world: World
) -> None:
    reader, ana = Client(), browser(house.ana)
    page = reader.get("/afirmaciones/MG-9001/").content.decode()
    assert "/consultas/nueva/?afirmacion=MG-9001" in page
    form = reader.get("/consultas/nueva/?afirmacion=MG-9001").content.decode()
    assert "MG-9001" in form
    sent = {"texto": f"¿Medellín tuvo una agencia? {SECRET}", "territorio": "Caldono", "hecho": stamp()}
    sent |= {"correo": "funcionaria@caldono.example", "publicar": "si", "sitio": ""}
    answer = reader.post("/consultas/nueva/?afirmacion=MG-9001&q=agencia", sent)
    address = answer["Location"]
    assert answer.status_code == 302 and re.fullmatch(r"/consultas/[-_\w]{43}/", address)
    hers = reader.get(address).content.decode()
    assert "la respuesta estará aquí" in hers and "queda" in hers and SECRET in hers
    row = Consultation.objects.get()
    assert (row.federation, row.claim, row.search, row.agrees) == (house.federation, "MG-9001", "agencia", True)
    assert {one.user for one in Notice.objects.all()} == {house.ana.user, house.bea.user}
    # The desk: triage, draft from the claims, answer.
    listed = ana.get("/mesa/").content.decode()
    assert row.code in listed and SECRET in listed
    desk = f"/mesa/consultas/{row.code}/"
    assert ana.post(f"{desk}responder/", {"texto": "x", "hacer": "enviar"})["Location"] == desk
    row.refresh_from_db()
    assert row.state == State.RECEIVED
    for act, words in (
        ("clasificar", {"tema": "agency", "territorio": CALDONO, "urgencia": "urgent"}),
        ("redactar", {}),
    ):
        assert ana.post(f"{desk}{act}/", words)["Location"] == desk
    kept = reads.draft_of(row)
    assert kept is not None and not kept.no_evidence and "[MG-9001]" in kept.text
    assert "MG-9001" in ana.get(desk).content.decode()
    bases = [f"{basis.kind} {basis.ref}" for basis in kept.bases.all()]
    ana.post(f"{desk}responder/", {"texto": "Sí: consta.", "base": bases, "hacer": "enviar"})
    tasks.mail(type("Work", (), {"note": lambda self, result: None})(), consultation=row.pk)
    assert [one.to for one in mail.outbox] == [["funcionaria@caldono.example"]]
    assert address in str(mail.outbox[0].body) and SECRET not in str(mail.outbox[0].body)
    assert not actions.mail(consultation=row.pk)
    actions.tidy()
    assert len(mail.outbox) == 1
    hers = reader.get(address).content.decode()
    assert "Sí: consta." in hers and "MG-9001" in hers
    # It helped; it is published without her name, and found by the search.
    assert reader.post(f"{address}decir/", {"que": "sirvio"})["Location"] == address
    public = {"pregunta": "¿Medellín tuvo una agencia de cooperación?", "respuesta": "Sí: consta."}
    told = ana.post(f"{desk}publicar/", {**public, "respuesta": "Dígale a FUNCIONARIA@caldono.example"})
    assert told.status_code == 422 and "dice quién preguntó" in told.content.decode()
    ana.post(f"{desk}publicar/", public)
    refresh()
    found = Client().get("/buscar/?q=agencia+de+cooperaci%C3%B3n+medell%C3%ADn").content.decode()
    assert f"/preguntas/{row.code}/" in found and SECRET not in found
    read = Client().get(f"/preguntas/{row.code}/").content.decode()
    assert (
        "¿Medellín tuvo una agencia" in read and "MG-9001" in read and "funcionaria" not in read and SECRET not in read
    )
    assert row.code in Client().get("/preguntas/?q=agencia&tema=agency").content.decode()
    assert "así se lee" in reader.get(address).content.decode()
    assert [(one.ref, one.access, one.country) for one in entries(None)] == [(row.code, "open", "CO")]
    for form in ("csv", "ris", "xlsx"):
        assert Client().get(f"/buscar/resultados.{form}?q=agencia&licencia=autores").status_code == 200
    # Taken back, it is nowhere.
    ana.post(f"{desk}retirar/")
    refresh()
    assert Client().get(f"/preguntas/{row.code}/").status_code == 404
    assert f"/preguntas/{row.code}/" not in Client().get("/buscar/?q=agencia+de+cooperaci%C3%B3n").content.decode()
    with pytest.raises(NotNow):
        withdraw(consultation=row, by=house.ana)
    # Every step left its event, by the code alone.
    events = [one.verb.partition(".")[2] for one in Event.objects.filter(object_ref=row.code).order_by("pk")]
    assert events == ["received", "drafted", "triage", "drafted", "drafted", "answer", "help", "published", "withdrawn"]
    assert SECRET not in str(list(Event.objects.values())) and row.ref not in str(list(Event.objects.values()))


def test_what_answers_nothing_says_so_and_opens_a_request_for_research(house: House) -> None:
    row = asked(house, "¿Cuánto pesa la burocracia de Xanadú en toneladas métricas?")
    triage(consultation=row, said=Triaged(), by=house.ana)
    made = draft(consultation=row, by=house.ana)
    assert made.no_evidence and made.text.startswith("No hay evidencia")
    send(consultation=row, by=house.ana)
    assert ResearchRequest.objects.get().consultation == row
    assert "Xanadú" in browser(house.ana).get("/mesa/por-investigar/").content.decode()
    with pytest.raises(NotNow):
        publish(consultation=row, question="a", answer="b", with_territory=False, by=house.ana)
    research_done(consultation=row, by=house.ana)
    with pytest.raises(NotNow):
        research_done(consultation=row, by=house.ana)
    assert not reads.agenda(house.ana).exists()
    say(consultation=row, helped=False, text="Era en quintales.", by=ANONYMOUS)
    row.refresh_from_db()
    answered(house, row, silent=True)
    assert ResearchRequest.objects.get().done_at is None


def test_only_the_asker_the_desk_and_whom_it_was_routed_to_see_a_consultation(house: House) -> None:
    officer = somebody(Role.CONTRIBUTOR, of="oficina-de-caldono")
    colleague = somebody(Role.COORDINATOR, of="oficina-de-caldono", email="jefa@caldono.example")
    chief, nobody = somebody(Role.ADMINISTRATOR), somebody(Role.PERSON)
    row = asked(house, by=officer)
    everybody = {
        "asker": officer,
        "colleague": colleague,
        "desk": house.ana,
        "desk too": house.bea,
        "above": house.above,
        "peer": house.peer,
        "university": house.university,
        "administrator": chief,
        "person": nobody,
        "anonymous": ANONYMOUS,
        "installation": installation(),
    }

    def seen() -> set[str]:
        for name, actor in everybody.items():
            client = browser(actor)
            pages = (
                "/mesa/",
                "/mesa/?lista=all",
                "/consultas/",
                f"/mesa/consultas/{row.code}/",
                "/mesa/consultas.xlsx",
            )
            told = any(SECRET.encode() in client.get(page).getvalue() for page in pages if actor.user)
            assert told == Consultation.objects.visible_to(actor).exists(), name
        return {name for name, actor in everybody.items() if Consultation.objects.visible_to(actor).exists()}

    assert seen() == {"asker", "desk", "desk too"}
    triage(consultation=row, said=Triaged("office", CALDONO), by=house.ana)
    assign(consultation=row, kind=Routed.PEER, organization=house.peer.organization, by=house.ana)
    assert seen() == {"asker", "desk", "desk too", "peer"}
    note(consultation=row, text="En Manizales se hizo por decreto.", by=house.peer)
    for stranger in (house.university, chief, officer, nobody):
        with pytest.raises(NotAllowed):
            note(consultation=row, text="Yo también.", by=stranger)
    assign(consultation=row, kind=Routed.UNIVERSITY, organization=house.university.organization, by=house.ana)
    assert seen() == {"asker", "desk", "desk too", "university"}
    with pytest.raises(NothingAbove):
        escalate(consultation=row, reason="No sabemos.", by=house.ana)
    set_desk(settings=settings(above=house.above.organization), by=house.ana)
    escalate(consultation=row, reason="No sabemos.", by=house.ana, now=MONDAY)
    assert seen() == {"asker", "desk", "desk too", "above"}
    row.refresh_from_db()
    assert reads.parties(row, house.ana) == {Party.FORMER} and not reads.moves(row, house.ana)
    assert reads.parties(row, installation()) == {Party.DESK} and reads.parties(row, officer) == {Party.ASKER}
    with pytest.raises(NotAllowed):
        triage(consultation=row, said=Triaged(), by=house.ana)
    told = Notice.objects.filter(user=officer.user).values_list("kind", flat=True)
    assert list(told) == ["consultation.passed"]
    assert {one.kind for one in Notice.objects.filter(user=house.peer.user)} == {"consultation.routed"}
    assert SECRET not in str(list(Notice.objects.values()))
    # What she asked is hers to take and to have forgotten; the desk keeps the question.
    assert officer.user is not None
    assert personal.told(officer.user)["consultations"][0]["text"].endswith(SECRET)
    personal.erase(officer.user)
    assert seen() == {"desk", "desk too", "above"}


def settings(**more: Any) -> Settings:
    known: dict[str, Any] = {
        "languages": ("es", "pt"),
        "opens": time(9),
        "closes": time(16),
        "weekdays": (1, 2, 3, 4),
        "time_zone": "America/Bogota",
        "holidays_country": "CO",
        "holidays_subdivision": "",
        "answers_in": 3,
        "above": None,
    }
    return Settings(**{**known, **more})


def test_a_desk_sets_its_clock_and_holidays_and_nonsense_is_refused(house: House) -> None:
    row = asked(house, now=datetime(2026, 12, 4, 15, tzinfo=UTC))  # Friday; Tuesday the 8th is a holiday
    assert row.due_at == datetime(2026, 12, 14, 22, tzinfo=UTC)
    assert days_left(row, datetime(2026, 12, 10, 15, tzinfo=UTC)) == 2
    set_desk(settings=settings(), by=house.ana)
    set_desk(settings=settings(), by=house.ana)
    assert Event.objects.filter(verb="desk.set").count() == 1
    later = asked(house, now=datetime(2026, 12, 4, 15, tzinfo=UTC))
    assert later.due_at == datetime(2026, 12, 10, 21, tzinfo=UTC)
    set_desk(settings=settings(holidays_country="BR", holidays_subdivision="SP"), by=house.bea)
    wrong: dict[str, Any] = {
        "languages": (),
        "closes": time(8),
        "weekdays": (),
        "time_zone": "Marte/Olimpo",
        "holidays_country": "XX",
        "holidays_subdivision": "ZZ",
        "answers_in": 0,
        "above": house.federation,
    }
    for field, value in wrong.items():
        with pytest.raises(SettingRefused, match=field):
            set_desk(settings=settings(**{field: value}), by=house.ana)
    # What is passed on comes back to nobody.
    set_desk(settings=settings(above=house.above.organization), by=house.ana)
    with pytest.raises(SettingRefused, match="above"):
        set_desk(settings=settings(above=house.federation), by=house.above)
    with pytest.raises(NotAllowed):
        set_desk(settings=settings(), by=somebody(Role.ADMINISTRATOR))
    page = browser(house.ana).get("/mesa/ajustes/").content.decode()
    assert "America/Bogota" in page


def test_templates_and_absences_of_a_desk(house: House) -> None:
    assert house.ana.user and house.bea.user
    ana = browser(house.ana)
    ana.post("/mesa/ajustes/plantilla/", {"nombre": "Cierre", "texto": "Con gusto, la mesa."})
    kept = AnswerTemplate.objects.get()
    row = asked(house)
    triage(consultation=row, said=Triaged(), by=house.ana)
    desk = f"/mesa/consultas/{row.code}/"
    ana.post(f"{desk}responder/", {"texto": "Así.", "plantilla": kept.pk, "hacer": "plantilla"})
    assert "Así.\n\nCon gusto, la mesa." in ana.get(desk).content.decode()
    drop_template(template=kept.pk, by=house.above)
    assert AnswerTemplate.objects.count() == 1
    drop_template(template=kept.pk, by=house.ana)
    for n in range(MOST_TEMPLATES):
        add_template(name=f"n{n}", text="a", by=house.ana)
    with pytest.raises(SettingRefused):
        add_template(name="otra", text="a", by=house.ana)
    # What is with her goes to whoever stands in, and what comes while she is away.
    assign(consultation=row, kind=Routed.ADVISER, user=house.ana.user, by=house.bea)
    today = timezone.localdate()
    with pytest.raises(SettingRefused):
        note_absence(user=house.ana.user, begins=today, ends=today - timedelta(1), stand_in=None, by=house.bea)
    with pytest.raises(SettingRefused):
        note_absence(user=house.ana.user, begins=today, ends=today, stand_in=house.ana.user, by=house.bea)
    one = today - timedelta(1)
    assert (
        note_absence(user=house.ana.user, begins=one, ends=today + timedelta(1), stand_in=house.bea.user, by=house.bea)
        == 1
    )
    assert Routing.objects.get(ended_at=None).user == house.bea.user
    other = asked(house)
    triage(consultation=other, said=Triaged(), by=house.bea)
    assert assign(consultation=other, kind=Routed.ADVISER, user=house.ana.user, by=house.bea).user == house.bea.user
    assert len(reads.listing(house.bea, reads.Asked("mine"))) == 2
    note_absence(user=house.bea.user, begins=today, ends=today, stand_in=None, by=house.bea)
    for user in (house.bea.user, None, house.peer.user):
        with pytest.raises(NobodyThere):
            assign(consultation=other, kind=Routed.ADVISER, user=user, by=house.bea)
    with pytest.raises(NobodyThere):
        assign(consultation=other, kind=Routed.PEER, organization=house.above.organization, by=house.bea)
    page = ana.get("/mesa/ajustes/").content.decode()
    away = re.findall(r'name="ausencia" value="(\d+)"', page)
    end_absence(absence=int(away[0]), by=house.above)
    assert ana.post("/mesa/ajustes/fin-de-ausencia/", {"ausencia": away[0]}).status_code == 302
    assert ana.post("/mesa/ajustes/ausencia/", {"quien": "x"}).status_code == 422
    assert ana.post("/mesa/ajustes/mesa/", {"plazo": "x"}).status_code == 422


def test_machines_are_held_and_what_is_refused_keeps_its_words(house: House) -> None:
    held = asked(house, trap="x", caller=Caller(email="m@example.org"))
    assert held.state == State.HELD and not Notice.objects.exists()
    assert "la respuesta estará aquí" in Client().get(held.get_absolute_url()).content.decode()
    ana = browser(house.ana)
    assert held.code not in ana.get("/mesa/?lista=all").content.decode()
    assert held.code in ana.get("/mesa/?lista=held").content.decode()
    with pytest.raises(NotNow):
        assign(consultation=held, kind=Routed.PEER, organization=house.peer.organization, by=house.ana)
    release(consultation=held, by=house.ana)
    assert Notice.objects.count() == 2
    Consultation.objects.filter(pk=held.pk).update(state=State.HELD, asked_at=timezone.now() - timedelta(days=8))
    actions.tidy()
    assert not Contact.objects.exists()
    for wrong, what in (("", TextRefused), ("a" * 3001, TextRefused)):
        with pytest.raises(what):
            asked(house, wrong)
    with pytest.raises(ValidationError):
        asked(house, caller=Caller(email="a@b"))
    with pytest.raises(NoDesk):
        asked(house, federation=house.peer.organization)
    reader = Client()
    for sent, status, words in (
        ({"texto": "¿Y?", "territorio": "Rosario"}, 422, "elija uno"),
        ({"texto": "¿Y?", "territorio": "zzxqv"}, 422, "No conocemos ese territorio"),
        ({"texto": "¿Y?", "territorio": ""}, 422, "Elija a qué federación"),
        ({"texto": "", "territorio": CALDONO}, 422, "Escriba entre"),
        ({"texto": "¿Y?", "territorio": CALDONO, "correo": "a@b"}, 422, "no parece una dirección"),
    ):
        page = reader.post("/consultas/nueva/", sent)
        assert page.status_code == status and words in page.content.decode(), sent
    statuses = [
        reader.post("/consultas/nueva/", {"texto": "¿Y?", "federacion": "federacion"}).status_code for _ in range(7)
    ]
    assert statuses[-1] == 429 and 302 in statuses
    Consultation.objects.bulk_create([_like(held, n) for n in range(FLOOD)])
    assert asked(house, now=timezone.now()).held_for == "flood"
    assert asked(house, by=somebody(Role.PERSON), now=timezone.now()).state == State.RECEIVED


def _like(row: Consultation, n: int) -> Consultation:
    fields = ("federation", "text", "language")
    return Consultation(
        **{name: getattr(row, name) for name in fields},
        ref=f"{n:043}",
        code=f"{n:07}",
        state=State.RECEIVED,
        channel=Channel.WEB,
        asked_at=timezone.now(),
        due_at=MONDAY,
    )


def test_an_adviser_writes_down_what_was_asked_by_telephone(house: House) -> None:
    ana = browser(house.ana)
    typed = {"canal": "phone", "texto": "¿Cómo nos hermanamos?", "nombre": "Luz Dary", "telefono": "300 000"}
    assert ana.post("/mesa/registrar/", {**typed, "territorio": "Rosario"}).status_code == 422
    assert ana.post("/mesa/registrar/", {**typed, "texto": ""}).status_code == 422
    assert ana.post("/mesa/registrar/", {**typed, "correo": "a@b"}).status_code == 422
    assert "WhatsApp" in ana.get("/mesa/registrar/").content.decode()
    desk = ana.post("/mesa/registrar/", {**typed, "territorio": CALDONO})["Location"]
    row = Consultation.objects.get()
    assert row.channel == Channel.PHONE and "Luz Dary" in ana.get(desk).content.decode()
    with pytest.raises(NotAllowed):
        record_call(text="¿Y?", territory=None, channel=Channel.PHONE, caller=Caller(), by=somebody(Role.ADMINISTRATOR))
    answered(house, row)
    with pytest.raises(NotAgreed):
        publish(consultation=row, question="¿Cómo?", answer="Así.", with_territory=True, by=house.ana)
    ana.post(f"{desk}acuerdo/", {"acepta": "si"})
    with pytest.raises(TellsWhoAsked):
        publish(consultation=row, question="Luz dary pregunta", answer="Así.", with_territory=True, by=house.ana)
    made = publish(consultation=row, question="¿Cómo?", answer="Así.", with_territory=True, by=house.ana)
    assert made.territory == row.territory
    refresh()
    assert SearchEntry.objects.get(ref=row.code).country == "CO"
    with pytest.raises(NotAllowed):
        agree_for(consultation=asked(house), agrees=True, by=house.ana)
    assert ana.post(f"{desk}cerrar/")["Location"] == "/mesa/"
    assert not Contact.objects.exists() and reads.problems() == []
    reopen(consultation=row, by=house.ana)
    note(consultation=row, text="La llamo mañana.", by=house.ana)
    assert browser(house.peer).get("/mesa/registrar/").status_code == 403


def test_the_hour_reminds_once_closes_what_is_silent_and_tells_again_what_a_server_refused(house: House) -> None:
    late, said = asked(house), asked(house, caller=Caller(email="m@example.org"))
    answered(house, said, now=MONDAY)
    hours = [MONDAY + timedelta(hours=n) for n in range(0, 24 * 45, 6)]
    for now in hours:
        actions.tidy(now=now)
        actions.tidy(now=now)  # a worker died and another does it again
    assert [one.kind for one in Notice.objects.filter(user=house.ana.user)].count("consultation.late") == 1
    late.refresh_from_db()
    said.refresh_from_db()
    assert late.state == State.RECEIVED and said.state == State.CLOSED
    assert said.closed_at is not None and said.closed_at - MONDAY >= timedelta(days=30)
    assert not Contact.objects.exists()
    close(consultation=late, by=house.ana)
    actions.tidy(now=hours[-1] + timedelta(days=99))
    assert Event.objects.filter(verb="consultation.late").count() == 1


def test_the_asker_reopens_what_did_not_help_and_takes_her_word_back(house: House) -> None:
    reader, row = Client(), asked(house, by=somebody(Role.PERSON), now=timezone.now())
    answered(house, row)
    address = row.get_absolute_url()
    assert reader.post(f"{address}decir/", {"que": "falta", "texto": " "}).status_code == 422
    reader.post(f"{address}decir/", {"que": "falta", "texto": "Falta el costo."})
    row.refresh_from_db()
    assert row.state == State.REOPENED and "Falta el costo." in browser(house.ana).get(row.desk_url).content.decode()
    reader.post(f"{address}decir/", {"que": "sirvio"})  # it has no answer that stands
    reader.post(f"{address}decir/", {"que": "publicar"})
    reader.post(f"{address}decir/", {"que": "no-publicar"})
    agree(consultation=row, agrees=False, by=ANONYMOUS)
    row.refresh_from_db()
    assert row.state == State.REOPENED and row.agrees is False
    assert reader.get("/consultas/" + "x" * 43 + "/").status_code == 404
    assert reader.get("/preguntas/nada/").status_code == 404 and reader.get("/preguntas/K7CDF34/").status_code == 404
    assert browser(house.ana).post(f"{row.desk_url}volar/").status_code == 404
    assert browser(house.ana).post("/mesa/ajustes/volar/").status_code == 404
    with pytest.raises(TextRefused):
        send(consultation=row, by=house.ana)
    close(consultation=row, by=house.ana)
    with pytest.raises(NotNow):
        draft(consultation=row, by=house.ana)
    with pytest.raises(NotAllowed):  # that it helped is not for the desk to say
        move(row, Move.HELP, house.ana)


def test_two_consultations_never_get_one_code(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    letters = iter("CCCCCCCCCCCCCCDDDDDDD")
    monkeypatch.setattr("minga.desk.actions.keeping.secrets.choice", lambda _: next(letters))
    assert [asked(house).code, asked(house).code] == ["CCCCCCC", "DDDDDDD"]


def test_a_question_like_an_answered_one_is_shown_it_in_any_language(house: House) -> None:
    rows = [
        Asked(2, "¿Qué papeles hacen falta para hermanarse con una ciudad extranjera?", "es", answer="Un acuerdo."),
        Asked(3, "¿Cuánto cuesta mantener una oficina de cooperación?", "es", answer="Depende."),
        Asked(4, "¿Cómo se escribe una estrategia internacional?", "es", answer="Por capítulos."),
        Asked(5, "¿Quién paga?", "es", territory="99999"),
        Asked(6, "¿Quién paga?", "es", topic="humo"),
        Asked(7, "", fault="text"),
        Asked(8, "¿Y esto?", "es", territory="19137", topic="office", channel=Channel.PHONE, asked_on=date(2025, 2, 3)),
    ]
    told = actions.bring_consultations(federation=house.federation, rows=rows, by=house.ana)
    assert [outcome for _, outcome in told] == ["added"] * 3 + ["territory", "topic", "text", "added"]
    again = actions.bring_consultations(federation=house.federation, rows=rows, by=house.ana)
    assert {outcome for _, outcome in again} == {"unchanged", "territory", "topic", "text"}
    with pytest.raises(NotAllowed):
        actions.bring_consultations(federation=house.federation, rows=rows, by=house.above)
    refresh()
    embed_missing()
    row = asked(house, "What documents do we need to become a sister city of a town abroad?")
    found = like(row.text, actor=house.ana, besides=row.code)
    assert found[0].question == rows[0].text and found[0].answer == "Un acuerdo."
    assert like(row.text, actor=house.above) == [] and like(row.text, actor=house.peer) == []
    triage(consultation=row, said=Triaged(), by=house.ana)
    assert "hermanarse" in browser(house.ana).get(row.desk_url).content.decode()
    made = draft(consultation=row, earlier=found[0].code, by=house.ana)
    assert made.text.startswith("Un acuerdo.") and not made.no_evidence and not made.bases.exists()
    # Of what is not public the search of everybody tells nothing.
    for q in ("papeles+para+hermanarse", "ciudad+extranjera", "qu%C3%A9+papeles+hacen+falta"):
        assert "¿Qué papeles" not in Client().get(f"/buscar/?q={q}").content.decode()
    assert (
        save_draft(
            consultation=row,
            text="",
            named=[("question", found[0].code), ("claim", "MG-0"), ("x", "y")],
            no_evidence=False,
            by=house.ana,
        ).bases.count()
        == 0
    )


def test_figures_open_the_lists_they_count_and_go_out_as_sheet_and_paper(house: House) -> None:
    first = asked(house, "=HYPERLINK(1) ¿oficina?", now=MONDAY)
    answered(house, first, now=MONDAY + timedelta(days=2))
    say(consultation=first, helped=True, by=ANONYMOUS)
    asked(house, territory=None, now=MONDAY)
    asked(house, territory=Territory.objects.get(code="CO-11001"), now=MONDAY)
    asked(house, now=datetime(2025, 3, 3, 15, tzinfo=UTC))
    ana = browser(house.ana)
    board = ana.get("/mesa/tablero/?ano=2026").content.decode()
    figures = re.findall(r'href="/mesa/\?([^"]+)">(\d+)</a>', board)
    assert len(figures) >= 10
    for query, count in figures:
        page = ana.get(f"/mesa/?{query.replace('&amp;', '&')}").content.decode()
        said = re.search(r"(\d+) consultas?", page)
        assert (int(said[1]) if said else 0) == int(count), query
    assert "2 días hábiles" in board and "a 1 les sirvió" in board
    book = openpyxl.load_workbook(io.BytesIO(ana.get("/mesa/consultas.xlsx?lista=all&ano=2026").getvalue()))
    cells = [[cell.value for cell in row] for row in book.active.iter_rows()]
    assert len(cells) == 4 and any(row[9] == "'=HYPERLINK(1) ¿oficina?" for row in cells)
    paper = pypdfium2.PdfDocument(ana.get("/mesa/informe-2026.pdf").getvalue())
    words = paper[0].get_textpage().get_text_range()
    assert "Mesa de consultas, 2026" in words and house.federation.name in words and SECRET not in words
    assert ana.get("/mesa/informe-1999.pdf").status_code == 404
    other = browser(somebody(Role.COORDINATOR, of="otra"))
    for page in (
        "tablero/",
        "por-investigar/",
        "miembros/",
        "ajustes/",
        "informe-2026.pdf",
        "consultas.xlsx",
        "registrar/",
    ):
        assert other.get(f"/mesa/{page}").status_code == 404
    empty = ana.get("/mesa/tablero/?ano=2024").content.decode()
    assert "sin dato" in empty


def test_members_come_by_page_and_by_terminal(house: House, tmp_path: Any, capsys: pytest.CaptureFixture[str]) -> None:
    ana, path = browser(house.ana), tmp_path / "miembros.csv"
    path.write_text("codigo\n17001\n99999\n", encoding="utf-8")
    with path.open("rb") as file:
        page = ana.post("/mesa/miembros/", {"lista": file}).content.decode()
    assert "99999" in page and "Manizales" in page
    assert ana.post("/mesa/miembros/", {}).status_code == 422

    def run(*words: str) -> int:
        args = build_parser().parse_args(["desk", *words])
        return int(args.run(args))

    assert run("members", "federacion", str(path)) == 1
    assert "miembros.csv:3: 99999" in capsys.readouterr().err
    path.write_bytes("código;desde\n05001;2020-01-01\n".encode("latin-1"))
    assert run("members", "federacion", str(path)) == 0
    assert run("members", "nadie", str(path)) == 2
    path.write_text("nada\n")
    assert run("members", "federacion", str(path)) == 2 and run("consultations", "federacion", str(path)) == 2
    path.write_text("pregunta,idioma\n¿Cómo?,es\n¿Y?,xx\n", encoding="utf-8")
    assert run("consultations", "federacion", str(path)) == 1 and Consultation.objects.count() == 1
    assert run("consultations", "nadie", str(path)) == 2


def test_somebody_is_offered_the_federations_of_her_government_of_her_country_or_all(house: House) -> None:
    caldono, rosario = (Territory.objects.get(code=code) for code in (CALDONO, "AR-gn3838583"))
    assert federations_for(caldono) == [house.federation]
    assert set(federations_for(rosario)) == {house.federation, house.above.organization}
    Organization.objects.filter(pk=house.above.organization.pk if house.above.organization else 0).update(country="AR")
    assert [one.slug for one in federations_for(rosario)] == ["federacion-mundial"]
    assert desk_of(federations_for(rosario)[0]).time_zone == "America/Argentina/Buenos_Aires"
    assert PublishedQuestion.objects.count() == 0 and Urgency.LOW
