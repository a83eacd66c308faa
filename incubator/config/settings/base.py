"""The house itself: applications, middleware, database, caches, templates."""

from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

from incubator.config.settings.environment import (
    IS_DEMO,
    IS_PRODUCTION,
    IS_TEST,
    MODE,
    ROOT,
    base_url,
    env,
    field_keys,
    required,
    stand_in_key,
    whole_number,
)

DEBUG = False
PEPINIERE_MODE = MODE
BASE_DIR = ROOT
VAR_DIR = ROOT / "var"
BASE_URL = base_url()
SECRET_KEY = required(
    "PEPINIERE_SECRET_KEY", why="give a long random text.", elsewhere=stand_in_key("secret").hex()
)
if IS_PRODUCTION and len(SECRET_KEY) < 40:
    raise ImproperlyConfigured("PEPINIERE_SECRET_KEY is too short: give at least 40 characters.")
FIELD_KEYS = field_keys()
ALLOWED_HOSTS = [h for h in env.str("PEPINIERE_ALLOWED_HOSTS", default="").split(",") if h]
if IS_PRODUCTION and not ALLOWED_HOSTS:
    raise ImproperlyConfigured(
        "PEPINIERE_ALLOWED_HOSTS is not set: write the site's host names, with commas."
    )
if not IS_PRODUCTION:
    ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", *(["testserver"] if IS_TEST else [])]

# The order of the slices (incubator/README.md): a slice imports those before it, never those after.
SLICES = [
    "incubator.core",
    "incubator.ui",
    "incubator.territory",
    "incubator.people",
    "incubator.workflow",
    "incubator.files",
    "incubator.notifications",
    "incubator.accounts",
    "incubator.jobs",
    "incubator.lists",
    "incubator.imports",
    "incubator.startups",
    "incubator.conflicts",
    "incubator.programmes",
    "incubator.applications",
    "incubator.reviews",
    "incubator.cohorts",
    "incubator.milestones",
    "incubator.reporting",
    "mentorship",
    "funding",
    "incubator.portal",
    "cms",
    "incubator.config",
]
INSTALLED_APPS = [
    *reversed(SLICES),  # templates of higher slices win over lower ones and over libraries
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_filters",
    "django_htmx",
    "csp",
    "wagtail.contrib.simple_translation",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail.locales",
    "wagtail",
    "modelcluster",
    "taggit",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
]
MIDDLEWARE = [
    "incubator.core.middleware.ReceivedAt",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "incubator.config.middleware.ContentPolicy",
    "incubator.config.kept_pages.KeptPages",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "incubator.config.middleware.Language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "incubator.config.middleware.WithoutNul",
    "incubator.accounts.middleware.SignedIn",
    "incubator.accounts.middleware.IdleDevices",
    "incubator.accounts.middleware.TheDoor",
    "incubator.accounts.middleware.Guard",
    "incubator.accounts.middleware.CurrentSpace",
    "incubator.portal.middleware.SpaceOfThePage",
    "django.contrib.messages.middleware.MessageMiddleware",
    "incubator.accounts.middleware.TypedTextBack",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "cms.middleware.AroundTheCms",
    "incubator.workflow.middleware.Refusals",
]
ROOT_URLCONF = "incubator.config.urls"
WSGI_APPLICATION = "incubator.config.wsgi.application"
FORM_RENDERER = "incubator.ui.rendering.FormRenderer"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "incubator.portal.context.chrome",
            ],
            "builtins": ["incubator.ui.templatetags.tokens", "incubator.portal.templatetags.frame"],
        },
    },
]


def _database() -> dict:
    """PostgreSQL where people work; SQLite for the demonstration and for the tests that need nothing installed."""
    default = f"sqlite:///{ROOT}/var/demo/pepiniere.sqlite3"
    url = required(
        "PEPINIERE_DATABASE_URL", why="write it as postgres://user:password@host/name.", elsewhere=default
    )
    config = environ.Env.db_url_config(url)
    if not config.get("ENGINE"):
        raise ImproperlyConfigured(
            "PEPINIERE_DATABASE_URL is not understood: write postgres://… or sqlite:///…."
        )
    if config["ENGINE"].endswith("sqlite3"):
        config["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
        }
        config["CONN_MAX_AGE"] = 60
    else:
        # The tables fit in memory: without the last, the counts of the desk read whole rows instead of their index.
        config["OPTIONS"] = {
            "options": "-c lock_timeout=10000 -c statement_timeout=30000 -c random_page_cost=1.1",
        }
        config["CONN_MAX_AGE"], config["CONN_HEALTH_CHECKS"] = 60, True
    return config


DATABASES = {"default": _database()}
if IS_DEMO and DATABASES["default"]["ENGINE"].rsplit(".", 1)[-1] != "sqlite3":
    raise ImproperlyConfigured(
        "PEPINIERE_MODE=demo works on its own SQLite file only; unset PEPINIERE_DATABASE_URL."
    )
# While this file is there, the cohorts that finished are still being written into the demonstration.
DEMO_HISTORY = Path(DATABASES["default"]["NAME"]).with_name("history-waits") if IS_DEMO else None
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "people.User"

REDIS_URL = env.str("PEPINIERE_REDIS_URL", default="")
CACHES = {
    "default": {
        "BACKEND": "incubator.config.caching.ForgivingRedis",
        "LOCATION": REDIS_URL,
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1},
    }
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    # Fragments of pages, in the process: a broker that is away slows no page.
    "template_fragments": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "template_fragments",
        "OPTIONS": {"MAX_ENTRIES": 500},
    },
}
# In the database alone: signing in and out must not depend on a broker that may be away.
SESSION_ENGINE = "incubator.accounts.sessions"

STATIC_URL = "/static/"
STATIC_ROOT = ROOT / "var" / "static"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": env.str("PEPINIERE_MEDIA_ROOT", default=str(ROOT / "var" / MODE / "media"))},
    },
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": env.str("PEPINIERE_PRIVATE_ROOT", default=str(ROOT / "var" / MODE / "private"))
        },
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if IS_TEST
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
MEDIA_URL = "/media/"
# Behind a proxy that serves private files itself: the internal location it maps (X-Accel-Redirect).
PRIVATE_ACCEL_PREFIX = env.str("PEPINIERE_ACCEL_PREFIX", default="")
# A command that reads a file on its standard input and answers 0 (clean) or 1 (found): "clamdscan --no-summary -".
FILE_SCAN_COMMAND = env.str("PEPINIERE_FILE_SCAN_COMMAND", default="")
# The dotted path of a callable (octets → True when clean) for other scanners.
FILE_SCANNER = env.str("PEPINIERE_FILE_SCANNER", default="")
DATA_UPLOAD_MAX_MEMORY_SIZE = 3 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
PORT = whole_number("PORT", 8000)
