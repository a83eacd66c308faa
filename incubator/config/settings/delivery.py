"""What leaves the house: messages, background work, payments."""

import environ

from incubator.config.settings.environment import IS_DEMO, IS_PRODUCTION, IS_TEST, MODE, ROOT, env

vars().update(environ.Env.email_url_config(env.str("PEPINIERE_EMAIL_URL", default="smtp://localhost:25")))
if IS_TEST:
    EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
elif IS_DEMO:
    # Nothing leaves a demonstration: the outbox page shows what would have left.
    EMAIL_BACKEND = "incubator.notifications.channels.KeptEmail"
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("PEPINIERE_FROM_EMAIL", default="ne-pas-repondre@centre.example")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# The provider's class for SMS ("" means: no SMS is offered). The fake keeps the text in the outbox only.
SMS_PROVIDER = env.str(
    "PEPINIERE_SMS_PROVIDER", default="" if IS_PRODUCTION else "incubator.notifications.channels.KeptSms"
)

_REDIS = env.str("PEPINIERE_REDIS_URL", default="")
_QUEUE = ROOT / "var" / MODE / "queue"
CELERY_BROKER_URL = _REDIS or "filesystem://localhost"
CELERY_BROKER_TRANSPORT_OPTIONS = (
    {
        "visibility_timeout": 3600,
        "unacked_restore_interval": 1,
        "unacked_restore_throttle": 1,
        # A silent broker is asked twice: an act waits for it 1.6 seconds, once in thirty (`notifications.dispatch`).
        "socket_timeout": 0.8,
        "socket_connect_timeout": 0.8,
        "max_retries": 1,
        "interval_start": 0,
        "interval_step": 0.1,
        "interval_max": 0.2,
    }
    if _REDIS
    else {
        "data_folder_in": str(_QUEUE / "tasks"),
        "data_folder_out": str(_QUEUE / "tasks"),
        "control_folder": str(_QUEUE / "control"),
        "processed_folder": str(_QUEUE / "done"),
        "store_processed": False,
    }
)
CELERY_BROKER_CONNECTION_TIMEOUT = 2
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 900
CELERY_TASK_SOFT_TIME_LIMIT = 840
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TIMEZONE = "Africa/Lome"
CELERY_BEAT_SCHEDULE_FILENAME = str(ROOT / "var" / MODE / "beat")
CELERY_TASK_ALWAYS_EAGER = False

STRIPE_KEY = env.str("PEPINIERE_STRIPE_KEY", default="sk_test_demo" if IS_DEMO else "")
STRIPE_WEBHOOK_SECRET = env.str("PEPINIERE_STRIPE_WEBHOOK_SECRET", default="whsec_demo" if IS_DEMO else "")
# Only the demonstration and the tests point elsewhere: at our own stand-in for the provider.
STRIPE_API_BASE = env.str("PEPINIERE_STRIPE_API_BASE", default="http://127.0.0.1:12111" if IS_DEMO else "")
