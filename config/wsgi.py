"""The door for a WSGI server."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
# A page waits 10 seconds for the database at most; jobs and commands may take 60 (config/database.py).
os.environ.setdefault("STATEMENT_TIMEOUT_SECONDS", "10")
application = get_wsgi_application()
# Reading it raises when it is empty: better now than at the first sign-in.
assert settings.SECRET_KEY
