"""The product's own settings, with a throw-away data folder and secrets made for this run.

`MENDLY_TEST_DATABASE_URL` and `MENDLY_TEST_REDIS_URL` put the same suite on PostgreSQL and Redis.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from mendly.secrets_store import ensure_embedded_secrets

data = Path(os.environ.get("MENDLY_TEST_DATA") or tempfile.mkdtemp(prefix="mendly-tests-"))
if "MENDLY_TEST_DATA" not in os.environ:
    atexit.register(shutil.rmtree, data, ignore_errors=True)
os.environ["MENDLY_DATA"] = str(data)
for name in ("DATABASE_URL", "KEYS_DATABASE_URL", "REDIS_URL"):
    given = os.environ.get(f"MENDLY_TEST_{name}", "")
    if given:
        os.environ[f"MENDLY_{name}"] = given
worker = os.environ.get("PYTEST_XDIST_WORKER", "")
if worker and "MENDLY_REDIS_URL" in os.environ:  # database 0 is for the servers that tests start
    os.environ["MENDLY_REDIS_URL"] = f"{os.environ['MENDLY_REDIS_URL'][:-1]}{1 + int(worker[2:])}"
ensure_embedded_secrets(os.environ, data)
os.environ["MENDLY_CONTACT"] = "security@clinic.example"

from mendly.settings import *  # noqa: E402, F403

for database in DATABASES.values():  # noqa: F405
    if "sqlite3" in database["ENGINE"]:
        database["TEST"] = {"NAME": f"{database['NAME']}.test"}
        database["OPTIONS"]["init_command"] = database["OPTIONS"]["init_command"].replace("=FULL", "=OFF")
    else:
        database["OPTIONS"].pop("pool", None)
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
REST_FRAMEWORK = {**REST_FRAMEWORK, "TEST_REQUEST_DEFAULT_FORMAT": "json"}  # noqa: F405
LOGGING["handlers"] = {"stderr": {"class": "logging.NullHandler"}}  # noqa: F405 - pytest closes the stream it had
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405
