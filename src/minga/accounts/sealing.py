"""Secrets that must be read again, sealed with the installation's own: who has the base alone cannot use them."""

import base64

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

# What is sealed: the secret of an application of codes, and what recovery codes are made of.
SECOND_STEP = "second step"
_MARK = "sealed:"


class Unreadable(ValueError):
    """It was sealed with another secret than this installation's, or for another purpose, or was altered."""


def seal(text: str, purpose: str) -> str:
    """The text as it may stand in the base: Fernet (AES-128-CBC, HMAC-SHA256; github.com/fernet/spec)."""
    return _MARK + _fernet(purpose).encrypt(text.encode()).decode()


def is_sealed(text: str) -> bool:
    """Whether it is no longer what it was."""
    return text.startswith(_MARK)


def unseal(text: str, purpose: str) -> str:
    """What was sealed for this purpose; what never was, as it stands. Raises Unreadable."""
    if not is_sealed(text):
        return text
    try:
        return _fernet(purpose).decrypt(text.removeprefix(_MARK).encode()).decode()
    except InvalidToken as error:
        raise Unreadable(purpose) from error


def _fernet(purpose: str) -> Fernet:
    """A key of its own for each purpose (RFC 5869)."""
    derived = HKDF(SHA256(), length=32, salt=None, info=f"minga {purpose}".encode()).derive(
        settings.SECRET_KEY.encode()
    )
    return Fernet(base64.urlsafe_b64encode(derived))
