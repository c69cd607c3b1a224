"""A second step at signing in: an application's codes and recovery codes, which nobody reads in the base."""

import base64
import hmac
import re
import time
from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from pytest_django import Settings

from minga.accounts.domain.permissions import Role
from minga.accounts.models import User
from minga.accounts.queries import problems
from minga.accounts.sealing import SECOND_STEP, Unreadable, is_sealed, seal, unseal
from minga.cli import build_parser
from minga.journal.models import Event
from tests.accounts.test_pages import ANA
from tests.accounts.test_security import WORD, enter
from tests.people import somebody

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("counted_anew")]
migration: Any = import_module("minga.accounts.migrations.0004_sealed_keys")
SECOND = "/cuenta/2fa/authenticate/"


def code_of(secret: str, after: int = 0) -> str:
    """What an application shows now, or so many seconds later (RFC 6238, with the defaults that all of them have)."""
    counter = (int(time.time()) + after) // 30
    digest = hmac.digest(base64.b32decode(secret), counter.to_bytes(8, "big"), "sha1")
    at = digest[-1] & 15
    return f"{(int.from_bytes(digest[at : at + 4], 'big') & 0x7FFFFFFF) % 10**6:06d}"


def enrolled() -> tuple[str, list[str]]:
    """Ana turns her second step on; the secret of her application, and her recovery codes."""
    somebody(Role.PERSON, email=ANA)
    client = Client()
    enter(client)
    client.post("/cuenta/reauthenticate/", {"password": WORD})
    page = client.get("/cuenta/2fa/totp/activate/", follow=True).content.decode()
    secret = re.findall(r"<code>([A-Z2-7=]+)</code>", page)[0]
    assert client.post("/cuenta/2fa/totp/activate/", {"code": "000000"}).status_code == 200
    assert client.post("/cuenta/2fa/totp/activate/", {"code": code_of(secret)}).status_code == 302
    codes = re.findall(r"\b\d{8}\b", client.get("/cuenta/2fa/recovery-codes/").content.decode())
    assert len(codes) == 10
    cache.clear()  # an application's code was used a moment ago; nobody waits half a minute here
    return secret, codes


def passes(code: str) -> bool:
    """Whether somebody who knows Ana's password gets in with this code."""
    client = Client()
    assert enter(client)["Location"] == SECOND
    assert client.get("/cuenta/").status_code == 302, "the password alone opens nothing"
    answer = client.post(SECOND, {"code": code})
    is_in = client.get("/cuenta/").status_code == 200
    assert answer.status_code == (302 if is_in else 200)
    return is_in


def test_an_application_or_a_recovery_code_is_asked_for_and_each_code_works_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(transaction, "on_commit", lambda told: told())  # this test's own transaction never ends so
    secret, codes = enrolled()
    wrong = str((int(code_of(secret)) + 500_000) % 10**6).zfill(6)
    assert not passes(wrong) and not passes("") and not passes(code_of(secret, after=3600))
    right = code_of(secret)
    assert passes(right)
    assert not passes(right), "the same code again"
    assert passes(codes[0]) and not passes(codes[0]) and passes(codes[1])
    verbs = set(Event.objects.filter(object_ref=str(User.objects.get().pk)).values_list("verb", flat=True))
    assert "account.totp_activated" in verbs


def test_whoever_has_entered_may_say_who_she_is_in_any_of_her_ways() -> None:
    secret, _ = enrolled()
    client = Client()
    enter(client)
    client.post(SECOND, {"code": code_of(secret)})
    page = client.get("/cuenta/reauthenticate/").content.decode()
    assert "Con un código por correo" in page and "Con un código de su aplicación o de recuperación" in page
    page = client.get("/cuenta/2fa/reauthenticate/").content.decode()
    assert "¿Es usted?" in page and "Con su contraseña" in page


def test_secrets_are_unreadable_in_the_base_and_those_from_before_are_sealed() -> None:
    secret, codes = enrolled()
    rows = {row.type: row for row in Authenticator.objects.all()}
    assert secret not in repr(rows["totp"].data)
    assert is_sealed(rows["totp"].data["secret"]) and is_sealed(rows["recovery_codes"].data["seed"])
    before = [row.data for row in Authenticator.objects.order_by("pk")]
    forward, back = migration.Migration.operations[0].code, migration.Migration.operations[0].reverse_code
    back(apps, SimpleNamespace())
    rows = {row.type: row for row in Authenticator.objects.all()}
    assert rows["totp"].data["secret"] == secret and not is_sealed(rows["recovery_codes"].data["seed"])
    rows["recovery_codes"].data["migrated_codes"] = codes
    rows["recovery_codes"].save()
    assert passes(codes[2]), "as they stood before they are read as well"
    for _ in range(2):  # a second time changes nothing
        forward(apps, SimpleNamespace())
    rows = {row.type: row for row in Authenticator.objects.all()}
    kept = repr([row.data for row in rows.values()])
    assert not any(one in kept for one in (secret, *codes))
    assert before != [row.data for row in Authenticator.objects.order_by("pk")], "no two seals are the same"
    assert passes(code_of(secret)) and passes(codes[3])
    assert list(problems()) == []


def test_under_another_secret_nobody_gets_in_until_the_terminal_lets_them(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    secret, codes = enrolled()
    settings.SECRET_KEY = "another-secret-of-another-installation"
    with pytest.raises(Unreadable):
        unseal(Authenticator.objects.get(type="totp").data["secret"], SECOND_STEP)
    assert not passes(code_of(secret)) and not passes(codes[0])
    assert "2 keys" in next(iter(problems()))
    forget = build_parser().parse_args(["admin", "forget-second-step", ANA])
    assert (forget.run(forget), forget.run(forget)) == (0, 0)
    unknown = build_parser().parse_args(["admin", "forget-second-step", "nadie@example.org"])
    assert unknown.run(unknown) == 1
    assert "Esa cuenta no tenía" in capsys.readouterr().out
    assert Event.objects.filter(verb="account.second_step_forgotten").count() == 1
    client = Client()
    assert enter(client, word=WORD)["Location"] != SECOND and client.get("/cuenta/").status_code == 200


def test_what_was_sealed_for_one_purpose_or_altered_is_not_read() -> None:
    sealed = seal("secreto", "uno")
    assert unseal(sealed, "uno") == "secreto"
    for other, purpose in ((sealed, "otro"), (sealed[:-4] + "AAA=", "uno"), ("sealed:", "uno")):
        with pytest.raises(Unreadable):
            unseal(other, purpose)
