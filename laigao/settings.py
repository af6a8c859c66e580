"""Settings. The only reader of the environment; every variable stands in .env.example with a comment."""

from __future__ import annotations

import ipaddress
from datetime import date
from pathlib import Path

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from jinja2 import FileSystemLoader, PrefixLoader

from intake.model import Limits

from . import environment as env

BASE_DIR = Path(__file__).resolve().parent.parent

# ── where this instance keeps its things ──────────────────────────────────────────────────────────────────────────────
DATA_DIR = Path(env.text("LAIGAO_DATA_DIR", str(BASE_DIR / "var"))).resolve()
DEMO = env.flag("LAIGAO_DEMO")
DEBUG = env.flag("LAIGAO_DEBUG")
SITE_URL = env.text("LAIGAO_SITE_URL", "http://127.0.0.1:8000").rstrip("/")
WAGTAILADMIN_BASE_URL = SITE_URL
SECRET_KEY = env.text("LAIGAO_SECRET_KEY", "only-for-trying-" + "0" * 40 if DEBUG or DEMO else None)
# Fernet keys, newest first: private data (contacts, ID and card numbers) is stored under the first, read under any.
FIELD_KEYS = env.words("LAIGAO_FIELD_KEYS", "bGFpZ2FvLWRlbW8ta2V5LW5vdC1mb3ItcHJvZHVjdHM=" if DEBUG or DEMO else "")
if not FIELD_KEYS:
    raise ImproperlyConfigured("LAIGAO_FIELD_KEYS is not set. Make one with `laigao make-key` and keep it apart from the backups.")
ALLOWED_HOSTS = env.words("LAIGAO_ALLOWED_HOSTS", "127.0.0.1,localhost,testserver")
CSRF_TRUSTED_ORIGINS = env.words("LAIGAO_TRUSTED_ORIGINS", SITE_URL)

# ── the database ──────────────────────────────────────────────────────────────────────────────────────────────────────
DATABASES = {"default": dj_database_url.parse(env.text("LAIGAO_DATABASE_URL", f"sqlite:///{DATA_DIR / 'laigao.sqlite3'}"))}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # IMMEDIATE: a transaction that will write takes the lock at its start and waits, instead of failing half-way.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    }
else:
    DATABASES["default"].update(CONN_MAX_AGE=60, CONN_HEALTH_CHECKS=True)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# ── files ─────────────────────────────────────────────────────────────────────────────────────────────────────────────
MEDIA_ROOT = DATA_DIR / "media"
MEDIA_URL = "/media/"
STATIC_ROOT = DATA_DIR / "static"
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "newsroom" / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    # raw mails and originals: never served by a web server, opened only through newsroom.vault
    "private": {
        "BACKEND": "newsroom.vault.FsyncStorage",
        "OPTIONS": {"location": str(DATA_DIR / "private"), "file_permissions_mode": 0o600, "directory_permissions_mode": 0o700},
    },
}
WHITENOISE_USE_FINDERS = True
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# ── the mailbox and the way out ───────────────────────────────────────────────────────────────────────────────────────
LOOPBACK_ONLY = env.flag("LAIGAO_LOOPBACK_ONLY", default=DEMO)


def _host(name: str, default: str) -> str:
    """A mail host. The demo and the tests hold real addresses: there nothing but this machine may be asked."""
    host = env.text(name, default)
    if LOOPBACK_ONLY and host != "localhost":
        try:
            loopback = ipaddress.ip_address(host).is_loopback
        except ValueError:
            loopback = False
        if not loopback:
            raise ImproperlyConfigured(f"{name} is {host}, but LAIGAO_LOOPBACK_ONLY allows only 127.0.0.1 or localhost.")
    return host


IMAP = {
    "host": _host("LAIGAO_IMAP_HOST", "127.0.0.1" if LOOPBACK_ONLY else "imap.qq.com"),
    "port": env.number("LAIGAO_IMAP_PORT", 993, 1, 65535),
    "tls": env.flag("LAIGAO_IMAP_TLS", default=True),
    "user": env.text("LAIGAO_IMAP_USER", ""),
    "password": env.text("LAIGAO_IMAP_PASSWORD", ""),
    "folders": env.words("LAIGAO_IMAP_FOLDERS", "INBOX,Junk"),
    # what is done on the server once a mail is kept: nothing, seen or move
    "after": env.text("LAIGAO_IMAP_AFTER", "seen"),
    "move_to": env.text("LAIGAO_IMAP_MOVE_TO", ""),
    "sent": env.text("LAIGAO_IMAP_SENT", "Sent Messages"),
    "poll_seconds": env.number("LAIGAO_IMAP_POLL_SECONDS", 90, 1, 3600),
    "connect_seconds": env.number("LAIGAO_IMAP_CONNECT_SECONDS", 20, 1),
    "read_seconds": env.number("LAIGAO_IMAP_READ_SECONDS", 180, 1),
    "batch": env.number("LAIGAO_IMAP_BATCH", 50, 1, 500),
    # the first start on a mailbox with years of mail: all, new (only what comes from now on), or a day (2026-01-31); "": ask
    "start": env.text("LAIGAO_IMAP_START", "all" if LOOPBACK_ONLY else ""),
}
if IMAP["after"] not in {"nothing", "seen", "move"} or (IMAP["after"] == "move") != bool(IMAP["move_to"]):
    raise ImproperlyConfigured("LAIGAO_IMAP_AFTER is nothing, seen or move; move needs LAIGAO_IMAP_MOVE_TO, the others do without.")
if IMAP["start"] not in {"", "all", "new"}:
    try:
        IMAP["start"] = date.fromisoformat(IMAP["start"]).isoformat()
    except ValueError:
        raise ImproperlyConfigured(f"LAIGAO_IMAP_START is {IMAP['start']!r}; write all, new or a day like 2026-01-31.") from None
MAILBOX = env.text("LAIGAO_MAILBOX", IMAP["user"] or "laigao@localhost")
SMTP = {
    "host": _host("LAIGAO_SMTP_HOST", "127.0.0.1" if LOOPBACK_ONLY else "smtp.qq.com"),
    "port": env.number("LAIGAO_SMTP_PORT", 465, 1, 65535),
    "tls": env.text("LAIGAO_SMTP_TLS", "implicit"),  # implicit | starttls | none
    "user": env.text("LAIGAO_SMTP_USER", IMAP["user"]),
    "password": env.text("LAIGAO_SMTP_PASSWORD", IMAP["password"]),
    "sender": env.text("LAIGAO_SMTP_SENDER", MAILBOX),
    "sender_name": env.text("LAIGAO_SMTP_SENDER_NAME", "丝路情韵编辑部"),
    "timeout": env.number("LAIGAO_SMTP_TIMEOUT", 60, 1),
    "retry_seconds": env.number("LAIGAO_SMTP_RETRY_SECONDS", 60, 1),
    "daily_cap": env.number("LAIGAO_SMTP_DAILY_CAP", 100, 1),
    "pace_seconds": env.number("LAIGAO_SMTP_PACE_SECONDS", 0 if LOOPBACK_ONLY else 3),
}
if SMTP["tls"] not in {"implicit", "starttls", "none"}:
    raise ImproperlyConfigured(f"LAIGAO_SMTP_TLS is {SMTP['tls']!r}; write implicit, starttls or none.")
OWN_ADDRESSES = sorted({MAILBOX.lower(), SMTP["sender"].lower(), *(a.lower() for a in env.words("LAIGAO_OWN_ADDRESSES"))})

_LIMIT = Limits()
LIMITS = Limits(
    mail_bytes=env.number("LAIGAO_MAIL_BYTES", _LIMIT.mail_bytes, 1000),
    mail_seconds=env.number("LAIGAO_MAIL_SECONDS", int(_LIMIT.mail_seconds), 5),
    document_seconds=env.number("LAIGAO_DOCUMENT_SECONDS", int(_LIMIT.document_seconds), 1),
    document_cpu_seconds=env.number("LAIGAO_DOCUMENT_CPU_SECONDS", _LIMIT.document_cpu_seconds, 1),
    document_memory=env.number("LAIGAO_DOCUMENT_MEMORY", _LIMIT.document_memory, 1 << 28),
    convert_seconds=env.number("LAIGAO_CONVERT_SECONDS", int(_LIMIT.convert_seconds), 1),
    archive_bytes=env.number("LAIGAO_ARCHIVE_BYTES", _LIMIT.archive_bytes, 1_000_000),
    archive_entries=env.number("LAIGAO_ARCHIVE_ENTRIES", _LIMIT.archive_entries, 1),
    archive_depth=env.number("LAIGAO_ARCHIVE_DEPTH", _LIMIT.archive_depth, 0, 10),
    office_bytes=env.number("LAIGAO_OFFICE_BYTES", _LIMIT.office_bytes, 1_000_000),
    office_part_bytes=env.number("LAIGAO_OFFICE_PART_BYTES", _LIMIT.office_part_bytes, 1_000_000),
    office_members=env.number("LAIGAO_OFFICE_MEMBERS", _LIMIT.office_members, 20),
    markup_depth=env.number("LAIGAO_MARKUP_DEPTH", _LIMIT.markup_depth, 20, 1000),
    pdf_pages=env.number("LAIGAO_PDF_PAGES", _LIMIT.pdf_pages, 1),
    image_pixels=env.number("LAIGAO_IMAGE_PIXELS", _LIMIT.image_pixels, 1_000_000),
    text_characters=env.number("LAIGAO_TEXT_CHARACTERS", _LIMIT.text_characters, 1000),
    text_blocks=env.number("LAIGAO_TEXT_BLOCKS", _LIMIT.text_blocks, 100),
)
ANSWER_DAYS = env.number("LAIGAO_ANSWER_DAYS", 30, 1, 365)  # the clock printed in the acknowledgement
REPLIES_PER_ADDRESS = env.number("LAIGAO_REPLIES_PER_ADDRESS", 10, 1)  # acknowledgements an hour to one address
REPLIES_PER_HOUR = env.number("LAIGAO_REPLIES_PER_HOUR", 300, 1)  # acknowledgements an hour in all; more of them wait
UNDO_SECONDS = env.number("LAIGAO_UNDO_SECONDS", 0 if DEMO else 30, 0, 3600)  # a decision's letter waits this long

# ── the bell ──────────────────────────────────────────────────────────────────────────────────────────────────────────
BROKER_URL = env.text("LAIGAO_BROKER_URL", "redis://127.0.0.1:6379/0")
SWEEP_SECONDS = env.number("LAIGAO_SWEEP_SECONDS", 60, 1)
LEASE_SECONDS = env.number("LAIGAO_LEASE_SECONDS", 300, 10)
MAX_ATTEMPTS = env.number("LAIGAO_MAX_ATTEMPTS", 2, 1, 10)

# ── Django ────────────────────────────────────────────────────────────────────────────────────────────────────────────
ROOT_URLCONF = "laigao.urls"
WSGI_APPLICATION = "laigao.wsgi.application"
INSTALLED_APPS = [
    "laigao.apps.LaigaoConfig",
    "newsroom.apps.NewsroomConfig",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "newsroom.site.middleware.PublicSite",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",  # articles keep their old addresses when a column is merged or renamed
]
TEMPLATES = [
    {
        # the public pages and the letters; laigao.jinja makes the environment (autoescape for .html only, StrictUndefined)
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "OPTIONS": {
            "environment": "laigao.jinja.environment",
            "loader": PrefixLoader({name: FileSystemLoader(BASE_DIR / "templates" / name) for name in ("site", "mail")}),
            "context_processors": ["django.template.context_processors.request", "wagtail.contrib.settings.context_processors.settings"],
        },
    },
    {
        # pages inside Wagtail's admin extend its shell, which a Jinja2 template cannot
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
            ]
        },
    },
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "wagtailadmin_login"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SITE_URL.startswith("https://")
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "newsroom" / "locale"]
USE_I18N = True
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

# ── Wagtail ───────────────────────────────────────────────────────────────────────────────────────────────────────────
WAGTAIL_SITE_NAME = "来稿"
WAGTAIL_CONTENT_LANGUAGES = [("zh-hans", "简体中文")]
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAIL_I18N_ENABLED = False
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_WORKFLOW_ENABLED = True
# an edit after an approval asks for that approval again
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
# going live is what passing 三审 gives, checked once more there; nobody holds the publish permission
WAGTAIL_FINISH_WORKFLOW_ACTION = "newsroom.reviewing.publish"
WAGTAIL_MODERATION_ENABLED = False
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAILDOCS_SERVE_METHOD = "serve_view"
# our own mails only: Wagtail's notices would go through Django's mail settings to people who did not ask
WAGTAILADMIN_NOTIFICATION_INCLUDE_SUPERUSERS = False
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"

LOG_FORMAT = env.text("LAIGAO_LOG_FORMAT", "text")
if LOG_FORMAT not in {"text", "json"}:
    raise ImproperlyConfigured(f"LAIGAO_LOG_FORMAT is {LOG_FORMAT!r}; write text or json.")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "text": {"()": "laigao.logs.Text", "format": "%(asctime)s %(levelname)s %(name)s %(about_text)s%(message)s"},
        "json": {"()": "laigao.logs.Json"},
    },
    "filters": {"numbered": {"()": "laigao.logs.Numbered"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT, "filters": ["numbered"]}},
    "root": {"handlers": ["stderr"], "level": env.text("LAIGAO_LOG_LEVEL", "INFO")},
    "loggers": {"django_tasks": {"level": "WARNING"}},  # Wagtail indexes each page in a task: two lines a page say nothing
}
