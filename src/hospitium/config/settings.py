"""The settings of an installation, read from the environment; the names are listed in docs/manual/operator.md."""

import os
import re
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

PACKAGE = Path(__file__).resolve().parent.parent


def environment(name: str, default: str = "") -> str:
    return os.environ.get(f"HOSPITIUM_{name}", default)


def switch(name: str, *, default: bool) -> bool:
    word = environment(name, "yes" if default else "no").lower()
    if word not in {"yes", "no", "true", "false", "1", "0"}:
        raise ImproperlyConfigured(f"HOSPITIUM_{name} must be yes or no, it is {word!r}.")
    return word in {"yes", "true", "1"}


def words(name: str, default: str) -> list[str]:
    return [word.strip() for word in environment(name, default).split(",") if word.strip()]


def colour(name: str) -> str:
    value = environment(name)
    if value and not re.fullmatch(r"#[0-9A-Fa-f]{6}", value):
        raise ImproperlyConfigured(f"HOSPITIUM_{name} must be a colour such as #1f4e9c, it is {value!r}.")
    return value


# ---- place and secret --------------------------------------------------------
DATA = Path(environment("DATA", "data")).resolve()
DATA.mkdir(parents=True, exist_ok=True, mode=0o700)
# The command that loads a demonstration leaves this mark.
IS_DEMONSTRATION = switch("DEMONSTRATION", default=(DATA / "demonstration").exists())


def secret_key() -> str:
    """The key of this installation; made once, kept beside the database, readable by its owner alone."""
    if given := environment("SECRET_KEY"):
        return given
    file = DATA / "secret_key"
    try:
        descriptor = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return file.read_text(encoding="ascii").strip()
    with os.fdopen(descriptor, "w", encoding="ascii") as stream:
        stream.write(secrets.token_urlsafe(50))
    return file.read_text(encoding="ascii").strip()


SECRET_KEY = secret_key()
# Empty: the keyring of the vault lies in the data folder; see vault/keys.py.
VAULT_KEYS = environment("VAULT_KEYS")
DEBUG = False
ALLOWED_HOSTS = words("HOSTS", "127.0.0.1,localhost,[::1]")
BASE_URL = environment("BASE_URL", "http://127.0.0.1:8000").rstrip("/")
SECURE = BASE_URL.startswith("https://")

# ---- what is installed -------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.usersessions",
    "allauth.socialaccount.providers.openid_connect",
    *(
        f"hospitium.{app}"
        for app in (
            "core accounts vault documents topics partners agreements programme visits calendars delegations exchange "
            "retention desk interchange portal"
        ).split()
    ),
]
MIDDLEWARE = [
    "hospitium.portal.stored.StoredPages",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "hospitium.core.http.Language",
    "hospitium.core.http.LoginRequired",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "hospitium.accounts.middleware.GuestPages",
    "hospitium.accounts.middleware.Grants",
    "hospitium.core.http.Headers",
    "hospitium.core.http.Once",
    "hospitium.core.http.Refusals",
]
ROOT_URLCONF = "hospitium.config.urls"
WSGI_APPLICATION = "hospitium.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "hospitium.desk.context.shell",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "hospitium.core.templatetags.hospitium",
                "hospitium.core.templatetags.wording",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
INSTALLED_APPS.append("django.forms")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"


# ---- database ----------------------------------------------------------------
def database(url: str) -> dict[str, Any]:
    """SQLite in the data folder, or the PostgreSQL server that DATABASE_URL names."""
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": DATA / "hospitium.sqlite3",
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                # FULL, because NORMAL loses acknowledged writes in a power cut.
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
                "PRAGMA busy_timeout=20000; PRAGMA secure_delete=ON; PRAGMA cache_size=-8000;",
            },
            "CONN_MAX_AGE": None,
        }
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured("DATABASE_URL must begin with postgres:// (SQLite needs no DATABASE_URL).")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": parts.port or "",
        "OPTIONS": dict(parse_qsl(parts.query)),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


DATABASES = {"default": database(os.environ.get("DATABASE_URL", ""))}
# Counts of failed sign-ins must be shared by all processes, so they live in the database.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "core_cache",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    }
}
SESSION_ENGINE = "django.contrib.sessions.backends.db"

# ---- languages and time ------------------------------------------------------
LANGUAGES = [
    ("de", _("German")),
    ("en", _("English")),
    ("pl", _("Polish")),
    ("cs", _("Czech")),
    ("hu", _("Hungarian")),
    ("ru", _("Russian")),
]
LANGUAGE_CODE = environment("LANGUAGE", "de")
LOCALE_PATHS = [PACKAGE / "locale"]
FORMAT_MODULE_PATH = ["hospitium.config.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = environment("TIME_ZONE", "Europe/Berlin")
LANGUAGE_COOKIE_NAME = "language"

# ---- sign-in -----------------------------------------------------------------
AUTH_USER_MODEL = "core.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "CommonPasswordValidator")
] + [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    }
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk:today"
LOGOUT_REDIRECT_URL = "portal:root"
ACCOUNT_ADAPTER = "hospitium.accounts.adapters.Account"
SOCIALACCOUNT_ADAPTER = "hospitium.accounts.adapters.SingleSignOn"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 300
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
# Ten tries an hour for one link, however many computers try; sixty an hour from one computer for all links.
ACCOUNT_RATE_LIMITS = {"guest_door": "10/h/key,60/h/ip"}
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
USERSESSIONS_TRACK_ACTIVITY = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE
MFA_TOTP_ISSUER = environment("NAME", "Hospitium")
REQUIRE_SECOND_FACTOR = switch("REQUIRE_SECOND_FACTOR", default=not IS_DEMONSTRATION)
TRUSTED_PROXIES = int(environment("TRUSTED_PROXIES", "0"))
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_PROVIDERS: dict[str, Any] = {}
if oidc := environment("OIDC_URL"):
    SOCIALACCOUNT_PROVIDERS["openid_connect"] = {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "sso",
                "name": environment("OIDC_NAME", "Single sign-on"),
                "client_id": environment("OIDC_CLIENT"),
                "secret": environment("OIDC_SECRET"),
                "settings": {"server_url": oidc},
            }
        ],
    }
SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_IDLE_SECONDS = 2 * 3600

# ---- headers -----------------------------------------------------------------
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SECURE
SESSION_COOKIE_NAME = "__Host-session" if SECURE else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE else "csrf"
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
CSRF_TRUSTED_ORIGINS = [BASE_URL]
CSRF_FAILURE_VIEW = "hospitium.core.http.csrf_failure"
SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# ---- files -------------------------------------------------------------------
STATIC_URL = "/static/"
STATICFILES_DIRS = [PACKAGE / "static"]
STATIC_ROOT = DATA / "static"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_MAX_AGE = 3600
MEDIA_ROOT = DATA / "files"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 2**20
FILE_UPLOAD_MAX_MEMORY_SIZE = 2**20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4_000
FILE_UPLOAD_PERMISSIONS = 0o600

# ---- mail --------------------------------------------------------------------
MAIL_URL = environment("MAIL_URL")
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = DATA / "mail"
if MAIL_URL:
    mail = urlsplit(MAIL_URL)
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_PORT = mail.hostname or "localhost", mail.port or 25
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(mail.username or ""), unquote(mail.password or "")
    EMAIL_USE_TLS, EMAIL_USE_SSL = mail.scheme == "smtp+tls", mail.scheme == "smtps"
    EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = environment("MAIL_FROM", "hospitium@localhost")
# Where answers to invitations arrive: imaps://name:password@host/INBOX.
IMAP_URL = environment("IMAP_URL")

# ---- the installing city -----------------------------------------------------
INSTALLATION = {
    "name": environment("NAME", "Hospitium"),
    "logo": environment("LOGO"),
    "colour": colour("COLOUR"),
    "colour_dark": colour("COLOUR_DARK"),
    "demonstration": IS_DEMONSTRATION,
    "contact": environment("CONTACT", DEFAULT_FROM_EMAIL),
    # Named on the pages about privacy and accessibility; what is not entered is shown as missing.
    "data_protection_officer": environment("DATA_PROTECTION_OFFICER"),
    "supervisory_authority": environment("SUPERVISORY_AUTHORITY"),
    "enforcement_body": environment("ENFORCEMENT_BODY"),
    "log_days": environment("LOG_DAYS"),
}

DEFAULT_EXCEPTION_REPORTER_FILTER = "hospitium.core.logs.NoValues"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "hospitium.core.logs.Line"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": environment("LOG_LEVEL", "WARNING")},
}
