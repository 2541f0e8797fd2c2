"""Settings of the test suite: the real ones, with fast passwords and mail kept in memory."""

import os
import tempfile

os.environ["HOSPITIUM_DATA"] = os.environ.get("HOSPITIUM_TEST_DATA") or tempfile.mkdtemp(prefix="hospitium-test-")
os.environ.setdefault("HOSPITIUM_SECRET_KEY", "only for the tests, never for an installation: 0123456789abcdef")
os.environ["HOSPITIUM_DEMONSTRATION"] = "no"
os.environ["HOSPITIUM_REQUIRE_SECOND_FACTOR"] = "no"

from hospitium.config.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
WHITENOISE_USE_FINDERS = False
# WhiteNoise warns about a missing folder.
STATIC_ROOT.mkdir(exist_ok=True)  # noqa: F405
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    # A file, because two connections to one database in memory do not wait for each other's locks.
    DATABASES["default"]["TEST"] = {"NAME": DATA / "test.sqlite3"}  # noqa: F405
