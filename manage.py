#!/usr/bin/env python
"""Django's command line for Pépinière."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "incubator.config.settings")
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as refusal:  # a setting that is wrong is a sentence, not a trace
        sys.exit(str(refusal))
