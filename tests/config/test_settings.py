"""Production settings pass Django's own checks; what only the demo may do is off in them."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PRODUCTION = {
    "PATH": os.environ["PATH"],
    "SECRET_KEY": "a-key-of-fifty-different-characters-0123456789-abcdefghijk",
    "ALLOWED_HOSTS": "recommendations.example",
}
PRINT = "import json; from django.conf import settings as s; print(json.dumps({n: getattr(s, n, None) for n in %r}))"


def run(*arguments, **environment):
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=ROOT, env=PRODUCTION | environment, capture_output=True, text=True, check=False)


def settings_of(*names, **environment):
    done = run("-c", PRINT % (names,), DJANGO_SETTINGS_MODULE="config.settings", **environment)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_check_deploy_has_no_warnings():
    done = run("manage.py", "check", "--deploy", "--fail-level", "WARNING")

    assert "no issues" in done.stdout, done.stderr


def test_the_service_does_not_start_without_a_secret_key():
    done = run("-c", "import config.wsgi", SECRET_KEY="")

    assert "SECRET_KEY setting must not be empty" in done.stderr


def test_the_demo_is_off_without_debug():
    assert settings_of("DEBUG", "DEMO", DEMO="1") == {"DEBUG": False, "DEMO": False}


def test_cookies_carry_the_host_prefix_in_production():
    names = settings_of("SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME")

    assert all(name.startswith("__Host-") for name in names.values())


def test_hsts_holds_for_a_year():
    assert settings_of("SECURE_HSTS_SECONDS") == {"SECURE_HSTS_SECONDS": 31_536_000}


@pytest.mark.parametrize(
    ("environment", "address"),
    [
        ({}, "https://recommendations.example"),
        ({"SERVICE_URL": "https://other.example/"}, "https://other.example"),
        ({"SERVICE_URL": ""}, "https://recommendations.example"),
        ({"DEBUG": "1"}, "http://localhost:8000"),
    ],
)
def test_links_in_mail_have_one_address(environment, address):
    assert settings_of("SERVICE_URL", **environment) == {"SERVICE_URL": address}


@pytest.mark.parametrize(
    ("environment", "backend"),
    [
        ({}, "tracker.notifications.backends.smtp.SmtpBackend"),
        ({"DEBUG": "1"}, "tracker.notifications.backends.smtp.DemoInboxBackend"),
        ({"DEBUG": "1", "EMAIL_URL": "smtp://mail.example:25"}, "tracker.notifications.backends.smtp.SmtpBackend"),
        ({"EMAIL_URL": "smtp+tls://user:password@mail.example:587"}, "tracker.notifications.backends.smtp.SmtpBackend"),
        ({"EMAIL_URL": "consolemail://"}, "django.core.mail.backends.console.EmailBackend"),
    ],
)
def test_mail_goes_to_files_in_the_demo_only(environment, backend):
    assert settings_of("EMAIL_BACKEND", **environment) == {"EMAIL_BACKEND": backend}
