"""The worker and the beat of a journey: the product's own table of regular work, at a walker's pace."""

from incubator.config.celery import app

app.conf.beat_schedule = {name: {**entry, "schedule": 2.0} for name, entry in app.conf.beat_schedule.items()}
