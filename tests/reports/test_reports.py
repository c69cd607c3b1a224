"""Somebody reports what is wrong, without an account, and sees the answer; machines get nowhere."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core import mail, signing
from django.db import connection
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import DjangoDbBlocker

from minga.accounts.domain.permissions import Role
from minga.journal.models import Event
from minga.notices.models import Notice
from minga.reports import actions, adapters, queries, tasks
from minga.reports.domain import FLOOD, MOST_A_DAY, MOST_AN_HOUR, Kind, State, network_of, why_held
from minga.reports.models import Attempt, Contact, Report, Salt
from tests import databases
from tests.people import browser, somebody
from tests.world import World

ABOUT = "/informar/?afirmacion=MG-9001"
TOO_OFTEN = 429


def stamp(seconds: float = 60) -> str:
    return signing.dumps(timezone.now().timestamp() - seconds, salt="minga.reports.form")


def send(client: Any = None, address: str = ABOUT, **typed: Any) -> Any:
    fields = {"tipo": "words", "texto": "La cita dice 2001.", "correo": "", "sitio": "", "hecho": stamp()} | typed
    return (client or Client()).post(address, fields)


def test_what_looks_like_a_machines_is_told_from_what_a_person_writes() -> None:
    text = "La fuente es https://www.example.org/acta.pdf, y también https://example.org/2"
    assert why_held(text, trap="", seconds=30) == ""
    assert why_held(text, trap="x", seconds=30) == "trap"
    assert why_held(text, trap="", seconds=1) == why_held(text, trap="", seconds=None) == "quick"
    assert why_held("http://a http://b http://c http://d", trap="", seconds=30) == "links"
    assert why_held('<a href="x">', trap="", seconds=30) == why_held("[url=x]", trap="", seconds=30) == "markup"


def test_a_house_is_one_address_and_nonsense_is_one_too() -> None:
    assert network_of("2001:db8:1:2::1") == network_of("2001:db8:1:2:ffff::9") == "2001:db8:1:2::/64"
    assert network_of("::ffff:192.0.2.1") == network_of(" 192.0.2.1 ") == "192.0.2.1"
    assert network_of("") == "" and len(network_of("x" * 999)) == 100


@pytest.mark.usefixtures("small_world")
def test_somebody_without_an_account_reports_and_sees_the_answer() -> None:
    ana, reader = somebody(Role.REVIEWER), Client()
    assert f'href="{ABOUT}"' in reader.get("/afirmaciones/MG-9001/").content.decode()
    form = reader.get(f"{ABOUT}&tipo=source").content.decode()
    assert re.search(r'value="source" required checked', form) and "La agencia de Medellín nació en 2002." in form
    sent = send(reader, correo="lectora@example.org")
    address = sent["Location"]
    page = reader.get(address)
    assert "Se recibió" in page.content.decode() and f"testserver{address}" in page.content.decode()
    assert "no-store" in page["Cache-Control"] and page["X-Robots-Tag"] == "noindex"
    assert "Publicar la respuesta" not in page.content.decode() and "lectora@example.org" not in page.content.decode()
    told = Notice.objects.get()
    assert (told.user, told.address, told.params) == (ana.user, address, {"kind": "words", "about": "MG-9001"})
    reviewer = browser(ana)
    assert "Alguien informó sobre MG-9001: la cita no dice eso." in reviewer.get("/avisos/").content.decode()
    assert list(queries.reported_refs()) == ["MG-9001"]
    assert "La cita dice 2001." in reviewer.get("/informes/").content.decode()
    assert "lectora@example.org" not in reviewer.get(address).content.decode(), "nobody sees who reported"
    assert reviewer.post(f"{address}responder/", {"respuesta": "Gracias: se corrige."}).status_code == 302
    assert reviewer.post(f"{address}responder/", {"respuesta": "Otra"}).status_code == 409, "somebody was quicker"
    answered = reader.get(address).content.decode()
    assert "Gracias: se corrige." in answered and "Oficina «oficina-de-prueba»" in answered
    assert list(queries.reported_refs()) == []
    number = Report.objects.get().pk
    assert actions.mail(report=number) and not actions.mail(report=number), "told once"
    (message,) = mail.outbox
    assert message.to == ["lectora@example.org"] and address in message.body
    assert not Contact.objects.exists()
    journal = " ".join(str(event.__dict__) for event in Event.objects.filter(object_type="reports.report"))
    assert address.split("/")[2] not in journal and "lectora" not in journal and "La cita" not in journal
    assert str(Report.objects.get()) == "words MG-9001"


@pytest.mark.usefixtures("small_world")
def test_nothing_typed_is_lost_whatever_is_wrong_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    typed = "La cita <b>no</b> dice eso."
    shown = "La cita &lt;b&gt;no&lt;/b&gt; dice eso."
    for wrong in ({"correo": "no es correo"}, {"correo": "a@b.co\r\nBcc: c@d.co"}, {"tipo": "nada"}):
        answer = send(**{"texto": typed, **wrong})
        assert answer.status_code == 422 and shown in answer.content.decode(), wrong
    assert send(texto="x" * 3001).status_code == send(texto=" \x00\n").status_code == 422
    assert "x" * 3001 in send(texto="x" * 3001).content.decode()
    assert not Report.objects.exists() and not Attempt.objects.exists(), "what is wrong is not counted"
    for _ in range(MOST_AN_HOUR):
        assert send().status_code == 302
    answer = send(texto=typed)
    assert answer.status_code == TOO_OFTEN and shown in answer.content.decode()
    assert send(texto="Un campo de más", state="answered", ref="a" * 43, answer="x").status_code == TOO_OFTEN


@pytest.mark.usefixtures("small_world")
def test_a_form_takes_no_more_than_it_asks_for() -> None:
    send(state="answered", ref="a" * 43, answer="Hecho", claim="MG-F01", held_for="x", answered_at="2026-01-01")
    made = Report.objects.get()
    assert (made.state, made.answer, made.claim, made.held_for, made.answered_at) == ("open", "", "MG-9001", "", None)
    assert made.ref != "a" * 43


@pytest.mark.usefixtures("small_world")
def test_what_looks_like_a_machines_is_on_no_list_and_told_to_nobody_until_a_reviewer_asks() -> None:
    ana = somebody(Role.REVIEWER)
    wrong = [{"sitio": "http://x"}, {"hecho": stamp(0)}, {"hecho": "forjado"}, {"texto": "http://a " * 9}]
    answers = [send(**one) for one in wrong]
    assert [one.status_code for one in answers] == [302] * 4, "a machine is not told"
    assert [one.state for one in Report.objects.all()] == [State.HELD] * 4
    reviewer = browser(ana)
    assert "No hay informes así" in reviewer.get("/informes/").content.decode()
    assert not Notice.objects.exists() and list(queries.reported_refs()) == []
    assert reviewer.get("/informes/?estado=held").content.decode().count("MG-9001: ") == 4
    address = answers[0]["Location"]
    assert "llenó un campo que no se ve" in reviewer.get(address).content.decode()
    assert "llenó un campo" not in Client().get(address).content.decode()
    assert reviewer.post(f"{address}reabrir/").status_code == 302
    assert reviewer.post(f"{address}reabrir/").status_code == 302, "twice changes nothing"
    assert "MG-9001: " in reviewer.get("/informes/?tipo=words&afirmacion=mg-9001").content.decode()
    assert "No hay informes así" in reviewer.get("/informes/?tipo=link").content.decode()


@pytest.mark.usefixtures("small_world")
def test_a_flood_from_everywhere_is_held() -> None:
    made = [Report(ref=f"{n:043}", kind=Kind.DATA, state=State.OPEN, claim="MG-9001", text="x") for n in range(FLOOD)]
    Report.objects.bulk_create(made)
    send()
    assert Report.objects.latest("pk").held_for == "flood"


@pytest.mark.usefixtures("small_world")
def test_spam_is_closed_its_contact_gone_and_it_can_be_opened_again() -> None:
    reviewer, address = browser(somebody(Role.REVIEWER)), send(correo="lectora@example.org")["Location"]
    assert reviewer.post(f"{address}cerrar/").status_code == 302
    assert not Contact.objects.exists() and queries.problems() == []
    assert reviewer.post(f"{address}cerrar/").status_code == 409
    assert "Se cerró sin respuesta" in Client().get(address).content.decode()
    reviewer.post(f"{address}reabrir/")
    assert reviewer.post(f"{address}responder/", {"respuesta": " "}).status_code == 422
    long = reviewer.post(f"{address}responder/", {"respuesta": "y" * 5001})
    assert long.status_code == 422 and "y" * 5001 in long.content.decode()
    reviewer.post(f"{address}responder/", {"respuesta": "Sí."})
    reviewer.post(f"{address}reabrir/")
    assert "Se volvió a abrir" in Client().get(address).content.decode()
    assert not ProcrastinateJob.objects.exists(), "nobody left an e-mail"


def test_nobody_finds_a_report_or_a_private_document_by_walking(small_world: World) -> None:
    address = send()["Location"]
    ref = address.split("/")[2]
    walked = [ref[:-1] + ("A" if ref[-1] != "A" else "B"), ref.swapcase(), "1", "A" * 43, "0" * 43, ref[:20]]
    assert [Client().get(f"/informes/{word}/").status_code for word in walked] == [404] * 6
    assert Client().get("/informes/").status_code == 302
    for role in (Role.PERSON, Role.READER, Role.CONTRIBUTOR, Role.ADVISER):
        client = browser(somebody(role))
        refused = [
            client.get("/informes/"),
            *(client.post(f"{address}{do}/") for do in ("responder", "cerrar", "reabrir")),
        ]
        assert [one.status_code for one in refused] == [403] * 4
        assert "Publicar la respuesta" not in client.get(address).content.decode()
    hidden = small_world.private.short
    asked = ["", "?afirmacion=MG-9009", "?afirmacion=NO-1", f"?documento={hidden}", "?documento=f8", "?documento=%00"]
    assert [Client().get(f"/informar/{query}").status_code for query in asked] == [404] * 6
    shown = Client().get(f"/informar/?documento={small_world.founding.short}&pasaje=5").content.decode()
    assert f"/documentos/{small_world.founding.short}/?pasaje=5#p5" in shown
    send(address=f"/informar/?documento={small_world.founding.short}&pasaje=5")
    about = queries.subject_of(Report.objects.latest("pk"))
    assert about.document == small_world.founding and about.passage == 5
    Report.objects.update(claim="MG-9009", document="")
    assert "algo que ya no se muestra" in Client().get(address).content.decode()


@pytest.mark.usefixtures("small_world")
def test_forms_of_reports_need_the_mark_that_guards_them() -> None:
    address = send()["Location"]
    client = Client(enforce_csrf_checks=True)
    reviewer = somebody(Role.REVIEWER).user
    assert reviewer is not None
    client.force_login(reviewer)
    assert [client.post(f"{address}{do}/").status_code for do in ("responder", "cerrar", "reabrir")] == [403] * 3
    assert send(Client(enforce_csrf_checks=True)).status_code == 403


@pytest.mark.usefixtures("small_world")
def test_whose_report_was_counted_is_forgotten_after_its_day(settings: Any) -> None:
    send()
    assert Attempt.objects.count() == 2 and str(Salt.objects.get()) in str(Attempt.objects.first())
    assert "127.0.0.1" not in str(list(Attempt.objects.values()))
    address = {"X-Forwarded-For": "198.51.100.7, 203.0.113.9"}
    asked = Client(headers=address).get("/salud/").wsgi_request
    assert adapters.address_of(asked) == "127.0.0.1", "without a proxy nobody says where one comes from"
    settings.HTTPS = True
    assert adapters.address_of(asked) == "203.0.113.9", "what the proxy itself saw stands last"
    Salt.objects.update(day=timezone.now().date() - timedelta(days=1))
    Attempt.objects.filter(period__contains="T").update(period="2020-01-01T01")
    Attempt.objects.exclude(period__contains="T").update(period="2020-01-01")
    tasks.tidy()
    assert not Salt.objects.exists() and Attempt.objects.count() == 0


@pytest.mark.usefixtures("small_world")
def test_an_answer_that_could_not_be_mailed_is_tried_again_for_a_week() -> None:
    reviewer, address = browser(somebody(Role.REVIEWER)), send(correo="lectora@example.org")["Location"]
    tasks.tidy()
    assert not ProcrastinateJob.objects.exists(), "nothing to tell yet"
    reviewer.post(f"{address}responder/", {"respuesta": "Sí."})
    ProcrastinateJob.objects.all().delete()
    tasks.tidy()
    assert ProcrastinateJob.objects.get().args == {"report": Report.objects.get().pk}
    assert str(Contact.objects.get()).startswith("contact of report")
    Report.objects.update(answered_at=timezone.now() - timedelta(days=8))
    tasks.tidy()
    assert not Contact.objects.exists()


@pytest.fixture
def shared_base(django_db_setup: None, django_db_blocker: DjangoDbBlocker, worker: str) -> Iterator[None]:
    """An empty base of this test alone, to which every thread is connected."""
    with django_db_blocker.unblock(), databases.clone("schema", f"{worker}_reports") as name:
        before = settings.DATABASES["default"]["NAME"]
        databases.close()
        settings.DATABASES["default"]["NAME"] = name
        yield
        databases.close()
        settings.DATABASES["default"]["NAME"] = before


def _one_more(_: int) -> str:
    try:
        actions.count_from("192.0.2.1", what="report")
    except actions.TooMany as error:
        return str(error)
    finally:
        connection.close()
    return ""


@pytest.mark.usefixtures("shared_base")
def test_many_at_the_same_moment_are_counted_as_many() -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(_one_more, range(24)))
    assert len(answers) - sum(map(bool, answers)) == MOST_AN_HOUR
    Attempt.objects.filter(period__contains="T").delete()
    Attempt.objects.update(count=MOST_A_DAY)
    assert _one_more(0) and "T" not in _one_more(0)
