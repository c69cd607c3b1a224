"""Settings: every one comes from the environment, with a safe default for a small server."""

import os
import secrets
from pathlib import Path

from minga.config import home, institution, mail

DEBUG = os.environ.get("MINGA_DEBUG") == "1"
# Where the archive, the embedded database and the secret live.
MINGA_HOME: Path = home.folder()
SECRET_KEY = os.environ.get("MINGA_SECRET_KEY") or home.secret(MINGA_HOME, secrets.token_urlsafe)
ALLOWED_HOSTS = os.environ.get("MINGA_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("MINGA_ORIGINS", "").split(",") if origin]
# Where the site is reached: links in mail, which answers no request.
SITE_ADDRESS = (
    os.environ.get("MINGA_ADDRESS")
    or next(iter(CSRF_TRUSTED_ORIGINS), f"http://localhost:{os.environ.get('PORT') or 8000}")
).rstrip("/")

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.sitemaps",
    "django.contrib.humanize",
    "procrastinate.contrib.django",
    "minga.frame",
    "minga.journal",
    "minga.jobs",
    "minga.territories",
    # Before the library: its pages are ours to word.
    "minga.accounts",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "minga.notices",
    "minga.evidence",
    "minga.reports",
    "minga.registers",
    "minga.search",
    "minga.ingest",
    "minga.peers",
    "minga.sheets",
    "minga.contributions",
    "minga.review",
    "minga.offers",
    "minga.exchange",
    "minga.desk",
    "minga.site",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "minga.frame.middleware.SecurityHeaders",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "minga.frame.middleware.HelpfulErrors",
    # Before whatever reads a body.
    "minga.frame.middleware.BoundedBodies",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "minga.accounts.middleware.Gate",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "minga.territories.mine.KeepsMine",
]
ROOT_URLCONF = "minga.config.urls"
WSGI_APPLICATION = "minga.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "minga.territories.mine.in_templates",
                "minga.accounts.middleware.in_templates",
                "minga.notices.counting.in_templates",
            ],
        },
    }
]
AUTH_USER_MODEL = "accounts.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "account"
LOGOUT_REDIRECT_URL = "home"

# Accounts: the e-mail is the name, and it must be proven before one enters; what is answered never tells whether an
# address has an account.
ACCOUNT_ADAPTER = "minga.accounts.adapters.Accounts"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True  # in the browser that signed up, and no other
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Minga: "
ACCOUNT_RATE_LIMITS = {
    "keep": "20/m/ip",
    # Wrong passwords: so many a minute from an address, and so many for one account from there (the "key" is both).
    "login_failed": "10/m/ip,5/5m/key",
    # And for one account from everywhere: then only addresses it has a session from, codes by mail and passkeys let in.
    "failed_anywhere": "50/h/key",
}
MFA_ADAPTER = "minga.accounts.adapters.Keys"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Minga"
MFA_TOTP_TOLERANCE = 1
USERSESSIONS_TRACK_ACTIVITY = False

# An institution's own login (OpenID Connect): one provider, named by four settings.
SOCIALACCOUNT_ADAPTER = "minga.accounts.adapters.Institutions"
SOCIALACCOUNT_PROVIDERS = institution.providers(
    issuer=os.environ.get("MINGA_OIDC_ISSUER", ""),
    client=os.environ.get("MINGA_OIDC_CLIENT", ""),
    secret=os.environ.get("MINGA_OIDC_SECRET", ""),
    name=os.environ.get("MINGA_OIDC_NAME", ""),
)

# The demo's ready people, who enter with one click from this machine alone.
DEMO = os.environ.get("MINGA_DEMO") == "1"

# Limits are counted for all web processes together: in the base, in a table that a crash may empty.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "accounts_counted",
        "OPTIONS": {"MAX_ENTRIES": 20_000},  # fewer, and a flood of addresses would let the oldest begin anew
    }
}

# Mail goes by a server of one's own, or else into a folder that `/correo/` shows on this machine.
globals().update(mail.settings(os.environ.get("MINGA_SMTP_URL", "")))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = os.environ.get("MINGA_MAIL_FROM") or "Minga <minga@localhost>"

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "es"
LANGUAGES = [("es", "español")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = home.time_zone(os.environ.get("MINGA_TIME_ZONE") or "America/Bogota")

STATIC_URL = "/static/"
STATIC_ROOT = MINGA_HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # Compressed once, named after their content: a browser keeps them for ever.
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Every hour some addresses of sources are asked whether they still answer.
MINGA_CHECK_LINKS: bool = os.environ.get("MINGA_CHECK_LINKS") == "1"
# An offer that nobody renews falls asleep after so many months.
MINGA_OFFER_MONTHS: int = home.months(os.environ.get("MINGA_OFFER_MONTHS") or "12")
# Behind a proxy that speaks HTTPS: MINGA_HTTPS=1, and the proxy sets X-Forwarded-Proto.
HTTPS = os.environ.get("MINGA_HTTPS") == "1"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
# The mark that guards a form goes with the browser's window: a reader who allowed nothing keeps nothing.
CSRF_COOKIE_AGE = None
CSRF_FAILURE_VIEW = "minga.accounts.middleware.form_refused"
# Who asks is told by the proxy in X-Forwarded-For, to which it adds at the end; without one, by the connection.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if HTTPS else 0
# Browsers let a passkey be used without HTTPS on this machine's own name alone, and so do we.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS and set(ALLOWED_HOSTS) <= {"localhost", "127.0.0.1", "[::1]"}
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0

# Warnings and errors go to the process's own log (`log/` in MINGA_HOME under `minga serve`); nothing is mailed.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        # It warns of connections that were lost, which the error that follows tells in a sentence.
        "psycopg": {"level": "ERROR"},
    },
}

# A server's own PostgreSQL, or the embedded one, which `minga.config.database` starts and names here.
DATABASES = {"default": home.database(os.environ.get("DATABASE_URL", ""))}
