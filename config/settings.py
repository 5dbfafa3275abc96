"""Settings: every decision in one place, every secret from the environment (config/env.py)."""

import os

from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from config.database import database_settings
from config.env import BASE_DIR, VAR_DIR, env
from config.logs import logging_settings

# pytest sets the variable before it loads the settings; what tests change stands at the end of this file.
TESTING = "PYTEST_VERSION" in os.environ

DEBUG = env.bool("DEBUG", default=False)
# The demo world: accounts with printed passwords, and mail that can be read at /outbox/. Never without DEBUG.
DEMO = DEBUG and env.bool("DEMO", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="")
if not SECRET_KEY and (DEBUG or TESTING):
    SECRET_KEY = "for-the-demo-and-tests-only-never-in-production-0123456789"  # noqa: S105
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"] if DEBUG else [])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

# The address people use. Links in mail are made from it, never from a request's Host header.
SERVICE_URL = env.str("SERVICE_URL", default="").rstrip("/") or (
    f"https://{ALLOWED_HOSTS[0]}" if ALLOWED_HOSTS and not DEBUG else "http://localhost:8000"
)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "rest_framework",
    "rest_framework.authtoken",
    "drf_spectacular",
    "inspections",
    "tracker",
]
AUTH_USER_MODEL = "tracker.Person"

MIDDLEWARE = [
    "tracker.web.middleware.request_record",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "tracker.web.heartbeat.web_heartbeat",
    "csp.middleware.CSPMiddleware",
    "tracker.web.middleware.body_limit",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "tracker.web.sessions.SignedInMiddleware",
    "tracker.web.middleware.session_limits",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    *(["tracker.web.error_pages.OwnErrorPages"] if DEMO else []),
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

DATABASES = {"default": database_settings(env, VAR_DIR, testing=TESTING)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = False
USE_TZ = True

# Our templates are Jinja. Django's own language stays for the API's pages, which other packages bring.
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {"environment": "config.jinja.environment", "context_processors": ["tracker.web.context.page"]},
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]
SERVICE_NAME = "Track inspection recommendations"
# No crown and no logo: those are for gov.uk domains. An organisation puts its own name in the header.
BRAND_NAME = env.str("BRAND_NAME", default="Probation in England and Wales")
CLASSIFICATION = env.str("CLASSIFICATION", default="OFFICIAL")
# Where the help page sends people; without it, to whoever manages the service in their region.
SUPPORT_EMAIL = env.str("SUPPORT_EMAIL", default="")

LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "/"
AUTHENTICATION_BACKENDS = ["tracker.web.sign_in.AccountBackend"]
CSRF_FAILURE_VIEW = "tracker.web.views.errors.form_out_of_date"

# Everything from this host; inline scripts only with the page's nonce.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = VAR_DIR / "static"
# In the demo and in tests straight from static/, without collecting.
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG or TESTING
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # Files get names made from their content, so that browsers keep them for good.
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or TESTING
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
MEDIA_ROOT = VAR_DIR / "media"

# Sessions are in the database, so that people stay signed in when Redis stops. They end after 30 minutes
# without activity and 8 hours after sign-in (tracker/web/middleware.py).
SESSION_ENGINE = "tracker.web.sessions"
SESSION_COOKIE_AGE = 30 * 60
SESSION_ABSOLUTE_AGE = 8 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
_VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_VALIDATION}.MinimumLengthValidator", "OPTIONS": {"min_length": 15}},
    {"NAME": f"{_VALIDATION}.CommonPasswordValidator"},
    {"NAME": f"{_VALIDATION}.UserAttributeSimilarityValidator"},
]

# Over https only, except in the demo and in tests.
HTTPS = not (DEBUG or TESTING)
if HTTPS:
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^health/"]  # the platform's probes speak plain http
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    # The prefix makes browsers refuse these cookies from a subdomain or from plain http.
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
    if env.bool("BEHIND_PROXY", default=False):
        # Only where a proxy in front sets or strips this header on every request.
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "same-origin"

# The largest report is 30 MB; a body over the limit is refused before it is read.
MAX_BODY_BYTES = 32 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
# More than the 10 that a form takes, so that the form itself can say so.
DATA_UPLOAD_MAX_NUMBER_FILES = 50

# The API (tracker/api): JSON only, the same people as the pages, errors in one shape.
REST_FRAMEWORK = {
    # Tokens first: their header is what a stranger's 401 asks for.
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "tracker.api.sign_in.TokenSignIn",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_THROTTLE_CLASSES": ["tracker.api.sign_in.PersonThrottle"],
    "DEFAULT_THROTTLE_RATES": {"person": "300/min"},
    "DEFAULT_SCHEMA_CLASS": "tracker.api.description.Description",
    "DEFAULT_METADATA_CLASS": None,
    "EXCEPTION_HANDLER": "tracker.api.errors.answer",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = {
    "TITLE": SERVICE_NAME,
    "VERSION": "1",
    "DESCRIPTION": "What the pages of the service show, for other systems; the same people see the same things.",
    "OAS_VERSION": "3.1.0",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "ENUM_NAME_OVERRIDES": {
        "OrganisationKind": "inspections.choices.OrganisationKind",
        "SuccessionKind": "inspections.choices.SuccessionKind",
        "InspectionKind": "inspections.choices.InspectionKind",
        "DatePrecision": "inspections.choices.DatePrecision",
        "Rating": "inspections.choices.Rating",
        "ActionStatus": "tracker.choices.ActionStatus",
        "Progress": "tracker.choices.Progress",
        "Decision": "tracker.choices.Decision",
        "Ending": "tracker.choices.Ending",
        "Judge": "tracker.choices.Judge",
    },
}

# One Redis for broker and cache, or none: then kombu's own filesystem broker and a table in the database.
# Rate limits count in the cache, so all processes must share it.
REDIS_URL = env.str("REDIS_URL", default="")
if REDIS_URL:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": REDIS_URL,
            "KEY_PREFIX": "tracker",
            "OPTIONS": {"socket_connect_timeout": 2, "socket_timeout": 2},
        }
    }
else:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "shared_cache"}}

# Evidence is stale so many days after the day that it is about.
EVIDENCE_STALE_DAYS = env.int("EVIDENCE_STALE_DAYS", default=365)
# Days from a report's publication in which HMPPS answers its recommendations. docs/domain.md#after-a-report
RESPONSE_DAYS = env.int("RESPONSE_DAYS", default=30)
# Days from the publication of an alert here in which every action that answers it is to be complete.
ALERT_DAYS = env.int("ALERT_DAYS", default=28)
# Other numbers of working days for rungs of the ladder of reminders, 'action-head=7,action-region=12' (rules/ladder).
# What is no number becomes -1, which the system check refuses (tracker/checks).
LADDER_DAYS = {
    code: int(days) if days.isdecimal() else -1 for code, days in env.dict("TRACKER_LADDER", default={}).items()
}
# Working days for which the reminders of an action can be put off at most.
SNOOZE_DAYS = env.int("SNOOZE_DAYS", default=20)

# Mail: files to read at /outbox/ in the demo, SMTP or GOV.UK Notify elsewhere. A hanging server frees the worker after
# 20 s.
EMAIL_TIMEOUT = 20
DEMO_INBOX_DIR = VAR_DIR / "outbox"
EMAIL_URL = env.str("EMAIL_URL", default="")
EMAIL_BACKEND = "tracker.notifications.backends.smtp.SmtpBackend"
MAIL_WAY = env.str("MAIL_WAY", default="smtp")  # or notify
NOTIFY_API_KEY = env.str("NOTIFY_API_KEY", default="")
NOTIFY_URL = env.str("NOTIFY_URL", default="https://api.notifications.service.gov.uk")
# Notify's templates with ((subject)) and ((body)): '' for every kind of message that has none of its own.
NOTIFY_TEMPLATES = {
    "": env.str("NOTIFY_TEMPLATE", default=""),
    "digest": env.str("NOTIFY_TEMPLATE_DIGEST", default=""),
    "reminder": env.str("NOTIFY_TEMPLATE_REMINDER", default=""),
    "instant": env.str("NOTIFY_TEMPLATE_INSTANT", default=""),
    "jobs-ran": env.str("NOTIFY_TEMPLATE_JOBS_RAN", default=""),
    "invitation": env.str("NOTIFY_TEMPLATE_INVITATION", default=""),
    "address-changed": env.str("NOTIFY_TEMPLATE_ADDRESS_CHANGED", default=""),
}
if MAIL_WAY not in ("smtp", "notify"):
    raise ImproperlyConfigured("MAIL_WAY must be smtp or notify")
if MAIL_WAY == "notify":
    EMAIL_BACKEND = "tracker.notifications.backends.notify.NotifyBackend"
    if not (NOTIFY_API_KEY and NOTIFY_TEMPLATES[""]):
        raise ImproperlyConfigured("MAIL_WAY=notify needs NOTIFY_API_KEY and NOTIFY_TEMPLATE")
elif EMAIL_URL:
    own = {"EMAIL_BACKEND": EMAIL_BACKEND} if EMAIL_URL.startswith("smtp") else {}
    globals().update(env.email_url("EMAIL_URL") | own)
elif DEBUG:
    EMAIL_BACKEND = "tracker.notifications.backends.smtp.DemoInboxBackend"
DEFAULT_FROM_EMAIL = (
    env.str("DEFAULT_FROM_EMAIL", default="") or "Inspection recommendations <recommendations@localhost>"
)
SERVER_EMAIL = DEFAULT_FROM_EMAIL

LOGGING = logging_settings(readable=DEBUG, level=env.str("LOG_LEVEL", default="INFO"))

if TESTING:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *PASSWORD_HASHERS]  # fast
    DEMO_INBOX_DIR = VAR_DIR / "test-outbox"
    if REDIS_URL:
        CACHES["default"]["KEY_PREFIX"] = f"test-{os.getpid()}"
