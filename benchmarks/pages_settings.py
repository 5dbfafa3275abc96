"""Settings for benchmarks/pages.py: the service's own for production, but for three things.

The accounts of the national world are let in, which a real service refuses; static files are not collected; and the
API counts one reader's requests, but refuses none.
"""

from config.settings import *  # noqa: F403
from config.settings import BASE_DIR, REST_FRAMEWORK, STORAGES

AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
STATIC_ROOT = BASE_DIR / "static"
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
REST_FRAMEWORK = {**REST_FRAMEWORK, "DEFAULT_THROTTLE_RATES": {"person": "1000000/min"}}
