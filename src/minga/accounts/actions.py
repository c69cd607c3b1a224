"""The only writer of accounts."""

from django.contrib.auth.password_validation import validate_password
from django.core.validators import validate_email
from django.db import IntegrityError, transaction

from minga.accounts.models import User
from minga.journal.actions import record


class AccountExists(Exception):
    """Somebody has an account with this e-mail already."""


@transaction.atomic
def create_user(*, email: str, password: str | None = None, by: int | None = None) -> User:
    """A new account; without a password nobody can sign in to it.

    email  kept in lower case: an address is one person's, however it is typed
    by     id of the account that acts; None for the installation itself
    Raises ValidationError where it is no e-mail or the password is too weak, AccountExists where it is taken.
    """
    return _create(User(email=_address(email)), password, by)


@transaction.atomic
def create_admin(*, email: str, password: str, by: int | None = None) -> User:
    """A new account that may do everything. Raises as `create_user` does."""
    return _create(User(email=_address(email), is_superuser=True), password, by)


def _address(email: str) -> str:
    address = email.strip().lower()
    validate_email(address)
    return address


def _create(user: User, password: str | None, by: int | None) -> User:
    if password is None:
        user.set_unusable_password()
    else:
        validate_password(password, user)
        user.set_password(password)
    if User.objects.filter(email=user.email).exists():
        raise AccountExists(user.email)
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError as error:  # the same e-mail at the same moment
        raise AccountExists(user.email) from error
    # The journal never holds an e-mail: the account's number is its name there.
    record(
        "account.created",
        object_type="accounts.user",
        object_ref=str(user.pk),
        by=by,
        after={"admin": user.is_superuser},
    )
    return user
