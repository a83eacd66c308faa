"""Settings, split by topic; every value that differs between places comes from the environment."""

from incubator.config.settings.base import *  # noqa: F403
from incubator.config.settings.content import *  # noqa: F403
from incubator.config.settings.delivery import *  # noqa: F403
from incubator.config.settings.security import *  # noqa: F403
