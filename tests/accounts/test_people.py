"""How people come to act for organizations: asked for, decided, invited, given a role, let go; and forgotten."""

import json
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils import timezone

from minga.accounts import actions, personal, queries
from minga.accounts.actors import ANONYMOUS, Actor, as_member, installation
from minga.accounts.domain.memberships import MOST_ASKED, Standing, hashed, roles_in
from minga.accounts.domain.permissions import Role
from minga.accounts.guards import NotAllowed
from minga.accounts.models import Enrolment, Invitation, Membership, User
from minga.journal.models import Event
from minga.territories.models import Organization, Territory
from tests.people import browser, office, somebody

pytestmark = pytest.mark.django_db


def caldono() -> Territory:
    """A municipality, in a base without a gazetteer."""
    country, _ = Territory.objects.get_or_create(
        code="CO", defaults={"name": "Colombia", "level": "country", "country": "CO", "is_government": True}
    )
    found, _ = Territory.objects.get_or_create(
        code="CO-19137",
        defaults={
            "name": "Caldono",
            "level": "municipality",
            "country": "CO",
            "parent": country,
            "is_government": True,
        },
    )
    return found


def federation(slug: str = "federacion") -> Organization:
    made = office(slug)
    made.kind, made.country = Organization.Kind.FEDERATION, "CO"
    made.save()
    return made


def adviser(slug: str = "federacion") -> Actor:
    federation(slug)
    return somebody(Role.ADVISER, of=slug)


def asked_office(by: Actor, name: str = "Oficina de cooperación", to: Organization | None = None) -> Enrolment:
    return actions.ask_for_office(territory=caldono(), name=name, federation=to, by=by)


def verbs() -> list[str]:
    return list(Event.objects.order_by("pk").values_list("verb", flat=True))


def user_of(actor: Actor) -> User:
    assert actor.user is not None
    return actor.user


def member(role: Role, **words: str) -> Membership:
    return user_of(somebody(role, **words)).memberships.get()


def test_an_office_that_is_asked_for_is_no_organization_before_its_federation_approves_it() -> None:
    ana, fcm = somebody(Role.PERSON), adviser()
    row = asked_office(ana, to=fcm.organization)
    assert not Organization.objects.filter(territory__code="CO-19137").exists()
    assert list(queries.to_approve(fcm)) == [row] and "cooperación" in str(row)
    row = actions.approve_enrolment(enrolment=row, by=fcm)
    assert row.organization is not None
    assert (row.organization.slug, row.organization.kind) == ("co-19137-oficina-de-cooperacion", "office")
    membership = user_of(ana).memberships.active().get()
    assert (membership.role, membership.organization) == (Role.COORDINATOR, row.organization)
    assert {"enrolment.asked", "organization.added", "enrolment.active", "membership.active"} <= set(verbs())
    with pytest.raises(actions.AlreadyDecided):
        actions.approve_enrolment(enrolment=row, by=fcm)
    again = actions.approve_enrolment(enrolment=asked_office(ana), by=installation())
    assert again.organization and again.organization.slug.endswith("-2")


def test_another_federation_neither_sees_nor_decides_it_and_an_administrator_does_both() -> None:
    ana, other, admin = somebody(Role.PERSON), adviser("otra-federacion"), somebody(Role.ADMINISTRATOR)
    own = adviser()
    row = asked_office(ana, to=own.organization)
    assert not queries.to_approve(other).exists() and queries.to_approve(admin).get() == row
    for act in (actions.approve_enrolment, lambda **words: actions.refuse_enrolment(reason="no es", **words)):
        with pytest.raises(NotAllowed):
            act(enrolment=row, by=other)
    row = actions.refuse_enrolment(enrolment=row, reason=" Falta el acto que la crea. ", by=admin)
    assert (row.standing, row.reason, row.organization) == (Standing.REFUSED, "Falta el acto que la crea.", None)
    assert "Falta" not in repr(list(Event.objects.values()))


def test_one_asks_once_and_not_for_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    ana = somebody(Role.PERSON)
    asked_office(ana)
    with pytest.raises(actions.AlreadyTakesPart):
        asked_office(ana)
    network = Organization.objects.create(slug="red", name="Red", kind="network")
    row = actions.ask_to_enrol(organization=network, federation=None, by=ana)
    with pytest.raises(actions.AlreadyTakesPart):
        actions.ask_to_enrol(organization=network, federation=None, by=somebody(Role.PERSON, email="eva@red.example"))
    actions.refuse_enrolment(enrolment=row, reason="todavía no", by=installation())
    assert actions.ask_to_enrol(organization=network, federation=None, by=ana).reason == ""
    eva = somebody(Role.PERSON, email="eva@academia.example")
    academy = Organization.objects.create(slug="academia", name="Academia", kind="university")
    row = actions.ask_to_enrol(organization=academy, federation=None, by=eva)
    assert actions.approve_enrolment(enrolment=row, by=installation()).organization == academy
    for n in range(MOST_ASKED - 2):
        each = Organization.objects.create(slug=f"red-{n}", name="Red", kind="network")
        actions.ask_to_enrol(organization=each, federation=None, by=ana)
    with pytest.raises(actions.TooManyAsked):
        each = Organization.objects.create(slug="red-otra", name="Red", kind="network")
        actions.ask_to_enrol(organization=each, federation=None, by=ana)

    def taken(self: Enrolment, *args: object, **kwargs: object) -> None:
        raise IntegrityError

    monkeypatch.setattr(Enrolment, "save", taken)
    with pytest.raises(actions.AlreadyTakesPart):
        eva = somebody(Role.PERSON, email="eva@otra.example")
        actions.ask_to_enrol(organization=each, federation=None, by=eva)


def test_what_is_approved_after_its_person_left_has_no_coordinator() -> None:
    ana = somebody(Role.PERSON)
    row = asked_office(ana)
    actions.set_active(user=user_of(ana), active=False, by=installation())
    assert actions.approve_enrolment(enrolment=row, by=installation()).standing == Standing.ACTIVE
    assert not user_of(ana).memberships.exists()


def test_an_organization_that_ends_leaves_nobody_acting_for_it() -> None:
    row = member(Role.REVIEWER)
    enrolment = Enrolment.objects.get(organization=row.organization)
    actions.end_enrolment(enrolment=enrolment, by=installation())
    assert not row.user.memberships.active().exists()
    with pytest.raises(actions.AlreadyDecided):
        actions.end_enrolment(enrolment=enrolment, by=installation())


def test_a_coordinator_decides_who_joins_and_in_which_role() -> None:
    boss, ana = somebody(Role.COORDINATOR), somebody(Role.PERSON)
    with pytest.raises(NotAllowed):
        actions.ask_to_join(organization=office(), by=installation())
    row = actions.ask_to_join(organization=office(), by=ana)
    assert not user_of(ana).memberships.active().exists()
    with pytest.raises(actions.AlreadyMember):
        actions.ask_to_join(organization=office(), by=ana)
    with pytest.raises(NotAllowed):
        actions.accept_member(membership=row, role=Role.REVIEWER, by=somebody(Role.COORDINATOR, of="otra"))
    with pytest.raises(ValueError, match="adviser"):
        actions.accept_member(membership=row, role=Role.ADVISER, by=boss)
    row = actions.accept_member(membership=row, role=Role.REVIEWER, by=boss)
    assert (row.role, row.standing) == (Role.REVIEWER, Standing.ACTIVE)
    with pytest.raises(actions.NotOpen):
        actions.refuse_member(membership=row, reason="tarde", by=boss)
    eva = somebody(Role.PERSON, email="eva@red.example")
    row = actions.refuse_member(
        membership=actions.ask_to_join(organization=office(), by=eva), reason="Pida antes a su jefe", by=boss
    )
    assert row.standing == Standing.REFUSED and "jefe" in row.reason
    for n in range(MOST_ASKED):
        actions.ask_to_join(organization=office(f"o-{n}"), by=eva)
    with pytest.raises(actions.AlreadyMember):
        actions.ask_to_join(organization=office("una-mas"), by=eva)


def test_an_organization_keeps_somebody_who_coordinates_it() -> None:
    boss = somebody(Role.COORDINATOR)
    own, other = user_of(boss).memberships.get(), member(Role.REVIEWER)
    with pytest.raises(actions.LastCoordinator):
        actions.give_role(membership=own, role=Role.READER, by=boss)
    with pytest.raises(actions.LastCoordinator):
        actions.end_membership(membership=own, by=boss)
    with pytest.raises(actions.LastCoordinator):
        actions.leave(membership=own, by=boss)
    assert actions.give_role(membership=other, role=Role.COORDINATOR, by=boss).role == Role.COORDINATOR
    assert actions.leave(membership=own, by=boss).standing == Standing.ENDED
    with pytest.raises(actions.NotOpen):
        actions.leave(membership=own, by=boss)
    with pytest.raises(NotAllowed):
        actions.leave(membership=other, by=boss)
    other.refresh_from_db()
    third = member(Role.READER, email="eva@red.example")
    assert actions.end_membership(membership=third, by=as_member(other)).standing == Standing.ENDED
    assert {"membership.role", "membership.ended"} <= set(verbs())


def test_advisers_sit_in_federations_alone() -> None:
    assert Role.ADVISER in roles_in("federation") and Role.ADVISER not in roles_in("office")
    with pytest.raises(ValueError, match="administrator"):
        actions.grant(
            user=user_of(somebody(Role.PERSON)), organization=office(), role=Role.ADMINISTRATOR, by=installation()
        )


def test_a_second_pair_of_eyes_is_for_the_organization_itself_to_set() -> None:
    boss = somebody(Role.COORDINATOR)
    for wanted in (True, True, False):
        actions.set_second_eyes(organization=office(), second_eyes=wanted, by=boss)
        assert Enrolment.objects.get(organization=office()).second_eyes is wanted
    assert verbs().count("enrolment.set") == 2
    with pytest.raises(NotAllowed):
        actions.set_second_eyes(organization=office("otra"), second_eyes=True, by=boss)


def test_an_invitation_is_taken_once_in_time_by_whom_it_was_sent_to() -> None:
    boss, ana = somebody(Role.COORDINATOR), somebody(Role.PERSON, email="ana@caldono.gov.co")
    row, token = actions.invite(organization=office(), email=" Ana@Caldono.gov.co", role=Role.REVIEWER, by=boss)
    assert token not in repr(Invitation.objects.values()) and row.token_hash == hashed(token) and "reviewer" in str(row)
    with pytest.raises(actions.InvitedSomebodyElse):
        actions.take_invitation(token=token, by=somebody(Role.PERSON, email="otra@caldono.gov.co"))
    for nobody in (("x" * 40, ana), (token, installation())):
        with pytest.raises(actions.InvitationGone):
            actions.take_invitation(token=nobody[0], by=nobody[1])
    _, newer = actions.invite(organization=office(), email="ana@caldono.gov.co", role=Role.READER, by=boss)
    with pytest.raises(actions.InvitationGone):
        actions.take_invitation(token=token, by=ana)
    assert actions.take_invitation(token=newer, by=ana).role == Role.READER
    with pytest.raises(actions.InvitationGone):
        actions.take_invitation(token=newer, by=ana)
    with pytest.raises(actions.AlreadyMember):
        actions.invite(organization=office(), email="ana@caldono.gov.co", role=Role.READER, by=boss)
    late, token = actions.invite(organization=office(), email="eva@caldono.gov.co", role=Role.READER, by=boss)
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    with pytest.raises(actions.InvitationGone):
        actions.take_invitation(token=token, by=somebody(Role.PERSON, email="eva@caldono.gov.co"))
    with pytest.raises(NotAllowed):
        actions.withdraw_invitation(invitation=late, by=somebody(Role.COORDINATOR, of="otra"))
    actions.withdraw_invitation(invitation=late, by=boss)
    assert not Invitation.objects.exists()
    assert "caldono" not in repr(list(Event.objects.values()))


def test_nobody_is_invited_elsewhere_at_no_address_or_to_a_role_that_is_not_there() -> None:
    boss = somebody(Role.COORDINATOR)
    with pytest.raises(NotAllowed):
        actions.invite(organization=office("otra"), email="ana@caldono.gov.co", role=Role.READER, by=boss)
    with pytest.raises(ValidationError):
        actions.invite(organization=office(), email="a@b.co\nBcc: c@d.co", role=Role.READER, by=boss)
    with pytest.raises(ValueError, match="adviser"):
        actions.invite(organization=office(), email="ana@caldono.gov.co", role=Role.ADVISER, by=boss)


def test_an_account_is_closed_and_opened_by_an_administrator_and_not_by_its_own_person() -> None:
    admin, ana = somebody(Role.ADMINISTRATOR), somebody(Role.READER)
    client = browser(ana)
    assert client.get("/cuenta/").status_code == 200
    actions.set_active(user=user_of(ana), active=False, by=admin)
    assert client.get("/cuenta/").status_code == 302 and not UserSession.objects.filter(user=ana.user).exists()
    assert actions.set_active(user=user_of(ana), active=True, by=admin).is_active
    with pytest.raises(NotAllowed):
        actions.set_active(user=user_of(admin), active=False, by=admin)


def test_whoever_is_forgotten_leaves_no_word_of_herself_and_what_she_signed_stays() -> None:
    forgotten: list[int] = []
    personal.register("probe", tell=lambda user: {"of": user.pk}, erase=lambda user: forgotten.append(user.pk))
    try:
        with pytest.raises(ValueError, match="probe"):
            personal.register("probe", tell=lambda user: None, erase=lambda user: None)
        ana = somebody(Role.COORDINATOR, email="ana@caldono.gov.co")
        user, client = user_of(ana), browser(ana)
        asked_office(ana)
        actions.ask_to_join(organization=office("otra"), by=ana)
        actions.invite(organization=office("otra"), email=user.email, role=Role.READER, by=installation())
        told = json.dumps(queries.all_about(user), default=str)
        assert "ana@caldono.gov.co" in told and '"of"' in told and "oficina-de-prueba" in told
        for wrong in ("", "eva@caldono.gov.co"):
            with pytest.raises(actions.NotConfirmed):
                actions.erase_account(confirmed=wrong, by=ana)
        with pytest.raises(actions.NotConfirmed):
            actions.erase_account(confirmed="", by=installation())
        actions.erase_account(confirmed=" Ana@caldono.gov.co ", by=ana)
    finally:
        personal._ROOMS.pop("probe")
    user.refresh_from_db()
    assert (user.email, user.is_active, user.has_usable_password()) == (f"{user.pk}@erased.invalid", False, False)
    assert forgotten == [user.pk] and not EmailAddress.objects.filter(user=user).exists()
    assert not Membership.objects.filter(user=user, standing__in=["asked", "active"]).exists()
    assert not Invitation.objects.exists() and not Enrolment.objects.filter(asked_by=user, standing="asked").exists()
    assert client.get("/cuenta/").status_code == 302
    assert Event.objects.filter(verb="account.erased").exists()
    everything = [
        list(model.objects.values()) for model in (User, Membership, Enrolment, Invitation, Event, UserSession)
    ]
    assert "ana@caldono" not in repr(everything)


def test_a_browser_is_signed_out_by_its_own_person_alone() -> None:
    ana, eva = somebody(Role.READER), somebody(Role.READER, email="eva@red.example")
    client = browser(ana)
    key = client.session.session_key
    session = UserSession.objects.create(user=ana.user, session_key=key, ip="127.0.0.1", user_agent="de prueba")
    for nobody in (eva, ANONYMOUS):
        with pytest.raises(NotAllowed):
            actions.end_session(session=session, by=nobody)
    actions.end_session(session=session, by=ana)
    assert client.get("/cuenta/").status_code == 302


def test_nothing_is_mailed_by_actions() -> None:
    asked_office(somebody(Role.PERSON))
    assert mail.outbox == []
