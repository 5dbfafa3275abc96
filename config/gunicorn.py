"""The web server's settings, the same in the demo and in a container."""

from config.env import env
from config.logs import logging_settings

bind = f"{env.str('HOST', default='127.0.0.1')}:{env.int('PORT', default=8000)}"
workers = env.int("WEB_WORKERS", default=2)
# Threads, so that one slow upload does not hold up the other people.
threads = 4
timeout = 60
graceful_timeout = 10
# Workers start anew after a while, which bounds the memory of long-lived processes.
control_socket_disable = True
max_requests = 5_000
max_requests_jitter = 500

_logging = logging_settings(readable=env.bool("DEBUG", default=False), level=env.str("LOG_LEVEL", default="INFO"))
_own = {
    "gunicorn.error": {"level": "INFO", "handlers": [], "propagate": True},
    # Each request has a line of its own, with its id and without its query string (tracker/web/middleware.py).
    "gunicorn.access": {"level": "ERROR", "handlers": [], "propagate": False},
}
logconfig_dict = {**_logging, "loggers": {**_logging["loggers"], **_own}}
