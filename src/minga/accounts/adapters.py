"""What the library that signs people in does our way: actions write accounts, and the journal hears of them."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.forms import BaseForm
from django.http import HttpRequest

from minga.accounts.actions import keep_signed_up, note_security
from minga.accounts.models import User


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

    def is_safe_url(self, url: str) -> bool:
        """A path of this site, and nothing else."""
        return bool(url) and url.startswith("/") and super().is_safe_url(url)


class Keys(DefaultMFAAdapter):  # type: ignore[misc]
    """What a passkey or an application is told of us."""

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """The name that the browser shows."""
        return {**super().get_public_key_credential_rp_entity(), "name": "Minga"}


class Institutions(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Accounts of people whom their institution vouches for."""

    def save_user(self, request: HttpRequest, sociallogin: Any, form: BaseForm | None = None) -> User:
        """A new account; nothing that the institution says gives it a right."""
        sociallogin.user.is_superuser = False
        user: User = super().save_user(request, sociallogin, form)
        return user if form else keep_signed_up(user)  # a form has kept it already
