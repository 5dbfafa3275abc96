"""Settings for benchmarks/pages.py: the service's own for production, but for two things.

The accounts of the national world are let in, which a real service refuses, and static files are not collected.
"""

from config.settings import *  # noqa: F403
from config.settings import BASE_DIR, STORAGES

AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
STATIC_ROOT = BASE_DIR / "static"
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
