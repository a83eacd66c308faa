"""The Celery application and its table of regular work."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "incubator.config.settings")

app = Celery("pepiniere")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.conf.beat_schedule = {
    "forget old codes and counts of attempts": {
        "task": "incubator.accounts.tasks.forget_attempts",
        "schedule": 86400.0,
    },
    "forget sessions that ended": {"task": "incubator.accounts.tasks.forget_sessions", "schedule": 1800.0},
    "deliver what waits in the outbox": {"task": "incubator.notifications.tasks.sweep", "schedule": 30.0},
    "keep the words of files that were sent": {
        "task": "incubator.applications.tasks.keep_words",
        "schedule": 30.0,
    },
    "prepare the exports that wait": {"task": "incubator.jobs.tasks.sweep", "schedule": 30.0},
    "remove files no row names": {"task": "incubator.files.tasks.sweep", "schedule": 86400.0},
    "remove uploads nobody continued": {"task": "incubator.files.tasks.expire", "schedule": 1800.0},
    "ask the scanner again": {"task": "incubator.files.tasks.scan", "schedule": 600.0},
    "let go of replaced documents": {
        "task": "incubator.applications.tasks.let_go_of_replaced",
        "schedule": 86400.0,
    },
    "remind agents of files to confirm": {
        "task": "incubator.applications.tasks.remind_agents",
        "schedule": 86400.0,
    },
    "publish the pages whose minute has come": {"task": "cms.tasks.publish_scheduled", "schedule": 60.0},
    "apply the provider's events that wait": {"task": "funding.tasks.sweep_events", "schedule": 60.0},
    "release those whose role has ended": {
        "task": "incubator.portal.tasks.follow_the_clock",
        "schedule": 3600.0,
    },
    "erase what is kept no longer": {
        "task": "incubator.portal.tasks.erase_what_is_over",
        "schedule": 86400.0,
    },
    "open the reports of the day": {"task": "incubator.reporting.tasks.open_periods", "schedule": 3600.0},
    "look for duplicates among new files": {
        "task": "incubator.applications.tasks.look_for_duplicates",
        "schedule": 60.0,
    },
    "remind teams of their corrections": {
        "task": "incubator.applications.tasks.remind_of_corrections",
        "schedule": 1800.0,
    },
}
