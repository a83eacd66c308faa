"""The product's settings for measuring: everything it writes goes to one room that is removed afterwards."""

import os
from pathlib import Path

from incubator.config.settings import *  # noqa: F403
from incubator.config.settings import LOGGING as PRODUCT_LOGGING
from incubator.config.settings import MIDDLEWARE as PRODUCT_MIDDLEWARE
from incubator.config.settings import STORAGES as PRODUCT_STORAGES

ROOM = Path(os.environ["PEPINIERE_MEASURE_ROOM"])
STATIC_ROOT = ROOM / "static"
STORAGES = {
    **PRODUCT_STORAGES,
    "private": {**PRODUCT_STORAGES["private"], "OPTIONS": {"location": str(ROOM / "private")}},
}
LOGGING = {**PRODUCT_LOGGING, "root": {**PRODUCT_LOGGING["root"], "level": "WARNING"}}
if os.environ.get("PEPINIERE_MEASURE") == "bench":
    # The floor stands beside the product; each answer says how many questions it put to the database.
    ROOT_URLCONF = "tests.tools.floor"
    MIDDLEWARE = ["tests.tools.counting.CountQuestions", *PRODUCT_MIDDLEWARE]
    # Hashed names as in production; compressing files changes no figure of ours.
    STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
    SECOND_FACTOR_REQUIRED = False  # the measured people sign in without one
