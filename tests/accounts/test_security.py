"""What strangers try: to be somebody else, to know who has an account, to be sent away, to have more than was given."""

import concurrent.futures
import re
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.core import mail
from django.core.cache import cache
from django.db import connections
from django.test import Client
from django.urls import reverse

from minga.accounts import actions, urls
from minga.accounts.actors import installation
from minga.accounts.domain.permissions import Role
from minga.accounts.models import Enrolment, Membership, User
from tests.accounts.test_pages import ANA, GOOD, signed_up
from tests.accounts.test_people import adviser, asked_office, caldono, user_of
from tests.people import browser, office, somebody

WORD = "una clave de prueba 9"
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("counted_anew"), pytest.mark.unmeasured]


def enter(client: Client, email: str = ANA, word: str = WORD, **more: str) -> Any:
    return client.post("/cuenta/login/", {"login": email, "password": word, **more})


def test_a_session_that_somebody_planted_is_not_the_one_that_enters() -> None:
    somebody(Role.PERSON, email=ANA)
    client = Client()
    client.post("/cuenta/unirse/", {"nota": "algo"})
    planted = client.cookies["sessionid"].value
    assert enter(client).status_code == 302
    assert client.cookies["sessionid"].value != planted
    thief = Client()
    thief.cookies["sessionid"] = planted
    assert thief.get("/cuenta/").status_code == 302
    left = client.cookies["sessionid"].value
    client.post("/cuenta/logout/")
    thief.cookies["sessionid"] = left
    assert thief.get("/cuenta/").status_code == 302


def test_no_form_is_taken_that_was_not_filled_in_here() -> None:
    admin = somebody(Role.ADMINISTRATOR)
    client = Client(enforce_csrf_checks=True)
    client.force_login(user_of(admin))
    own = [reverse(one.name, kwargs=_parts(str(one.pattern))) for one in urls.urlpatterns if one.name]
    library = ["/cuenta/login/", "/cuenta/signup/", "/cuenta/logout/", "/cuenta/password/reset/", "/cuenta/email/"]
    library += ["/cuenta/sessions/", "/cuenta/2fa/totp/activate/", "/cuenta/password/change/", "/cuenta/login/code/"]
    codes = {path: client.post(path, {"do": "grant", "membership": "1"}).status_code for path in [*own, *library]}
    assert {path: code for path, code in codes.items() if code not in (403, 405)} == {}
    assert len(codes) >= 20


def _parts(pattern: str) -> dict[str, str]:
    values = {"token": "x" * 30, "slug": "oficina-de-prueba"}
    return {name: value for name, value in values.items() if f"<{name}>" in pattern}


@pytest.mark.parametrize("evil", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"])
def test_nobody_is_sent_away_from_here(evil: str, settings: Any) -> None:
    ana = somebody(Role.CONTRIBUTOR, email=ANA)
    settings.ALLOWED_HOSTS = ["testserver", "localhost"]
    answers = [enter(Client(), next=evil), browser(ana).post("/cuenta/logout/", {"next": evil})]
    key = str(user_of(ana).memberships.get().pk)
    answers.append(browser(ana).post("/cuenta/actuar/", {"membership": key, "vuelta": evil}))
    answers.append(browser(ana).get("/cuenta/login/", {"next": evil}))
    for answer in answers:
        assert answer.status_code == 302 and re.fullmatch(r"/[a-z/]*", answer["Location"]), answer["Location"]


def test_a_mail_goes_where_it_should_and_says_what_we_wrote() -> None:
    evil = "Oficina\r\nBcc: todos@evil.example\r\n\r\nHola"
    ana = somebody(Role.PERSON, email=ANA)
    caldono()
    browser(ana).post("/cuenta/inscribir/?territorio=CO-19137", {"name": evil})
    row = Enrolment.objects.filter(standing="asked").first()
    if row is not None:
        row = actions.approve_enrolment(enrolment=row, by=installation())
        assert row.organization is not None
        where = f"/organizaciones/{row.organization.slug}/personas/"
        browser(ana).post(where, {"do": "invite", "email": "eva@red.example", "role": "reader"})
    for address in ("eva@red.example\nBcc: a@evil.example", "eva@red.example,a@evil.example"):
        Client().post("/cuenta/password/reset/", {"email": address})
        Client().post("/cuenta/signup/", {"email": address, "password1": GOOD})
    assert len(mail.outbox) == 1 and mail.outbox[0].recipients() == ["eva@red.example"]
    headers = mail.outbox[0].message().as_string().partition("\n\n")[0]
    assert not re.search(r"^Bcc:", headers, re.MULTILINE)


def test_no_answer_tells_whether_an_address_has_an_account() -> None:
    somebody(Role.PERSON, email=ANA)
    ways: list[tuple[str, dict[str, str]]] = [
        ("/cuenta/signup/", {"password1": GOOD}),
        ("/cuenta/password/reset/", {}),
        ("/cuenta/login/code/", {}),
        ("/cuenta/login/", {"password": "no es la clave"}),
    ]
    for path, words in ways:
        seen = []
        for email in (ANA, "nadie@red.example"):
            cache.clear()
            sent = len(mail.outbox)
            field = "login" if path.endswith("/login/") else "email"
            answer = Client().post(path, {field: email, **words}, follow=True)
            text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode()).replace(email, "X")
            seen.append((answer.status_code, answer.redirect_chain, text, len(mail.outbox) - sent))
        assert seen[0] == seen[1], path


def test_passwords_cannot_be_guessed_however_many_machines_and_processes_help() -> None:
    somebody(Role.PERSON, email=ANA)
    home, away = "10.9.9.9", "10.9.9.10"
    for n in range(5):
        assert not is_in("10.0.0.1", f"mala-{n}")
    assert not is_in("10.0.0.1"), "not even with the right one: five were wrong"
    assert is_in(home), "what a stranger tries elsewhere closes nothing to her"
    for machine in range(1, 11):
        for n in range(5):
            assert not is_in(f"10.0.{machine}.1", f"mala-{n}")
    assert not is_in(away), "fifty wrong ones in an hour, however many machines help, close it to strangers"
    assert is_in(home), "but not where she has a session"
    client = Client(REMOTE_ADDR=away)
    client.post("/cuenta/login/code/", {"email": ANA})
    code = re.search(r"^([A-Z0-9]{3,}-?[A-Z0-9]+)$", str(mail.outbox[-1].body), re.MULTILINE)
    assert code and client.post("/cuenta/login/code/confirm/", {"code": code[1]}).status_code == 302
    assert client.get("/cuenta/").status_code == 200, "and a code by mail lets her in from anywhere"
    cache.clear()
    codes = [enter(Client(), "otra@red.example").status_code for _ in range(35)]
    assert codes[-1] == 429 and "Demasiados intentos" in enter(Client()).content.decode()


def is_in(address: str, word: str = WORD) -> bool:
    client = Client(REMOTE_ADDR=address)
    enter(client, word=word)
    return client.get("/cuenta/").status_code == 200


def test_codes_cannot_be_guessed() -> None:
    somebody(Role.PERSON, email=ANA)
    client = Client()
    client.post("/cuenta/login/code/", {"email": ANA})
    for _ in range(4):
        client.post("/cuenta/login/code/confirm/", {"code": "AAA-AAA"}, follow=True)
    right = re.search(r"^([A-Z0-9]{3,}-?[A-Z0-9]+)$", str(mail.outbox[-1].body), re.MULTILINE)
    assert right
    client.post("/cuenta/login/code/confirm/", {"code": right[1]})
    assert client.get("/cuenta/").status_code == 302


def test_what_is_counted_is_counted_for_all_processes_together() -> None:
    """Eight at once, each with a connection of its own, as web processes have: no more than the limit get through."""

    def attempt(n: int) -> bool:
        try:
            answer = enter(Client(REMOTE_ADDR="10.1.0.1"), "ana@lejos.example", f"mala-{n}")
            return "demasiad" not in answer.content.decode().lower()
        finally:
            connections.close_all()

    def forget() -> None:
        cache.clear()
        connections.close_all()

    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        tried = list(pool.map(attempt, range(16)))
        pool.submit(forget).result()
    assert sum(tried) <= 5


def test_what_a_form_does_not_have_changes_nothing() -> None:
    more = {"is_superuser": "1", "is_active": "0", "role": "administrator", "pk": "1", "joined_at": "1999-01-01"}
    user = signed_up(Client(), **more)
    assert (user.is_superuser, user.is_active, user.joined_at.year > 2000) == (False, True, True)
    client = browser(somebody(Role.PERSON, email="eva@red.example"))
    office("red")
    client.post("/cuenta/unirse/", {"organization": "red", "standing": "active", **more, "user": str(user.pk)})
    row = Membership.objects.get()
    assert (row.user.email, row.role, row.standing) == ("eva@red.example", "reader", "asked")
    boss, where = browser(somebody(Role.COORDINATOR, of="red")), "/organizaciones/red/personas/"
    for role in ("administrator", "installation", "adviser", "person", ""):
        boss.post(where, {"do": "accept", "membership": row.pk, "role": role})
        boss.post(where, {"do": "invite", "email": "luz@red.example", "role": role})
    row.refresh_from_db()
    assert row.standing == "asked" and not mail.outbox[1:]
    assert not User.objects.filter(is_superuser=True).exists()


def test_the_keys_of_others_open_nothing() -> None:
    """Every key from one on, by somebody of another organization, changes nothing of anybody."""
    ana, eva = somebody(Role.COORDINATOR, email=ANA), somebody(Role.COORDINATOR, of="otra")
    asked_office(ana)
    row = actions.ask_to_join(organization=office(), by=somebody(Role.PERSON))
    invitation, _ = actions.invite(organization=office(), email="luz@red.example", role=Role.READER, by=installation())
    enter(Client())
    session = UserSession.objects.get(user=ana.user)
    fcm = browser(adviser())
    before = _everything()
    client = browser(eva)
    own = user_of(eva).memberships.get().pk
    last = max(row.pk, invitation.pk, session.pk, Enrolment.objects.latest("pk").pk)
    for key in {*range(1, last + 3)} - {own}:
        for where in ("/organizaciones/otra/personas/", "/organizaciones/oficina-de-prueba/personas/"):
            for do in ("accept", "refuse", "withdraw"):
                words = {"do": do, "membership": key, "invitation": key, "role": "coordinator", "reason": "porque sí"}
                assert client.post(where, words).status_code == 404
            assert client.post(where, {"do": "end", "membership": key}).status_code == 404
        for where in ("/cuenta/dejar/", "/cuenta/actuar/"):
            assert client.post(where, {"membership": key}).status_code == 404
        assert client.post("/cuenta/cerrar-sesion/", {"session": key}).status_code == 404
        assert client.post("/aprobaciones/", {"enrolment": key, "do": "approve"}).status_code == 403
        assert fcm.post("/aprobaciones/", {"enrolment": key, "do": "approve"}).status_code == 404
    for odd in ("", "-1", "9" * 40, "1 OR 1=1", "²"):
        assert client.post("/cuenta/dejar/", {"membership": odd}).status_code == 404
    assert _everything() == before


def _everything() -> list[Any]:
    rows = (Membership, Enrolment, UserSession)
    return [sorted(map(str, model.objects.values_list())) for model in rows]
