"""Settings of a served test city."""

from huiyin.config.testing import *  # noqa: F403

INSTALLED_APPS = ["huiyin.config.tests.stand_in", *INSTALLED_APPS]  # noqa: F405
