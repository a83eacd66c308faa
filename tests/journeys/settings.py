"""The product as it is served, on the machine of a journey: its own database, broker, mail, and a clock that moves.

Real code under a moved clock: the journey writes by how many seconds in the file JOURNEY_CLOCK names.
"""

import os
from datetime import datetime, timedelta
from pathlib import Path

from django.utils import timezone

from incubator.config.settings import *  # noqa: F403
from incubator.core import clock

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
SECOND_FACTOR_REQUIRED = True
WHITENOISE_USE_FINDERS = True
STATIC_ROOT = Path(os.environ["JOURNEY_ROOM"]) / "static"
CELERY_BEAT_SCHEDULE_FILENAME = str(Path(os.environ["JOURNEY_ROOM"]) / "beat")

_MOVED = Path(os.environ["JOURNEY_CLOCK"])


def _now() -> datetime:
    return timezone.now() + timedelta(seconds=float(_MOVED.read_text()))


clock.now = _now

# Months pass between two pages of a journey; that a session ends and how one comes in again is tried in `tests/security`.
SESSION_AGE = SESSION_AGE_OF_STAFF = timedelta(days=3650)
