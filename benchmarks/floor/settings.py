"""Settings of the floor: Django with nothing in it, no application, no middleware and no session."""

SECRET_KEY = "for this measurement only: nothing is signed with it"
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1"]
ROOT_URLCONF = "benchmarks.floor.views"
INSTALLED_APPS: list[str] = []
MIDDLEWARE: list[str] = []
LOGGING_CONFIG = None
USE_TZ = True
