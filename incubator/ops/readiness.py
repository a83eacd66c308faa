"""What a running process needs, asked one by one and quickly."""

import os
from datetime import datetime

import redis
from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from incubator.notifications.models import Message

SECONDS = 1.0
_nothing_to_migrate = False


def unapplied_migrations() -> bool:
    """Tell whether the database waits for migrations; once none waits, only an answer is asked again."""
    global _nothing_to_migrate
    if _nothing_to_migrate:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        return False
    executor = MigrationExecutor(connection)
    waits = bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    _nothing_to_migrate = not waits
    return waits


def oldest_waiting(*, at: datetime) -> int | None:
    """Return the age in seconds of the oldest message that should have left, None when nothing waits."""
    leaves_at = Message.objects.due(at).order_by("leaves_at").values_list("leaves_at", flat=True).first()
    return int((at - leaves_at).total_seconds()) if leaves_at else None


def report(*, at: datetime) -> dict[str, bool | int | None]:
    """Return how what a process may do without is: the broker, and what waits to leave."""
    return {"broker": broker_answers(), "outbox_oldest_seconds": oldest_waiting(at=at)}


def broker_answers() -> bool:
    """Tell whether background work can be handed over, within two seconds."""
    if settings.CELERY_BROKER_URL.startswith("filesystem:"):
        folder = settings.CELERY_BROKER_TRANSPORT_OPTIONS["data_folder_in"]
        return os.path.isdir(folder) and os.access(folder, os.W_OK)
    try:
        with redis.Redis.from_url(
            settings.CELERY_BROKER_URL, socket_connect_timeout=SECONDS, socket_timeout=SECONDS
        ) as broker:
            return bool(broker.ping())
    except (redis.RedisError, OSError):
        return False
