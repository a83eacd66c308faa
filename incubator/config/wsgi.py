"""The web process: checks what must hold, then serves."""

import os

from django.core.management import call_command
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "incubator.config.settings")

application = get_wsgi_application()
call_command("check", tags=["workflow"])
