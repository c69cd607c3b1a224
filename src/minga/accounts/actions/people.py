"""Accounts: made, held to what happens to them, and emptied when their person asks."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.auth.password_validation import validate_password
from django.core.validators import validate_email
from django.db import IntegrityError, transaction

from minga.accounts import personal
from minga.accounts.actions.memberships import end
from minga.accounts.actors import Actor
from minga.accounts.domain.memberships import Standing
from minga.accounts.domain.permissions import Capability
from minga.accounts.guards import NotAllowed, needs
from minga.accounts.models import Enrolment, Invitation, Membership, User
from minga.journal.actions import record


class AccountExists(Exception):
    """Somebody has an account with this e-mail already."""


class NotConfirmed(Exception):
    """What was typed to confirm is not the account's e-mail: nothing was erased."""


@transaction.atomic
def create_user(*, email: str, password: str | None = None, by: int | None = None) -> User:
    """A new account; without a password nobody can sign in to it.

    email  kept in lower case: an address is one person's, however it is typed; whoever calls vouches for it
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
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    _record_new(user, by)
    return user


def _record_new(user: User, by: int | None) -> None:
    # The journal never holds an e-mail: the account's number is its name there.
    record(
        "account.created",
        object_type="accounts.user",
        object_ref=str(user.pk),
        by=by,
        after={"admin": user.is_superuser},
    )


@transaction.atomic
def keep_signed_up(user: User) -> User:
    """Keep an account that a person made, by a form or by coming from her institution; it may do nothing special."""
    user.is_superuser = False
    user.save()
    _record_new(user, user.pk)
    return user


@transaction.atomic
def note_security(user: User, what: str) -> None:
    """Something by which one signs in has changed, as the library that changed it calls it: "totp_activated"."""
    record(f"account.{what}", object_type="accounts.user", object_ref=str(user.pk), by=user.pk)


@transaction.atomic
def forget_second_step(*, email: str) -> bool:
    """Let somebody in by password alone who lost application and codes; whether there was anything to forget.

    For the terminal, whose holder has made sure who asks. Passkeys stay. Raises User.DoesNotExist.
    """
    user = User.objects.get(email=email.strip().lower())
    second = (Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES)
    gone, _ = Authenticator.objects.filter(user=user, type__in=second).delete()
    if gone:
        record("account.second_step_forgotten", user, before={"keys": gone})
    return bool(gone)


@transaction.atomic
@needs(Capability.OWN_ACCOUNT)
def end_session(*, session: UserSession, by: Actor) -> None:
    """Sign out one of one's own browsers. Raises NotAllowed where it is another's."""
    if by.user is None or session.user_id != by.user.pk:
        raise NotAllowed(Capability.INSTALL)
    session.end()
    record("account.session_ended", by.user, by=by.key, before={"session": session.pk})


@transaction.atomic
@needs(Capability.INSTALL)
def set_active(*, user: User, active: bool, by: Actor) -> User:
    """Let an account sign in, or no more: its sessions end at once. Raises NotAllowed for one's own."""
    if user == by.user:
        raise NotAllowed(Capability.INSTALL)
    before, user.is_active = {"active": user.is_active}, active
    user.save(update_fields=["is_active"])
    if not active:
        _end_sessions(user)
    verb = "account.opened" if active else "account.closed"
    record(verb, user, by=by.key, before=before, after={"active": active})
    return user


@transaction.atomic
@needs(Capability.OWN_ACCOUNT)
def erase_account(*, confirmed: str, by: Actor) -> None:
    """Forget a person: what tells who she is goes, in every room that registered it; the empty row stays for the keys.

    confirmed   the account's e-mail, typed
    What she signed stays, under the name of the organ for which she signed. Raises NotConfirmed.
    """
    user = by.user
    if user is None or confirmed.strip().lower() != user.email:
        raise NotConfirmed
    personal.erase(user)
    for row in Membership.objects.select_for_update().filter(user=user, standing__in=(Standing.ASKED, Standing.ACTIVE)):
        end(row, by)
    Membership.objects.filter(user=user).update(reason="")
    Enrolment.objects.filter(asked_by=user, standing=Standing.ASKED).delete()
    Enrolment.objects.filter(asked_by=user).update(reason="")
    Invitation.objects.filter(email=user.email).delete()
    for kept in (EmailAddress, Authenticator, SocialAccount):
        kept.objects.filter(user=user).delete()
    _end_sessions(user)
    _empty(user)
    record("account.erased", user, by=user.pk, after={"active": False})


def _end_sessions(user: User) -> None:
    for session in UserSession.objects.filter(user=user):
        session.end()


def _empty(user: User) -> None:
    user.email = f"{user.pk}@erased.invalid"  # RFC 2606: no mail can ever be sent there
    user.is_active, user.is_superuser, user.last_login = False, False, None
    user.set_unusable_password()
    user.save()
