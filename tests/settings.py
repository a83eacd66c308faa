"""The product's settings in test mode: SQLite in memory, or the database the runner names."""

import os

os.environ["PEPINIERE_MODE"] = "test"
os.environ["PEPINIERE_DATABASE_URL"] = os.environ.get("PEPINIERE_TEST_DATABASE_URL", "sqlite:///:memory:")
os.environ["PEPINIERE_REDIS_URL"] = os.environ.get("PEPINIERE_TEST_REDIS_URL", "")

from incubator.config.settings import *  # noqa: F403

# WhiteNoise warns where nothing was collected; the tests read static files through the finders.
MIDDLEWARE = [name for name in MIDDLEWARE if "whitenoise" not in name]  # noqa: F405
# Each test process keeps its own cache: one that clears a shared one would change what another counts.
CACHES = {**CACHES, "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}  # noqa: F405
