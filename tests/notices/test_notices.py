"""Somebody is told what happened: on the page, by mail as she wants it, by a feed that only she knows."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import DjangoDbBlocker

from minga.accounts.actors import Actor
from minga.accounts.domain.permissions import Capability, Role
from minga.accounts.models import User
from minga.jobs import actions as jobs
from minga.jobs.worker import Worker
from minga.notices import actions, counting, data, queries, registry
from minga.notices.domain import Mail, NoticeRefused, check, due_before
from minga.notices.models import Notice
from tests import databases
from tests.people import browser, somebody

KIND = "tests.told"


@pytest.fixture(autouse=True)
def _kind(monkeypatch: pytest.MonkeyPatch) -> None:
    """A kind of notice of these tests alone."""
    monkeypatch.setattr(registry, "_kinds", {KIND: lambda params: f"Pasó algo con\r\n{params['ref']}."})


def user_of(actor: Actor) -> User:
    assert actor.user is not None
    return actor.user


def tell(*actors: Actor, ref: str = "MG-0001", address: str = "/afirmaciones/MG-0001/") -> int:
    return actions.notify(users=[user_of(one) for one in actors], kind=KIND, params={"ref": ref}, address=address)


def test_a_digest_goes_out_in_the_morning_and_the_weekly_one_on_mondays() -> None:
    thursday = datetime(2026, 11, 26, 6, 59, tzinfo=UTC)
    late, monday = thursday.replace(hour=7, minute=0), datetime(2026, 11, 23, 7, tzinfo=UTC)
    assert due_before(Mail.AT_ONCE, thursday) == thursday
    assert due_before(Mail.NONE, thursday) is None
    assert due_before(Mail.DAILY, thursday) == late - timedelta(days=1)
    assert due_before(Mail.DAILY, late) == late
    assert due_before(Mail.WEEKLY, late) == monday
    assert due_before(Mail.WEEKLY, monday) == monday
    assert due_before(Mail.WEEKLY, monday - timedelta(minutes=1)) == monday - timedelta(days=7)


def test_a_notice_holds_codes_and_leads_to_a_page_of_this_site() -> None:
    check({"ref": "MG-0001", "n": 3}, "/informes/abc/?a=1#b")
    for params in (
        {"name": "Ana Pérez"},
        {"html": "<b>"},
        {"line": "a\r\nBcc:b"},
        {"list": ["a"]},
        {"long": "x" * 201},
    ):
        with pytest.raises(NoticeRefused):
            check(params, "/")
    for address in ("https://malo.example/", "//malo.example/", "/\\malo.example/", "informes/", "", "/" + "x" * 600):
        with pytest.raises(NoticeRefused):
            check({}, address)


@pytest.mark.django_db
def test_what_waits_for_judges_is_gathered_until_it_is_read_and_never_mailed_piece_by_piece() -> None:
    registry.kind(KIND, lambda params: f"{params['n']} en {params['whose']}")
    eva = somebody(Role.REVIEWER)
    actions.choose_mail(mail=Mail.AT_ONCE, by=eva)
    given: dict[str, Any] = {"users": [user_of(eva)], "kind": KIND, "whose": "red", "address": "/revision/"}
    for _ in range(3):
        assert actions.gather(counts={"n": 2}, **given) == 1
    assert actions.gather(counts={"n": 1}, **given | {"whose": "otra"}) == 1
    said = [registry.in_words(one.kind, one.params) for one in Notice.objects.order_by("pk")]
    assert said == ["6 en red", "1 en otra"]
    assert not ProcrastinateJob.objects.filter(task_name=actions.MAIL).exists() and actions.queue_due() == 0
    hour = timezone.now() - timedelta(hours=1)
    Notice.objects.update(at=hour)
    assert actions.queue_due() == 1
    actions.mark_all_read(until=timezone.now(), by=eva)
    actions.gather(counts={"n": 5}, **given)
    assert Notice.objects.unread().get().params == {"n": 5, "whose": "red"}
    with pytest.raises(registry.KindUnknown):
        actions.gather(counts={"n": 1}, **given | {"kind": "nobody.registers"})


@pytest.mark.django_db
def test_each_is_told_once_and_whoever_can_no_longer_sign_in_is_not() -> None:
    ana, gone = somebody(Role.REVIEWER), somebody(Role.READER)
    user_of(gone).is_active = False
    assert tell(ana, ana, gone) == 1
    assert tell() == 0
    assert queries.unread(user_of(ana)) == 1
    assert str(Notice.objects.get()) == f"{KIND} → {user_of(ana).pk}"
    with pytest.raises(registry.KindUnknown):
        actions.notify(users=[], kind="nobody.registered", params={}, address="/")


@pytest.mark.django_db
def test_a_kind_that_is_gone_or_tells_of_something_else_is_still_shown() -> None:
    assert (
        registry.in_words("gone", {})
        == registry.in_words(KIND, {"other": 1})
        == "Aviso de una versión anterior de Minga."
    )


@pytest.mark.django_db
def test_the_page_shows_what_is_new_and_lets_it_be_put_aside() -> None:
    ana = somebody(Role.REVIEWER)
    tell(ana)
    tell(ana, ref="MG-0002")
    client = browser(ana)
    before = client.get("/avisos/")
    assert (
        before.content.decode().split("<main")[1].count("sin leer") == 2
        and "Pasó algo con MG-0002." in before.content.decode()
    )
    assert "no-store" in before["Cache-Control"]
    first = Notice.objects.earliest("pk")
    assert client.post("/avisos/leidos/", {"aviso": first.pk}).status_code == 302
    assert client.post("/avisos/leidos/", {"aviso": first.pk}).status_code == 302, "twice changes nothing"
    assert queries.unread(user_of(ana)) == 1
    shown_at = timezone.now()
    tell(ana, ref="MG-0003")
    client.post("/avisos/leidos/", {"hasta": shown_at.isoformat()})
    assert [one.params["ref"] for one in Notice.objects.unread()] == ["MG-0003"], "what came since stays unread"
    for typed in ("", "2026-13-45T99:00", "\x00", "2026-01-01"):
        client.post("/avisos/leidos/", {"hasta": typed})
    assert queries.unread(user_of(ana)) == 0


@pytest.mark.django_db
def test_nobody_reads_or_puts_aside_what_another_was_told() -> None:
    ana, eva = somebody(Role.REVIEWER), somebody(Role.CONTRIBUTOR)
    tell(ana)
    assert "MG-0001" not in browser(eva).get("/avisos/").content.decode()
    numbers = [str(Notice.objects.get().pk), "0", "-1", "9" * 30, "1 OR 1=1", "１"]
    assert [browser(eva).post("/avisos/leidos/", {"aviso": n}).status_code for n in numbers] == [404] * 6
    assert queries.unread(user_of(ana)) == 1
    assert Client().get("/avisos/").status_code == 302
    assert Client().post("/avisos/leidos/", {"aviso": numbers[0]}).status_code == 403


@pytest.mark.django_db
def test_the_head_of_a_page_counts_for_whoever_signed_in_and_asks_nothing_for_the_rest(
    rf: RequestFactory, django_assert_num_queries: Any
) -> None:
    ana = somebody(Role.REVIEWER)
    tell(ana)
    request = rf.get("/")
    request.META["minga.actor"] = ana
    assert "1 sin leer" in render_to_string("notices/_count.html", counting.in_templates(request))
    nobody = Client().get("/salud/").wsgi_request
    with django_assert_num_queries(0):
        assert render_to_string("notices/_count.html", counting.in_templates(nobody)).strip() == ""


@pytest.mark.django_db
def test_mail_goes_out_at_once_once_and_says_where_to_stop_it() -> None:
    ana, eva = somebody(Role.REVIEWER), somebody(Role.CONTRIBUTOR)
    actions.choose_mail(mail=Mail.AT_ONCE, by=ana)
    tell(ana, eva)
    waiting = list(ProcrastinateJob.objects.values_list("args", flat=True))
    assert waiting == [{"user": user_of(ana).pk}], "whoever wants a digest waits for it"
    assert actions.mail_due(user=user_of(ana).pk) == 1
    assert actions.mail_due(user=user_of(ana).pk) == 0
    assert actions.mail_due(user=0) == 0
    (sent,) = mail.outbox
    assert (sent.to, sent.subject) == (["reviewer@oficina-de-prueba.example"], "Minga: Pasó algo con MG-0001.")
    assert f"{settings.SITE_ADDRESS}/afirmaciones/MG-0001/" in sent.body and "/avisos/#correo" in sent.body
    assert "\r\n".join(f"{k}: {v}" for k, v in sent.message().items()).count("Bcc") == 0


@pytest.mark.django_db
def test_what_was_read_on_the_page_is_not_sent_and_a_digest_says_how_many() -> None:
    ana = somebody(Role.REVIEWER)
    for ref in ("MG-0001", "MG-0002", "MG-0003"):
        tell(ana, ref=ref)
    actions.mark_read(number=Notice.objects.earliest("pk").pk, by=ana)
    assert actions.queue_due() == 0, "they came today"
    Notice.objects.update(at=timezone.now() - timedelta(days=2))
    assert actions.queue_due() == 1 == actions.queue_due()
    assert ProcrastinateJob.objects.count() == 1
    assert actions.mail_due(user=user_of(ana).pk) == 2
    assert mail.outbox[0].subject == "Minga: 2 avisos"
    assert actions.queue_due() == 0
    tell(ana)
    Notice.objects.update(at=timezone.now() - timedelta(days=9))
    actions.choose_mail(mail=Mail.NONE, by=ana)
    assert actions.queue_due() == actions.mail_due(user=user_of(ana).pk) == 0


@pytest.mark.django_db
def test_what_a_mail_server_refuses_is_kept_for_the_next_time(monkeypatch: pytest.MonkeyPatch) -> None:
    ana = somebody(Role.REVIEWER)
    actions.choose_mail(mail=Mail.AT_ONCE, by=ana)
    tell(ana)

    def refuse(*args: object, **kwargs: object) -> int:
        raise ConnectionRefusedError

    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)
        with pytest.raises(ConnectionRefusedError):
            actions.mail_due(user=user_of(ana).pk)
    assert actions.queue_due() == 0
    Notice.objects.update(at=timezone.now() - timedelta(hours=1))
    assert actions.queue_due() == 1
    assert actions.mail_due(user=user_of(ana).pk) == 1


@pytest.mark.django_db
def test_a_preference_is_chosen_from_what_there_is() -> None:
    ana = somebody(Role.REVIEWER)
    client = browser(ana)
    for typed, kept in (("weekly", Mail.WEEKLY), ("hourly", Mail.WEEKLY), ("", Mail.WEEKLY), ("none", Mail.NONE)):
        client.post("/avisos/correo/", {"correo": typed, "user": 1, "feed": "x" * 40})
        assert queries.mail_of(user_of(ana)) == kept
    assert user_of(ana).notice_preference.feed is None, "what the form does not ask for is not taken"
    assert str(user_of(ana).notice_preference).endswith("none")


@pytest.mark.django_db
def test_a_feed_of_ones_own_is_read_without_a_session_until_it_is_given_up() -> None:
    ana, eva = somebody(Role.REVIEWER), somebody(Role.CONTRIBUTOR)
    tell(ana, ref="MG-0009")
    tell(eva, ref="MG-SECRETO")
    client = browser(ana)
    client.post("/avisos/canal/", {"canal": "si"})
    secret = user_of(ana).notice_preference.feed or ""
    assert f"/avisos/canal/{secret}.atom" in client.get("/avisos/").content.decode()
    for form, media in (("atom", "application/atom+xml"), ("rss", "application/rss+xml")):
        answer = Client().get(f"/avisos/canal/{secret}.{form}")
        assert answer.status_code == 200 and answer["Content-Type"].startswith(media)
        assert "MG-0009" in answer.content.decode() and "MG-SECRETO" not in answer.content.decode()
        assert answer["Cache-Control"] == "private, no-store" and answer["X-Robots-Tag"] == "noindex"
    walked = [f"/avisos/canal/{word}.atom" for word in ("A" * 43, secret[:-1] + "_", secret.swapcase(), "1", "..")]
    assert [Client().get(path).status_code for path in walked] == [404] * 5
    client.post("/avisos/canal/", {"canal": "si"})
    assert Client().get(f"/avisos/canal/{secret}.atom").status_code == 404, "a new address ends the old one"
    renewed = User.objects.get(pk=user_of(ana).pk).notice_preference.feed
    User.objects.filter(pk=user_of(ana).pk).update(is_active=False)
    assert Client().get(f"/avisos/canal/{renewed}.atom").status_code == 404
    actions.revoke_feed(by=ana)
    User.objects.filter(pk=user_of(ana).pk).update(is_active=True)
    assert Client().get(f"/avisos/canal/{renewed}.atom").status_code == 404


@pytest.mark.django_db
def test_forms_of_notices_need_the_mark_that_guards_them() -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(user_of(somebody(Role.REVIEWER)))
    assert [client.post(f"/avisos/{path}/").status_code for path in ("leidos", "correo", "canal")] == [403] * 3


@pytest.mark.django_db
def test_what_is_held_of_a_person_is_taken_away_and_erased() -> None:
    ana, eva = somebody(Role.REVIEWER), somebody(Role.CONTRIBUTOR)
    tell(ana, eva)
    tell(ana, ref="MG-0002")
    actions.mark_read(number=Notice.objects.filter(user=ana.user).latest("pk").pk, by=ana)
    actions.renew_feed(by=ana)
    held: Any = data.of(user_of(ana))
    assert held["mail"] == "daily" and [one["says"] for one in held["notices"]][1] == "Pasó algo con MG-0001."
    actions.erase_of(user_of(ana))
    assert [one.user for one in Notice.objects.all()] == [eva.user]
    assert data.of(user_of(ana)) == {"mail": "daily", "notices": []}


@pytest.mark.django_db
def test_those_who_may_do_something_are_found_through_their_organizations() -> None:
    reviewer, _, administrator = (somebody(role) for role in (Role.REVIEWER, Role.READER, Role.ADMINISTRATOR))
    assert set(queries.people_who_may(Capability.ANSWER_REPORTS)) == {reviewer.user, administrator.user}
    assert set(queries.people_who_may(Capability.APPROVE_OFFICES)) == {administrator.user}


@pytest.fixture
def shared_base(django_db_setup: None, django_db_blocker: DjangoDbBlocker, worker: str) -> Iterator[str]:
    """The address of an empty base of this test alone, which other processes see."""
    made = databases.clone("schema", f"{worker}_mail")
    with django_db_blocker.unblock(), made as name, databases.connected_to(name):
        before, _, parameters = os.environ["DATABASE_URL"].partition("?")
        yield f"{before.rpartition('/')[0]}/{name}?{parameters}"


KILLED = """
import os, signal, django
django.setup()
from django.conf import settings
settings.EMAIL_BACKEND = "tests.notices.deadly.Backend"
from minga.jobs.worker import Worker
with Worker() as worker:
    worker.turn()
"""


def test_a_worker_that_is_killed_while_it_sends_leaves_the_mail_to_the_next(shared_base: str) -> None:
    ana = somebody(Role.REVIEWER)
    actions.choose_mail(mail=Mail.AT_ONCE, by=ana)
    registry.kind(KIND, lambda params: "Pasó algo.")
    tell(ana)
    root = Path(__file__).parents[2]
    environment = {**os.environ, "DATABASE_URL": shared_base, "PYTHONPATH": f"{root / 'src'}:{root}"}
    environment |= {"DJANGO_SETTINGS_MODULE": "minga.config.settings", "MINGA_HOME": str(settings.MINGA_HOME)}
    done = subprocess.run([sys.executable, "-c", KILLED], env=environment, check=False, capture_output=True)
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()
    assert Notice.objects.get().mailed_at is None and mail.outbox == []
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 minute'")
    jobs.mend()
    with Worker() as worker:
        assert worker.turn()
    assert Notice.objects.get().mailed_at is not None and len(mail.outbox) == 1
    assert ProcrastinateJob.objects.get().status == "succeeded"
