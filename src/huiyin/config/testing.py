"""Settings of a test run: those of the product, with an installation of its own that no test run shares."""

import atexit
import os
import shutil
import tempfile

if "HUIYIN_VAR" not in os.environ:
    os.environ["HUIYIN_VAR"] = tempfile.mkdtemp(prefix="huiyin-test-")
    atexit.register(shutil.rmtree, os.environ["HUIYIN_VAR"], ignore_errors=True)

from huiyin.config.settings import *  # noqa: F403

# A real hash takes a quarter of a second for each sign-in, by intent; a test signs in hundreds of times.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# Tests travel for weeks between two pages.
SESSION_COOKIE_AGE = 100 * 366 * 24 * 3600

# A file, not memory: the browser's server then has connections of its own, as in an installation, where one in memory
# would be shared by all threads. Nothing of it has to survive a power cut.
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": os.path.join(os.environ["HUIYIN_VAR"], "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] = (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA busy_timeout=20000;"
    )

# A migrated database to copy from saves a run on PostgreSQL the migrations.
if "HUIYIN_TEST_TEMPLATE" in os.environ:
    DATABASES["default"]["TEST"] = {"TEMPLATE": os.environ["HUIYIN_TEST_TEMPLATE"]}
