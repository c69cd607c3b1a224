"""Pages of accounts: signing up, acting for an organization, asking, deciding, inviting, coming back."""

import re
from urllib.parse import urlencode

import pytest
from django.core import mail
from django.test import Client

from minga.accounts import actions, demo, keeping
from minga.accounts.actors import installation
from minga.accounts.domain.permissions import Role
from minga.accounts.models import Enrolment, Invitation, Membership, User
from minga.accounts.queries import federation_of
from minga.journal.models import Event
from minga.territories.models import Organization, Territory
from tests.accounts.test_people import adviser, asked_office, caldono, user_of
from tests.people import browser, office, somebody

GOOD = "siete-cerros-y-un-rio"
ANA = "ana@caldono.gov.co"
FORM = "application/x-www-form-urlencoded"
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("counted_anew")]


def link_in(text: str) -> str:
    """The path of the one link of this site in a mail."""
    found = re.search(r"http://testserver(/\S+)", text)
    assert found, text
    return found[1]


def signed_up(client: Client, email: str = ANA, **more: str) -> User:
    client.post("/cuenta/signup/", {"email": email, "password1": GOOD, **more})
    assert client.post(link_in(str(mail.outbox[-1].body))).status_code == 302
    return User.objects.get(email=email)


def test_an_account_is_opened_proven_by_mail_and_told_of_in_the_journal_by_number() -> None:
    client = Client()
    answer = client.post("/cuenta/signup/", {"email": "Ana@Caldono.gov.co", "password1": GOOD})
    assert answer.status_code == 302 and "Confirme su correo" in mail.outbox[0].subject
    assert client.get("/cuenta/").status_code == 302
    page = client.get(link_in(str(mail.outbox[0].body)))
    assert "Confirmar" in page.content.decode()
    client.post(link_in(str(mail.outbox[0].body)))
    page = client.get("/cuenta/")
    assert ANA in page.content.decode() and "persona con cuenta" in page.content.decode()
    assert Event.objects.get(verb="account.created").object_ref == str(User.objects.get().pk)
    assert "caldono" not in repr(list(Event.objects.values()))


def test_a_form_that_lost_its_mark_with_the_browser_is_shown_again_and_sent_by_another_press_alone() -> None:
    ana = somebody(Role.PERSON, email=ANA)
    office("red")
    client, typed = Client(enforce_csrf_checks=True), {"organization": "red", "nota": "<b>Quiero</b> ayudar"}
    client.force_login(user_of(ana))

    def urlencoded(**more: str) -> str:
        return urlencode(typed | more)

    here = {"origin": "http://testserver"}
    answer = client.post("/cuenta/unirse/?de=red", urlencoded(), content_type=FORM, headers=here)
    page = answer.content.decode()
    assert answer.status_code == 403 and "&lt;b&gt;Quiero&lt;/b&gt;" in page and not Membership.objects.exists()
    assert answer.headers["Cache-Control"] == "no-store" and 'action="/cuenta/unirse/?de=red"' in page
    refusals: list[tuple[dict[str, str], dict[str, str]]] = [
        ({"origin": "https://malo.example"}, {}),  # of another site
        ({}, {}),  # of nobody knows where
        (here, {"password": "una clave"}),  # a secret is not written into a page
        (here, {"nota": "x" * 70_000}),
    ]
    for headers, more in refusals:
        refused = client.post("/cuenta/unirse/", urlencoded(**more), content_type=FORM, headers=headers)
        assert refused.status_code == 403 and "Enviarlo otra vez" not in refused.content.decode()
    files = client.post("/cuenta/unirse/", typed, headers=here)
    assert files.status_code == 403 and "Enviarlo otra vez" not in files.content.decode()
    mark = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[-1]
    again = urlencoded(csrfmiddlewaretoken=mark)
    assert client.post("/cuenta/unirse/?de=red", again, content_type=FORM, headers=here).status_code == 302
    assert Membership.objects.get().user == ana.user


def test_every_page_of_ones_own_account_opens() -> None:
    client = Client()
    signed_up(client)
    client.post("/cuenta/reauthenticate/", {"password": GOOD})
    for path in (
        "/cuenta/", "/cuenta/2fa/", "/cuenta/2fa/webauthn/", "/cuenta/2fa/webauthn/add/", "/cuenta/2fa/totp/activate/",
        "/cuenta/sessions/", "/cuenta/email/", "/cuenta/password/change/", "/cuenta/borrar/", "/cuenta/retomar/",
        "/cuenta/inscribir/", "/cuenta/unirse/", "/cuenta/logout/", "/cuenta/3rdparty/",
    ):  # fmt: skip
        answer = client.get(path, follow=True)
        assert answer.status_code == 200 and "<h1>" in answer.content.decode(), path
        assert not re.search(r"<script(?![^>]*(src=|json))", answer.content.decode()), path
    data = client.get("/cuenta/datos/").json()
    assert data["account"]["email"] == ANA and data["addresses"] == [{"email": ANA, "verified": True, "primary": True}]


def test_the_pages_before_one_has_entered_open_and_are_ours() -> None:
    client = Client()
    for path in (
        "/cuenta/login/", "/cuenta/signup/", "/cuenta/login/code/", "/cuenta/password/reset/", "/cuenta/inactive/",
        "/cuenta/password/reset/done/", "/cuenta/confirm-email/", "/cuenta/password/reset/key/done/",
        "/cuenta/password/reset/key/1-abc/", "/cuenta/confirm-email/no-es/",
    ):  # fmt: skip
        page = client.get(path).content.decode()
        assert "actúa por:" not in page and 'class="brand"' in page and 'lang="es"' in page, path


def test_one_enters_by_a_code_and_changes_a_forgotten_password() -> None:
    signed_up(Client())
    client = Client()
    client.post("/cuenta/login/code/", {"email": ANA})
    code = re.search(r"^([A-Z0-9]{3,}-?[A-Z0-9]+)$", str(mail.outbox[-1].body), re.MULTILINE)
    assert code, mail.outbox[-1].body
    assert client.post("/cuenta/login/code/confirm/", {"code": code[1]}).status_code == 302
    assert client.get("/cuenta/").status_code == 200
    other = Client()
    other.post("/cuenta/password/reset/", {"email": ANA})
    page = other.get(link_in(str(mail.outbox[-1].body)), follow=True)
    answer = other.post(page.redirect_chain[-1][0], {"password1": GOOD + "-2", "password2": GOOD + "-2"})
    assert answer.status_code == 302 and User.objects.get().check_password(GOOD + "-2")


def test_an_office_is_asked_for_by_name_or_code_and_approved_by_its_adviser() -> None:
    caldono()
    fcm, ana = adviser(), somebody(Role.PERSON, email=ANA)
    client, boss = browser(ana), browser(fcm)
    page = client.get("/cuenta/inscribir/?q=CO-19137").content.decode()
    assert "territorio=CO-19137" in page
    where = "/cuenta/inscribir/?territorio=CO-19137"
    assert "Oficina «federacion»" in client.get(where).content.decode()
    assert (
        client.post(where, {"name": "x"}).status_code == 200 and not Enrolment.objects.filter(standing="asked").exists()
    )
    client.post(where, {"name": "Oficina de cooperación", "federation": "federacion", "standing": "active"})
    assert "solicitud en espera" in client.get("/cuenta/").content.decode()
    assert "Ya se pidió" in client.post(where, {"name": "Oficina de cooperación"}).content.decode()
    row = Enrolment.objects.get(standing="asked")
    assert "Oficina de cooperación" in boss.get("/aprobaciones/").content.decode()
    boss.post("/aprobaciones/", {"enrolment": row.pk, "do": "refuse", "reason": ""})
    row.refresh_from_db()
    assert row.standing == "asked"
    boss.post("/aprobaciones/", {"enrolment": row.pk, "do": "approve"})
    assert mail.outbox[-1].to == [ANA] and "ya participa" in mail.outbox[-1].body
    assert "actúa por: Oficina de cooperación · coordinación" in client.get("/metodo/").content.decode()
    assert boss.post("/aprobaciones/", {"enrolment": row.pk, "do": "approve"}).status_code == 404


def test_whoever_decides_is_told_that_somebody_waits() -> None:
    """Her advisers where a federation is asked; the administrators where there is none, or nobody sits in it."""
    caldono()
    fcm, admin = user_of(adviser()).email, user_of(somebody(Role.ADMINISTRATOR)).email
    somebody(Role.COORDINATOR, of="federacion", email="jefa@federacion.example")
    where = "/cuenta/inscribir/?territorio=CO-19137"
    for email, federation, told in ((ANA, "federacion", fcm), ("eva@red.example", "", admin)):
        form = {"name": f"Oficina de {email}", "federation": federation}
        browser(somebody(Role.PERSON, email=email)).post(where, form)
        assert mail.outbox[-1].to == [told] and form["name"] in mail.outbox[-1].body
        assert "/aprobaciones/" in mail.outbox[-1].body
    assert len(mail.outbox) == 2
    boss = user_of(somebody(Role.COORDINATOR, of="red")).email
    office("sin-nadie")
    luz = browser(somebody(Role.PERSON, email="luz@red.example"))
    for slug, told in (("red", boss), ("sin-nadie", admin)):
        luz.post("/cuenta/unirse/", {"organization": slug})
        assert mail.outbox[-1].to == [told] and f"/organizaciones/{slug}/personas/" in mail.outbox[-1].body
        luz.post("/cuenta/unirse/", {"organization": slug})
    assert len(mail.outbox) == 4


def test_a_refusal_tells_why() -> None:
    ana = somebody(Role.PERSON, email=ANA)
    row = asked_office(ana)
    admin = browser(somebody(Role.ADMINISTRATOR))
    admin.post("/aprobaciones/", {"enrolment": row.pk, "do": "refuse", "reason": "Falta el acto que la crea"})
    assert "Falta el acto" in mail.outbox[-1].body
    assert "Falta el acto" in browser(ana).get("/cuenta/").content.decode()


def test_an_organization_of_the_register_is_asked_for_and_joined() -> None:
    network = office("red-de-prueba")
    ana = browser(somebody(Role.PERSON, email=ANA))
    assert "red-de-prueba" in ana.get("/cuenta/unirse/?q=prueba").content.decode()
    for _ in range(2):
        ana.post("/cuenta/unirse/", {"organization": "red-de-prueba", "role": "coordinator"})
    row = Membership.objects.get(user__email=ANA)
    assert (row.role, row.standing) == ("reader", "asked")
    boss = browser(somebody(Role.COORDINATOR, of=network.slug))
    where = f"/organizaciones/{network.slug}/personas/"
    assert ANA in boss.get(where).content.decode()
    boss.post(where, {"do": "accept", "membership": row.pk, "role": "adviser"})
    row.refresh_from_db()
    assert row.standing == "asked"
    boss.post(where, {"do": "accept", "membership": row.pk, "role": "reviewer"})
    assert "Ya es parte" in mail.outbox[-1].body
    assert "revisión" in ana.get("/metodo/").content.decode()
    for do in ({"do": "role", "role": "contributor"}, {"do": "settings", "second_eyes": "1"}, {"do": "end"}):
        assert boss.post(where, {"membership": row.pk, **do}).status_code == 302
    row.refresh_from_db()
    assert (row.role, row.standing) == ("contributor", "ended")
    assert Enrolment.objects.get(organization=network).second_eyes
    assert boss.post(where, {"do": "nada"}).status_code == 404


def test_a_join_is_refused_with_a_reason_and_the_last_coordinator_stays() -> None:
    boss_actor = somebody(Role.COORDINATOR)
    boss, where = browser(boss_actor), "/organizaciones/oficina-de-prueba/personas/"
    row = actions.ask_to_join(organization=office(), by=somebody(Role.PERSON, email=ANA))
    boss.post(where, {"do": "refuse", "membership": row.pk, "reason": ""})
    boss.post(where, {"do": "refuse", "membership": row.pk, "reason": "Pida antes a su jefe"})
    assert "Pida antes" in mail.outbox[-1].body and len(mail.outbox) == 1
    own = user_of(boss_actor).memberships.get()
    page = boss.post(where, {"do": "end", "membership": own.pk}, follow=True).content.decode()
    assert "Nadie más coordina" in page
    assert "Nadie más coordina" in boss.post("/cuenta/dejar/", {"membership": own.pk}, follow=True).content.decode()


def test_an_invitation_goes_by_mail_and_is_taken_by_its_address() -> None:
    boss, where = browser(somebody(Role.COORDINATOR)), "/organizaciones/oficina-de-prueba/personas/"
    assert boss.post(where, {"do": "invite", "email": "no es", "role": "reader"}).status_code == 400
    boss.post(where, {"do": "invite", "email": ANA, "role": "reviewer"})
    link = link_in(str(mail.outbox[-1].body))
    assert Client().get(link).status_code == 302
    assert browser(somebody(Role.PERSON, email="eva@red.example")).get(link).status_code == 404
    client = browser(somebody(Role.PERSON, email=ANA))
    assert "revisión" in client.get(link).content.decode()
    client.post(link)
    assert Membership.objects.active().get(user__email=ANA).role == "reviewer"
    assert client.post(link).status_code == 404
    assert boss.post(where, {"do": "invite", "email": ANA, "role": "reader"}).status_code == 400
    boss.post(where, {"do": "invite", "email": "eva@red.example", "role": "reader"})
    boss.post(where, {"do": "withdraw", "invitation": Invitation.objects.get().pk})
    assert not Invitation.objects.exists()


def test_somebody_of_two_organizations_always_sees_for_which_she_acts() -> None:
    ana = somebody(Role.CONTRIBUTOR)
    other = actions.grant(user=user_of(ana), organization=office("otra"), role=Role.REVIEWER, by=installation())
    client = browser(ana)
    assert "Oficina «oficina-de-prueba» · colaboración" in client.get("/metodo/").content.decode()
    client.post("/cuenta/actuar/", {"membership": other.pk})
    assert "Oficina «otra» · revisión" in client.get("/metodo/").content.decode()
    client.post("/cuenta/dejar/", {"membership": other.pk})
    assert "Oficina «oficina-de-prueba» · colaboración" in client.get("/metodo/").content.decode()


def test_an_administrator_looks_after_organizations_and_accounts() -> None:
    admin = browser(somebody(Role.ADMINISTRATOR))
    somebody(Role.PERSON, email=ANA)
    network = office("red-de-prueba")
    assert "red-de-prueba" in admin.get("/administracion/?correo=ana").content.decode()
    grant = {"do": "grant", "email": ANA, "organization": network.slug}
    admin.post("/administracion/", {**grant, "role": "adviser"})
    admin.post("/administracion/", {**grant, "email": "nadie@red.example", "role": "reviewer"})
    assert not Membership.objects.exists()
    admin.post("/administracion/", {**grant, "role": "reviewer"})
    assert Membership.objects.active().exists()
    admin.post("/administracion/", {"do": "end", "enrolment": Enrolment.objects.get().pk})
    assert not Membership.objects.active().exists()
    assert "Que participe" in admin.get("/administracion/?organizacion=prueba").content.decode()
    admin.post("/administracion/", {"do": "enrol", "organization": network.slug})
    assert Membership.objects.active().exists()
    user = User.objects.get(email=ANA)
    admin.post("/administracion/", {"do": "active", "user": user.pk, "active": "0"})
    user.refresh_from_db()
    assert not user.is_active and admin.post("/administracion/", {"do": "nada"}).status_code == 404


def test_what_was_sent_after_the_session_ended_is_shown_and_sent_again(monkeypatch: pytest.MonkeyPatch) -> None:
    client = Client()
    where, typed = (
        "/cuenta/unirse/?desde=aqui",
        {"organization": "red", "nota": "Dos\nlíneas", "password": "x", "token": "y"},
    )
    answer = client.post(where, typed)
    assert answer.status_code == 403 and "nada se perdió" in answer.content.decode()
    assert 'next=/cuenta/retomar/"' in answer.content.decode()
    somebody(Role.PERSON, email=ANA)
    assert client.get("/cuenta/retomar/").status_code == 302
    client.post("/cuenta/login/", {"login": ANA, "password": "una clave de prueba 9", "next": "/cuenta/retomar/"})
    page = client.get("/cuenta/retomar/").content.decode()
    assert "Dos\nlíneas" in page and f'action="{where}"' in page
    assert 'name="password"' not in page and 'name="token"' not in page and "csrfmiddlewaretoken" in page
    assert "Retomarlo" in client.get("/cuenta/").content.decode()
    client.post("/cuenta/retomar/", {"path": "/otra/"})
    assert keeping.KEPT in client.session
    office("red")
    assert client.post(where, typed).status_code == 302 and keeping.KEPT not in client.session
    assert Membership.objects.filter(user__email=ANA, organization__slug="red").exists()


def test_what_is_too_long_is_not_kept_and_no_more_than_a_few_forms_are() -> None:
    client = Client()
    answer = client.post("/cuenta/unirse/", {"nota": "x" * (keeping.MOST_BYTES + 1)}).content.decode()
    assert "nada se perdió" not in answer and "hace falta otro papel" in answer
    for n in range(keeping.MOST_FORMS + 2):
        client.post(f"/cuenta/unirse/?n={n}", {"nota": str(n)})
    assert [one["fields"][0][1] for one in client.session[keeping.KEPT]] == ["2", "3", "4"]
    codes = {client.post("/cuenta/unirse/?n=x", {"nota": "x"}).status_code for _ in range(25)}
    assert codes == {403}


def test_an_account_is_erased_once_its_address_was_typed() -> None:
    client = Client()
    signed_up(client)
    assert client.post("/cuenta/borrar/", {"confirmed": ANA}).url.startswith("/cuenta/reauthenticate/")  # type: ignore[attr-defined]
    client.post("/cuenta/reauthenticate/", {"password": GOOD})
    assert client.post("/cuenta/borrar/", {"confirmed": "otra@red.example"}).status_code == 400
    assert client.post("/cuenta/borrar/", {"confirmed": ANA}).status_code == 302
    assert client.get("/cuenta/").status_code == 302 and not User.objects.filter(email=ANA).exists()
    assert Client().post("/cuenta/login/", {"login": ANA, "password": GOOD}).status_code == 200


def test_the_ready_people_are_in_the_demo_alone_and_for_this_machine_alone(settings: object) -> None:
    manizales = {"code": "CO-17001", "name": "Manizales", "level": "municipality", "country": "CO"}
    Territory.objects.create(**manizales, parent=caldono().parent, is_government=True)
    demo.make_ready_people()
    noted = Event.objects.count()
    demo.make_ready_people()
    assert Event.objects.count() == noted, "they are there already"
    for slug in ("demo-oficina-caldono", "demo-oficina-manizales"):
        federation = federation_of(Organization.objects.get(slug=slug))
        assert federation and federation.slug == "demo-federacion", "who is not answered is heard by the adviser"
    assert User.objects.count() == 4 and not any(user.has_usable_password() for user in User.objects.all())
    here = {"HTTP_HOST": "localhost"}
    cases = [(True, here, 302), (False, here, 404), (True, {"HTTP_HOST": "minga.example.org"}, 404)]
    cases += [
        (True, {**here, "REMOTE_ADDR": "10.0.0.7"}, 404),
        (True, {**here, "HTTP_X_FORWARDED_FOR": "1.2.3.4"}, 404),
    ]
    for on, how, code in cases:
        settings.DEMO, settings.ALLOWED_HOSTS = on, ["*"]  # type: ignore[attr-defined]
        client = Client(**how)  # type: ignore[arg-type]
        assert ("Demostración en esta máquina" in client.get("/cuenta/login/").content.decode()) is (code == 302), how
        assert client.post("/cuenta/demostracion/", {"person": "revisora"}).status_code == code, how
    settings.DEMO = True  # type: ignore[attr-defined]
    client = Client(HTTP_HOST="localhost")
    assert client.post("/cuenta/demostracion/", {"person": "nadie"}).status_code == 404
    client.post("/cuenta/demostracion/", {"person": "revisora", "next": "https://evil.example/"})
    assert "demostración" in client.get("/cuenta/").content.decode()
    assert Client(HTTP_HOST="localhost", enforce_csrf_checks=True).post("/cuenta/demostracion/").status_code == 403


def test_mail_without_a_server_lies_in_a_folder_that_this_machine_alone_is_shown(settings: object) -> None:
    settings.EMAIL_BACKEND = "minga.accounts.outbox.Outbox"  # type: ignore[attr-defined]
    client = Client(HTTP_HOST="localhost:8000")
    client.post("/cuenta/signup/", {"email": ANA, "password1": GOOD})
    page = client.get("/correo/").content.decode()
    assert "Confirme su correo" in page and "/cuenta/confirm-email/" in page and ANA in page
    assert "los mensajes están aquí" in client.get("/cuenta/confirm-email/").content.decode()
    for how in (
        {"REMOTE_ADDR": "10.0.0.7"},
        {"HTTP_HOST": "testserver"},
        {"HTTP_X_REAL_IP": "1.2.3.4"},
        {"HTTP_VIA": "x"},
    ):
        assert Client(**{"HTTP_HOST": "localhost", **how}).get("/correo/").status_code == 404, how  # type: ignore[arg-type]
    settings.HTTPS = True  # type: ignore[attr-defined]
    assert client.get("/correo/").status_code == 404
    settings.HTTPS, settings.EMAIL_BACKEND = False, "minga.accounts.posting.Post"  # type: ignore[attr-defined]
    assert client.get("/correo/").status_code == 404
