"""The database that the processes of one run begin with: a whole copy, which is gone with its run."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.template import engines

from tests.harness.template import NAMES_THE_RUN, Template, compiled_once, template_of_run

RUN = "0123456789ab"


@pytest.fixture
def template() -> Iterator[Template]:
    template = Template(uuid4().hex[:12])
    yield template
    template.drop()


@pytest.mark.django_db(transaction=True)
def test_it_is_migrated_as_its_original(template: Template) -> None:
    migrated = MigrationRecorder(connection).applied_migrations().keys()
    was_there = template.is_there()

    with template.alone():
        template.take()

    copy = connection.copy()
    copy.settings_dict = copy.settings_dict | {
        "NAME": template.path if connection.vendor == "sqlite" else template.name
    }
    found = MigrationRecorder(copy).applied_migrations().keys()
    copy.close()
    assert (was_there, template.is_there()) == (False, True)
    assert found == migrated


@pytest.mark.django_db(transaction=True)
def test_nothing_is_left_when_it_is_dropped(template: Template) -> None:
    with template.alone():
        template.take()

    template.drop()

    assert not template.is_there()
    assert not list(template.path.parent.glob(f"{template.name}*"))


@pytest.mark.parametrize(("worker", "shares"), [("gw0", True), ("", False)])
def test_a_process_on_its_own_shares_nothing(monkeypatch: pytest.MonkeyPatch, worker: str, shares: bool) -> None:
    monkeypatch.setenv(NAMES_THE_RUN, RUN)
    monkeypatch.delenv("PYTEST_XDIST_WORKER", raising=False)
    if worker:
        monkeypatch.setenv("PYTEST_XDIST_WORKER", worker)

    assert (template_of_run() is not None) == shares


def test_a_run_without_a_proper_name_is_refused() -> None:
    with pytest.raises(AssertionError, match="must be twelve digits"):
        Template('"; DROP')


@pytest.mark.django_db(transaction=True)
def test_compiled_templates_are_kept_for_the_run_and_gone_with_it(template: Template) -> None:
    pages = engines["jinja2"].env
    with compiled_once(template):
        pages.loader.load(pages, "errors/404.html", {})
        kept = list(template.compiled.iterdir())

    template.drop()

    assert len(kept) == 1
    assert not template.compiled.exists()


def test_a_process_on_its_own_keeps_no_compiled_templates() -> None:
    pages = engines["jinja2"].env
    before = pages.bytecode_cache
    with compiled_once(None):
        assert pages.bytecode_cache is before
