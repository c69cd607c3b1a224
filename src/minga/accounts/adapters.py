"""What the library that signs people in does our way: actions write accounts, and the journal hears of them."""

import base64
import logging
import secrets
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import ratelimit
from allauth.core.internal.ratelimit import get_ip, truncate_ip
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.usersessions.models import UserSession
from django.forms import BaseForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from minga.accounts.actions import keep_signed_up, note_security
from minga.accounts.models import User
from minga.accounts.sealing import SECOND_STEP, Unreadable, seal, unseal

log = logging.getLogger(__name__)
# Wrong passwords for one account from wherever, in ACCOUNT_RATE_LIMITS.
FAILED = "failed_anywhere"
_WAYS = {
    "reauthenticate": gettext_lazy("Con su contraseña"),
    "reauthenticate_by_code": gettext_lazy("Con un código por correo"),
    "mfa_reauthenticate": gettext_lazy("Con un código de su aplicación o de recuperación"),
    "mfa_reauthenticate:webauthn": gettext_lazy("Con una llave de acceso"),
}


class Accounts(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts that people make themselves, and what happens to their keys."""

    def save_user(self, request: HttpRequest, user: User, form: BaseForm, commit: bool = True) -> User:
        """A new account from the form, of which no field but e-mail and password is read."""
        super().save_user(request, user, form, commit=False)
        return keep_signed_up(user) if commit else user

    def send_notification_mail(
        self, template_prefix: str, user: User, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Whoever's keys have changed is told by mail, and the journal by the account's number."""
        note_security(user, template_prefix.rpartition("/")[2])
        super().send_notification_mail(template_prefix, user, context, email)

    def get_reauthentication_methods(self, user: User) -> list[dict[str, Any]]:
        """The ways in which somebody who has entered says again who she is, in our words."""
        return [one | {"description": _WAYS[one["id"]]} for one in super().get_reauthentication_methods(user)]

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count an attempt by address and account; of strangers' addresses together, too many close it to strangers."""
        super().pre_authenticate(request, **credentials)
        everywhere = super()._get_login_attempts_cache_key(request, **credentials)
        if not ratelimit.consume(request, action=FAILED, key=everywhere, dry_run=True) and not _is_at_home(
            request, credentials
        ):
            raise self.validation_error("too_many_login_attempts")

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Only what failed counts against the account as a whole."""
        everywhere = super()._get_login_attempts_cache_key(request, **credentials)
        ratelimit.consume(request, action=FAILED, key=everywhere)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """What five wrong passwords close: the account to this address, and to no other."""
        return f"{super()._get_login_attempts_cache_key(request, **credentials)} {get_ip(request)}"

    def is_safe_url(self, url: str) -> bool:
        """A path of this site, and nothing else."""
        return bool(url) and url.startswith("/") and super().is_safe_url(url)


def _is_at_home(request: HttpRequest, credentials: dict[str, Any]) -> bool:
    """Whether this account has a session from where somebody asks: no stranger closes that address to her."""
    sessions = UserSession.objects.filter(user__email=str(credentials.get("email", "")).lower())
    return get_ip(request) in {truncate_ip(one.ip) for one in sessions.only("ip")}


class Keys(DefaultMFAAdapter):  # type: ignore[misc]
    """What a passkey or an application is told of us."""

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """The name that the browser shows."""
        return {**super().get_public_key_credential_rp_entity(), "name": "Minga"}

    def encrypt(self, text: str) -> str:
        """A secret of an application or a seed of recovery codes, as it may stand in the base."""
        return seal(text, SECOND_STEP)

    def decrypt(self, encrypted_text: str) -> str:
        """The secret again. What another installation sealed opens nothing: no code fits what is returned."""
        try:
            return unseal(encrypted_text, SECOND_STEP)
        except Unreadable:
            log.error("a second step was sealed with another secret: see docs/how-to/back-up-and-upgrade.md")
            return base64.b32encode(secrets.token_bytes(20)).decode()


class Institutions(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Accounts of people whom their institution vouches for."""

    def save_user(self, request: HttpRequest, sociallogin: Any, form: BaseForm | None = None) -> User:
        """A new account; nothing that the institution says gives it a right."""
        sociallogin.user.is_superuser = False
        user: User = super().save_user(request, sociallogin, form)
        return user if form else keep_signed_up(user)  # a form has kept it already
