"""Settings of the registry: one file everywhere, only the environment differs.

Safe when nothing is set; a missing secret stops the start with the name of the variable.
"""

from __future__ import annotations

from pathlib import Path

import django_stubs_ext

from registry.api_schema import REST_FRAMEWORK, SPECTACULAR_SETTINGS  # noqa: F401 - read by their names
from registry.browser_policy import CONTENT_SECURITY_POLICY, PERMISSIONS_POLICY  # noqa: F401 - read by their names
from registry.lib import env
from registry.logs import LOGGING  # noqa: F401 - read by its name
from registry.signin_policy import *  # noqa: F403 - what allauth and axes are told, read by its names

django_stubs_ext.monkeypatch()  # lets generic Django classes be subscripted at run time

BASE_DIR = Path(__file__).resolve().parent.parent
LOCAL_DIR = Path(
    env.text("REGISTRY_LOCAL", default=str(BASE_DIR / ".local"), about="Folder for what the registry itself may write")
)

# --- who we are -------------------------------------------------------------------------------------------------
DEBUG = env.flag("REGISTRY_DEBUG", default=False, about="Error pages with details; for development alone")
DEMO = env.flag("REGISTRY_DEMO", default=False, about="One-click sign-in of invented accounts; refused off loopback")
SECRET_KEY = env.secret("REGISTRY_SECRET_KEY", about="Signs sessions and forms; 50 random characters")
DEPLOYMENT = env.text(
    "REGISTRY_DEPLOYMENT",
    default="registry",
    about="Name of this registry, bound into every ciphertext; never change it",
)
ALLOWED_HOSTS = env.text_list(
    "REGISTRY_ALLOWED_HOSTS", default=["localhost"], about="Host names the site answers to, separated by commas"
)
BIND_HOST = env.text("REGISTRY_BIND_HOST", default="127.0.0.1", about="Address the web program listens on")
CSRF_TRUSTED_ORIGINS = env.text_list(
    "REGISTRY_TRUSTED_ORIGINS", default=[], about="https:// and host name, for each host name"
)
TLS = env.flag(
    "REGISTRY_TLS", default=False, about="Set when all readers come over TLS: secure cookies, HSTS, redirects"
)
TRUSTED_PROXIES = env.networks(
    "REGISTRY_TRUSTED_PROXIES",
    default=[],
    about="Networks of our own proxies, whose X-Forwarded-For is believed, such as 10.0.3.0/24",
)

INSTALLED_APPS = [
    "registry",
    "registry.site",
    "matching",
    "families",
    "remains",
    "cases",
    "accessctl",
    "accessctl.keystore",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "registry.collected.CollectedFilesConfig",
    "django.contrib.postgres",
    "django.forms",
    "guardian",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_htmx",
    "template_partials",
    "heroicons",
    "csp",
]

MIDDLEWARE = [
    "registry.site.proxies.TrustedProxies",
    "django.middleware.security.SecurityMiddleware",
    "registry.site.headers.BrowserHeaders",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accessctl.middleware.ActorMiddleware",
    "accessctl.signin.sessions.SlidingSession",
    "django.contrib.messages.middleware.MessageMiddleware",
    "accessctl.middleware.SecondStep",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "registry.site.errors.ErrorMiddleware",
    "registry.site.gate.Bounded",
    "registry.site.gate.Gate",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "registry.urls"
WSGI_APPLICATION = "registry.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "registry.site.context.page",
            ],
        },
    }
]
FORM_RENDERER = "accessctl.forms.renderer.RegistryRenderer"

# --- where the data live ----------------------------------------------------------------------------------------
# Two databases: records, and the keys that open them.  The application's role cannot change the journal; the owner
# migrates.  `manage.py migrate` is run with REGISTRY_AS_OWNER=1.
AS_OWNER = env.flag("REGISTRY_AS_OWNER", default=False, about="Use the owner's role; for migrations alone")
_conn = {"CONN_MAX_AGE": 300, "CONN_HEALTH_CHECKS": True}
DATABASES = {
    "default": env.database(
        "REGISTRY_OWNER_DATABASE_URL" if AS_OWNER else "REGISTRY_DATABASE_URL",
        about="Database of records: postgresql://user:password@host:5432/registry",
    )
    | _conn,
    "keystore": env.database(
        "REGISTRY_OWNER_KEYSTORE_URL" if AS_OWNER else "REGISTRY_KEYSTORE_URL",
        about="Database of wrapped keys: postgresql://user:password@host:5432/keystore",
    )
    | _conn,
}
DATABASE_ROUTERS = ["accessctl.keystore.router.KeyStoreRouter"]
APPLICATION_DB_ROLE = env.text(
    "REGISTRY_APPLICATION_ROLE", default="registry_app", about="PostgreSQL role of the running application"
)

GENETICS_DB_ROLE = env.text(
    "REGISTRY_GENETICS_ROLE", default="registry_genetics", about="PostgreSQL role that reads genetic data"
)

VALKEY_URL = env.text("REGISTRY_VALKEY_URL", about="Valkey or Redis for messages: redis://host:6379/0 or unix:///path")
ROOT_KEY, ROOT_KEY_FILE = env.secret_or_file(
    "REGISTRY_ROOT_KEY", about="Root key, 32 bytes in base64; better as a file of mode 0600 outside data and backups"
)
TRANSIT_URL = env.text(
    "REGISTRY_TRANSIT_URL", default="", about="Root key kept by Vault or OpenBao instead: https://host:8200/mount/key"
)
TRANSIT_TOKEN = env.secret("REGISTRY_TRANSIT_TOKEN", default="", about="Token that may encrypt and decrypt with it")
KEY_CACHE_SECONDS = env.integer(
    "REGISTRY_KEY_CACHE_SECONDS", default=60, low=1, high=60, about="How long a process keeps an unwrapped key"
)
JOURNAL_HEADS_FILE = env.text(
    "REGISTRY_JOURNAL_HEADS_FILE",
    default="",
    about="File outside the database that signed heads of the journal are appended to, better on another host",
)
TOMBSTONES_FILE = env.text(
    "REGISTRY_TOMBSTONES_FILE",
    default="",
    about="File outside the database that says what was erased, so that a restored backup is cleared of it",
)

FAMILY_EXIT = env.text(
    "REGISTRY_FAMILY_EXIT",
    default="https://www.wikipedia.org/",
    about="Where a family's page leads in a hurry: a harmless page that anybody may be seen to read",
)

PAPERS_FOLDER = env.text(
    "REGISTRY_PAPERS_FOLDER",
    default="",
    about="Folder of reviewed procedures of legal papers, a file XXX.toml for each country",
)

# How many different records may be opened in a day; half of it in an hour.
BUDGET_OF_PERSON = env.integer("REGISTRY_BUDGET_OF_PERSON", default=400, low=1, about="Records a person opens in a day")
BUDGET_OF_CLIENT = env.integer("REGISTRY_BUDGET_OF_CLIENT", default=4000, low=1, about="The same of a partner system")
BUDGET_OF_ORGANISATION = env.integer(
    "REGISTRY_BUDGET_OF_ORGANISATION", default=10_000, low=1, about="The same of all people and systems of one"
)

# Partner systems: a token is kept short, since whoever reads one on its way is its holder until it runs out.
API_TOKEN_SECONDS = env.integer(
    "REGISTRY_API_TOKEN_SECONDS", default=600, low=60, high=900, about="How long a partner system's token lasts"
)
CERTIFICATE_HEADER = env.text(
    "REGISTRY_CERTIFICATE_HEADER",
    default="",
    about="Header in which our own proxy hands on the SHA-256 thumbprint (base64url) of a client's certificate",
)

WEBHOOKS_TO_THIS_MACHINE = env.flag(
    "REGISTRY_WEBHOOKS_TO_THIS_MACHINE",
    default=False,
    about="Lets systems be told at http://localhost too; for trying a receiver out, never in production",
)

OUTWARD_SEARCH_ONLY = env.flag(
    "REGISTRY_OUTWARD_SEARCH_ONLY",
    default=False,
    about="Partner systems, other registries and files handed over served for the search alone, whatever was agreed",
)

PEER_SECONDS = env.integer(
    "REGISTRY_PEER_SECONDS", default=10, high=600, about="How long every answer to another registry takes"
)

# --- background work --------------------------------------------------------------------------------------------
CELERY_BROKER_URL = VALKEY_URL.replace("unix://", "redis+socket://", 1)  # Celery's word for a Unix socket
CELERY_TASK_ROUTES = {
    "matching.tasks.weigh_kinship": {"queue": "default"},
    "matching.tasks.follow_peers": {"queue": "default"},
    "matching.tasks.keep_peer_tables": {"queue": "default"},
    "matching.tasks.*": {"queue": "matcher"},
}

EFFECT_LEASE_SECONDS = env.integer(
    "REGISTRY_EFFECT_LEASE_SECONDS", default=30, low=1, about="Seconds until the work of a killed worker is another's"
)
MATCHER_RUNS = env.integer(
    "REGISTRY_MATCHER_RUNS", default=1, low=1, about="How many matcher processes work off changes at once"
)
MATCHER_SHARDS = env.integer(
    "REGISTRY_MATCHER_SHARDS", default=1, low=1, high=1000, about="Among how many matcher processes records are divided"
)
MATCHER_SHARD = env.integer(
    "REGISTRY_MATCHER_SHARD", default=0, low=0, high=MATCHER_SHARDS - 1, about="Whose share this process holds, from 0"
)

# --- people and sign-in -----------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accessctl.Account"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["accessctl.signin.hasher.PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["full_name", "email"]},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "accessctl.signin.passwords.UsualInDisguise"},
    {"NAME": "accessctl.signin.passwords.OwnWords"},
]
PASSWORD_RESET_TIMEOUT = 3600
ANONYMOUS_USER_NAME = None  # guardian: no anonymous row
GUARDIAN_MONKEY_PATCH_USER = False  # only accessctl asks guardian
LOGIN_REDIRECT_URL = "site:work"
LOGIN_URL = "account_login"
MFA_MANDATORY = env.flag(
    "REGISTRY_MFA_MANDATORY", default=not DEMO, about="Everybody needs a second step at sign-in; off in the demo"
)
STEP_UP_SECONDS = env.integer(
    "REGISTRY_STEP_UP_SECONDS", default=300, low=30, high=300, about="How old a proof may be for layer 4, sharing, keys"
)
CACHES = {  # what limits at sign-in count and which codes were used; nothing of a record is cached
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "accessctl_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

SESSION_ENGINE = "accessctl.signin.store"
SESSION_COOKIE_AGE = 12 * 3600  # the absolute end
SESSION_IDLE_SECONDS = 15 * 60  # of whoever may read layer 3 or deeper
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = TLS
SESSION_COOKIE_NAME = "__Host-session" if TLS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if TLS else "csrf"
LANGUAGE_COOKIE_NAME = "__Host-language" if TLS else "language"
MESSAGE_STORAGE = "registry.site.messages.Storage"
CSRF_FAILURE_VIEW = "registry.site.errors.csrf_failure"

# --- pages ------------------------------------------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = env.path(
    "REGISTRY_STATIC_ROOT", default=LOCAL_DIR / "static", about="Folder of the collected static files"
)
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("npm/bootstrap", BASE_DIR / "node_modules/bootstrap/dist/css"),
    ("npm/leaflet", BASE_DIR / "node_modules/leaflet/dist"),
    ("npm/topojson", BASE_DIR / "node_modules/topojson-client/dist"),
    ("npm/world-atlas", BASE_DIR / "node_modules/world-atlas"),
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},  # there is no media folder
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "registry.site.static_storage.HashedStorage"
    },
}
WHITENOISE_MANIFEST_STRICT = True
WHITENOISE_MIMETYPES = {".svg": "image/svg+xml; charset=utf-8"}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024  # uploads stay in memory: nothing unencrypted touches a disk
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("fr", "Français"), ("es", "Español"), ("ar", "العربية"), ("ru", "Русский")]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["registry.formats"]
USE_I18N = USE_TZ = True
TIME_ZONE = "UTC"
USE_THOUSAND_SEPARATOR = False

X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_HSTS_SECONDS = 31_536_000 if TLS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_SSL_REDIRECT = TLS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TLS else None
SECURE_REDIRECT_EXEMPT = [r"^health/"]

# --- mail, logs, checks -----------------------------------------------------------------------------------------
(
    EMAIL_BACKEND,
    EMAIL_HOST,
    EMAIL_PORT,
    EMAIL_HOST_USER,
    EMAIL_HOST_PASSWORD,
    EMAIL_USE_TLS,
    EMAIL_USE_SSL,
) = env.mail(
    "REGISTRY_EMAIL_URL",
    default="console:" if DEMO or DEBUG else "none:",
    about="How mail leaves: smtp+starttls://user:password@host:587, smtps://…, smtp://…; console: or none:",
)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.text("REGISTRY_EMAIL_FROM", default="registry@localhost", about="Sender of mail")
SILENCED_SYSTEM_CHECKS = ["guardian.W001"]  # guardian's backend would answer has_perm; only the door answers
# Tasks that look for new work when an entry was committed; named here so that accessctl knows no app above it.
JOURNAL_DOORBELLS = ["matching.tasks.catch_up"]
