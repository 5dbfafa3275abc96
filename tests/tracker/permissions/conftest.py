"""One stage for a whole module, taken down with everything that was done on it.

Modules that use it are marked `django_db`: pytest-django makes the test database for marked tests alone.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import override_settings

from tests.factories.stage import Stage, leave_a_mail, make_stage


@pytest.fixture(scope="module")
def stage(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    folder = tmp_path_factory.mktemp("demo-inbox")
    leave_a_mail(folder)
    quiet = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}  # nobody is held up
    with (
        django_db_blocker.unblock(),
        override_settings(DEMO=True, CACHES=quiet, DEMO_INBOX_DIR=folder, MEDIA_ROOT=folder / "media"),
        transaction.atomic(),
    ):
        assert "test" in str(connection.settings_dict["NAME"])  # never the demo's
        yield make_stage()
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def demo_inbox_dir(stage: Stage) -> Any:
    """The mail of the stage, instead of an empty folder for each test."""
    return settings.DEMO_INBOX_DIR
