"""An institution's own login, as the library that signs people in wants to be told of it."""

from typing import Any

PROVIDER = "institucion"


def providers(*, issuer: str, client: str, secret: str, name: str) -> dict[str, Any]:
    """The setting SOCIALACCOUNT_PROVIDERS: one OpenID Connect provider, or none where no issuer is named.

    issuer  the address under which `/.well-known/openid-configuration` is found
    An address that the institution vouches for never opens an account that was made here with it: its person connects
    the two, once signed in.
    """
    app = {
        "provider_id": PROVIDER,
        "name": name or issuer,
        "client_id": client,
        "secret": secret,
        "settings": {"server_url": issuer.rstrip("/")},
    }
    return {"openid_connect": {"APPS": [app] if issuer else [], "OAUTH_PKCE_ENABLED": True}}
