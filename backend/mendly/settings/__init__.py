"""Django settings, made from the environment alone. Embedded and production differ in nothing else."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

from mendly.settings.env import (
    SettingRefused,
    database_from_url,
    env_ages,
    env_bool,
    env_contact,
    env_int,
    env_key,
    env_keys,
    env_list,
    env_secret,
    env_sorted_digests,
    env_text,
    is_local,
    is_private_line,
)

ENV = os.environ
REPOSITORY = Path(__file__).resolve().parents[3]
MODE = env_text(ENV, "MENDLY_MODE") or "embedded"
if MODE not in {"embedded", "production"}:
    raise SettingRefused("MENDLY_MODE must be embedded or production")
PRODUCTION = MODE == "production"
DATA = Path(env_text(ENV, "MENDLY_DATA") or REPOSITORY / "data")
DEMO = env_bool(ENV, "MENDLY_DEMO")
AGES = env_ages(ENV)
PORT = env_int(ENV, "MENDLY_PORT", 8000, low=1, high=65535)
BIND = env_text(ENV, "MENDLY_BIND", "127.0.0.1")
REDIS_URL = env_secret(ENV, "MENDLY_REDIS_URL")
_HOST = f"[{BIND}]" if ":" in BIND else BIND  # an IPv6 address stands in brackets
PUBLIC_URL = env_text(ENV, "MENDLY_PUBLIC_URL") or f"http://{_HOST}:{PORT}"

DEBUG = False
SECRET_KEY = env_secret(ENV, "MENDLY_SECRET_KEY")
KEY_ENCRYPTION_KEYS = env_keys(ENV, "MENDLY_KEK")
SIGNING_KEY = env_key(ENV, "MENDLY_SIGNING_KEY")
"""Signs tombstones, checkpoints of the access log and backups (Ed25519)."""
if len(SECRET_KEY) < 40:
    raise SettingRefused("MENDLY_SECRET_KEY (or _FILE) must hold at least 40 characters")
if not KEY_ENCRYPTION_KEYS:
    raise SettingRefused("MENDLY_KEK (or _FILE) must hold a key such as 1:BASE64 of 32 bytes")
if any(key == SECRET_KEY.encode()[:32] for key in KEY_ENCRYPTION_KEYS.values()):
    raise SettingRefused("MENDLY_KEK must not be taken from MENDLY_SECRET_KEY")
if SIGNING_KEY in KEY_ENCRYPTION_KEYS.values():
    raise SettingRefused("MENDLY_SIGNING_KEY must not be a key of MENDLY_KEK")
SECOND_FACTOR_EXEMPT_DEMO = DEMO and BIND in {"127.0.0.1", "::1", "localhost"} and not PRODUCTION

ALLOWED_HOSTS = env_list(ENV, "MENDLY_HOSTS") or ["127.0.0.1", "localhost", "[::1]"]
CSRF_TRUSTED_ORIGINS = env_list(ENV, "MENDLY_ORIGINS")
PROXIES = env_int(ENV, "MENDLY_PROXIES", 1 if PRODUCTION else 0, low=0, high=5)
"""How many proxies of ours stand in front: what lies further out in X-Forwarded-For is the sender's own claim."""
ALLAUTH_TRUSTED_PROXY_COUNT = PROXIES
HTTPS = PUBLIC_URL.startswith("https://")
if PRODUCTION:
    if DEMO:
        raise SettingRefused("MENDLY_DEMO is for a loopback demonstration; take it out in production")
    if not REDIS_URL:
        raise SettingRefused("MENDLY_REDIS_URL is needed in production")
    if not env_list(ENV, "MENDLY_HOSTS"):
        raise SettingRefused("MENDLY_HOSTS must name the host names that production answers to")
    if not HTTPS and not env_bool(ENV, "MENDLY_BEHIND_LOOPBACK_ONLY"):
        raise SettingRefused("MENDLY_PUBLIC_URL must start with https:// in production")

OPERATOR = env_text(ENV, "MENDLY_OPERATOR")
"""Who runs this installation, as the public pages say it; empty: they send to the clinic."""
CONTACT = env_contact(ENV, "MENDLY_CONTACT")
"""Where people write about faults, also those of security; empty: security.txt does not exist."""
AUTHORITY_REQUESTS = env_int(ENV, "MENDLY_AUTHORITY_REQUESTS", -1, low=-1, high=1_000_000)
"""How often an authority asked for data so far, as its operator says; -1: nobody said anything."""

METRICS_TOKEN = env_secret(ENV, "MENDLY_METRICS_TOKEN")
"""Opens /metrics and the faults of /readyz; empty: only on this computer, and only where no proxy stands in front."""
if METRICS_TOKEN and len(METRICS_TOKEN) < 32:
    raise SettingRefused("MENDLY_METRICS_TOKEN (or _FILE) must hold at least 32 characters")

KNOWLEDGE_DIR = env_text(ENV, "MENDLY_KNOWLEDGE_DIR")
"""Folder of the knowledge pack to interpret with; empty: the shipped one."""

DATABASES: dict[str, dict[str, Any]] = {
    "default": database_from_url(
        env_secret(ENV, "MENDLY_DATABASE_URL") or "sqlite:mendly.sqlite3", data=DATA
    ),
    "keys": database_from_url(
        env_secret(ENV, "MENDLY_KEYS_DATABASE_URL") or "sqlite:keys.sqlite3", data=DATA
    ),
}
if PRODUCTION:
    if "sqlite3" in DATABASES["default"]["ENGINE"]:
        raise SettingRefused("MENDLY_DATABASE_URL must name a PostgreSQL database in production")
    if "sqlite3" in DATABASES["keys"]["ENGINE"]:
        raise SettingRefused("MENDLY_KEYS_DATABASE_URL must name a PostgreSQL database in production")
    if not env_bool(ENV, "MENDLY_PRIVATE_NETWORK"):
        for name in ("MENDLY_DATABASE_URL", "MENDLY_KEYS_DATABASE_URL", "MENDLY_REDIS_URL"):
            if not is_private_line(env_secret(ENV, name)):
                raise SettingRefused(
                    f"{name} leads to another computer unencrypted: use sslmode=verify-full or rediss://,"
                    " or set MENDLY_PRIVATE_NETWORK=yes where nobody else is on the wire"
                )
if all(DATABASES["default"].get(part) == DATABASES["keys"].get(part) for part in ("NAME", "HOST", "PORT")):
    raise SettingRefused("MENDLY_KEYS_DATABASE_URL must name a database of its own: keys are kept apart")
DATABASE_ROUTERS = ["mendly.vault.router.KeysApart"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SEALED_FILES = DATA / "sealed"
TOMBSTONES = Path(env_text(ENV, "MENDLY_TOMBSTONES") or DATA / "tombstones.jsonl")
"""Who was erased, a line each: best on another disk, because a restored backup must hear of it."""

ROOMS = (
    *("vault", "audit", "live", "accounts", "care", "consent", "notify"),
    *("genome", "medicines", "vitals", "messaging", "predisposition", "insights", "alerts", "worklist"),
    *("sync", "leaving", "ops"),
)
INSTALLED_APPS = [
    "portal",  # before allauth, whose page templates it replaces
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "rest_framework",
    "drf_spectacular",
    "django_htmx",
    "channels",
    *(f"mendly.{room}" for room in ROOMS),
]
MIDDLEWARE = [
    "mendly.ops.middleware.RequestLog",
    "mendly.ops.middleware.ProgramsOverTls",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",  # its files lie packed already
    "django.middleware.gzip.GZipMiddleware",  # adds random bytes, so that the length tells nothing of a token
    "mendly.ops.middleware.PrivateResponses",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "mendly.accounts.middleware.ActorMiddleware",
    "mendly.problems.DomainErrorMiddleware",
]
ROOT_URLCONF = "mendly.urls"
WSGI_APPLICATION = "mendly.wsgi.application"
ASGI_APPLICATION = "mendly.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.context.page",
            ]
        },
    }
]

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
BREACHED_PASSWORDS = env_sorted_digests(ENV, "MENDLY_BREACHED_PASSWORDS")
"""The public list of stolen passwords, sorted by SHA-1; empty: only the 20,000 commonest are refused."""
AUTH_PASSWORD_VALIDATORS = [
    # Ten characters, not the fifteen that guidance asks of a password standing alone: here it never opens genes alone,
    # and a browser that the account has not seen needs a code by e-mail or a second factor besides.
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "mendly.accounts.passwords.BreachedPasswordValidator",
        "OPTIONS": {"path": BREACHED_PASSWORDS},
    },
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/home/"
ACCOUNT_ADAPTER = "mendly.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_REAUTHENTICATION_REQUIRED = True
"""Seconds: sharing, export, erasing, pairing, staff and changes of signing in ask for a proof no older than this."""
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
"""A passkey stands for both steps at once, so the device must ask for a finger, a face or a PIN each time."""
MFA_FORMS = {
    "add_webauthn": "mendly.accounts.forms.AddPasskeyForm",
    "edit_webauthn": "mendly.accounts.forms.RenamePasskeyForm",
    "authenticate_webauthn": "mendly.accounts.forms.PasskeySecondStepForm",
    "login_webauthn": "mendly.accounts.forms.PasskeySignInForm",
    "reauthenticate_webauthn": "mendly.accounts.forms.PasskeyAgainForm",
}
MFA_TOTP_ISSUER = "Mendly"
MFA_ADAPTER = "mendly.accounts.adapter.SecondFactorAdapter"
USERSESSIONS_TRACK_ACTIVITY = False
USERSESSIONS_ADAPTER = "mendly.accounts.adapter.SignInsAdapter"

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = int(timedelta(hours=12).total_seconds())
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = ["^healthz$", "^readyz$", "^metrics$"]
SECURE_HSTS_SECONDS = 63072000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
NONE, SELF = ["'none'"], ["'self'"]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": NONE,
        "script-src": SELF,
        "style-src": SELF,
        "img-src": SELF,
        "font-src": SELF,
        "connect-src": SELF,
        "manifest-src": SELF,
        "worker-src": SELF,
        "form-action": SELF,
        "base-uri": NONE,
        "frame-ancestors": NONE,
    }
}

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("es", "Español")]
LANGUAGE_COOKIE_NAME = "language"
TIME_ZONE = "UTC"
USE_TZ = True
STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {
        "BACKEND": "mendly.vault.storage.DurableStorage",
        "OPTIONS": {"location": SEALED_FILES},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 60
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
FILE_UPLOAD_HANDLERS = ["mendly.ops.uploads.RefuseUnexpectedFiles"]

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
if not PRODUCTION and not env_text(ENV, "MENDLY_SMTP_HOST"):
    EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
EMAIL_HOST = env_text(ENV, "MENDLY_SMTP_HOST", "localhost")
EMAIL_PORT = env_int(ENV, "MENDLY_SMTP_PORT", 587, low=1, high=65535)
EMAIL_HOST_USER = env_text(ENV, "MENDLY_SMTP_USER")
EMAIL_HOST_PASSWORD = env_secret(ENV, "MENDLY_SMTP_PASSWORD")
EMAIL_USE_TLS = bool(EMAIL_HOST_USER) or not is_local(EMAIL_HOST)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env_text(ENV, "MENDLY_MAIL_FROM", "Mendly <no-reply@localhost>")
VAPID_PRIVATE_KEY = env_secret(ENV, "MENDLY_VAPID_KEY")
PUSH_ALLOW_LOOPBACK = env_bool(ENV, "MENDLY_PUSH_ALLOW_LOOPBACK")
if PRODUCTION and PUSH_ALLOW_LOOPBACK:
    raise SettingRefused("MENDLY_PUSH_ALLOW_LOOPBACK is for tests; take it out in production")

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
if REDIS_URL:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}
CELERY_BROKER_URL = REDIS_URL or "memory://"

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "mendly.accounts.api.authentication.DeviceTokenAuthentication",
        "mendly.accounts.api.authentication.BrowserSessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["mendly.accounts.api.parsers.BoundedJSONParser"],
    "DEFAULT_SCHEMA_CLASS": "mendly.accounts.api.schema.OwnWords",
    "EXCEPTION_HANDLER": "mendly.problems.problem_response",
    "NUM_PROXIES": PROXIES,
    "DEFAULT_THROTTLE_RATES": {"pairing": "20/min", "refresh": "60/min"},
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
    "COERCE_DECIMAL_TO_STRING": True,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Mendly",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "mendly.accounts.api.schema.with_problems",
    ],
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "ENUM_NAME_OVERRIDES": {
        "ConsentAnswer": [("permit", "permit"), ("deny", "deny")],
        "ExportState": [
            (state, state) for state in ("asked", "building", "ready", "fetched", "stopped", "failed")
        ],
        "EvidenceLevel": [("A", "A"), ("B", "B")],
        "HidingReason": [
            (reason, reason) for reason in ("asked_pharmacist", "asked_care_team", "not_together", "other")
        ],
        "LevelEnum": [(level, level) for level in ("act", "watch", "info", "unknown")],
    },
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "mendly.ops.logs.AllowListFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "mendly": {"level": "INFO"},
        "django.server": {"handlers": ["stderr"], "propagate": False},
        "django.request": {"level": "CRITICAL"},
        "kombu": {"level": "ERROR"},
    },
}
LOGGING_CONFIG = "logging.config.dictConfig"
SILENCED_SYSTEM_CHECKS: list[str] = []
TEST_RUNNER = "django.test.runner.DiscoverRunner"
