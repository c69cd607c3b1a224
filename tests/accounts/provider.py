"""An institution's own login on loopback, for the tests: allauth's identity provider in a small Django project.

`python provider.py PORT FOLDER` serves until it is ended. Whoever asks `/people/` with `redirect=` registers the site's
address; its one person is `luz@universidad.example`, whose password is WORD.
"""

import sys
from pathlib import Path
from typing import Any
from wsgiref.simple_server import make_server

WORD = "una clave de la universidad 9"
CLIENT, SECRET = "minga", "un secreto entre dos"


def configure(folder: str) -> None:
    """Settings of a project of its own, on SQLite."""
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa
    from django.conf import settings

    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    contexts = ["template.context_processors.request", "contrib.messages.context_processors.messages"]
    contexts.append("contrib.auth.context_processors.auth")
    settings.configure(
        DEBUG=True,
        SECRET_KEY="de prueba",
        ALLOWED_HOSTS=["127.0.0.1"],
        ROOT_URLCONF=__name__,
        INSTALLED_APPS=[
            *(f"django.contrib.{each}" for each in ("auth", "contenttypes", "sessions", "messages")),
            *("allauth", "allauth.account", "allauth.idp.oidc"),
        ],
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
            "allauth.account.middleware.AccountMiddleware",
        ],
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "APP_DIRS": True,
                "OPTIONS": {"context_processors": [f"django.{each}" for each in contexts]},
            }
        ],
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": str(Path(folder) / "people.sqlite3")}},
        AUTHENTICATION_BACKENDS=["allauth.account.auth_backends.AuthenticationBackend"],
        ACCOUNT_LOGIN_METHODS={"email"},
        ACCOUNT_SIGNUP_FIELDS=["email*", "password1*"],
        EMAIL_BACKEND="django.core.mail.backends.dummy.EmailBackend",
        SESSION_COOKIE_NAME="institution",
        USE_TZ=True,
        IDP_OIDC_PRIVATE_KEY=key.private_bytes(*form).decode(),
    )


def people(request: Any) -> Any:
    """Let a site's redirect address be known."""
    from allauth.idp.oidc.models import Client
    from django.http import HttpResponse

    client = Client.objects.get(id=CLIENT)
    client.set_redirect_uris([request.GET["redirect"]])
    client.save()
    return HttpResponse("known")


def fill() -> None:
    """Its tables, its person and its client."""
    from allauth.account.models import EmailAddress
    from allauth.idp.oidc.models import Client
    from django.contrib.auth.models import User
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    luz = User.objects.create_user("luz", "luz@universidad.example", WORD)
    EmailAddress.objects.create(user=luz, email=luz.email, verified=True, primary=True)
    client = Client(id=CLIENT, name="Minga", type=Client.Type.CONFIDENTIAL)
    client.set_secret(SECRET)
    client.set_scopes(["openid", "profile", "email"])
    client.set_redirect_uris(["http://localhost/"])
    client.save()


if __name__ == "__main__":
    configure(sys.argv[2])
    import django

    django.setup()
    from django.core.wsgi import get_wsgi_application
    from django.urls import include, path

    urlpatterns = [
        path("people/", people),
        path("accounts/", include("allauth.urls")),
        path("", include("allauth.idp.urls")),
    ]
    fill()
    make_server("127.0.0.1", int(sys.argv[1]), get_wsgi_application()).serve_forever()
