"""A mail server that refuses, is slow, breaks off or is away: the page answers, and the mail is not lost."""

import re
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from email import message_from_bytes
from email.header import decode_header, make_header
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.core.mail import BadHeaderError, EmailMessage, get_connection
from django.db import connection
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import Settings

from minga.accounts import posting
from minga.accounts.actions import posting as posts
from minga.accounts.domain.permissions import Role
from minga.accounts.models import Outgoing
from minga.config import mail
from minga.jobs.models import JobProgress
from minga.jobs.worker import Worker
from minga.notices import actions as notices
from minga.notices import registry
from minga.notices.domain import Mail
from tests.accounts.test_pages import ANA
from tests.people import browser, office, somebody
from tests.servers import free_port

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("counted_anew")]


class Server:
    """A mail server on this machine, which answers as it is told."""

    def __init__(self) -> None:
        self.rcpt = self.data = ""
        self.drops = False
        self.got: list[bytes] = []
        self.to: list[str] = []

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        envelope.rcpt_tos.append(address)
        return self.rcpt or "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        if self.drops:
            server.transport.abort()
        if not self.data and not self.drops:
            self.got.append(envelope.content)
            self.to = envelope.rcpt_tos
        return self.data or "250 OK"


@contextmanager
def open_for_mail(handler: Server, settings: Settings) -> Iterator[None]:
    controller = Controller(handler, hostname="127.0.0.1", port=free_port())
    controller.start()
    try:
        aim(settings, f"smtp://127.0.0.1:{controller.port}")
        yield
    finally:
        controller.stop()


def aim(settings: Settings, url: str) -> None:
    """As a process has it that was started with MINGA_SMTP_URL."""
    for name, value in mail.settings(url).items():
        setattr(settings, name, value)
    settings.EMAIL_TIMEOUT = 1


@pytest.fixture
def server(settings: Settings) -> Iterator[Server]:
    handler = Server()
    with open_for_mail(handler, settings):
        yield handler


def work() -> None:
    """Do what waits now, what was put back for later as well."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = NULL WHERE status = 'todo'")
    with Worker() as worker:
        while ProcrastinateJob.objects.filter(status="todo", scheduled_at=None).exists():
            worker.turn()


def ask_for_a_code() -> None:
    Client().get("/cuenta/login/code/")  # what a first page reads once is no mail server
    started = time.monotonic()
    assert Client().post("/cuenta/login/code/", {"email": ANA}).status_code == 302
    assert time.monotonic() - started < 1, "the page waits for no mail server"


def test_whatever_a_mail_server_does_the_page_answers_and_the_mail_goes_out_once_it_is_mended(
    server: Server, settings: Settings
) -> None:
    somebody(Role.PERSON, email=ANA)
    ask_for_a_code()
    row = Outgoing.objects.get()
    assert ANA not in row.sealed and "sealed:" in row.sealed
    server.rcpt = "451 Come back later"
    work()
    server.rcpt, server.data = "", "554 Not now"
    work()
    server.data, server.drops = "", True
    work()
    server.drops = False
    where = settings.EMAIL_PORT
    settings.EMAIL_PORT = 9  # nobody listens there
    work()
    settings.EMAIL_PORT, settings.EMAIL_USE_TLS = where, True
    work()
    assert server.got == [], "a server without STARTTLS hears nothing in the open"
    settings.EMAIL_USE_TLS = False
    row.refresh_from_db()
    assert row.tries == 5 and ProcrastinateJob.objects.get().scheduled_at > timezone.now()
    work()
    assert len(server.got) == 1 and not Outgoing.objects.exists()
    work()
    assert len(server.got) == 1
    assert re.search(rb"(?m)^[A-Z0-9]{3,}-?[A-Z0-9]+\r?$", server.got[0]) and b"Message-ID" in server.got[0]


def test_a_server_that_drips_holds_no_worker(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(posting, "_MOST_SECONDS", 0.5)
    monkeypatch.setattr(posting, "_AGAIN_SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=_drip, args=[listening], daemon=True).start()
        aim(settings, f"smtp://127.0.0.1:{listening.getsockname()[1]}")
        EmailMessage("Asunto", "Texto", "m@x.example", [ANA]).send()
        started = time.monotonic()
        work()
        assert time.monotonic() - started < 5
    assert Outgoing.objects.get().tries == 1


def _drip(listening: socket.socket) -> None:
    try:
        caller, _ = listening.accept()
        while True:
            caller.sendall(b"2")
            time.sleep(0.1)
    except OSError:
        pass


def test_what_will_never_be_taken_is_given_up_and_listed_without_its_address(server: Server) -> None:
    server.rcpt = "550 No such person"
    EmailMessage("Asunto", "Texto", "m@x.example", [ANA]).send()
    work()
    server.rcpt = "451 Later"
    EmailMessage("Asunto", "Texto", "m@x.example", [ANA]).send()
    Outgoing.objects.update(queued_at=timezone.now() - timedelta(days=5))
    work()
    server.rcpt = ""
    EmailMessage("Asunto", "Texto", "m@x.example", [ANA]).send()
    Outgoing.objects.update(sealed="sealed:x")
    work()
    assert not Outgoing.objects.exists() and server.got == []
    told = list(JobProgress.objects.order_by("pk").values_list("detail", flat=True))
    assert told == ["MailLost: refused", "MailLost: expired", "MailLost: unreadable"]
    assert posts.post(number=0) == (posts.Posted.GONE, 0), "a job that is done again after all finds nothing to send"
    get_connection().send_messages([EmailMessage("Sin nadie", "Texto", "m@x.example", [])])
    assert not Outgoing.objects.exists()


def test_a_name_cannot_begin_a_header(server: Server) -> None:
    coordinator = somebody(Role.COORDINATOR, of="red")
    place = office("red")
    place.name = "Red\r\nBcc: malo@x.example\r\n\r\nOtro cuerpo"
    place.save()
    asked = {"email": "eva@x.example", "role": "reader", "do": "invite"}
    assert browser(coordinator).post("/organizaciones/red/personas/", asked).status_code == 302
    work()
    message = message_from_bytes(server.got[0])
    assert message["Bcc"] is None and message["To"] == "eva@x.example" and server.to == ["eva@x.example"]
    assert "Otro cuerpo" in str(make_header(decode_header(message["Subject"]))), "all of it is the subject"
    with pytest.raises(BadHeaderError):
        EmailMessage("Asunto\r\nBcc: malo@x.example", "Texto", "m@x.example", [ANA]).send()


def test_notices_go_the_same_way_and_are_noted_once_they_are_kept(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registry, "_kinds", {"tests.told": lambda params: "Pasó algo."})
    ana = somebody(Role.READER)
    assert ana.user is not None
    notices.choose_mail(mail=Mail.AT_ONCE, by=ana)
    notices.notify(users=[ana.user], kind="tests.told", params={}, address="/")
    server.data = "451 Later"
    work()
    assert server.got == [] and Outgoing.objects.count() == 1
    server.data = ""
    work()
    assert len(server.got) == 1 and b"Message-ID: <avisos." in server.got[0]
