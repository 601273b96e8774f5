"""What every environment shares. The only module that reads the environment; see docs/runbook.md for the variables."""

import base64
from email.utils import parseaddr
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import environ
from babel.core import get_global
from csp.constants import NONCE, NONE, SELF
from kombu import Exchange, Queue

from barter.kernel.webpush import is_private_key
from barter.settings.api import *  # noqa: F403
from barter.settings.environment import Environment
from barter.settings.rates import UNITS_PER_EURO as UNITS_PER_EURO
from barter.settings.schedule import CELERY_BEAT_SCHEDULE as CELERY_BEAT_SCHEDULE
from barter.settings.schedule import CELERY_TASK_ROUTES as CELERY_TASK_ROUTES
from barter.settings.sign_in import *  # noqa: F403
from barter.settings.unfold import UNFOLD as UNFOLD

BASE_DIR = Path(__file__).resolve().parent.parent.parent
env = Environment()


def origin(url: str) -> str:
    """Scheme, host and port of a URL, as browsers compare them."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def is_fernet_key(key: str) -> bool:
    """Whether the vault could encrypt with it."""
    try:
        return len(base64.urlsafe_b64decode(key)) == 32
    except ValueError:
        return False


def is_currency(code: str) -> bool:
    return code in get_global("all_currencies")


# ---- The environment ----------------------------------------------------------------------------------------------

DEBUG = False
SECRET_KEY = env.text("SECRET_KEY")
# Fernet keys of the address vault. The first encrypts; all decrypt, so a new key is put in front of the old ones.
VAULT_KEYS = env.names("VAULT_KEYS")
SITE_URL = env.address("SITE_URL", "http", "https").rstrip("/")
ALLOWED_HOSTS = env.names("ALLOWED_HOSTS")
BROKER_URL = env.address("BROKER_URL", "redis", "rediss", "amqp", "amqps", "sqs", "memory")
_cache = env.parsed("CACHE_URL", environ.Env.cache_url_config, "redis://localhost:6379/1")
_database = env.parsed("DATABASE_URL", environ.Env.db_url_config, "postgres://user:password@localhost:5432/barter")
_email = env.parsed("EMAIL_URL", environ.Env.email_url_config, "smtp+tls://user:password@smtp.example.com:587")
# S3_ENDPOINT_URL is where this program reaches the store (empty: AWS itself); S3_PUBLIC_URL is where browsers do.
S3_ENDPOINT_URL = env.text("S3_ENDPOINT_URL", default="")
S3_BUCKET = env.text("S3_BUCKET")
S3_REGION = env.text("S3_REGION", default="eu-central-1")
S3_PUBLIC_URL = env.text("S3_PUBLIC_URL", default=S3_ENDPOINT_URL or f"https://s3.{S3_REGION}.amazonaws.com")
# Both empty: boto3 finds the credentials itself (instance role, container role).
S3_ACCESS_KEY = env.text("S3_ACCESS_KEY", default="")
S3_SECRET_KEY = env.text("S3_SECRET_KEY", default="")
# `carrier=secret` pairs. Several secrets of one carrier, while one is being replaced, are joined with `|`.
CARRIER_WEBHOOK_SECRETS = {
    carrier: tuple(secrets.split("|"))
    for carrier, secrets in env.mapping("CARRIER_WEBHOOK_SECRETS", default={}).items()
}
# tcp://host:3310 or unix:///path of clamd; empty: files say that they were not scanned.
CLAMD_URL = env.text("CLAMD_URL", default="")
# A simulated carrier with a server of its own (shipping/carriers/simulated_server.py); empty: it runs inside the worker.
CARRIER_SIMULATED_URL = env.text("CARRIER_SIMULATED_URL", default="")
# The host's own key for Web Push (manage.py push_key prints one); empty: push is not offered.
VAPID_PRIVATE_KEY = env.text("VAPID_PRIVATE_KEY", default="")
# Each archive of the library holds a thread of its worker until the last byte has left; the other half answers pages.
ARCHIVES_PER_WORKER = max(1, env.number("WEB_THREADS", default=4) // 2)
OUTWARD_MAY_BE_PRIVATE = False  # tests alone speak to services on their own machine
# A server on this machine that plays the outside world in demo and tests (deals/posts/stage.py); never in production.
OUTWARD_STAGE = env.text("OUTWARD_STAGE", default="")
# Of an app with Meta's oEmbed; empty: posts on Instagram can't be looked at, and nobody is blamed for that.
INSTAGRAM_APP_TOKEN = env.text("INSTAGRAM_APP_TOKEN", default="stage" if OUTWARD_STAGE else "")
CLOCK_MOVABLE = env.flag("CLOCK_MOVABLE", default=False)
API_REQUESTS_PER_MINUTE = env.number("API_REQUESTS_PER_MINUTE", default=600)
# How many proxies of ours stand before the web server, each adding to X-Forwarded-For; 0: browsers reach it themselves.
TRUSTED_PROXIES = env.number("TRUSTED_PROXIES", default=1)
SWITCHBOARD = "barter.switchboard.HANDLERS"
OUTBOX_NUDGE = True
STAFF_MFA_REQUIRED = env.flag("STAFF_MFA_REQUIRED", default=True)
# True when the services are the ones our own supervisor started.
EMBEDDED = env.flag("EMBEDDED", default=False)
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", default="Barter <hello@barter.example>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# Who runs this site, as terms, privacy and help name them. Without an own address of contact it is the sender's.
COMPANY_NAME = env.text("COMPANY_NAME", default="")
COMPANY_ADDRESS = env.text("COMPANY_ADDRESS", default="")
COMPANY_EMAIL = env.text("COMPANY_EMAIL", default="") or parseaddr(DEFAULT_FROM_EMAIL)[1]
COMPANY_COUNTRY = env.text("COMPANY_COUNTRY", default="").upper()
PLAN_CURRENCY = env.text("PLAN_CURRENCY", default="EUR").upper()
VAPID_CONTACT = f"mailto:{parseaddr(DEFAULT_FROM_EMAIL)[1]}"  # whom a push service writes to
LOG_LEVEL = env.text("LOG_LEVEL", default="INFO").upper()
LOG_FORMAT = env.text("LOG_FORMAT", default="json")

# A socket folder is written percent-encoded: postgres://user@%2Fvar%2Frun%2Fpostgresql/barter
_database["HOST"] = unquote(_database.get("HOST") or "")
if _database.get("NAME") and _database.get("ENGINE") != "django.db.backends.postgresql":
    env.refuse("DATABASE_URL must start with postgres://")
if LOG_LEVEL not in {"DEBUG", "INFO", "WARNING", "ERROR"}:
    env.refuse("LOG_LEVEL must be DEBUG, INFO, WARNING or ERROR")
if bool(S3_ACCESS_KEY) != bool(S3_SECRET_KEY):
    env.refuse("S3_ACCESS_KEY and S3_SECRET_KEY must be given together")
if not is_currency(PLAN_CURRENCY):
    env.refuse("PLAN_CURRENCY must be a currency of ISO 4217, like EUR")
if not all(is_fernet_key(key) for key in VAULT_KEYS):
    env.refuse("VAULT_KEYS must be Fernet keys (32 bytes in URL-safe base64)")
if VAPID_PRIVATE_KEY and not is_private_key(VAPID_PRIVATE_KEY):
    env.refuse("VAPID_PRIVATE_KEY is no key for Web Push (manage.py push_key prints one)")
env.finish()

# ---- Applications -------------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "barter.kernel",
    "accounts",
    "creators",
    "brands",
    "deals",
    "shipping",
    "content",
    "inbox",
    "demo",
    "barter.kernel.admin_skin.SkinConfig",  # Unfold; before the admin, whose templates it replaces
    "unfold.contrib.filters",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.headless",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_htmx",
    "csp",
    "lucide",
]

MIDDLEWARE = [
    "barter.proxies.VisitorAddress",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "barter.compression.CompressAnswers",
    "barter.csp.PolicyMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "barter.kernel.api.straight.StraightToTheApi",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "barter.kernel.local_time.LocalTime",
    "barter.kernel.languages.Language",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "accounts.middleware.LastSeen",
    "accounts.middleware.StaffSecondFactor",
    "accounts.middleware.NothingLost",
    "accounts.middleware.EndlessDepth",
    "barter.kernel.conflicts.ClearRefusals",
]

ROOT_URLCONF = "barter.urls"
WSGI_APPLICATION = "barter.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
APPEND_SLASH = True

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "barter.kernel.looks.looks",
                "brands.access.workspace",
                "inbox.context.badges",
                "deals.web.brand.badges.badges",
            ],
        },
    },
]

# ---- Database, cache, sessions ------------------------------------------------------------------------------------

# Nobody waits longer than this for a row somebody else holds, and no statement runs away with a connection.
LOCK_TIMEOUT_MS = env.number("DATABASE_LOCK_TIMEOUT_MS", default=5_000)
STATEMENT_TIMEOUT_MS = env.number("DATABASE_STATEMENT_TIMEOUT_MS", default=30_000)
# False behind a pooler that gives every transaction another connection and does not carry prepared statements over.
DATABASE_PREPARES = env.flag("DATABASE_PREPARES", default=True)

DATABASES: dict[str, dict[str, Any]] = {
    "default": {
        **_database,
        "ENGINE": "barter.postgres",
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            **_database.get("OPTIONS", {}),
            "connect_timeout": 5,
            "application_name": "barter",
            "options": (
                f"-c lock_timeout={LOCK_TIMEOUT_MS} -c statement_timeout={STATEMENT_TIMEOUT_MS} "
                "-c plan_cache_mode=force_generic_plan"
            ),
            # Only what asks for it is prepared (barter.kernel.hot); the ORM's statements never reach this number.
            "prepare_threshold": 1_000_000_000 if DATABASE_PREPARES else None,
        },
    },
}

CACHES: dict[str, dict[str, Any]] = {"default": _cache}
if "redis" in _cache.get("BACKEND", "").lower():
    CACHES["default"]["OPTIONS"] = {"socket_timeout": 2, "socket_connect_timeout": 1, "health_check_interval": 30}
SESSION_ENGINE = "accounts.sessions"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "accounts.views.unsent.too_old"
CSRF_TRUSTED_ORIGINS = [origin(SITE_URL)]
ACCOUNT_DEFAULT_HTTP_PROTOCOL = urlsplit(SITE_URL).scheme

# ---- Language, time, files ----------------------------------------------------------------------------------------

LANGUAGE_CODE = "en-gb"
LANGUAGES = [
    ("en-gb", "English"), ("de", "Deutsch"), ("es", "Español"), ("fr", "Français"), ("it", "Italiano"), ("nl", "Nederlands"),
    ("pt", "Português"),
]  # fmt: skip
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "barter.formats"
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static", ("demo", BASE_DIR / "demo" / "media")]
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},  # files go through kernel.storage, not Django
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

# A form of ours is small; files go straight to S3 and product imports have their own limit.
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000

# ---- Mail ---------------------------------------------------------------------------------------------------------

EMAIL_BACKEND = _email.get("EMAIL_BACKEND", "")
EMAIL_HOST = _email.get("EMAIL_HOST", "") or ""
EMAIL_PORT = _email.get("EMAIL_PORT") or 25
EMAIL_HOST_USER = _email.get("EMAIL_HOST_USER", "") or ""
EMAIL_HOST_PASSWORD = _email.get("EMAIL_HOST_PASSWORD", "") or ""
EMAIL_USE_TLS = bool(_email.get("EMAIL_USE_TLS", False))
EMAIL_USE_SSL = bool(_email.get("EMAIL_USE_SSL", False))
EMAIL_FILE_PATH = _email.get("EMAIL_FILE_PATH", "") or None
EMAIL_TIMEOUT = 10

# ---- Security -----------------------------------------------------------------------------------------------------

ADMIN_PATH = "admin/"
_S3_ORIGIN = origin(S3_PUBLIC_URL)
# Virtual-hosted addresses of AWS put the bucket in the host name.
_S3_ORIGINS = [_S3_ORIGIN] if S3_ENDPOINT_URL else [_S3_ORIGIN, f"https://{S3_BUCKET}.s3.{S3_REGION}.amazonaws.com"]
CONTENT_SECURITY_POLICY: dict[str, Any] = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:", "blob:", *_S3_ORIGINS],
        "media-src": [SELF, "blob:", *_S3_ORIGINS],
        "connect-src": [SELF, *_S3_ORIGINS],
        "font-src": [SELF],
        "form-action": [SELF, *_S3_ORIGINS],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "frame-src": [NONE],
        "worker-src": [SELF],
        "manifest-src": [SELF],
    },
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    "accelerometer": [],
    "camera": ["self"],  # a creator films the clip from the upload field
    "display-capture": [],
    "geolocation": [],
    "gyroscope": [],
    "magnetometer": [],
    "microphone": ["self"],
    "midi": [],
    "payment": [],
    "publickey-credentials-get": ["self"],
    "usb": [],
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"

# ---- Tasks. PostgreSQL is the only truth: a task carries ids and claims its row, so the broker may lose everything ---

CELERY_BROKER_URL = BROKER_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_RESULT_BACKEND = None
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TIMEZONE = "UTC"
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_SOFT_TIME_LIMIT = 120
CELERY_TASK_TIME_LIMIT = 150
CELERY_TASK_PUBLISH_RETRY = False  # a dead broker must not hold a request; the outbox sweep publishes later
CELERY_BROKER_CONNECTION_TIMEOUT = 3
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_SEND_TASK_EVENTS = False
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 400_000  # KiB
CELERY_TASK_DEFAULT_QUEUE = "barter"
_QUEUE_ARGUMENTS = {"x-queue-type": "quorum"} if BROKER_URL.startswith("amqp") else None
CELERY_TASK_QUEUES = [
    Queue(name, Exchange(name), routing_key=name, queue_arguments=_QUEUE_ARGUMENTS) for name in ("barter", "files")
]
# Publishing tries twice and gives up; a worker keeps trying to connect all the same.
_PUBLISH_TRIES: dict[str, Any] = {"max_retries": 1, "interval_start": 0, "interval_step": 0.2, "interval_max": 0.2}
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, Any] = {**_PUBLISH_TRIES}
if BROKER_URL.startswith("redis"):
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        **_PUBLISH_TRIES,
        # With late acknowledgement this must exceed the longest task, or a running one is handed out twice.
        "visibility_timeout": 600,
        # A killed worker's task otherwise comes back after 90 seconds and more.
        "unacked_restore_interval": 5,
        "unacked_restore_throttle": 1,
        "socket_timeout": 5,
        "socket_connect_timeout": 2,
        "socket_keepalive": True,
        "health_check_interval": 20,
    }
    CELERY_BEAT_SCHEDULER = "redbeat.RedBeatScheduler"  # two beats elect a leader
    CELERY_REDBEAT_REDIS_URL = BROKER_URL
    CELERY_REDBEAT_KEY_PREFIX = "barter:beat:"
    CELERY_REDBEAT_LOCK_TIMEOUT = 12  # seconds without a beat after its leader was killed; above the loop interval
elif BROKER_URL.startswith("amqp"):
    CELERY_BROKER_TRANSPORT_OPTIONS = {**_PUBLISH_TRIES, "confirm_publish": True, "read_timeout": 5, "write_timeout": 5}

CELERY_BEAT_MAX_LOOP_INTERVAL = 3

# ---- Logs ---------------------------------------------------------------------------------------------------------

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {"()": "barter.logs.JsonFormatter"},
        "text": {"()": "barter.logs.TextFormatter"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT}},
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
    "loggers": {
        "django.server": {"handlers": ["console"], "level": LOG_LEVEL, "propagate": False},
        "django.request": {"level": "ERROR"},
        "celery": {"level": LOG_LEVEL},
        "celery.app.trace": {"level": "WARNING"},  # prints a task's result
        "redbeat": {"level": "WARNING"},
        "botocore": {"level": "WARNING"},
        "PIL": {"level": "WARNING"},
    },
}
