"""Accounts are made by actions only, and the journal never learns an e-mail."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from minga.accounts import actions
from minga.accounts.models import User
from minga.journal.models import Event

GOOD = "siete-cerros-y-un-rio"
pytestmark = pytest.mark.django_db


def test_an_administrator_can_sign_in_and_do_everything() -> None:
    user = actions.create_admin(email="  Alba@Caldono.Gov.CO ", password=GOOD)
    assert user.email == "alba@caldono.gov.co"
    assert user.check_password(GOOD)
    assert user.has_perm("evidence.judge_claim")


def test_a_user_without_a_password_cannot_sign_in_and_may_do_nothing_special() -> None:
    user = actions.create_user(email="alba@caldono.gov.co")
    assert not user.has_usable_password()
    assert not user.is_superuser


def test_an_address_is_one_persons_however_it_is_typed() -> None:
    user = actions.create_user(email="alba@caldono.gov.co", password=GOOD)
    with pytest.raises(actions.AccountExists):
        actions.create_admin(email="ALBA@caldono.gov.co", password=GOOD)
    assert User.objects.get_by_natural_key("Alba@CALDONO.gov.co") == user


def test_the_second_of_two_that_come_at_the_same_moment_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def taken(self: User, *args: object, **kwargs: object) -> None:
        raise IntegrityError

    monkeypatch.setattr(User, "save", taken)
    with pytest.raises(actions.AccountExists):
        actions.create_user(email="alba@caldono.gov.co")


@pytest.mark.parametrize(("email", "password"), [("no es un correo", GOOD), ("alba@caldono.gov.co", "12345678")])
def test_neither_a_false_address_nor_a_weak_password_is_taken(email: str, password: str) -> None:
    with pytest.raises(ValidationError):
        actions.create_admin(email=email, password=password)
    assert not User.objects.exists()


def test_the_journal_knows_the_number_of_an_account_and_not_its_address() -> None:
    by = actions.create_admin(email="alba@caldono.gov.co", password=GOOD)
    user = actions.create_user(email="luis@caldono.gov.co", by=by.pk)
    event = Event.objects.get(object_ref=str(user.pk), verb="account.created")
    assert (event.actor_id, event.after) == (by.pk, {"admin": False})
    assert "caldono" not in repr(list(Event.objects.values()))
